#include "server/hours/remark.h"

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/vocabulary/error.h"

namespace rapport::hours {
namespace {

constexpr absl::string_view kPositionPayload = "rapport/hours_position";

}  // namespace

absl::Status NotRead(size_t position, absl::string_view expected) {
  absl::Status status =
      Error(absl::StatusCode::kInvalidArgument, kHoursNotRead,
            absl::StrCat("hours at ", position, ": expected ", expected));
  status.SetPayload(kPositionPayload, absl::Cord(absl::StrCat(position)));
  return status;
}

std::optional<size_t> NotReadPosition(const absl::Status& status) {
  const absl::optional<absl::Cord> payload =
      status.GetPayload(kPositionPayload);
  size_t position = 0;
  if (!payload || !absl::SimpleAtoi(std::string(*payload), &position)) {
    return std::nullopt;
  }
  return position;
}

}  // namespace rapport::hours
