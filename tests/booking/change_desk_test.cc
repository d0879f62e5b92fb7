#include "server/booking/change_desk.h"

#include <algorithm>
#include <string>
#include <vector>

#include "server/booking/changes.h"
#include "tests/booking/booking_desk_fixture.h"

namespace rapport::booking {
namespace {

// Associate 2 works as associate 1 does, but takes the phone too.
class ChangeDeskTest : public BookingDeskTest {
 protected:
  ChangeDeskTest() {
    catalog::Associate first = search::AssociateAt(1, {search::StoreNo(1)});
    first.content.channels = {Channel::kInStore, Channel::kPhone};
    first.revision = search::Version(2);
    catalog::Associate other = search::AssociateAt(2, {search::StoreNo(1)});
    other.content.channels = {Channel::kInStore};
    const catalog::Associate both[] = {first, other};
    model_->Apply(brand_, both);
    const auto put =
        schedules_.PutMany({brand_, Role::kBrandAdmin, "admin"},
                           {{other_, search::DailyHours(9, 17), std::nullopt}});
    EXPECT_TRUE(put.ok());
    model_->Apply(brand_, *put);
    model_->WaitPublished(brand_);
  }

  Caller Admin() const { return CallerOf(Role::kBrandAdmin, "admin"); }
  Booking MustBook(absl::Time start, const std::string& request = "hold") {
    const Booking held = MustHold(start, request);
    const auto confirmed = desk_->Confirm(Ada(), Request("confirm" + request),
                                          {{held.id, std::nullopt}}, kNever);
    EXPECT_TRUE(confirmed.ok()) << confirmed.status();
    return confirmed.value_or(Booking());
  }
  absl::StatusOr<Booking> Move(const Caller& caller, const BookingId& id,
                               absl::Time start,
                               const std::string& request = "move") {
    return changes_.Move(caller, Request(request),
                         {{id, std::nullopt}, start, std::nullopt}, kNever);
  }
  absl::StatusOr<Booking> Switch(const BookingId& id, Channel channel,
                                 const std::string& request = "switch") {
    return changes_.Switch(Ada(), Request(request),
                           {{id, std::nullopt}, channel}, kNever);
  }
  absl::StatusOr<Booking> Reassign(const Caller& caller, const BookingId& id,
                                   const AssociateId& to,
                                   const std::string& request = "reassign") {
    return changes_.Reassign(caller, Request(request),
                             {{id, std::nullopt}, to, std::nullopt}, kNever);
  }
  Booking Stored(const BookingId& id) {
    return store_.Get(brand_, id, kNever).value_or(Booking());
  }
  std::vector<Interval> ShownOf(const AssociateId& associate) const {
    const auto index = model_->Find(brand_);
    std::vector<Interval> intervals;
    const auto time = index->FindAssociate(associate)->person->time();
    for (const calendar::Busy& busy : time->busy) {
      intervals.push_back(busy.interval);
    }
    return intervals;
  }

  const AssociateId other_ = search::AssociateNo(2);
  ChangeDesk changes_{store_, schedules_, *model_, *desk_};
};

TEST_F(ChangeDeskTest, CreatesWhatIsConfirmedAtOnce) {
  const auto created =
      desk_->Create(Ada(), Request("create"), Wish(Paris(11)), kNever);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->state, BookingState::kConfirmed);
  EXPECT_EQ(Shown(), std::vector<Interval>{created->occupied});
  EXPECT_THAT(desk_->Create(CallerOf(Role::kShopper, "bob", "bob"),
                            Request("bob"), Wish(Paris(11)), kNever),
              FailsWith("SLOT_TAKEN"));
  const auto again =
      desk_->Create(Ada(), Request("create"), Wish(Paris(11)), kNever);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *created);
}

TEST_F(ChangeDeskTest, MovesKeepingTheIdAndFreesTheOldTime) {
  const Booking booked = MustBook(Paris(11));
  const auto moved = Move(Ada(), booked.id, Paris(14));
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->id, booked.id);
  EXPECT_EQ(moved->state, BookingState::kConfirmed);
  EXPECT_EQ(moved->meeting, (Interval{Paris(14), Paris(15)}));
  EXPECT_EQ(moved->local_start, absl::CivilSecond(2027, 3, 1, 14, 0, 0));
  EXPECT_EQ(Shown(), std::vector<Interval>{moved->occupied});
  EXPECT_TRUE(desk_
                  ->Create(CallerOf(Role::kShopper, "bob", "bob"),
                           Request("bob"), Wish(Paris(11)), kNever)
                  .ok());
}

TEST_F(ChangeDeskTest, MovesIntoTimeThatTheBookingHasItself) {
  const Booking booked = MustBook(Paris(11));
  const auto moved = Move(Ada(), booked.id, Paris(11, 30));
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(Shown(), std::vector<Interval>{moved->occupied});
}

TEST_F(ChangeDeskTest, LeavesTheOldTimeIfTheNewIsRefused) {
  const Booking booked = MustBook(Paris(11));
  ASSERT_TRUE(desk_
                  ->Create(CallerOf(Role::kShopper, "bob", "bob"),
                           Request("bob"), Wish(Paris(14)), kNever)
                  .ok());
  EXPECT_THAT(Move(Ada(), booked.id, Paris(14)), FailsWith("SLOT_TAKEN"));
  EXPECT_THAT(Move(Ada(), booked.id, Paris(17)),
              FailsWith("SLOT_OUTSIDE_SCHEDULE"));
  EXPECT_THAT(Move(Ada(), booked.id, Paris(9)), FailsWith("SLOT_TOO_SOON"));
  EXPECT_THAT(Move(Ada(), booked.id, Paris(14, 5)), FailsWith("SLOT_OFF_GRID"));
  EXPECT_EQ(Stored(booked.id), booked);
}

TEST_F(ChangeDeskTest, AnswersARepeatedMoveAsTheFirstTime) {
  const Booking booked = MustBook(Paris(11));
  const auto moved = Move(Ada(), booked.id, Paris(14));
  ASSERT_TRUE(moved.ok()) << moved.status();
  ASSERT_TRUE(
      desk_->Cancel(Ada(), Request("cancel"), {booked.id, std::nullopt}, kNever)
          .ok());
  auto again = Move(Ada(), booked.id, Paris(14));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *moved);
  EXPECT_TRUE(Shown().empty());
  SetNow(Paris(16));  // the new time is past: it could not be wished any more
  again = Move(Ada(), booked.id, Paris(14));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *moved);
}

TEST_F(ChangeDeskTest, MovesOnlyTheVersionSeen) {
  const Booking booked = MustBook(Paris(11));
  EXPECT_THAT(changes_.Move(Ada(), Request("move"),
                            {{booked.id, 1}, Paris(14), std::nullopt}, kNever),
              FailsWith("ETAG_MISMATCH"));
  EXPECT_TRUE(changes_
                  .Move(Ada(), Request("move"),
                        {{booked.id, 2}, Paris(14), std::nullopt}, kNever)
                  .ok());
}

TEST_F(ChangeDeskTest, PlansAMoveAnewWhenTheScheduleHasChangedElsewhere) {
  const Booking booked = MustBook(Paris(11));
  PutSchedule(search::DailyHours(10, 18));
  EXPECT_TRUE(Move(Ada(), booked.id, Paris(14)).ok());
  EXPECT_TRUE(Move(Ada(), booked.id, Paris(17), "evening").ok());
  PutSchedule(search::DailyHours(10, 12));
  EXPECT_THAT(Move(Ada(), booked.id, Paris(14), "again"),
              FailsWith("SLOT_OUTSIDE_SCHEDULE"));
}

TEST_F(ChangeDeskTest, SwitchesToAChannelOfTheirs) {
  const Booking booked = MustBook(Paris(11));
  const auto switched = Switch(booked.id, Channel::kPhone);
  ASSERT_TRUE(switched.ok()) << switched.status();
  EXPECT_EQ(switched->channel, Channel::kPhone);
  EXPECT_EQ(switched->occupied, booked.occupied);
  EXPECT_THAT(Switch(booked.id, Channel::kVideo, "video"),
              FailsWith("CHANNEL_NOT_OFFERED"));
}

TEST_F(ChangeDeskTest, SwitchesDuringTheMeetingByWhatIsLeftOfIt) {
  const Booking booked = MustBook(Paris(11));
  // By phone only from half past eleven.
  calendar::Schedule schedule;
  for (int day = 0; day < 7; ++day) {
    calendar::DayPeriod there;
    there.start_minute = 9 * 60;
    there.end_minute = 11 * 60 + 30;
    there.channels = {Channel::kInStore};
    calendar::DayPeriod both;
    both.start_minute = there.end_minute;
    both.end_minute = 17 * 60;
    const auto weekday = static_cast<absl::Weekday>(day);
    schedule.weekly_periods.push_back({weekday, there});
    schedule.weekly_periods.push_back({weekday, both});
  }
  PutSchedule(schedule);
  ShowSchedule();
  SetNow(Paris(11, 29));
  EXPECT_THAT(Switch(booked.id, Channel::kPhone, "early"),
              FailsWith("SLOT_OUTSIDE_SCHEDULE"));
  SetNow(Paris(11, 34));
  const auto switched = Switch(booked.id, Channel::kPhone);
  ASSERT_TRUE(switched.ok()) << switched.status();
  EXPECT_EQ(switched->meeting, booked.meeting);
  SetNow(Paris(12));
  EXPECT_THAT(Switch(booked.id, Channel::kInStore, "late"),
              FailsWith("MEETING_OVER"));
}

TEST_F(ChangeDeskTest, ReassignsAndFreesTheFirst) {
  const Booking booked = MustBook(Paris(11));
  const auto given = Reassign(Admin(), booked.id, other_);
  ASSERT_TRUE(given.ok()) << given.status();
  EXPECT_EQ(given->associate, other_);
  EXPECT_EQ(given->meeting, booked.meeting);
  EXPECT_EQ(given->former_associates, std::vector{associate_});
  EXPECT_TRUE(ShownOf(associate_).empty());
  EXPECT_EQ(ShownOf(other_), std::vector<Interval>{given->occupied});
  // And back.
  ASSERT_TRUE(Reassign(Admin(), booked.id, associate_, "back").ok());
  EXPECT_EQ(ShownOf(associate_), std::vector<Interval>{given->occupied});
  EXPECT_TRUE(ShownOf(other_).empty());
  // An answer of old changes nothing of what is shown.
  EXPECT_EQ(Reassign(Admin(), booked.id, other_)->associate, other_);
  EXPECT_TRUE(ShownOf(other_).empty());
}

TEST_F(ChangeDeskTest, ReassignsNobodyWhoIsNotFree) {
  const Booking booked = MustBook(Paris(11));
  HoldWish theirs = Wish(Paris(11, 30));
  theirs.associate = other_;
  ASSERT_TRUE(desk_
                  ->Create(CallerOf(Role::kShopper, "bob", "bob"),
                           Request("bob"), theirs, kNever)
                  .ok());
  EXPECT_THAT(Reassign(Admin(), booked.id, other_), FailsWith("SLOT_TAKEN"));
  EXPECT_EQ(Stored(booked.id), booked);
  EXPECT_EQ(ShownOf(associate_), std::vector<Interval>{booked.occupied});
}

TEST_F(ChangeDeskTest, ReassignsOnlyWithinWhatTheCallerMayBook) {
  const Booking booked = MustBook(Paris(11));
  Caller ana = CallerOf(Role::kAssociate, "ana");
  ana.associate = associate_;
  EXPECT_THAT(Reassign(ana, booked.id, other_), FailsWith("NOT_YOURS_TO_BOOK"));
  Caller elsewhere = CallerOf(Role::kStoreManager, "boss");
  elsewhere.stores = {search::StoreNo(2)};
  EXPECT_THAT(Reassign(elsewhere, booked.id, other_, "boss"),
              FailsWith("BOOKING_NOT_FOUND"));
  EXPECT_EQ(Stored(booked.id), booked);
}

// News of a reassignment may come late, twice and in any order.
TEST_F(ChangeDeskTest, ShowsAReassignmentInWhateverOrderItIsHeardOf) {
  const Booking booked = MustBook(Paris(11));
  const Booking given = *Reassign(Admin(), booked.id, other_);
  const Booking back = *Reassign(Admin(), booked.id, associate_, "back");
  std::vector<Booking> news = {booked, given, back};
  std::sort(news.begin(), news.end(), [](const Booking& a, const Booking& b) {
    return a.version < b.version;
  });
  std::vector<int> order = {0, 1, 2};
  do {
    search::ReadModel model([this] { return Now(); });
    ShowCatalog(model);
    const catalog::Associate other[] = {
        search::AssociateAt(2, {search::StoreNo(1)})};
    model.Apply(brand_, other);
    model.WaitPublished(brand_);
    for (int twice = 0; twice < 2; ++twice) {
      for (const int which : order) {
        model.Apply(brand_, absl::MakeConstSpan(&news[which], 1));
      }
    }
    const auto index = model.Find(brand_);
    EXPECT_EQ(index->FindAssociate(associate_)->person->time()->busy.size(), 1);
    EXPECT_TRUE(index->FindAssociate(other_)->person->time()->busy.empty());
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(ChangeDeskTest, ExtendsAHoldByTheServicesDuration) {
  const Booking held = MustHold(Paris(11));
  SetNow(Now() + absl::Minutes(8));
  const ChangeWish wish = {held.id, std::nullopt};
  const auto extended = changes_.Extend(Ada(), Request("extend"), wish, kNever);
  ASSERT_TRUE(extended.ok()) << extended.status();
  EXPECT_EQ(extended->hold_expire_time, Now() + absl::Minutes(10));
  SetNow(extended->hold_expire_time);
  EXPECT_THAT(changes_.Extend(Ada(), Request("late"), wish, kNever),
              FailsWith("HOLD_EXPIRED"));
}

TEST_F(ChangeDeskTest, FollowsAMeetingToItsEnd) {
  const Booking booked = MustBook(Paris(11));
  const ChangeWish wish = {booked.id, std::nullopt};
  EXPECT_THAT(changes_.CheckIn(Admin(), Request("early"), wish, kNever),
              FailsWith("TOO_EARLY"));
  SetNow(Paris(11));
  ASSERT_TRUE(changes_.CheckIn(Admin(), Request("in"), wish, kNever).ok());
  EXPECT_EQ(Shown(), std::vector<Interval>{booked.occupied});
  EXPECT_THAT(changes_.MarkNoShow(Admin(), Request("no"), wish, kNever),
              FailsWith("NOT_CONFIRMED"));
  SetNow(Paris(11, 20));
  const auto done = changes_.Complete(Admin(), Request("done"), wish, kNever);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->state, BookingState::kCompleted);
  EXPECT_TRUE(Shown().empty());
  EXPECT_TRUE(store_.Claims().empty());
}

TEST_F(ChangeDeskTest, GivesUpAShopperWhoNeverCame) {
  const Booking booked = MustBook(Paris(11));
  const ChangeWish wish = {booked.id, std::nullopt};
  SetNow(Paris(11, 5));
  const auto gone = changes_.MarkNoShow(Admin(), Request("no"), wish, kNever);
  ASSERT_TRUE(gone.ok()) << gone.status();
  EXPECT_EQ(gone->state, BookingState::kNoShow);
  EXPECT_TRUE(store_.Claims().empty());
}

TEST_F(ChangeDeskTest, TellsTheWholeHistoryToThoseWhoMayKnow) {
  const Booking booked = MustBook(Paris(11));
  ASSERT_TRUE(Move(Admin(), booked.id, Paris(14)).ok());
  ASSERT_TRUE(Reassign(Admin(), booked.id, other_).ok());
  const auto changes = changes_.Changes(Admin(), booked.id, kNever);
  ASSERT_TRUE(changes.ok()) << changes.status();
  std::vector<std::string> actions;
  for (size_t i = 0; i < changes->size(); ++i) {
    actions.push_back((*changes)[i].action + " by " + (*changes)[i].principal);
    EXPECT_EQ((*changes)[i].booking.version, i + 1);
  }
  EXPECT_EQ(actions, (std::vector<std::string>{
                         "HoldSlot by ada", "ConfirmBooking by ada",
                         "MoveBooking by admin", "ReassignBooking by admin"}));
  EXPECT_EQ(changes->back().booking, Stored(booked.id));
  const auto adas = changes_.Changes(Ada(), booked.id, kNever);
  ASSERT_EQ(adas->size(), 4);
  EXPECT_EQ((*adas)[2].principal, "");
  EXPECT_EQ((*adas)[2].role, Role::kBrandAdmin);
  EXPECT_THAT(changes_.Changes(CallerOf(Role::kShopper, "bob", "bob"),
                               booked.id, kNever),
              FailsWith("BOOKING_NOT_FOUND"));
}

TEST_F(ChangeDeskTest, NobodyChangesWhatTheyMayNotSee) {
  const Booking booked = MustBook(Paris(11));
  const Caller bob = CallerOf(Role::kShopper, "bob", "bob");
  const ChangeWish wish = {booked.id, std::nullopt};
  const RequestKey request = Request("bob");
  for (const auto& told :
       {changes_.Extend(bob, request, wish, kNever),
        Move(bob, booked.id, Paris(14), "bob"),
        changes_.Switch(bob, request, {wish, Channel::kPhone}, kNever),
        Reassign(bob, booked.id, other_, "bob"),
        changes_.CheckIn(bob, request, wish, kNever),
        changes_.Complete(bob, request, wish, kNever),
        changes_.MarkNoShow(bob, request, wish, kNever)}) {
    EXPECT_THAT(told, FailsWith("BOOKING_NOT_FOUND"));
  }
  EXPECT_EQ(Stored(booked.id), booked);
}

TEST_F(ChangeDeskTest, TheShoppersOwnHoldIsNotInTheirWay) {
  const Booking first = MustHold(Paris(11), "one");
  const Booking next = MustHold(Paris(11, 30), "two");
  EXPECT_EQ(Stored(first.id).state, BookingState::kCancelled);
  EXPECT_EQ(Stored(next.id).state, BookingState::kHeld);
  // A booking of theirs is.
  ASSERT_TRUE(Confirm(next.id).ok());
  EXPECT_THAT(Hold(Wish(Paris(11)), "three"), FailsWith("SLOT_TAKEN"));
  // And nobody else's hold gives way.
  const Booking held = MustHold(Paris(14), "four");
  EXPECT_THAT(desk_->Hold(CallerOf(Role::kShopper, "bob", "bob"),
                          Request("bob"), Wish(Paris(14)), kNever),
              FailsWith("SLOT_TAKEN"));
  EXPECT_EQ(Stored(held.id), held);
}

TEST_F(ChangeDeskTest, ReplacesAHoldIfTheNewOneIsHad) {
  const Booking first = MustHold(Paris(11), "one");
  HoldWish wish = Wish(Paris(17));
  wish.replaces = first.id;
  EXPECT_THAT(Hold(wish, "two"), FailsWith("SLOT_OUTSIDE_SCHEDULE"));
  EXPECT_EQ(Stored(first.id), first);
  wish.start = Paris(14);
  ASSERT_TRUE(Hold(wish, "three").ok());
  EXPECT_EQ(Stored(first.id).state, BookingState::kCancelled);
  wish.start = Paris(15, 30);  // it is no hold any more
  EXPECT_THAT(Hold(wish, "four"), FailsWith("NOT_HELD"));
}

}  // namespace
}  // namespace rapport::booking
