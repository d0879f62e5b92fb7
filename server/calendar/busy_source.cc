#include "server/calendar/busy_source.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/vocabulary/error.h"

namespace rapport::calendar {
namespace {

constexpr size_t kIdMax = 40;

bool IsIdCharacter(char c) {
  return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
}

absl::Status TooMany(absl::string_view field, absl::string_view what,
                     size_t most) {
  return InvalidField(field, "TOO_MANY",
                      absl::StrCat("would be one of too many: an associate has "
                                   "at most ",
                                   most, " ", what));
}

std::vector<Interval> Clipped(const Interval& window, const BusyTime& time) {
  std::vector<Interval> inside;
  for (const Interval& busy : time.intervals) {
    if (!busy.Overlaps(window)) continue;
    inside.push_back(
        {std::max(busy.start, window.start), std::min(busy.end, window.end)});
  }
  return inside;
}

}  // namespace

bool SameBusyIn(const Interval& window, const BusyTime& a, const BusyTime& b) {
  return Clipped(window, a) == Clipped(window, b);
}

absl::Status CheckBusySourceId(absl::string_view id) {
  if (id.empty()) {
    return InvalidField("source_id", "REQUIRED", "is not set; it must be");
  }
  if (id.size() > kIdMax || !std::all_of(id.begin(), id.end(), IsIdCharacter) ||
      id.front() == '-' || id.back() == '-') {
    return InvalidField("source_id", "MALFORMED",
                        "must be 1 to 40 of a-z, 0-9 and -, the first and the "
                        "last no -");
  }
  return absl::OkStatus();
}

const BusySource* FindBusySource(const std::vector<BusySource>& sources,
                                 absl::string_view id) {
  for (const BusySource& source : sources) {
    if (source.id == id) return &source;
  }
  return nullptr;
}

absl::Status PutBusySource(BusySource source,
                           std::vector<BusySource>& sources) {
  size_t others = 0;
  size_t intervals = source.time.intervals.size();
  for (const BusySource& other : sources) {
    if (other.id == source.id) continue;
    ++others;
    intervals += other.time.intervals.size();
  }
  if (others >= kBusySourcesMax) {
    return TooMany("source_id", "sources", kBusySourcesMax);
  }
  if (intervals > kBusyIntervalsMax) {
    return TooMany("calendar", "separate busy times", kBusyIntervalsMax);
  }
  for (BusySource& other : sources) {
    if (other.id != source.id) continue;
    other = std::move(source);
    return absl::OkStatus();
  }
  sources.push_back(std::move(source));
  return absl::OkStatus();
}

absl::Status RemoveBusySource(absl::string_view id,
                              std::vector<BusySource>& sources) {
  for (auto at = sources.begin(); at != sources.end(); ++at) {
    if (at->id != id) continue;
    sources.erase(at);
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kNotFound, "BUSY_SOURCE_NOT_FOUND",
               "there is no such source of busy time");
}

void ForEachBusy(const std::vector<BusySource>& sources, const Interval& window,
                 absl::FunctionRef<void(const Interval&)> visit) {
  for (const BusySource& source : sources) {
    const std::vector<Interval>& intervals = source.time.intervals;
    auto at = std::lower_bound(intervals.begin(), intervals.end(), window.start,
                               [](const Interval& busy, absl::Time start) {
                                 return busy.end <= start;
                               });
    for (; at != intervals.end() && at->start < window.end; ++at) visit(*at);
  }
}

}  // namespace rapport::calendar
