// Many shoppers who hold, confirm and cancel at random, through two servers:
// afterwards nobody is booked twice, and every answer was kept.
#ifndef RAPPORT_TESTS_CONTRACT_BOOKING_STORE_STORM_H_
#define RAPPORT_TESTS_CONTRACT_BOOKING_STORE_STORM_H_

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "tests/contract/booking_store_races.h"

namespace rapport::booking {

class BookingStoreStorm : public BookingStoreRaces {
 protected:
  static constexpr int kShoppers = 16;
  static constexpr int kActsEach = 40;
  static constexpr int64_t kDay = 60;  // ticks that they fight for

  // What somebody did and was answered.
  struct Act {
    enum class Kind { kHold, kConfirm, kCancel } kind;
    RequestKey request;
    HoldWrite wanted;  // of kHold
    BookingId id;      // of the others
    Booking answer;
  };

  static uint32_t FreshSeed() {
    const char* given = std::getenv("RAPPORT_TEST_SEED");
    const uint32_t seed =
        given == nullptr ? std::random_device()() : std::atoi(given);
    std::printf("RAPPORT_TEST_SEED=%u\n", seed);
    return seed;
  }

  absl::StatusOr<Booking> Do(BookingStore& at, const Act& act) {
    switch (act.kind) {
      case Act::Kind::kHold:
        return at.Hold(shopper(), act.request, act.wanted, kNever);
      case Act::Kind::kConfirm:
        return at.Confirm(shopper(), act.request, act.id, {}, kNever);
      case Act::Kind::kCancel:
        return at.Cancel(shopper(), act.request, act.id, {}, kNever);
    }
    return absl::InternalError("no such act");
  }

  // As a client does: what was aborted is tried again, as the same request.
  absl::StatusOr<Booking> DoAsAClient(BookingStore& at, const Act& act) {
    constexpr int kTriesMax = 20;
    absl::StatusOr<Booking> answer = Do(at, act);
    for (int i = 1; i < kTriesMax; ++i) {
      if (!absl::IsAborted(answer.status())) break;
      ++aborted_;
      answer = Do(at, act);
    }
    return answer;
  }

  Act RandomAct(int thread, int number, std::mt19937& random) {
    const auto below = [&](int end) {
      return static_cast<int>(random() % static_cast<unsigned>(end));
    };
    Act act;
    act.request = Request(absl::StrCat(thread, "-", number));
    act.kind = Act::Kind::kHold;
    std::lock_guard<std::mutex> lock(mutex_);
    const int dice = known_.empty() ? 0 : below(10);
    if (dice < 5) {
      const int64_t first = below(kDay);
      act.wanted = Wanted(1000 * (thread + 1) + number, 1 + below(3),
                          Ticks(first, first + 1 + below(6)));
      act.wanted.booking.occupied.start -= below(3) * kTick;
      act.wanted.booking.occupied.end += below(3) * kTick;
      return act;
    }
    act.kind = dice < 7 ? Act::Kind::kConfirm : Act::Kind::kCancel;
    act.id = known_[below(static_cast<int>(known_.size()))];
    return act;
  }

  void Live(int thread, uint32_t seed) {
    std::mt19937 random(seed);
    for (int number = 0; number < kActsEach; ++number) {
      Act act = RandomAct(thread, number, random);
      BookingStore& at = StoreOf(thread);
      const auto answer = DoAsAClient(at, act);
      if (answer.ok()) {
        if (random() % 4 == 0) under_test().run_out(brand_, answer->id);
        std::lock_guard<std::mutex> lock(mutex_);
        act.answer = *answer;
        known_.push_back(answer->id);
        done_.push_back(std::move(act));
      } else {
        EXPECT_THAT(ReasonOf(answer.status()),
                    testing::AnyOf("SLOT_TAKEN", "HOLD_EXPIRED", "NOT_HELD",
                                   "ALREADY_ENDED"))
            << answer.status();
      }
      if (random() % 8 == 0) {
        const auto expired = at.ExpireDue();
        EXPECT_TRUE(expired.ok() || absl::IsAborted(expired.status()))
            << expired.status();
      }
    }
  }

  // That each acknowledged change stands or was itself changed by one that
  // may follow it.
  void ExpectAnswersKept() {
    for (const Act& act : done_) {
      const auto found = store().Get(brand_, act.answer.id, kNever);
      ASSERT_TRUE(found.ok()) << found.status();
      EXPECT_GE(found->version, act.answer.version);
      if (act.kind == Act::Kind::kConfirm) {
        EXPECT_THAT(found->state, testing::AnyOf(BookingState::kConfirmed,
                                                 BookingState::kCancelled));
      }
      if (act.kind == Act::Kind::kCancel) {
        EXPECT_EQ(*found, act.answer);
      }
      const auto again = Do(elsewhere(), act);
      ASSERT_TRUE(again.ok()) << again.status();
      EXPECT_EQ(*again, act.answer);
    }
  }

  std::atomic<int> aborted_ = 0;
  std::mutex mutex_;  // guards what follows
  std::vector<BookingId> known_;
  std::vector<Act> done_;
};

TEST_P(BookingStoreStorm, BooksNobodyTwice) {
  const uint32_t seed = FreshSeed();
  InThreads(kShoppers, [&](int i) { Live(i, seed + i); });
  ExpectClaimsAgree();
  std::printf("%zu acts of %d done, %d aborted on the way\n", done_.size(),
              kShoppers * kActsEach, aborted_.load());
  EXPECT_GT(done_.size(), 50);
  ExpectAnswersKept();
  ExpectClaimsAgree();
}

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_BOOKING_STORE_STORM_H_
