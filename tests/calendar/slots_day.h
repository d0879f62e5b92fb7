// One day of one associate, for tests of slots.
#ifndef RAPPORT_TESTS_CALENDAR_SLOTS_DAY_H_
#define RAPPORT_TESTS_CALENDAR_SLOTS_DAY_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "server/calendar/slots.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {

inline absl::Time At(const char* time) {
  return Utc(absl::StrCat("2026-06-02 ", time));
}

// One day of one associate: 09:00 to 12:00 UTC at store 1, meetings of an hour
// that start every half hour, looked at from the day before.
class SlotsTest : public ::testing::Test {
 protected:
  SlotsTest() {
    spans_ = {{{At("09:00"), At("12:00")}, Store(1), ChannelSet::All()}};
    now_ = Utc("2026-06-01 09:00");
    window_ = {Utc("2026-06-02 00:00"), Utc("2026-06-03 00:00")};
  }

  SlotQuery Query() const {
    return {spans_, busy_, rules_, channel_, store_, now_, capacity_};
  }

  std::vector<FreeSlot> Slots() const {
    std::vector<FreeSlot> slots;
    ForEachSlot(
        Query(), window_, [&](const StoreId&) { return zone_; },
        [&](const FreeSlot& slot) {
          slots.push_back(slot);
          return true;
        });
    return slots;
  }

  // The starts of all slots, in UTC, as `09:00 09:30`.
  std::string Starts() const {
    return absl::StrJoin(
        Slots(), " ", [](std::string* out, const FreeSlot& slot) {
          absl::StrAppend(out, absl::FormatTime("%H:%M", slot.interval.start,
                                                absl::UTCTimeZone()));
        });
  }

  SlotVerdict::Reason Judge(absl::Time start) const {
    return CheckSlot(Query(), start, [&](const StoreId&) { return zone_; })
        .reason;
  }

  std::vector<WorkSpan> spans_;
  std::vector<Busy> busy_;
  SlotRules rules_;
  Channel channel_ = Channel::kVideo;
  std::optional<StoreId> store_;
  absl::Time now_;
  Interval window_;
  absl::TimeZone zone_ = absl::UTCTimeZone();
  int capacity_ = 1;
};

}  // namespace rapport::calendar

#endif  // RAPPORT_TESTS_CALENDAR_SLOTS_DAY_H_
