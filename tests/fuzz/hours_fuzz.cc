// Any text is hours, a problem, or nothing: it never crashes or hangs, what was
// read has a text that means the same, and its state can be asked.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

#include "absl/strings/string_view.h"
#include "server/hours/open_state.h"
#include "server/hours/read_hours.h"

namespace {

using rapport::hours::HoursReading;
using rapport::hours::OpeningHours;
using rapport::hours::StoreHours;

void Require(bool holds, absl::string_view what, const std::string& text) {
  if (holds) return;
  std::cerr << what << ": " << text << "\n";
  std::abort();
}

void AskStates(const OpeningHours& hours) {
  const StoreHours store{.regular = hours, .zone = absl::UTCTimeZone()};
  const absl::CivilDay day(2026, 3, 28);
  const absl::Time time = absl::FromCivil(day, store.zone) + absl::Hours(13);
  const auto state = rapport::hours::StateAt(store, time).state;
  for (const auto& shown :
       rapport::hours::IntervalsOf(store, day - 1, day + 1)) {
    if (shown.interval.start <= time && time < shown.interval.end) {
      Require(shown.state == state, "another state", hours.ToText());
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const HoursReading reading = rapport::hours::ReadHours(text);
  if (!reading.is_read()) {
    const auto at = rapport::hours::NotReadPosition(reading.problem);
    Require(at && *at <= size, "no position", std::string(text));
    return 0;
  }
  for (const auto& remark : reading.remarks) {
    Require(remark.position <= size, "position", std::string(text));
  }
  if (reading.hours.empty()) return 0;
  const std::string canonical = reading.hours.ToText();
  // A text at the limit may have a longer canonical one.
  if (canonical.size() <= rapport::hours::kTextLengthMax) {
    const auto again = rapport::hours::ParseOpeningHours(canonical);
    Require(again.ok(), "canonical text is not read", canonical);
    Require(*again == reading.hours, "canonical text means another", canonical);
    Require(again->ToText() == canonical, "text is not canonical", canonical);
  }
  AskStates(reading.hours);
  return 0;
}
