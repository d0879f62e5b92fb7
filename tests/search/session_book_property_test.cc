// Sessions and seats, told of in any order.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/search/small_sessions.h"

namespace rapport::search {
namespace {

using booking::Booking;
using booking::BookingId;
using booking::BookingState;

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

TEST(SessionBook, FindsWhatTheLongWayFindsInWhateverOrderNewsCome) {
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

}  // namespace
}  // namespace rapport::search
