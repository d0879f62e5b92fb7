// What shoppers see of the time that they hold themselves.
#include "server/search/own_holds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "server/search/read_model.h"
#include "server/search/slot_finder.h"
#include "server/search/slot_watch.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

// A Tuesday at 06:00 UTC.
const absl::Time kNow = absl::FromUnixSeconds(1'793'685'600);
constexpr int kOpens = 9;
constexpr int kCloses = 13;

// Store 1 in UTC, where associate 1 works from 9 to 13. Styling takes an hour,
// and starts every half hour; its room is taken by what takes resources.
class OwnHoldsTest : public testing::Test {
 protected:
  OwnHoldsTest() : model_([this] { return now_; }) {
    model_.Apply(BrandWith({}));
    model_.Apply(kBrand, {StoreAt(1, {48, 2}, "Etc/UTC")});
    catalog::Service styling = Service("styling");
    styling.minimum_notice = absl::ZeroDuration();
    catalog::Service fitting = styling;
    fitting.id = ServiceCalled("fitting");
    fitting.needs = {{kRoom.kind, 1}};
    model_.Apply(kBrand, {styling, fitting});
    model_.Apply(kBrand, {catalog::StoreResource{kRoom.id, StoreNo(1),
                                                 kRoom.slug, "Room", kRoom.kind,
                                                 false, Version(1)}});
    catalog::Associate associate = AssociateAt(1, {StoreNo(1)});
    associate.content.services = {styling.id, fitting.id};
    model_.Apply(kBrand, {associate});
    Work(DailyHours(kOpens, kCloses));
    model_.WaitPublished(kBrand);
  }

  void Work(const calendar::Schedule& content) {
    calendar::StoredSchedule schedule;
    schedule.associate = AssociateNo(1);
    schedule.schedule = content;
    schedule.version = ++version_;
    model_.Apply(kBrand, {schedule});
  }
  static Interval At(double start, double end) {
    return {kNow + absl::Hours(start - 6), kNow + absl::Hours(end - 6)};
  }
  booking::Booking Take(uint32_t number, const std::string& shopper,
                        const Interval& interval, booking::BookingState state) {
    booking::Booking booking =
        BookingIn(state, number, AssociateNo(1), interval, ++version_);
    booking.shopper = shopper;
    if (state == booking::BookingState::kHeld) {
      booking.hold_expire_time = kNow + absl::Minutes(10);
    }
    model_.Apply(kBrand, {booking});
    return booking;
  }
  booking::Booking Hold(uint32_t number, const std::string& shopper,
                        const Interval& interval) {
    return Take(number, shopper, interval, booking::BookingState::kHeld);
  }
  // Of today, in minutes after nine.
  std::vector<int> Sees(const std::string& shopper,
                        const std::string& service = "styling") {
    const auto index = model_.Find(kBrand);
    const AssociateRecord& record = *index->FindAssociate(AssociateNo(1));
    const std::vector<OwnHold> own =
        record.person->HoldsOf(TagOf(shopper), now_);
    SlotWish wish;
    wish.service = index->FindService(ServiceCalled(service));
    wish.now = now_;
    wish.own = own;
    std::vector<int> minutes;
    const Interval today = At(0, 24);
    ForEachFreeSlot(*index, record, wish, today,
                    [&](const calendar::FreeSlot& slot) {
                      minutes.push_back(MinutesOf(slot.interval.start));
                      return true;
                    });
    ExpectJudged(*index, record, wish, minutes);
    ExpectStopsAnywhere(*index, record, wish, minutes);
    return minutes;
  }

  // What would end for the slot so many minutes after nine.
  std::vector<booking::BookingId> Ending(const std::string& shopper,
                                         int minutes) {
    const auto index = model_.Find(kBrand);
    const AssociateRecord& record = *index->FindAssociate(AssociateNo(1));
    const std::vector<OwnHold> own =
        record.person->HoldsOf(TagOf(shopper), now_);
    SlotWish wish;
    wish.service = index->FindService(ServiceCalled("styling"));
    wish.now = now_;
    wish.own = own;
    std::vector<booking::BookingId> ids;
    for (const OwnHold& each :
         WhatEndsFor(*index, record, wish,
                     At(kOpens, 0).start + absl::Minutes(minutes))) {
      ids.push_back(each.id);
    }
    return ids;
  }

  absl::Time now_ = kNow;
  ReadModel model_;
  int64_t version_ = 0;
  const booking::KeptResource kRoom = {
      ResourceIdOf(kBrand, StoreNo(1), ResourceSlug::FromStored("room")),
      ResourceSlug::FromStored("room"), ResourceKind::FromStored("room")};

 private:
  static int MinutesOf(absl::Time start) {
    return static_cast<int>(absl::ToInt64Minutes(start - At(kOpens, 0).start));
  }
  // One by one they are judged as they are listed.
  static void ExpectJudged(const BrandIndex& index,
                           const AssociateRecord& record, const SlotWish& wish,
                           const std::vector<int>& minutes) {
    std::vector<int> judged;
    for (absl::Time start = At(0, 0).start; start < At(24, 0).start;
         start += absl::Minutes(30)) {
      if (JudgeSlot(index, record, wish, start).verdict.free()) {
        judged.push_back(MinutesOf(start));
      }
    }
    EXPECT_EQ(judged, minutes);
  }
  // Whoever wants the first few has just these.
  static void ExpectStopsAnywhere(const BrandIndex& index,
                                  const AssociateRecord& record,
                                  const SlotWish& wish,
                                  const std::vector<int>& minutes) {
    for (size_t limit = 1; limit < minutes.size(); ++limit) {
      std::vector<int> first;
      ForEachFreeSlot(index, record, wish, At(0, 24),
                      [&](const calendar::FreeSlot& slot) {
                        first.push_back(MinutesOf(slot.interval.start));
                        return first.size() < limit;
                      });
      EXPECT_EQ(first, std::vector<int>(
                           minutes.begin(),
                           minutes.begin() + static_cast<ptrdiff_t>(limit)));
    }
  }
};

TEST_F(OwnHoldsTest, AreHiddenFromOthersOnly) {
  const std::vector<int> all = {0, 30, 60, 90, 120, 150, 180};
  EXPECT_EQ(Sees("ada"), all);
  Hold(1, "ada", At(10, 11));
  EXPECT_EQ(Sees("ada"), all);
  EXPECT_THAT(Sees("bo"), ElementsAre(0, 120, 150, 180));
  EXPECT_EQ(Sees(""), Sees("bo")) << "of nobody";
}

TEST_F(OwnHoldsTest, HideWhatIsTakenByOthersToo) {
  Hold(1, "ada", At(10, 11));
  Hold(2, "bo", At(11, 12));
  EXPECT_THAT(Sees("ada"), ElementsAre(0, 30, 60, 180));
  EXPECT_THAT(Sees("bo"), ElementsAre(0, 120, 150, 180));
  Hold(3, "ada", At(12, 13));
  EXPECT_THAT(Sees("ada"), ElementsAre(0, 30, 60, 180));
  EXPECT_THAT(Sees("bo"), ElementsAre(0, 120));
}

TEST_F(OwnHoldsTest, AreHoldsAsLongAsTheyLast) {
  const booking::Booking hold = Hold(1, "ada", At(10, 11));
  now_ = hold.hold_expire_time;
  EXPECT_EQ(Sees("bo").size(), 7u);
  EXPECT_EQ(Sees("ada").size(), 7u);
  now_ = kNow;
  Take(1, "ada", At(10, 11), booking::BookingState::kConfirmed);
  EXPECT_THAT(Sees("ada"), ElementsAre(0, 120, 150, 180));
  Take(1, "ada", At(10, 11), booking::BookingState::kCancelled);
  EXPECT_EQ(Sees("ada").size(), 7u);
  model_.Apply(kBrand, {hold});
  EXPECT_EQ(Sees("bo").size(), 7u) << "old news";
}

// Each hour that somebody holds counts, but for what would end it.
TEST_F(OwnHoldsTest, CountForLimitsWhereTheyAreNotInTheWay) {
  calendar::Schedule schedule = DailyHours(kOpens, kCloses);
  schedule.limits.booked_per_day = absl::Hours(1);
  Work(schedule);
  Hold(1, "ada", At(10, 11));
  EXPECT_THAT(Sees("ada"), ElementsAre(30, 60, 90));
  EXPECT_THAT(Sees("bo"), IsEmpty());
  schedule.limits.booked_per_day = absl::Hours(2);
  Work(schedule);
  Hold(2, "ada", At(12, 13));
  // Either would end one of them; none ends both.
  EXPECT_THAT(Sees("ada"), ElementsAre(30, 60, 90, 150, 180));
  EXPECT_THAT(Sees("bo"), IsEmpty());
}

// A chat takes a place; while one is left, none of theirs ends for another.
TEST_F(OwnHoldsTest, EndOnlyWhereNoPlaceIsLeft) {
  calendar::Schedule schedule = DailyHours(kOpens, kCloses);
  schedule.channel_capacities = {{Channel::kInStore, 2}};
  schedule.limits.bookings_per_day = 2;
  Work(schedule);
  const auto hold = [&](uint32_t number, const std::string& shopper) {
    booking::Booking booking =
        BookingIn(booking::BookingState::kHeld, number, AssociateNo(1),
                  At(10, 11), ++version_);
    booking.shopper = shopper;
    booking.load = 1;
    booking.hold_expire_time = kNow + absl::Minutes(10);
    model_.Apply(kBrand, {booking});
  };
  hold(1, "ada");
  EXPECT_EQ(Sees("ada").size(), 7u);
  EXPECT_THAT(Ending("ada", 60), IsEmpty());
  hold(2, "bo");
  // Each more would be too many that day, but instead of one's own.
  EXPECT_THAT(Sees("ada"), ElementsAre(30, 60, 90));
  EXPECT_THAT(Ending("ada", 60), ElementsAre(BookingNo(1)));
  EXPECT_THAT(Ending("ada", 0), IsEmpty());
  EXPECT_THAT(Sees("kim"), IsEmpty());
  schedule.channel_capacities = {{Channel::kInStore, 3}};
  Work(schedule);
  EXPECT_THAT(Sees("ada"), IsEmpty()) << "nothing would end";
}

// It is the store that ended it, and memory has not heard.
TEST_F(OwnHoldsTest, AreNotTakenForWhatRanOutAtTheSameTime) {
  booking::Booking late = BookingIn(booking::BookingState::kHeld, 9,
                                    AssociateNo(1), At(10, 11), ++version_);
  late.shopper = "bo";
  late.hold_expire_time = kNow - absl::Seconds(1);
  model_.Apply(kBrand, {late});
  Hold(1, "ada", At(10, 11));
  EXPECT_EQ(Sees("ada").size(), 7u);
  EXPECT_THAT(Sees("bo"), ElementsAre(0, 120, 150, 180));
}

TEST_F(OwnHoldsTest, CountUpToAsManyTheNewest) {
  for (uint32_t number = 1; number <= kOwnHoldsMax + 3; ++number) {
    Hold(number, "ada", At(10, 11));
  }
  const auto index = model_.Find(kBrand);
  const std::vector<OwnHold> own =
      index->FindAssociate(AssociateNo(1))->person->HoldsOf(TagOf("ada"), now_);
  ASSERT_EQ(own.size(), kOwnHoldsMax);
  EXPECT_EQ(own.front().id, BookingNo(4));
  EXPECT_EQ(own.back().id, BookingNo(kOwnHoldsMax + 3));
}

TEST_F(OwnHoldsTest, KeepTheirRoomsForThem) {
  booking::Booking hold = BookingIn(booking::BookingState::kHeld, 1,
                                    AssociateNo(1), At(10, 11), ++version_);
  hold.hold_expire_time = kNow + absl::Minutes(10);
  hold.resources = {kRoom};
  model_.Apply(kBrand, {hold});
  EXPECT_EQ(Sees("ada", "fitting").size(), 7u);
  EXPECT_THAT(Sees("bo", "fitting"), ElementsAre(0, 120, 150, 180));
  // With somebody else nothing of theirs would end.
  hold.associate = AssociateNo(2);
  hold.former_associates = {AssociateNo(1)};
  hold.version = ++version_;
  model_.Apply(kBrand, {hold});
  EXPECT_THAT(Sees("ada", "fitting"), ElementsAre(0, 120, 150, 180));
  EXPECT_EQ(Sees("ada").size(), 7u);
}

TEST_F(OwnHoldsTest, AreSeenByTheHolderWhoWatches) {
  SlotWatchWish wish;
  wish.brand = kBrand;
  wish.associates = {AssociateNo(1)};
  wish.service = ServiceCalled("styling");
  wish.window = At(0, 24);
  const auto digest = [&](HolderTag holder) {
    wish.holder = holder;
    return DigestOf(
        LookAt(*model_.Find(kBrand), wish, AssociateNo(1), now_).slots);
  };
  const SlotsDigest all = digest(kNobody);
  Hold(1, "ada", At(10, 11));
  EXPECT_EQ(digest(TagOf("ada")), all);
  EXPECT_NE(digest(TagOf("bo")), all);
  EXPECT_NE(digest(kNobody), all);
}

// By what nobody can tell from the others': a world without what is theirs.
TEST_F(OwnHoldsTest, AreSeenAsIfTheyWereNotThereWhereTheyAreInTheWay) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 50; ++round) {
    std::vector<booking::Booking> all;
    for (uint32_t number = 1; number <= 4; ++number) {
      const double start = kOpens + static_cast<double>(random() % 16) / 4;
      const double end =
          std::min<double>(kCloses, start + (1 + random() % 4) / 4.0);
      all.push_back(
          Hold(number, random() % 2 == 0 ? "ada" : "bo", At(start, end)));
    }
    const std::vector<int> ada = Sees("ada");
    const std::vector<int> anybody = Sees("");
    EXPECT_THAT(ada, IsSupersetOf(anybody));
    for (booking::Booking& booking : all) {
      if (booking.shopper != "ada") continue;
      booking.state = booking::BookingState::kCancelled;
      booking.version = ++version_;
      model_.Apply(kBrand, {booking});
    }
    EXPECT_EQ(Sees(""), ada);
  }
}

TEST(OwnHolds, AreOfShoppersAndOfProgramsForThem) {
  Caller caller;
  caller.shopper = "ada";
  for (const Role role : {Role::kShopper, Role::kBrandBackend}) {
    caller.actor.role = role;
    EXPECT_EQ(HolderOf(caller), TagOf("ada"));
  }
  for (const Role role : {Role::kAssociate, Role::kStoreManager,
                          Role::kBrandAdmin, Role::kOperator}) {
    caller.actor.role = role;
    EXPECT_EQ(HolderOf(caller), kNobody);
  }
  EXPECT_NE(TagOf("ada"), kNobody);
  EXPECT_EQ(TagOf(""), kNobody);
}

}  // namespace
}  // namespace rapport::search
