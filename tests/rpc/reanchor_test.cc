// Bookings kept at their wall time, through the server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "server/booking/changes.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

class ReanchorTest : public RpcTest {
 protected:
  // A booking of that associate that was promised the wall time it has, under
  // rules by which that was an hour before `utc`.
  v1::Booking Promised(const std::string& id, absl::string_view utc,
                       const std::string& associate = kAna) {
    const auto made = Admin().Get<v1::Booking>(
        "BookingService/CreateBooking",
        absl::Substitute(R"(parent: "brands/acme" request_id: "create-$0"
            associate: "$1" service: "$2" channel: CHANNEL_VIDEO
            start_time { seconds: $3 })",
                         id, associate, kStyling, Seconds(utc)));
    booking::BookingWrite write;
    write.action = "AsOnceWas";
    write.id = *booking::BookingId::Parse(
        made.name().substr(made.name().rfind('/') + 1));
    write.become = [](const booking::Booking* before, absl::Time) {
      booking::Booking after = *before;
      for (Interval* interval : {&after.meeting, &after.occupied}) {
        interval->start -= absl::Hours(1);
        interval->end -= absl::Hours(1);
      }
      after.utc_offset_s += 3600;
      after.tzdata_version = "2020a";
      return absl::StatusOr<booking::Booking>(after);
    };
    const auto was = bookings_.Write(
        {BrandId::FromStored("acme"), Role::kBrandAdmin, "admin"},
        {"as-once-was-" + id, std::string(32, 'a')}, write,
        absl::InfiniteFuture());
    EXPECT_TRUE(was.ok()) << was.status();
    model_.Apply(BrandId::FromStored("acme"), {*was});
    return Read(made.name());
  }
  v1::Booking Read(const std::string& name) const {
    return Admin().Get<v1::Booking>("BookingService/GetBooking",
                                    absl::StrCat("name: \"", name, "\""));
  }
  static std::string Asked(const std::string& id,
                           const std::string& more = "") {
    return absl::Substitute(
        R"(parent: "brands/acme" request_id: "reanchor-$0" $1)", id, more);
  }
  v1::ReanchorBookingsResponse Run(const std::string& id,
                                   const std::string& more = "") const {
    return Admin().Get<v1::ReanchorBookingsResponse>(
        "BookingService/ReanchorBookings", Asked(id, more));
  }
  static std::string StartOf(const v1::Booking& booking) {
    return UtcText(booking.start_time().seconds());
  }
  std::string FirstSlot() const {
    const auto slots = Shopper().Get<v1::ListSlotsResponse>(
        "CalendarService/ListSlots",
        absl::Substitute(R"(parent: "$0" service: "$1" channel: CHANNEL_VIDEO
            page_size: 1 window { start_time { seconds: $2 }
            end_time { seconds: $3 } })",
                         kAna, kStyling, Seconds("2026-03-03 00:00"),
                         Seconds("2026-03-04 00:00")));
    return slots.slots_size() == 0
               ? "none"
               : UtcText(slots.slots(0).start_time().seconds());
  }
};

TEST_F(ReanchorTest, MovesWhatWasPromisedToItsWallTime) {
  const v1::Booking was = Promised("one", "2026-03-03 15:00");
  ASSERT_EQ(StartOf(was), "2026-03-03 14:00");
  ASSERT_EQ(FirstSlot(), "2026-03-03 15:30");  // 15 minutes after the meeting
  const auto reply = Run("first");
  EXPECT_EQ(reply.booking_count(), 1);
  EXPECT_EQ(reply.kept_count(), 0);
  EXPECT_EQ(reply.conflicts_size(), 0);
  ASSERT_EQ(reply.moved_size(), 1);
  EXPECT_EQ(reply.moved(0).booking(), was.name());
  EXPECT_EQ(UtcText(reply.moved(0).old_start_time().seconds()),
            "2026-03-03 14:00");
  EXPECT_EQ(UtcText(reply.moved(0).new_start_time().seconds()),
            "2026-03-03 15:00");
  EXPECT_EQ(reply.moved(0).reason(), "");
  EXPECT_EQ(reply.next_page_token(), "");

  const v1::Booking is = Read(was.name());
  EXPECT_EQ(StartOf(is), "2026-03-03 15:00");
  EXPECT_EQ(is.local_start_time().hours(), was.local_start_time().hours());
  EXPECT_NE(is.etag(), was.etag());
  EXPECT_EQ(FirstSlot(), "2026-03-03 16:30");
  const auto changes = Admin().Get<v1::ListBookingChangesResponse>(
      "BookingService/ListBookingChanges",
      absl::StrCat("name: \"", was.name(), "\""));
  EXPECT_EQ(changes.changes().rbegin()->action(), "ReanchorBooking");
  EXPECT_EQ(Run("second").booking_count(), 0);
}

TEST_F(ReanchorTest, TellsConflictsAndLeavesThem) {
  const v1::Booking was = Promised("one", "2026-03-03 15:00");
  Admin().Get<v1::Booking>("BookingService/CreateBooking",
                           HoldText("in-the-way", "2026-03-03 15:30"));
  const auto reply = Run("first");
  EXPECT_EQ(reply.moved_size(), 0);
  ASSERT_EQ(reply.conflicts_size(), 1);
  EXPECT_EQ(reply.conflicts(0).booking(), was.name());
  EXPECT_EQ(reply.conflicts(0).reason(), "SLOT_TAKEN");
  EXPECT_EQ(StartOf(Read(was.name())), "2026-03-03 14:00");
  EXPECT_EQ(Run("second").conflicts_size(), 1);
}

TEST_F(ReanchorTest, GoesFromOneAssociateToTheNext) {
  const std::string name_of[] = {
      Promised("ana", "2026-03-03 15:00").name(),
      Promised("bo", "2026-03-03 10:00", kBo).name()};
  const auto first = Run("first");
  ASSERT_EQ(first.moved_size(), 1);
  ASSERT_NE(first.next_page_token(), "");
  const std::string token =
      absl::StrCat("page_token: \"", first.next_page_token(), "\"");
  // A page token is one of its run, and of ours.
  EXPECT_EQ(Admin().Told("BookingService/ReanchorBookings",
                         Asked("other", token + " dry_run: true")),
            "INVALID_ARGUMENT PAGE_TOKEN_OF_ANOTHER_QUERY page_token");
  const auto second = Run("second", token);
  ASSERT_EQ(second.moved_size(), 1);
  EXPECT_EQ(second.next_page_token(), "");
  std::vector<std::string> moved = {first.moved(0).booking(),
                                    second.moved(0).booking()};
  EXPECT_THAT(moved, testing::UnorderedElementsAreArray(name_of));
}

TEST_F(ReanchorTest, OnlySaysItOnADryRun) {
  const v1::Booking was = Promised("one", "2026-03-03 15:00");
  EXPECT_EQ(Run("same-id-1", "dry_run: true").moved_size(), 1);
  EXPECT_EQ(Run("same-id-1", "dry_run: true").moved_size(), 1);
  EXPECT_EQ(Read(was.name()).etag(), was.etag());
}

TEST_F(ReanchorTest, AnswersARepetitionAsTheFirstTime) {
  Promised("one", "2026-03-03 15:00");
  const auto first = Run("same");
  EXPECT_EQ(Run("same").SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(first.moved_size(), 1);
}

TEST_F(ReanchorTest, RefusesWhereABookingIsOfNewerRules) {
  const v1::Booking was = Promised("one", "2026-03-03 15:00");
  booking::BookingWrite write;
  write.action = "AsWillBe";
  write.id =
      *booking::BookingId::Parse(was.name().substr(was.name().rfind('/') + 1));
  write.become = [](const booking::Booking* before, absl::Time) {
    booking::Booking after = *before;
    after.tzdata_version = "9999a";
    return absl::StatusOr<booking::Booking>(after);
  };
  ASSERT_TRUE(bookings_
                  .Write({BrandId::FromStored("acme"), Role::kBrandAdmin, "a"},
                         {"as-will-be", std::string(32, 'a')}, write,
                         absl::InfiniteFuture())
                  .ok());
  EXPECT_EQ(Admin().Told("BookingService/ReanchorBookings", Asked("run")),
            "FAILED_PRECONDITION TZDATA_OLDER");
}

}  // namespace
}  // namespace rapport
