// A small brand on a real server: one store in UTC, some associates who work
// round the clock, one service of half an hour with buffers.
#ifndef RAPPORT_TESTS_E2E_SMALL_BRAND_H_
#define RAPPORT_TESTS_E2E_SMALL_BRAND_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "rapport/v1/booking_service.grpc.pb.h"
#include "rapport/v1/calendar_resources.pb.h"
#include "rapport/v1/catalog_resources.pb.h"

namespace rapport::test {

// The metadata of a caller of the brand.
void SetCaller(grpc::ClientContext& context, const std::string& role,
               const std::string& principal);

class SmallBrand {
 public:
  // What somebody wants besides.
  struct More {
    std::vector<v1::Service> services = {};  // that all associates offer
    int hold_s = 0;  // how long holds of any last; 0: as nobody says
    // Changes the schedule of one of them before it is written.
    std::function<void(size_t associate, v1::Schedule&)> schedule = nullptr;
  };

  // Makes the brand through `channel`, with that many associates. Fails the
  // test if it cannot.
  SmallBrand(std::shared_ptr<grpc::Channel> channel, int associates)
      : SmallBrand(std::move(channel), associates, More()) {}
  SmallBrand(std::shared_ptr<grpc::Channel> channel, int associates,
             const More& more);

  static constexpr char kName[] = "brands/small";
  static constexpr char kService[] = "brands/small/services/fitting";
  // A service like that one, under another name.
  static v1::Service ServiceLike(const std::string& name);
  // How far apart slots must start not to meet.
  static constexpr absl::Duration kApart = absl::Minutes(40);
  // Of each associate; a video takes all of them.
  static constexpr int kChatsAtATime = 3;
  static void ShareChats(v1::Schedule& schedule);

  const std::string& store() const { return store_; }
  // Resource names.
  const std::vector<std::string>& associates() const { return associates_; }

  // Midnight two days from now, from which on there is time for `n` slots a
  // day.
  absl::Time first_start() const { return first_start_; }

  // A request to hold the slot that starts `n` times kApart after first_start.
  v1::HoldSlotRequest Hold(const std::string& request_id, size_t associate,
                           int n) const;

 private:
  void MakeCatalog(grpc::Channel& channel, int associates, const More& more);
  void MakeSchedules(grpc::Channel& channel, const More& more);

  std::string store_;
  std::vector<std::string> associates_;
  absl::Time first_start_;
};

}  // namespace rapport::test

#endif  // RAPPORT_TESTS_E2E_SMALL_BRAND_H_
