#include "server/search/session_book.h"

#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "server/booking/changes.h"
#include "tests/search/small_sessions.h"

namespace rapport::search {
namespace {

using booking::Booking;
using booking::BookingCursor;
using booking::BookingState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SessionBookTest : public testing::Test {
 protected:
  void Know(const Booking& booking, absl::Time past = absl::InfinitePast()) {
    book_.Apply(kBrand, booking, past);
  }
  // -1: there is no such session.
  int Left(const Booking& session, absl::Time now = kNow) const {
    const auto found = book_.Find(kBrand, session.id, now);
    return found.has_value() ? found->seats_left : -1;
  }
  // The last bytes of their ids.
  std::vector<int> Listed(const SessionFilter& filter, size_t limit = 100,
                          const BookingCursor& after = {},
                          absl::Time now = kNow) const {
    std::vector<int> numbers;
    for (const FoundSession& found :
         book_.List(kBrand, filter, after, limit, now)) {
      numbers.push_back(found.session->id.bytes().back());
    }
    return numbers;
  }

  SessionBook book_;
};

TEST_F(SessionBookTest, CountsTheSeatsThatAreHeldOrBooked) {
  const Booking session = SessionNo(1, kHour);
  Know(session);
  EXPECT_EQ(Left(session), 10);
  const Booking three = SeatOf(session, 11, 3);
  const Booking held = SeatOf(session, 12, 2, BookingState::kHeld);
  Know(three);
  Know(held);
  EXPECT_EQ(Left(session), 5);
  Know(Next(held, BookingState::kConfirmed));
  EXPECT_EQ(Left(session), 5);
  Know(Next(three, BookingState::kCheckedIn));
  EXPECT_EQ(Left(session), 5);
  Booking cancelled =
      Next(Next(three, BookingState::kCheckedIn), BookingState::kCancelled);
  Know(cancelled);
  EXPECT_EQ(Left(session), 8);
  EXPECT_EQ(book_.Find(kBrand, session.id, kNow)->session->seats, 10);
}

TEST_F(SessionBookTest, AHoldCountsUntilItHasRunOut) {
  const Booking session = SessionNo(1, kHour);
  Know(session);
  Know(SeatOf(session, 11, 4, BookingState::kHeld));
  EXPECT_EQ(Left(session, kNow + absl::Minutes(10) - absl::Nanoseconds(1)), 6);
  EXPECT_EQ(Left(session, kNow + absl::Minutes(10)), 10);
}

TEST_F(SessionBookTest, OldNewsChangeNothing) {
  const Booking session = SessionNo(1, kHour);
  const Booking seat = SeatOf(session, 11, 4);
  Know(Next(seat, BookingState::kCancelled));
  Know(seat);  // before its session too
  Know(session);
  Know(session);
  Know(seat);
  EXPECT_EQ(Left(session), 10);
  Know(Next(session, BookingState::kCancelled));
  Know(session);
  EXPECT_EQ(Left(session), -1);
  EXPECT_THAT(Listed(Starting(-kHour, 9 * kHour)), IsEmpty());
}

TEST_F(SessionBookTest, TellsOfNoFewerThanNoSeats) {
  const Booking session = SessionNo(1, kHour);
  Know(session);
  Know(SeatOf(session, 11, 8));
  Know(SeatOf(session, 12, 8));
  EXPECT_EQ(Left(session), 0);
}

TEST_F(SessionBookTest, ASessionIsThereUntilItIsOver) {
  const Booking session = SessionNo(1, kHour);
  Know(session);
  const SessionFilter all = Starting(-kHour, 9 * kHour);
  const absl::Time end = session.meeting.end;
  EXPECT_EQ(Left(session, end - absl::Nanoseconds(1)), 10);
  EXPECT_THAT(Listed(all, 9, {}, end - absl::Nanoseconds(1)), ElementsAre(1));
  EXPECT_EQ(Left(session, end), -1);
  EXPECT_THAT(Listed(all, 9, {}, end), IsEmpty());
}

TEST_F(SessionBookTest, ListsWhatStartsInsideInOrderAndByPages) {
  Know(SessionNo(3, 2 * kHour));
  Know(SessionNo(1, 3 * kHour));
  Know(SessionNo(2, 2 * kHour));
  Know(SessionNo(4, 5 * kHour));
  EXPECT_THAT(Listed(Starting(2 * kHour, 5 * kHour)), ElementsAre(2, 3, 1));
  EXPECT_THAT(Listed(Starting(2 * kHour, 5 * kHour + absl::Nanoseconds(1)), 2),
              ElementsAre(2, 3));
  EXPECT_THAT(
      Listed(Starting(kHour, 9 * kHour), 2, {kNow + 2 * kHour, BookingNo(2)}),
      ElementsAre(3, 1));
  EXPECT_THAT(Listed(Starting(3 * kHour, 9 * kHour), 2,
                     {kNow + 2 * kHour, BookingNo(2)}),
              ElementsAre(1, 4));
}

TEST_F(SessionBookTest, ListsByWhoWhereWhatAndSeats) {
  Know(SessionNo(1, 1 * kHour));
  Booking elsewhere = SessionNo(2, 2 * kHour);
  elsewhere.store = StoreNo(2);
  Know(elsewhere);
  Booking together = SessionNo(3, 3 * kHour);
  together.more_associates = {AssociateNo(2)};
  Know(together);
  Booking cooking = SessionNo(4, 4 * kHour);
  cooking.service = ServiceCalled("cooking");
  Know(cooking);
  Know(SeatOf(cooking, 41, 9));
  const SessionFilter all = Starting(-kHour, 9 * kHour);
  EXPECT_THAT(Listed(all), ElementsAre(1, 2, 3, 4));
  SessionFilter filter = all;
  filter.stores = {StoreNo(2), StoreNo(9), StoreNo(2)};
  EXPECT_THAT(Listed(filter), ElementsAre(2));
  filter.stores.push_back(StoreNo(1));
  EXPECT_THAT(Listed(filter), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(Listed(filter, 3), ElementsAre(1, 2, 3));
  filter.service = ServiceCalled("cooking");
  EXPECT_THAT(Listed(filter), ElementsAre(4));
  filter = all;
  filter.service = ServiceCalled("yoga");
  EXPECT_THAT(Listed(filter), ElementsAre(1, 2, 3));
  filter.associate = AssociateNo(2);
  EXPECT_THAT(Listed(filter), ElementsAre(3));
  filter.service.reset();
  filter.stores = {StoreNo(2)};
  EXPECT_THAT(Listed(filter), IsEmpty());
  filter = all;
  filter.seats_left_min = 2;
  EXPECT_THAT(Listed(filter), ElementsAre(1, 2, 3));
}

TEST_F(SessionBookTest, AMovedSessionIsOnlyWhereItIsNow) {
  const Booking session = SessionNo(1, kHour);
  Know(session);
  Booking moved = SessionNo(1, 3 * kHour);
  moved.store = StoreNo(2);
  moved.associate = AssociateNo(2);
  moved.version = 2;
  Know(moved);
  EXPECT_THAT(Listed(Starting(0 * kHour, 2 * kHour)), IsEmpty());
  EXPECT_THAT(Listed(Starting(3 * kHour, 4 * kHour)), ElementsAre(1));
  SessionFilter filter = Starting(0 * kHour, 9 * kHour);
  filter.associate = AssociateNo(1);
  EXPECT_THAT(Listed(filter), IsEmpty());
  filter.associate = AssociateNo(2);
  EXPECT_THAT(Listed(filter), ElementsAre(1));
}

TEST_F(SessionBookTest, KeepsBrandsApart) {
  const Booking session = SessionNo(1, kHour);
  Know(session);
  book_.Apply(kOtherBrand, SeatOf(session, 11, 3), absl::InfinitePast());
  EXPECT_EQ(Left(session), 10);
  EXPECT_FALSE(book_.Find(kOtherBrand, session.id, kNow).has_value());
  EXPECT_THAT(
      book_.List(kOtherBrand, Starting(0 * kHour, 9 * kHour), {}, 9, kNow),
      IsEmpty());
}

TEST_F(SessionBookTest, ForgetsWhatIsPast) {
  const Booking session = SessionNo(1, kHour);
  const Booking later = SessionNo(2, 9 * kHour);
  Know(session);
  Know(SeatOf(session, 11, 1));
  Know(later);
  const Booking seat = SeatOf(later, 21, 1, BookingState::kHeld);
  Know(seat);
  Know(Next(seat, BookingState::kExpired));
  EXPECT_EQ(book_.size(), 4u);
  Know(later, kNow);
  EXPECT_EQ(book_.size(), 4u);
  Know(later, kNow + absl::Nanoseconds(1));
  EXPECT_EQ(book_.size(), 3u);  // the seat that was given back
  Know(later, session.meeting.end);
  EXPECT_EQ(book_.size(), 3u);
  Know(later, session.meeting.end + absl::Nanoseconds(1));
  EXPECT_EQ(book_.size(), 1u);
  Know(session, session.meeting.end + absl::Nanoseconds(1));
  EXPECT_EQ(book_.size(), 1u);
  EXPECT_EQ(Left(later), 10);
}

TEST_F(SessionBookTest, IsReadWhileItIsWritten) {
  const Booking session = SessionNo(1, kHour);
  Know(session);
  std::vector<std::thread> writers;
  for (uint32_t writer = 0; writer < 2; ++writer) {
    writers.emplace_back([&, writer] {
      for (uint32_t i = 0; i < 200; ++i) {
        Booking seat = SeatOf(session, 1000 + writer * 1000 + i, 1);
        Know(seat);
        Know(Next(seat, BookingState::kCancelled), kNow);
      }
    });
  }
  std::thread reader([&] {
    for (int i = 0; i < 400; ++i) {
      const int left = Left(session);
      EXPECT_GE(left, 8);
      EXPECT_LE(left, 10);
      EXPECT_THAT(Listed(Starting(0 * kHour, 2 * kHour)), ElementsAre(1));
    }
  });
  for (std::thread& writer : writers) writer.join();
  reader.join();
  EXPECT_EQ(Left(session), 10);
}

TEST_F(ReplicaTest, SeatsAreInTheBookAndTakeNobodysTime) {
  PutSomeOfEach();
  ASSERT_TRUE(Load().ok());
  const size_t busy = TimeOf(1)->busy.size();
  const Booking session = SessionNo(91, kHour);
  const std::vector<Booking> both = {session, SeatOf(session, 92, 3)};
  model_.Apply(kBrand, both);
  const auto found = model_.sessions().Find(kBrand, session.id, kNow);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->seats_left, 7);
  EXPECT_EQ(TimeOf(1)->busy.size(), busy + 1);
}

TEST_F(ReplicaTest, KnowsSessionsAndTheirSeatsFromTheStartAndFollows) {
  PutSomeOfEach();
  const auto write = [&](const std::string& request,
                         const booking::BookingWrite& what) {
    const auto written =
        bookings_.Write(kAdmin, {request, std::string(32, 's')}, what, kNever);
    EXPECT_TRUE(written.ok()) << written.status();
    return written.value_or(Booking());
  };
  booking::HoldWrite make;
  make.booking = SessionNo(91, kHour);
  make.schedule_version = VersionOf(1);
  const Booking session = write("make-0001", booking::Creating(make));
  booking::HoldWrite sit;
  sit.booking = SeatOf(session, 92, 3, BookingState::kHeld);
  sit.hold_duration = absl::Minutes(10);
  const Booking seat = write("seats-001", booking::Holding(sit));
  ASSERT_TRUE(Load().ok());
  const auto left = [&] {
    const auto found = model_.sessions().Find(kBrand, session.id, kNow);
    return found.has_value() ? found->seats_left : -1;
  };
  EXPECT_EQ(left(), 7);
  write("cancel-1",
        booking::Cancelling(seat.id, std::nullopt, booking::Asker::kShopper));
  feed_.Tell(ChangeKind::kBookings, std::string(seat.id.stored()));
  MustFollow(1);
  EXPECT_EQ(left(), 10);
  write("cancel-2",
        booking::Cancelling(session.id, std::nullopt, booking::Asker::kStaff));
  feed_.Tell(ChangeKind::kBookings, std::string(session.id.stored()));
  MustFollow(1);
  EXPECT_EQ(left(), -1);
}

}  // namespace
}  // namespace rapport::search
