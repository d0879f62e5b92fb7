// Calendars of strangers: whatever is in them is busy time inside the window,
// in order, apart and on the tick, or a refusal that says why.
#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "server/calendar/ics_reader.h"
#include "server/calendar/time_zone.h"

namespace {

void Require(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using rapport::Interval;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  static const absl::TimeZone zone =
      rapport::calendar::LoadZone("America/New_York").value();
  const absl::Time start = absl::FromCivil(absl::CivilDay(2026, 1, 1), zone);
  const Interval window = {start, start + absl::Hours(60 * 24)};
  // As it is, and as what an event says.
  for (const std::string& calendar :
       {std::string(text),
        absl::StrCat("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n"
                     "DTSTART:20260105T090000\nDURATION:PT1H\n",
                     text, "\nEND:VEVENT\nEND:VCALENDAR\n")}) {
    const auto busy = rapport::calendar::ReadBusyTime(calendar, zone, window);
    if (!busy.ok()) {
      Require(!busy.status().message().empty());
      continue;
    }
    absl::Time last = absl::InfinitePast();
    for (const Interval& interval : busy->intervals) {
      Require(interval.start > last && interval.end > interval.start);
      Require(window.Contains(interval));
      Require(rapport::OnTick(interval.start) && rapport::OnTick(interval.end));
      last = interval.end;
    }
    Require(busy->free + busy->refused <= busy->events);
  }
  return 0;
}
