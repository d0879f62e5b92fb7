#include "clients/cli/start_time.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "clients/cli/associate_search_request.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/window.h"
#include "clients/cpp/pages.h"

namespace rapport::cli {
namespace {

// Wall clocks are at most 14 hours ahead of UTC and 12 behind it.
constexpr absl::Duration kOffsetMax = absl::Hours(15);

using google::protobuf::Timestamp;
using ZoneOf = absl::FunctionRef<absl::StatusOr<std::string>()>;
using Starts = absl::FunctionRef<absl::StatusOr<std::optional<Timestamp>>(
    absl::CivilSecond wall_time, const v1::TimeWindow& window)>;

// The wall time that `text` says; the zone is asked for only where it counts
// from today.
absl::StatusOr<absl::CivilSecond> WallTimeOf(const TimeText& text,
                                             absl::Time now, ZoneOf zone_of) {
  if (text.local->date.has_value()) {
    return WallTime(text, now, absl::UTCTimeZone());
  }
  const auto name = zone_of();
  if (!name.ok()) return name.status();
  const auto zone = ZoneOfName(*name);
  if (!zone.ok()) return zone.status();
  return WallTime(text, now, *zone);
}

// In which a slot lies that starts when some wall clock shows that.
v1::TimeWindow WindowAround(absl::CivilSecond wall_time, absl::Time now) {
  const absl::Time about = absl::FromCivil(wall_time, absl::UTCTimeZone());
  v1::TimeWindow window;
  *window.mutable_start_time() = ToTimestamp(std::max(about - kOffsetMax, now));
  // A slot that starts then ends within a day.
  *window.mutable_end_time() =
      ToTimestamp(std::max(about, now) + kOffsetMax + absl::Hours(24));
  return window;
}

// `starts` answers the start of the slot, if any, on whose wall clock it is.
absl::StatusOr<Timestamp> Read(const std::string& text, absl::Time now,
                               ZoneOf zone_of, Starts starts,
                               const char* lists_them) {
  const auto time = ParseTime(text);
  if (!time.ok()) return time.status();
  if (!time->local.has_value()) {
    return ToTimestamp(StartOf(*time, now, absl::UTCTimeZone()));
  }
  if (!time->local->time_of_day.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--start is '", text, "'; it needs a time of day"));
  }
  const auto wall_time = WallTimeOf(*time, now, zone_of);
  if (!wall_time.ok()) return wall_time.status();
  const auto start = starts(*wall_time, WindowAround(*wall_time, now));
  if (!start.ok()) return start.status();
  if (start->has_value()) return **start;
  return absl::NotFoundError(absl::StrCat(
      "no free slot starts at ", absl::FormatCivilTime(*wall_time),
      " on the store's clock; `", lists_them, "` lists what is free"));
}

absl::StatusOr<std::optional<Timestamp>> FindStart(
    const client::Client& client, v1::ListSlotsRequest request,
    absl::CivilSecond wall_time) {
  std::optional<Timestamp> start;
  request.set_page_size(client::kPageSizeMax);
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
  return start;
}

absl::StatusOr<std::optional<Timestamp>> FindAnyStart(
    const client::Client& client, v1::ListAnySlotsRequest request,
    absl::CivilSecond wall_time) {
  std::set<absl::Time> starts;
  request.set_page_size(client::kPageSizeMax);
  absl::Status status = client::ForEachPage(
      request, [&](const auto& page) { return client.ListAnySlots(page); },
      [&](const v1::ListAnySlotsResponse& page) {
        for (const v1::AnySlot& any : page.slots()) {
          if (CivilOf(any.slot().local_start_time()) != wall_time) continue;
          starts.insert(FromTimestamp(any.slot().start_time()));
        }
        return true;
      });
  if (!status.ok()) return status;
  if (starts.empty()) return std::nullopt;
  if (starts.size() == 1) return ToTimestamp(*starts.begin());
  return absl::InvalidArgumentError(absl::StrCat(
      "--start is ", absl::FormatCivilTime(wall_time), " at ", starts.size(),
      " instants, as the stores' clocks differ; say an offset, or --store"));
}

}  // namespace

absl::StatusOr<Timestamp> ReadStart(const client::Client& client,
                                    const std::string& text, absl::Time now,
                                    const v1::ListSlotsRequest& like) {
  return Read(
      text, now,
      [&] { return ZoneOfAssociate(client, like.parent(), like.store()); },
      [&](absl::CivilSecond wall_time, const v1::TimeWindow& window) {
        v1::ListSlotsRequest request = like;
        *request.mutable_window() = window;
        return FindStart(client, std::move(request), wall_time);
      },
      "rapport slots");
}

absl::StatusOr<Timestamp> ReadAnyStart(const client::Client& client,
                                       const std::string& text, absl::Time now,
                                       const v1::SearchAssociatesRequest& who) {
  return Read(
      text, now, [&] { return ZoneOfSearch(client, who); },
      [&](absl::CivilSecond wall_time, const v1::TimeWindow& window) {
        v1::ListAnySlotsRequest request;
        *request.mutable_search() = who;
        *request.mutable_search()->mutable_window() = window;
        return FindAnyStart(client, std::move(request), wall_time);
      },
      "rapport slots any");
}

absl::StatusOr<Timestamp> ReadSessionStart(const std::string& text,
                                           absl::Time now) {
  const auto time = ParseTime(text);
  if (!time.ok()) return time.status();
  if (time->local.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--start is '", text,
        "', a local time; a class has no slots to look it up among, so say "
        "its offset from UTC: 2026-11-23T15:30:00+01:00"));
  }
  return ToTimestamp(StartOf(*time, now, absl::UTCTimeZone()));
}

}  // namespace rapport::cli
