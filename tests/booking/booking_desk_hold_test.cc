#include <functional>

#include "server/calendar/time_zone.h"
#include "tests/booking/booking_desk_fixture.h"

namespace rapport::booking {
namespace {

using StatusCode = absl::StatusCode;

TEST_F(BookingDeskTest, HoldsAFreeSlotAsPromised) {
  const auto held = Hold(Wish(Paris(11)));
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->id, search::BookingNo(1));
  EXPECT_EQ(held->state, BookingState::kHeld);
  EXPECT_EQ(held->associate, associate_);
  EXPECT_EQ(held->store, search::StoreNo(1));
  EXPECT_EQ(held->service, search::ServiceCalled("styling"));
  EXPECT_EQ(held->channel, Channel::kInStore);
  EXPECT_EQ(held->meeting, (Interval{Paris(11), Paris(12)}));
  EXPECT_EQ(held->occupied, (Interval{Paris(10, 50), Paris(12, 5)}));
  EXPECT_EQ(held->time_zone, "Europe/Paris");
  EXPECT_EQ(held->local_start, absl::CivilSecond(2027, 3, 1, 11, 0, 0));
  EXPECT_EQ(held->utc_offset_s, 3600);
  EXPECT_EQ(held->tzdata_version, calendar::TzdataVersion());
  EXPECT_EQ(held->shopper, "ada");
  EXPECT_EQ(held->hold_expire_time, Now() + absl::Minutes(10));
  EXPECT_EQ(Shown(), std::vector<Interval>{held->occupied});
}

TEST_F(BookingDeskTest, HoldsForTheShopperForWhomABackendActs) {
  const auto held = desk_->Hold(CallerOf(Role::kBrandBackend, "website", "bob"),
                                Request("hold"), Wish(Paris(11)), kNever);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->shopper, "bob");
}

TEST_F(BookingDeskTest, HoldsForNobodyWithoutAShopper) {
  const auto held = desk_->Hold(CallerOf(Role::kBrandBackend, "website"),
                                Request("hold"), Wish(Paris(11)), kNever);
  EXPECT_THAT(held, FailsWith("SHOPPER_REQUIRED"));
  EXPECT_EQ(held.status().code(), StatusCode::kInvalidArgument);
}

TEST_F(BookingDeskTest, HoldsOnlyStartsThatTheServiceAllows) {
  const absl::Time horizon = Now() + absl::Hours(24 * 10);
  const struct {
    absl::Time start;
    absl::string_view reason;
  } cases[] = {
      {Paris(11, 1), "SLOT_OFF_TICK"},
      {Paris(11) + absl::Nanoseconds(1), "SLOT_OFF_TICK"},
      {absl::FromUnixSeconds(253402300799), "SLOT_OFF_TICK"},
      {absl::UnixEpoch() - absl::Hours(1), "SLOT_IN_PAST"},
      {Paris(7, 55), "SLOT_IN_PAST"},
      {Paris(8), "SLOT_TOO_SOON"},
      {Paris(9, 55), "SLOT_TOO_SOON"},
      {horizon + kTick, "SLOT_TOO_FAR"},
      {Paris(11, 5), "SLOT_OFF_GRID"},
  };
  for (const auto& [start, reason] : cases) {
    const auto held = Hold(Wish(start));
    EXPECT_THAT(held, FailsWith(reason)) << start;
    EXPECT_EQ(held.status().code(), StatusCode::kInvalidArgument);
    const FieldProblems problems = FieldProblemsOf(held.status());
    ASSERT_EQ(problems.size(), 1) << start;
    EXPECT_EQ(problems[0].field, "start_time");
  }
  EXPECT_EQ(store_.holds(), 0);
  EXPECT_TRUE(Shown().empty());
}

TEST_F(BookingDeskTest, HoldsAtTheVeryInstantsThatTheRulesBegin) {
  MustHold(Paris(10), "notice");
  SetNow(Paris(9));
  // Ten days ahead to the minute.
  MustHold(Paris(9) + absl::Hours(24 * 10), "horizon");
  EXPECT_THAT(Hold(Wish(Paris(9, 30) + absl::Hours(24 * 10)), "beyond"),
              FailsWith("SLOT_TOO_FAR"));
}

TEST_F(BookingDeskTest, HoldsOnlyInsideTheSchedule) {
  MustHold(Paris(16), "last");  // until 17:00; the buffer lies outside
  for (absl::Time start : {Paris(16, 30), Paris(17), Paris(20)}) {
    const auto held = Hold(Wish(start), "late");
    EXPECT_THAT(held, FailsWith("SLOT_OUTSIDE_SCHEDULE"));
    EXPECT_EQ(held.status().code(), StatusCode::kFailedPrecondition);
  }
}

TEST_F(BookingDeskTest, SaysThatASlotIsTaken) {
  MustHold(Paris(11));
  // Its buffer meets.
  const auto again = desk_->Hold(CallerOf(Role::kShopper, "bob", "bob"),
                                 Request("next"), Wish(Paris(12)), kNever);
  EXPECT_THAT(again, FailsWith("SLOT_TAKEN"));
  EXPECT_EQ(again.status().code(), StatusCode::kAlreadyExists);
  MustHold(Paris(12, 30), "free");
}

TEST_F(BookingDeskTest, SaysThatASlotIsTakenThatMemoryTakesForFree) {
  HoldWrite write;
  write.booking = search::BookingIn(BookingState::kHeld, 99, associate_,
                                    {Paris(11), Paris(12)});
  write.booking.shopper = "bob";
  write.schedule_version = 1;
  write.hold_duration = absl::Minutes(10);
  ASSERT_TRUE(
      store_
          .Hold({brand_, Role::kShopper, "bob"}, Request("bob"), write, kNever)
          .ok());
  EXPECT_THAT(Hold(Wish(Paris(11))), FailsWith("SLOT_TAKEN"));
}

TEST_F(BookingDeskTest, HoldsASlotThatMemoryStillTakesForTaken) {
  const Booking gone = search::BookingIn(BookingState::kConfirmed, 99,
                                         associate_, {Paris(11), Paris(12)});
  model_->Apply(brand_, absl::MakeConstSpan(&gone, 1));
  MustHold(Paris(11));
}

TEST_F(BookingDeskTest, NamesWhatThereIsNot) {
  HoldWish wish = Wish(Paris(11));
  wish.associate = search::AssociateNo(2);
  EXPECT_THAT(Hold(wish), FailsWith("ASSOCIATE_NOT_FOUND"));
  wish = Wish(Paris(11));
  wish.service = search::ServiceCalled("tailoring");
  EXPECT_THAT(Hold(wish), FailsWith("SERVICE_NOT_FOUND"));
  Caller stranger = Ada();
  stranger.actor.brand = search::kOtherBrand;
  const auto held =
      desk_->Hold(stranger, Request("hold"), Wish(Paris(11)), kNever);
  EXPECT_THAT(held, FailsWith("BRAND_NOT_FOUND"));
  EXPECT_EQ(held.status().code(), StatusCode::kNotFound);
}

TEST_F(BookingDeskTest, HoldsOnlyWhatTheAssociateOffers) {
  HoldWish wish = Wish(Paris(11));
  wish.service = search::ServiceCalled("repair");
  EXPECT_THAT(Hold(wish), FailsWith("SERVICE_NOT_OFFERED"));
  wish = Wish(Paris(11));
  wish.channel = Channel::kVideo;  // theirs, but not the service's
  EXPECT_THAT(Hold(wish), FailsWith("CHANNEL_NOT_OFFERED"));
  wish.channel = Channel::kPhone;  // the service's, but not theirs
  const auto held = Hold(wish);
  EXPECT_THAT(held, FailsWith("CHANNEL_NOT_OFFERED"));
  EXPECT_EQ(held.status().code(), StatusCode::kFailedPrecondition);
}

TEST_F(BookingDeskTest, HoldsOnlyAtAStoreWhereTheAssociateServes) {
  HoldWish wish = Wish(Paris(11));
  wish.store = search::StoreNo(2);
  EXPECT_THAT(Hold(wish), FailsWith("STORE_NOT_SERVED"));
  wish.store = search::StoreNo(3);
  EXPECT_THAT(Hold(wish), FailsWith("STORE_NOT_SERVED"));
  wish.store = search::StoreNo(1);
  EXPECT_TRUE(Hold(wish).ok());
}

TEST_F(BookingDeskTest, AnswersARepeatedHoldThatIsImpossibleByNow) {
  const Booking held = MustHold(Paris(11));
  SetNow(Paris(13));
  const auto again = Hold(Wish(Paris(11)));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, held);
  EXPECT_THAT(Hold(Wish(Paris(11)), "another"), FailsWith("SLOT_IN_PAST"));
  EXPECT_THAT(desk_->Hold(Ada(), Request("hold", 'b'), Wish(Paris(11)), kNever),
              FailsWith("REQUEST_ID_REUSED"));
}

TEST_F(BookingDeskTest, SaysNotThatAHoldFailedIfItCannotLookForItsAnswer) {
  MustHold(Paris(11));
  SetNow(Paris(13));
  store_.FailNext(absl::UnavailableError("no database"));
  EXPECT_EQ(Hold(Wish(Paris(11))).status().code(), StatusCode::kUnavailable);
}

TEST_F(BookingDeskTest, PassesOnThatTheStoreCannotBeReached) {
  store_.FailNext(absl::UnavailableError("no database"));
  EXPECT_EQ(Hold(Wish(Paris(11))).status().code(), StatusCode::kUnavailable);
  EXPECT_TRUE(Shown().empty());
  MustHold(Paris(11));
}

TEST_F(BookingDeskTest, LooksAgainWhenTheScheduleHasChangedElsewhere) {
  PutSchedule(search::DailyHours(10, 18));
  MustHold(Paris(11));
  EXPECT_EQ(store_.holds(), 2);
  // The new hours are known from now on.
  MustHold(Paris(16, 30), "evening");
  EXPECT_EQ(store_.holds(), 3);
}

TEST_F(BookingDeskTest, HoldsNothingInTimeWithdrawnElsewhere) {
  PutSchedule(search::DailyHours(9, 11));
  EXPECT_THAT(Hold(Wish(Paris(11))), FailsWith("SLOT_OUTSIDE_SCHEDULE"));
  EXPECT_EQ(store_.holds(), 1);
  EXPECT_TRUE(store_.Claims().empty());
}

TEST_F(BookingDeskTest, HoldsNothingInTimeWithdrawnBetweenLookAndWrite) {
  store_.BeforeNextHold([this] { PutSchedule(search::DailyHours(9, 11)); });
  EXPECT_THAT(Hold(Wish(Paris(11))), FailsWith("SLOT_OUTSIDE_SCHEDULE"));
  EXPECT_TRUE(store_.Claims().empty());
}

TEST_F(BookingDeskTest, GivesUpOnAScheduleThatNeverRests) {
  int end_hour = 17;
  std::function<void()> change = [&] {
    PutSchedule(search::DailyHours(9, --end_hour));
    store_.BeforeNextHold(change);
  };
  store_.BeforeNextHold(change);
  const auto held = Hold(Wish(Paris(10)));
  EXPECT_THAT(held, FailsWith("SCHEDULE_CHANGED"));
  EXPECT_EQ(held.status().code(), StatusCode::kAborted);
  EXPECT_EQ(store_.holds(), 3);
}

TEST_F(BookingDeskTest, SaysWhyItCannotLookAgain) {
  PutSchedule(search::DailyHours(10, 18));
  schedules_.reads_before_break = 1;  // by the store of bookings
  EXPECT_EQ(Hold(Wish(Paris(11))).status().code(), StatusCode::kUnavailable);
}

TEST_F(BookingDeskTest, GivesEachBookingAnIdOfItsOwnInOrderOfTime) {
  BookingDesk desk(store_, schedules_, *model_);
  const auto first = desk.Hold(Ada(), Request("one"), Wish(Paris(11)), kNever);
  SetNow(Now() + absl::Seconds(1));
  const auto next = desk.Hold(Ada(), Request("two"), Wish(Paris(13)), kNever);
  ASSERT_TRUE(first.ok() && next.ok());
  EXPECT_LT(first->id, next->id);
}

TEST(CheckMayBook, LetsNobodyTakeAnothersTimeByComingAlong) {
  Caller caller;
  caller.actor.role = Role::kAssociate;
  caller.associate = search::AssociateNo(2);
  Booking booking;
  booking.associate = search::AssociateNo(1);
  booking.more_associates = {search::AssociateNo(2)};
  EXPECT_TRUE(MaySee(caller, booking));
  EXPECT_EQ(ReasonOf(CheckMayBook(caller, booking)), "NOT_YOURS_TO_BOOK");
  caller.associate = search::AssociateNo(1);
  EXPECT_TRUE(CheckMayBook(caller, booking).ok());
}

}  // namespace
}  // namespace rapport::booking
