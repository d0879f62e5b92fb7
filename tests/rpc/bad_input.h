// Requests, broken in every way we thought of: each is refused with its code,
// its reason and the field at fault, and changes nothing.
#ifndef RAPPORT_TESTS_RPC_BAD_INPUT_H_
#define RAPPORT_TESTS_RPC_BAD_INPUT_H_

#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "rapport/v1/booking_service.pb.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {

// One way to break the valid request of a method.
struct BadRow {
  std::string clear;  // field paths, separated by spaces
  std::string merge;  // then this, in text format, with $ana and the like
  // See Summary; `!X` stands for `INVALID_ARGUMENT X`.
  std::string told;
};
using BadRows = std::vector<BadRow>;

// Ways that many requests share.
BadRows BadParentRows();
BadRows BadNearRows();
BadRows BadRequestIdRows();
BadRows BadPageRows(int size_max);
// `max_s` is the longest window, in seconds.
BadRows BadWindowRows(int max_s);

BadRows Together(std::initializer_list<BadRows> lists);

std::string Repeated(const std::string& text, int times);

// The world with a hold of ana's Tuesday at 15:00 UTC, of the request
// hold-0001.
class BadInputTest : public RpcTest {
 protected:
  BadInputTest();

  // That every row is refused as it says, by the admin (the operator for
  // CreateBrand), that nothing has changed, and that `valid` is then accepted.
  void Check(const std::string& method, const std::string& valid,
             const BadRows& rows);

  // `start_time` of that, UTC.
  static std::string At(absl::string_view utc) {
    return absl::StrCat("start_time { seconds: ", Seconds(utc), " }");
  }
  // Ways to want a slot of ana's that cannot be had.
  static BadRows BadSlotRows();
  // Ways to want others there, too, who cannot come.
  static BadRows BadMoreAssociatesRows();

  v1::Booking held_;

 private:
  std::unique_ptr<google::protobuf::Message> Made(const std::string& method,
                                                  const std::string& valid,
                                                  const BadRow& row) const;

  // $ana and the like, and what they stand for.
  std::vector<std::pair<std::string, std::string>> names_;
};

}  // namespace rapport

#endif  // RAPPORT_TESTS_RPC_BAD_INPUT_H_
