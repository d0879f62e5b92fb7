#include "clients/cli/start_time.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/window.h"
#include "clients/cpp/pages.h"

namespace rapport::cli {
namespace {

// Wall clocks are at most 14 hours ahead of UTC and 12 behind it.
constexpr absl::Duration kOffsetMax = absl::Hours(15);

// The wall time that `text` says; the zone is asked for only where it counts
// from today.
absl::StatusOr<absl::CivilSecond> WallTimeOf(const client::Client& client,
                                             const TimeText& text,
                                             absl::Time now,
                                             const v1::ListSlotsRequest& like) {
  if (text.local->date.has_value()) {
    return WallTime(text, now, absl::UTCTimeZone());
  }
  const auto name = ZoneOfAssociate(client, like.parent(), like.store());
  if (!name.ok()) return name.status();
  const auto zone = ZoneOfName(*name);
  if (!zone.ok()) return zone.status();
  return WallTime(text, now, *zone);
}

absl::StatusOr<google::protobuf::Timestamp> FindSlot(
    const client::Client& client, absl::CivilSecond wall_time, absl::Time now,
    const v1::ListSlotsRequest& like) {
  const absl::Time about = absl::FromCivil(wall_time, absl::UTCTimeZone());
  v1::ListSlotsRequest request = like;
  request.set_page_size(client::kPageSizeMax);
  *request.mutable_window()->mutable_start_time() =
      ToTimestamp(std::max(about - kOffsetMax, now));
  // A slot that starts then ends within a day.
  *request.mutable_window()->mutable_end_time() =
      ToTimestamp(std::max(about, now) + kOffsetMax + absl::Hours(24));
  std::optional<google::protobuf::Timestamp> start;
  absl::Status status = client::ForEachPage(
      request, [&](const auto& page) { return client.ListSlots(page); },
      [&](const v1::ListSlotsResponse& page) {
        for (const v1::Slot& slot : page.slots()) {
          if (CivilOf(slot.local_start_time()) != wall_time) continue;
          start = slot.start_time();
          return false;
        }
        return true;
      });
  if (!status.ok()) return status;
  if (start.has_value()) return *start;
  return absl::NotFoundError(absl::StrCat(
      "no free slot starts at ", absl::FormatCivilTime(wall_time),
      " on the store's clock; `rapport slots` lists what is free"));
}

}  // namespace

absl::StatusOr<google::protobuf::Timestamp> ReadStart(
    const client::Client& client, const std::string& text, absl::Time now,
    const v1::ListSlotsRequest& like) {
  const auto time = ParseTime(text);
  if (!time.ok()) return time.status();
  if (!time->local.has_value()) {
    return ToTimestamp(StartOf(*time, now, absl::UTCTimeZone()));
  }
  if (!time->local->time_of_day.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--start is '", text, "'; it needs a time of day"));
  }
  const auto wall_time = WallTimeOf(client, *time, now, like);
  if (!wall_time.ok()) return wall_time.status();
  return FindSlot(client, *wall_time, now, like);
}

}  // namespace rapport::cli
