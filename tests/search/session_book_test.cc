#include "server/search/session_book.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "server/booking/seats.h"
#include "tests/search/replica_fixture.h"

namespace rapport::search {
namespace {

using booking::Booking;
using booking::BookingCursor;
using booking::BookingId;
using booking::BookingState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::Duration kHour = absl::Hours(1);

// A confirmed session of ten seats with associate 1 at store 1, an hour long.
Booking SessionNo(uint32_t number, absl::Duration in) {
  const absl::Time start = kNow + in;
  Booking session = BookingIn(BookingState::kConfirmed, number, AssociateNo(1),
                              {start, start + kHour});
  session.service = ServiceCalled("yoga");
  session.shopper = "";
  session.seats = 10;
  return session;
}

Booking SeatOf(const Booking& session, uint32_t number, int party_size,
               BookingState state = BookingState::kConfirmed) {
  Booking seat = BookingIn(state, number, session.associate, session.meeting);
  booking::SeatIn(session, seat);
  seat.party_size = party_size;
  seat.update_time = kNow;
  if (state == BookingState::kHeld) {
    seat.hold_expire_time = kNow + absl::Minutes(10);
  }
  return seat;
}

Booking Next(Booking booking, BookingState state) {
  booking.state = state;
  ++booking.version;
  if (state != BookingState::kHeld) {
    booking.hold_expire_time = absl::InfiniteFuture();
  }
  return booking;
}

SessionFilter Starting(absl::Duration from, absl::Duration to) {
  SessionFilter filter;
  filter.window = {kNow + from, kNow + to};
  return filter;
}

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

uint64_t FreshSeed() {
  const char* given = std::getenv("RAPPORT_TEST_SEED");
  return given == nullptr ? std::random_device()() : std::stoull(given);
}

// Histories of sessions and seats, told in any order.
class RandomNews {
 public:
  explicit RandomNews(uint64_t seed) : dice_(seed) {
    for (uint32_t number = 1; number <= 6; ++number) AddSession(number);
    // Some are told twice, and some of the old ones never.
    for (size_t i = all_.size() / 2; i > 0; --i) {
      all_.push_back(all_[Dice(all_.size())]);
    }
    std::shuffle(all_.begin(), all_.end(), dice_);
    all_.resize(all_.size() - all_.size() / 4);
  }

  const std::vector<Booking>& all() const { return all_; }
  size_t Dice(size_t sides) { return dice_() % sides; }

 private:
  void AddSession(uint32_t number) {
    Booking session = SessionNo(number, Dice(5) * kHour);
    session.seats = 1 + static_cast<int>(Dice(6));
    all_.push_back(session);
    std::vector<Booking> seats;
    for (uint32_t i = 0; i < 8; ++i) {
      seats.push_back(SeatOf(session, number * 20 + i,
                             1 + static_cast<int>(Dice(2)),
                             BookingState::kHeld));
      seats.back().hold_expire_time = kNow + absl::Minutes(Dice(200));
      all_.push_back(seats.back());
    }
    while (Dice(6) != 0) {
      if (Dice(3) == 0) session = ChangedSession(session, seats);
      Booking& seat = seats[Dice(seats.size())];
      if (!IsLive(seat.state)) continue;
      seat = Next(seat, Dice(2) == 0 ? BookingState::kConfirmed
                                     : BookingState::kCancelled);
      all_.push_back(seat);
    }
  }

  Booking ChangedSession(const Booking& session, std::vector<Booking>& seats) {
    Booking changed = session;
    if (Dice(4) == 0) changed.state = BookingState::kCancelled;
    changed.store = StoreNo(1 + static_cast<uint32_t>(Dice(3)));
    changed.associate = AssociateNo(1 + static_cast<uint32_t>(Dice(3)));
    const absl::Time start = kNow + Dice(5) * kHour;
    changed.meeting = changed.occupied = {start, start + kHour};
    ++changed.version;
    all_.push_back(changed);
    for (Booking& seat : seats) {
      const auto followed = booking::Followed(changed, seat, kNow);
      if (!followed.has_value()) continue;
      seat = *followed;
      all_.push_back(seat);
    }
    return changed;
  }

  std::mt19937_64 dice_;
  std::vector<Booking> all_;
};

// The newest of each, looked through one by one.
class TheLongWay {
 public:
  void Know(const Booking& booking) {
    Booking& newest = newest_[booking.id];
    if (booking.version > newest.version) newest = booking;
  }
  std::vector<std::pair<BookingId, int>> List(const SessionFilter& filter,
                                              absl::Time now) const {
    std::map<std::pair<absl::Time, BookingId>, int> found;
    for (const auto& [id, session] : newest_) {
      if (!IsFound(session, filter, now)) continue;
      std::vector<Booking> seats;
      for (const auto& [seat_id, seat] : newest_) {
        if (seat.session == id) seats.push_back(seat);
      }
      const int left = std::max(booking::SeatsLeft(session, seats, now), 0);
      if (left < filter.seats_left_min) continue;
      found[{session.meeting.start, id}] = left;
    }
    std::vector<std::pair<BookingId, int>> in_order;
    in_order.reserve(found.size());
    for (const auto& [place, left] : found) {
      in_order.emplace_back(place.second, left);
    }
    return in_order;
  }

 private:
  static bool IsFound(const Booking& session, const SessionFilter& filter,
                      absl::Time now) {
    const auto& stores = filter.stores;
    return session.is_session() && session.state == BookingState::kConfirmed &&
           session.meeting.end > now &&
           session.meeting.start >= filter.window.start &&
           session.meeting.start < filter.window.end &&
           (stores.empty() || std::find(stores.begin(), stores.end(),
                                        session.store) != stores.end()) &&
           filter.associate.value_or(session.associate) == session.associate;
  }

  std::map<BookingId, Booking> newest_;
};

TEST_F(SessionBookTest, FindsWhatTheLongWayFindsInWhateverOrderNewsCome) {
  const uint64_t seed = FreshSeed();
  std::printf("RAPPORT_TEST_SEED=%lu\n", seed);
  for (uint64_t i = 0; i < 100; ++i) {
    SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed + i);
    RandomNews news(seed + i);
    SessionBook book;
    TheLongWay long_way;
    for (const Booking& booking : news.all()) {
      book.Apply(kBrand, booking, absl::InfinitePast());
      long_way.Know(booking);
      SessionFilter filter =
          Starting(-kHour + news.Dice(3) * kHour, (1 + news.Dice(6)) * kHour);
      if (news.Dice(2) == 0) {
        filter.stores = {StoreNo(1 + static_cast<uint32_t>(news.Dice(3)))};
      }
      if (news.Dice(3) == 0) {
        filter.associate = AssociateNo(1 + static_cast<uint32_t>(news.Dice(3)));
      }
      filter.seats_left_min = static_cast<int>(news.Dice(3));
      const absl::Time now = kNow + absl::Minutes(news.Dice(240));
      std::vector<std::pair<BookingId, int>> found;
      for (const auto& each : book.List(kBrand, filter, {}, 100, now)) {
        found.emplace_back(each.session->id, each.seats_left);
        EXPECT_EQ(book.Find(kBrand, each.session->id, now)->seats_left,
                  each.seats_left);
      }
      ASSERT_EQ(found, long_way.List(filter, now));
      if (found.empty()) continue;
      const size_t last = news.Dice(found.size());
      const auto session = book.Find(kBrand, found[last].first, now)->session;
      const auto next = book.List(
          kBrand, filter, {session->meeting.start, session->id}, 1, now);
      ASSERT_EQ(next.empty(), last + 1 == found.size());
      if (!next.empty()) {
        EXPECT_EQ(next[0].session->id, found[last + 1].first);
      }
    }
  }
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

}  // namespace
}  // namespace rapport::search
