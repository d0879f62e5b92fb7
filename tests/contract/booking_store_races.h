// What holds of every BookingStore when many want the same at once, through
// two servers.
#ifndef RAPPORT_TESTS_CONTRACT_BOOKING_STORE_RACES_H_
#define RAPPORT_TESTS_CONTRACT_BOOKING_STORE_RACES_H_

#include <algorithm>
#include <atomic>
#include <barrier>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/contract/booking_store_under_test.h"

namespace rapport::booking {

class BookingStoreRaces : public BookingStoreContract {
 protected:
  // Runs `run` in that many threads, which begin together.
  static void InThreads(int count, const std::function<void(int)>& run) {
    std::barrier start(count);
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) {
      threads.emplace_back([&, i] {
        start.arrive_and_wait();
        run(i);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  // Every other thread goes through the other server.
  BookingStore& StoreOf(int thread) {
    return thread % 2 == 0 ? store() : elsewhere();
  }
  static bool Lost(const absl::StatusOr<Booking>& answer) {
    return ReasonOf(answer.status()) == "SLOT_TAKEN";
  }
  using Answers = std::vector<absl::StatusOr<Booking>>;
  static Answers None(int count) {
    return Answers(count, absl::UnknownError("not asked"));
  }

  // How many of the holds that `wanted` says of each sender are granted to
  // senders at once. The others are refused for `reason`.
  int GrantedOf(int senders, const std::function<HoldWrite(int)>& wanted,
                absl::string_view reason) {
    Answers held = None(senders);
    InThreads(senders, [&](int i) {
      const HoldWrite write = wanted(i);
      held[i] = StoreOf(i).Hold(
          shopper(),
          Request(absl::StrCat("race-", write.booking.id.ToString())), write,
          kNever);
    });
    int granted = 0;
    for (const auto& answer : held) {
      granted += answer.ok();
      EXPECT_TRUE(answer.ok() || ReasonOf(answer.status()) == reason)
          << answer.status();
    }
    return granted;
  }

  // Whether `confirm` confirmed a hold before it ran out, while somebody tries
  // for `other` elsewhere, which only one of them can have.
  bool ConfirmedWhileTrying(
      const HoldWrite& other,
      const std::function<absl::StatusOr<Booking>()>& confirm) {
    absl::StatusOr<Booking> confirmed = absl::UnknownError("not asked");
    absl::StatusOr<Booking> held = absl::UnknownError("not asked");
    InThreads(2, [&](int i) {
      if (i == 0) {
        confirmed = confirm();
        return;
      }
      const std::string id = other.booking.id.ToString();
      for (int tries = 0; tries < 20 && !held.ok(); ++tries) {
        held = elsewhere().Hold(shopper(),
                                Request(absl::StrCat("try-", id, "-", tries)),
                                other, kNever);
      }
    });
    EXPECT_FALSE(confirmed.ok() && held.ok());
    return confirmed.ok();
  }
};

TEST_P(BookingStoreRaces, DoARequestOnceThatComesFromManyAtOnce) {
  constexpr int kSenders = 16;
  for (int round = 0; round < 5; ++round) {
    Answers held = None(kSenders);
    InThreads(kSenders, [&](int i) {
      // Each server chooses an id of its own.
      held[i] = StoreOf(i).Hold(
          shopper(), Request(absl::StrCat("hold-", round)),
          Wanted(100 * round + i + 1, 1, Ticks(6 * round, 6 * round + 6)),
          kNever);
    });
    for (const auto& answer : held) {
      ASSERT_TRUE(answer.ok()) << answer.status();
      EXPECT_EQ(*answer, *held[0]);
    }
    Answers confirmed = None(kSenders);
    InThreads(kSenders, [&](int i) {
      confirmed[i] =
          StoreOf(i).Confirm(shopper(), Request(absl::StrCat("c-", round)),
                             held[0]->id, 1, kNever);
    });
    for (const auto& answer : confirmed) {
      ASSERT_TRUE(answer.ok()) << answer.status();
      EXPECT_EQ(*answer, *confirmed[0]);
      EXPECT_EQ(answer->version, 2);
    }
    EXPECT_EQ(under_test().claims().size(), 6 * (round + 1));
  }
  ExpectClaimsAgree();
}

TEST_P(BookingStoreRaces, LetOneBodyHaveARequestId) {
  constexpr int kSenders = 16;
  for (int round = 0; round < 5; ++round) {
    Answers held = None(kSenders);
    const int64_t first = 6 * round;
    InThreads(kSenders, [&](int i) {
      // A body for each of four associates.
      const RequestKey request =
          Request(absl::StrCat("one-", round), static_cast<char>('a' + i % 4));
      held[i] = StoreOf(i).Hold(
          shopper(), request,
          Wanted(100 * round + i + 1, 1 + i % 4, Ticks(first, first + 6)),
          kNever);
    });
    const Booking* winner = nullptr;
    for (const auto& answer : held) {
      if (!answer.ok()) {
        EXPECT_THAT(answer, FailsWith("REQUEST_ID_REUSED"));
        continue;
      }
      if (winner == nullptr) winner = &*answer;
      EXPECT_EQ(*answer, *winner);
    }
    ASSERT_NE(winner, nullptr);
    EXPECT_EQ(under_test().claims().size(), 6 * (round + 1));
  }
  ExpectClaimsAgree();
}

TEST_P(BookingStoreRaces, CancelOnceWhatManyCancelByOneRequest) {
  constexpr int kSenders = 16;
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  Answers cancelled = None(kSenders);
  InThreads(kSenders, [&](int i) {
    cancelled[i] = StoreOf(i).Cancel(shopper(), Request("cancel"), BookingOf(1),
                                     {}, kNever);
  });
  for (const auto& answer : cancelled) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(*answer, *cancelled[0]);
  }
  EXPECT_TRUE(under_test().claims().empty());
}

TEST_P(BookingStoreRaces, LetOneOfManyHaveTheSlot) {
  constexpr int kShoppers = 32;
  for (int round = 0; round < 5; ++round) {
    Answers held = None(kShoppers);
    InThreads(kShoppers, [&](int i) {
      const uint32_t number = 100 * round + i + 1;
      // All meet in one tick, but for some that are all the same.
      const int64_t first = 40 * round - i % 5;
      held[i] =
          StoreOf(i).Hold(shopper(), Request(absl::StrCat("h-", number)),
                          Wanted(number, 1, Ticks(first, first + 6)), kNever);
    });
    int winners = 0;
    for (const auto& answer : held) {
      winners += answer.ok();
      EXPECT_TRUE(answer.ok() || Lost(answer)) << answer.status();
    }
    EXPECT_EQ(winners, 1);
    EXPECT_EQ(under_test().claims().size(), 6 * (round + 1));
  }
  ExpectClaimsAgree();
}

TEST_P(BookingStoreRaces, LetOneOfManyHaveWhatADeadHoldHad) {
  constexpr int kShoppers = 16;
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 3)).ok());
  ASSERT_TRUE(Hold(2, 1, Ticks(3, 6)).ok());
  RunOut(1);
  RunOut(2);
  Answers held = None(kShoppers);
  InThreads(kShoppers, [&](int i) {
    held[i] = StoreOf(i).Hold(shopper(), Request(absl::StrCat("hold-", i)),
                              Wanted(10 + i, 1, Ticks(0, 6)), kNever);
  });
  const auto won = [](const auto& answer) { return answer.ok(); };
  EXPECT_EQ(std::count_if(held.begin(), held.end(), won), 1);
  for (const auto& answer : held) {
    EXPECT_TRUE(answer.ok() || Lost(answer)) << answer.status();
  }
  EXPECT_EQ(Get(1).version, 2);
  EXPECT_EQ(Get(2).version, 2);
  ExpectClaimsAgree();
}

// The instant at which the hold runs out falls somewhere into the race.
TEST_P(BookingStoreRaces, EitherConfirmAHoldOrEndIt) {
  constexpr int kRounds = 40;
  int confirmations = 0;
  for (int round = 0; round < kRounds; ++round) {
    const uint32_t number = round + 1;
    HoldWrite wanted = Wanted(number, 1, Ticks(0, 6));
    // From what is over at once to what no slow machine misses.
    wanted.hold_duration = absl::Milliseconds(1 << (round % 8));
    const auto held = Hold(wanted);
    ASSERT_TRUE(held.ok()) << held.status();
    absl::StatusOr<Booking> confirmed = absl::UnknownError("not asked");
    std::atomic<int> ended = 0;
    std::atomic<bool> decided = false;
    InThreads(3, [&](int i) {
      if (i == 0) {
        confirmed = Confirm(number);
        decided = true;
        return;
      }
      for (bool last = false; !last;) {
        last = decided;
        const auto expired = StoreOf(i).ExpireDue();
        EXPECT_TRUE(expired.ok()) << expired.status();
        if (expired.ok()) ended += static_cast<int>(expired->size());
      }
    });
    const Booking now = Get(number);
    if (confirmed.ok()) {
      EXPECT_EQ(now.state, BookingState::kConfirmed);
      EXPECT_EQ(ended, 0);
      ++confirmations;
    } else {
      EXPECT_THAT(confirmed, FailsWith("HOLD_EXPIRED"));
      EXPECT_EQ(now.state, BookingState::kExpired);
      EXPECT_EQ(ended, 1);
    }
    ExpectClaimsAgree();
    if (IsLive(now.state)) {
      ASSERT_TRUE(Cancel(number).ok());
    }
  }
  std::printf("%d of %d confirmed\n", confirmations, kRounds);
}

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_BOOKING_STORE_RACES_H_
