#include "clients/cli/text/resource_text.h"

#include <sstream>

#include "absl/time/civil_time.h"
#include "clients/cli/text/slot_text.h"
#include "clients/cli/text/time_text.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

// A slot in Paris in winter.
v1::Slot SlotAt(const absl::CivilMinute& local) {
  v1::Slot slot;
  slot.set_associate("brands/demo/associates/a1");
  slot.set_service("brands/demo/services/bridal-styling");
  slot.set_channel(v1::CHANNEL_VIDEO);
  slot.set_time_zone("Europe/Paris");
  auto& start = *slot.mutable_local_start_time();
  start.set_year(static_cast<int>(local.year()));
  start.set_month(local.month());
  start.set_day(local.day());
  start.set_hours(local.hour());
  start.set_minutes(local.minute());
  *slot.mutable_start_time() =
      ToTimestamp(absl::FromCivil(local, absl::FixedTimeZone(3600)));
  return slot;
}

TEST(FormatAddress, LeavesOutWhatIsUnknown) {
  v1::StoreAddress address;
  EXPECT_EQ(FormatAddress(address), "");
  address.set_region_code("US");
  EXPECT_EQ(FormatAddress(address), "US");
  address.add_address_lines("1902 Miller Trunk Highway");
  address.set_locality("Duluth");
  address.set_postal_code("55811");
  EXPECT_EQ(FormatAddress(address),
            "1902 Miller Trunk Highway, Duluth 55811, US");
}

TEST(FormatDuration, IsEmptyForNone) {
  google::protobuf::Duration duration;
  EXPECT_EQ(FormatDuration(duration), "");
  duration.set_seconds(5400);
  EXPECT_EQ(FormatDuration(duration), "1h30m");
}

TEST(FormatLaterStarts, TellsTheDayWhereItChanges) {
  google::protobuf::RepeatedPtrField<v1::Slot> slots;
  EXPECT_EQ(FormatLaterStarts(slots), "");
  *slots.Add() = SlotAt(absl::CivilMinute(2026, 11, 23, 15, 30));
  EXPECT_EQ(FormatLaterStarts(slots), "");
  *slots.Add() = SlotAt(absl::CivilMinute(2026, 11, 23, 16, 0));
  *slots.Add() = SlotAt(absl::CivilMinute(2026, 11, 24, 9, 0));
  *slots.Add() = SlotAt(absl::CivilMinute(2026, 11, 24, 9, 30));
  EXPECT_EQ(FormatLaterStarts(slots), "16:00, Tue 24 Nov 09:00, 09:30");
}

TEST(HoldCommand, CanBeTypedAsItIs) {
  EXPECT_EQ(HoldCommand(SlotAt(absl::CivilMinute(2026, 11, 23, 15, 30))),
            "rapport book hold --associate a1 --service bridal-styling "
            "--channel video --start 2026-11-23T15:30:00+01:00");
}

TEST(WriteFacts, LinesUpAndLeavesOutWhatIsEmpty) {
  std::ostringstream out;
  WriteFacts({{"booking", "b1"}, {"nothing", ""}, {"zone", "美"}}, out);
  EXPECT_EQ(out.str(), "booking  b1\nzone     美\n");
}

}  // namespace
}  // namespace rapport::cli
