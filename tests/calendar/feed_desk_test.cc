#include "server/calendar/feed_desk.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/calendar/ics_reader.h"
#include "tests/calendar/written.h"
#include "tests/search/small_world.h"
#include "tests/support/fakes/fake_booking_store.h"
#include "tests/support/fakes/fake_schedule_store.h"

namespace rapport::calendar {
namespace {

using ::rapport::booking::BookingState;
using ::testing::HasSubstr;
using ::testing::Not;

// Lists what it is given, in its order, whatever is asked for.
class ListedBookings : public booking::FakeBookingStore {
 public:
  using FakeBookingStore::FakeBookingStore;

  absl::StatusOr<std::vector<booking::Booking>> List(
      const BrandId&, const booking::BookingFilter&,
      const booking::BookingCursor& after, size_t limit, absl::Time) override {
    std::vector<booking::Booking> page;
    for (const booking::Booking& each : listed) {
      if (each.meeting.start > after.start && page.size() < limit) {
        page.push_back(each);
      }
    }
    return page;
  }

  std::vector<booking::Booking> listed;
};

class FeedOfTest : public testing::Test {
 protected:
  FeedOfTest() {
    model_.Apply(search::BrandWith({}));
    const catalog::Store stores[] = {search::StoreAt(1, {48.86, 2.35})};
    model_.Apply(search::kBrand, stores);
    const catalog::Associate associates[] = {associate_};
    model_.Apply(search::kBrand, associates);
    model_.WaitPublished(search::kBrand);
  }

  // Adds `count` bookings of five minutes each, one after the other.
  void Add(BookingState state, size_t count) {
    for (size_t i = 0; i < count; ++i) {
      const size_t number = bookings_.listed.size() + 1;
      const absl::Time start = start_ + kTick * static_cast<int64_t>(number);
      bookings_.listed.push_back(
          search::BookingIn(state, static_cast<uint32_t>(number), associate_.id,
                            {start, start + kTick}));
    }
  }

  Feed Read() {
    Caller caller;
    caller.actor = {search::kBrand, Role::kBrandAdmin, "admin"};
    const absl::StatusOr<Feed> feed = FeedOf(
        caller, *model_.Find(search::kBrand), associate_, window_, bookings_);
    EXPECT_TRUE(feed.ok()) << feed.status();
    Feed unfolded = feed.value_or(Feed());
    unfolded.calendar = absl::StrReplaceAll(unfolded.calendar, {{"\r\n ", ""}});
    return unfolded;
  }

  const absl::Time start_ = Utc("2026-06-01 09:00");
  const Interval window_ = {start_, start_ + absl::Hours(24 * 100)};
  const catalog::Associate associate_ =
      search::AssociateAt(1, {search::StoreNo(1)});
  FakeScheduleStore schedules_{[this] { return start_; }};
  ListedBookings bookings_{[this] { return start_; }, schedules_};
  search::ReadModel model_{[this] { return start_; }};
};

std::string Uid(uint32_t number) {
  return absl::StrCat("UID:", search::BookingNo(number).ToString(), "@");
}

TEST_F(FeedOfTest, LeavesOutHoldsThatRanOut) {
  Add(BookingState::kCancelled, 1);
  Add(BookingState::kExpired, 1);
  Add(BookingState::kHeld, 1);
  const Feed feed = Read();
  EXPECT_THAT(feed.calendar, HasSubstr(Uid(1)));
  EXPECT_THAT(feed.calendar, Not(HasSubstr(Uid(2))));
  EXPECT_THAT(feed.calendar, HasSubstr(Uid(3)));
  EXPECT_THAT(feed.calendar, HasSubstr("STATUS:CANCELLED"));
}

TEST_F(FeedOfTest, IsNotCutByHoldsThatRanOut) {
  Add(BookingState::kExpired, kFeedEntriesMax);
  Add(BookingState::kConfirmed, kFeedEntriesMax);
  Add(BookingState::kExpired, 1);
  const Feed feed = Read();
  EXPECT_FALSE(feed.cut);
  EXPECT_THAT(feed.calendar, HasSubstr(Uid(2 * kFeedEntriesMax)));
}

TEST_F(FeedOfTest, TellsWhatWasCancelledWhileThereIsRoom) {
  Add(BookingState::kCancelled, kFeedEntriesMax);
  Add(BookingState::kConfirmed, kFeedEntriesMax - 1);
  Add(BookingState::kCancelled, 1);
  const Feed feed = Read();
  EXPECT_FALSE(feed.cut);
  EXPECT_THAT(feed.calendar, HasSubstr(Uid(1)));
  EXPECT_THAT(feed.calendar, Not(HasSubstr(Uid(2))));
  EXPECT_THAT(feed.calendar, HasSubstr(Uid(kFeedEntriesMax + 1)));
  EXPECT_THAT(feed.calendar, HasSubstr(Uid(2 * kFeedEntriesMax - 1)));
  EXPECT_THAT(feed.calendar, Not(HasSubstr(Uid(2 * kFeedEntriesMax))));
}

TEST_F(FeedOfTest, IsCutByOneBookingTooMany) {
  Add(BookingState::kConfirmed, kFeedEntriesMax + 1);
  const Feed feed = Read();
  EXPECT_TRUE(feed.cut);
  EXPECT_THAT(feed.calendar, HasSubstr(Uid(kFeedEntriesMax)));
  EXPECT_THAT(feed.calendar, Not(HasSubstr(Uid(kFeedEntriesMax + 1))));
}

TEST_F(FeedOfTest, NamesBookingBrandAndAssociateInItsUids) {
  Add(BookingState::kConfirmed, 1);
  EXPECT_THAT(Read().calendar,
              HasSubstr(absl::StrCat(Uid(1), associate_.id.ToString(),
                                     ".demo.bookings.rapport\r\n")));
}

TEST_F(FeedOfTest, IsNothingNewToItsAssociateAndBusyTimeToAnybodyElse) {
  Add(BookingState::kConfirmed, 2);
  const std::string text = Read().calendar;
  const auto free = [&](const BrandId& brand, const AssociateId& associate) {
    const absl::StatusOr<BusyTime> busy =
        ReadBusyTime(text, Zone("UTC"), window_, OwnUidEnd(brand, associate));
    EXPECT_TRUE(busy.ok()) << busy.status();
    return busy.ok() ? busy->free : -1;
  };
  EXPECT_EQ(free(search::kBrand, associate_.id), 2);
  EXPECT_EQ(free(search::kOtherBrand, associate_.id), 0);
  EXPECT_EQ(free(search::kBrand, search::AssociateNo(2)), 0);
}

}  // namespace
}  // namespace rapport::calendar
