// A replica that was away for longer than news are kept.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "server/booking/changes.h"
#include "tests/search/replica_fixture.h"
#include "tests/search/small_sessions.h"

namespace rapport::search {
namespace {

class MissedNewsTest : public ReplicaTest {
 protected:
  void SetUp() override {
    PutSomeOfEach();
    ASSERT_TRUE(Load().ok());
  }

  // Without anybody telling.
  void WriteBooking(const std::string& name,
                    const booking::BookingWrite& write) {
    const auto written = bookings_.Write(
        {kBrand, Role::kBrandAdmin, "eve"},
        {absl::StrCat("write-", name), std::string(32, 'w')}, write, kNever);
    ASSERT_TRUE(written.ok()) << written.status();
  }
  void CreateSession(uint32_t number) {
    booking::HoldWrite write;
    write.booking = SessionNo(number, kHour);
    write.schedule_version = VersionOf(1);
    WriteBooking(absl::StrCat("session-", number), booking::Creating(write));
  }
  void TakeSeats(uint32_t session, uint32_t number, int party_size) {
    booking::HoldWrite write;
    write.booking = SeatOf(SessionNo(session, kHour), number, party_size);
    WriteBooking(absl::StrCat("seats-", number), booking::Creating(write));
  }
  void Join(uint8_t number) {
    booking::WaitlistEntry entry;
    entry.id = EntryNo(number);
    entry.shopper = absl::StrCat("waiter-", number);
    entry.service = ServiceCalled("styling");
    entry.channels = {Channel::kInStore};
    entry.associate = AssociateNo(1);
    entry.window = {kNow, kNow + kHour};
    const auto joined = waitlist_.Join(
        {kBrand, Role::kShopper, entry.shopper},
        {absl::StrCat("join-", number), std::string(32, 'j')}, entry, kNever);
    ASSERT_TRUE(joined.ok()) << joined.status();
  }
  void Leave(uint8_t number) {
    const auto left =
        waitlist_.Leave({kBrand, Role::kShopper, "somebody"},
                        {absl::StrCat("leave-", number), std::string(32, 'l')},
                        EntryNo(number), std::nullopt, kNever);
    ASSERT_TRUE(left.ok()) << left.status();
  }
  static booking::WaitlistEntryId EntryNo(uint8_t number) {
    IdBytes bytes = {};
    bytes.back() = number;
    return booking::WaitlistEntryId(bytes);
  }
  void Miss() {
    feed_.missed = true;
    EXPECT_EQ(replica_.Follow().status().code(), absl::StatusCode::kOutOfRange);
  }
  int SeatsLeft(uint32_t session) {
    const auto found = model_.sessions().Find(kBrand, BookingNo(session), kNow);
    return found.has_value() ? found->seats_left : -1;
  }
};

TEST_F(MissedNewsTest, IsSaidThenEverythingIsLoadedAnew) {
  HoldTicks(2, 1, 1);
  PutStore(1, "renamed");
  PutStore(2);
  PutSchedule(1, 18);
  Miss();
  EXPECT_EQ(TimeOf(1)->busy.size(), 1);
  MustFollow(0);
  EXPECT_EQ(TimeOf(1)->busy.size(), 2);
  EXPECT_EQ(TimeOf(1)->schedule->version, 2);
  EXPECT_EQ(Index()->stores().size(), 2);
  EXPECT_EQ(Index()->FindStore(StoreNo(1))->store->content.display_name,
            "renamed");
  // And it goes on from there.
  feed_.Tell(ChangeKind::kBookings, HoldTicks(3, 1, 2));
  MustFollow(1);
  EXPECT_EQ(TimeOf(1)->busy.size(), 3);
}

TEST_F(MissedNewsTest, WhatEndedUnheardTakesNobodysTimeAnyMore) {
  Cancel(1);
  Miss();
  EXPECT_EQ(TimeOf(1)->busy.size(), 1);
  MustFollow(0);
  EXPECT_EQ(TimeOf(1)->busy.size(), 0);
}

TEST_F(MissedNewsTest, SeatsThatWereGivenBackUnheardAreFree) {
  CreateSession(7);
  TakeSeats(7, 8, 3);
  TakeSeats(7, 9, 2);
  feed_.Tell(ChangeKind::kBookings,
             absl::StrCat(BookingNo(7).stored(), BookingNo(8).stored(),
                          BookingNo(9).stored()));
  MustFollow(1);
  ASSERT_EQ(SeatsLeft(7), 5);
  Cancel(8);
  Miss();
  MustFollow(0);
  EXPECT_EQ(SeatsLeft(7), 8);
  WriteBooking("over", booking::Cancelling(BookingNo(7), std::nullopt));
  Miss();
  MustFollow(0);
  EXPECT_EQ(SeatsLeft(7), -1);
}

TEST_F(MissedNewsTest, WhoLeftUnheardWaitsNoLonger) {
  Join(1);
  Join(2);
  feed_.Tell(ChangeKind::kWaitlist,
             absl::StrCat(EntryNo(1).stored(), EntryNo(2).stored()));
  MustFollow(1);
  Leave(1);
  Join(3);
  Miss();
  EXPECT_EQ(model_.waiting().Ids(kBrand).size(), 2u);
  MustFollow(0);
  auto waiting = model_.waiting().Ids(kBrand);
  std::sort(waiting.begin(), waiting.end());
  EXPECT_EQ(waiting, (std::vector{EntryNo(2), EntryNo(3)}));
}

TEST_F(MissedNewsTest, NoPositionIsSaidBeforeItIsAllThere) {
  feed_.Tell(ChangeKind::kBookings, HoldTicks(2, 1, 1));
  Miss();
  EXPECT_EQ(Said(), 0);
  feed_.on_start = [&] { feed_.Poll([](const Change&) {}).IgnoreError(); };
  BreakOnce();
  EXPECT_EQ(replica_.Follow().status(), Broken());
  EXPECT_EQ(Said(), 0);
  BreakOnce();  // again from the beginning, not by news
  EXPECT_EQ(replica_.Follow().status(), Broken());
  feed_.missed = true;
  feed_.Tell(ChangeKind::kBookings, HoldTicks(3, 1, 2));
  feed_.on_start = [&] {
    feed_.missed = false;
    feed_.Poll([](const Change&) {}).IgnoreError();
  };
  MustFollow(0);
  EXPECT_EQ(Said(), 2);
  EXPECT_EQ(TimeOf(1)->busy.size(), 3);
}

}  // namespace
}  // namespace rapport::search
