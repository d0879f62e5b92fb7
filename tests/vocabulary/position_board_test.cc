#include "server/vocabulary/position_board.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <optional>
#include <random>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace rapport {
namespace {

const BrandId kBrand = BrandId::FromStored("acme");
const BrandId kOther = BrandId::FromStored("other");

class PositionBoardTest : public testing::Test {
 protected:
  // What a waiter hears, if it has.
  using Heard = std::shared_ptr<std::optional<bool>>;

  Heard Wait(const Position& wanted,
             absl::Time deadline = absl::InfiniteFuture(),
             const BrandId& brand = kBrand) {
    auto heard = std::make_shared<std::optional<bool>>();
    board_.WhenReached(brand, wanted, deadline,
                       [heard](bool reached) { *heard = reached; });
    return heard;
  }
  int64_t SeqOf(int64_t origin) {
    return board_.told()->position.SeqOf(origin);
  }

  PositionBoard board_;
};

TEST_F(PositionBoardTest, BeginsWithNothing) {
  EXPECT_EQ(board_.told()->position, Position());
  EXPECT_EQ(board_.told()->text, "1AA");
}

TEST_F(PositionBoardTest, TellsAllThatWasReached) {
  board_.Reach(Position(1, {{1, 4}}));
  board_.Reach(Position::UpTo(2, 7));
  board_.Reach(Position::UpTo(1, 3));
  EXPECT_EQ(board_.told()->position, Position(1, {{1, 4}, {2, 7}}));
  EXPECT_EQ(board_.told()->text, board_.told()->position.ToText());
}

TEST_F(PositionBoardTest, MakesNoNewTextWhereNothingIsNew) {
  board_.Reach(Position::UpTo(1, 4));
  const auto before = board_.told();
  board_.Reach(Position::UpTo(1, 4));
  board_.Reach(Position());
  board_.Reach(EventName{1, 3});
  EXPECT_EQ(board_.told(), before);
}

TEST_F(PositionBoardTest, CountsAnEventOnceAllBeforeItAreIn) {
  board_.Reach(EventName{5, 2});
  board_.Reach(EventName{5, 3});
  EXPECT_EQ(SeqOf(5), 0);
  board_.Reach(EventName{5, 1});
  EXPECT_EQ(SeqOf(5), 3);
  board_.Reach(EventName{5, 5});
  EXPECT_EQ(SeqOf(5), 3);
  board_.Reach(Position::UpTo(5, 4));  // of a follower
  EXPECT_EQ(SeqOf(5), 5);
}

TEST_F(PositionBoardTest, TakesNoEventOfAnOriginThatHasEnded) {
  board_.Reach(EventName{2, 9});
  board_.Reach(Position(2, {}));
  board_.Reach(EventName{2, 8});
  EXPECT_EQ(SeqOf(2), Position::kAll);
}

TEST_F(PositionBoardTest, CallsAtOnceWhoNeedNotWait) {
  board_.Reach(Position::UpTo(1, 4));
  EXPECT_EQ(*Wait(Position::UpTo(1, 4)), true);
  EXPECT_EQ(*Wait(Position::UpTo(1, 5), absl::InfinitePast()), false);
  EXPECT_EQ(board_.waiting(), 0);
}

TEST_F(PositionBoardTest, CallsWaitersWhenTheirsIsReached) {
  const Heard first = Wait(Position::UpTo(1, 1));
  const Heard both = Wait(Position(0, {{1, 1}, {2, 1}}));
  EXPECT_EQ(board_.waiting(), 2);
  board_.Reach(Position::UpTo(1, 1));
  EXPECT_EQ(*first, true);
  EXPECT_FALSE(both->has_value());
  board_.Reach(EventName{2, 1});
  EXPECT_EQ(*both, true);
  EXPECT_EQ(board_.waiting(), 0);
}

TEST_F(PositionBoardTest, CallsWaitersWhoseTimeIsOver) {
  std::promise<bool> late;
  const Heard other = Wait(Position::UpTo(1, 1));
  board_.WhenReached(kBrand, Position::UpTo(1, 1),
                     absl::Now() + absl::Milliseconds(1),
                     [&](bool reached) { late.set_value(reached); });
  EXPECT_FALSE(late.get_future().get());
  EXPECT_FALSE(other->has_value());
}

TEST_F(PositionBoardTest, NudgesWhoeverCanHurryOnceForEachWhoWaits) {
  int nudges = 0;
  board_.OnWait([&] { ++nudges; });
  Wait(Position());
  EXPECT_EQ(nudges, 0);
  Wait(Position::UpTo(1, 1));
  Wait(Position::UpTo(1, 1));
  EXPECT_EQ(nudges, 2);
}

TEST_F(PositionBoardTest, TurnsAwayWhoAreTooMany) {
  const Position wanted = Position::UpTo(1, 1);
  constexpr absl::Time kNever = absl::InfiniteFuture();
  for (size_t i = 0; i < kPositionWaitersOfBrandMax; ++i) Wait(wanted);
  EXPECT_EQ(*Wait(wanted), false);
  EXPECT_EQ(board_.waiting(), kPositionWaitersOfBrandMax);
  while (board_.waiting() < kPositionWaitersMax) Wait(wanted, kNever, kOther);
  const BrandId third = BrandId::FromStored("third");
  EXPECT_EQ(*Wait(wanted, kNever, third), false);
  board_.Reach(wanted);
  EXPECT_EQ(board_.waiting(), 0);
  EXPECT_FALSE(Wait(Position::UpTo(1, 2))->has_value());
}

TEST(PositionBoard, TellsThoseWhoStillWaitThatItEnds) {
  std::optional<bool> heard;
  {
    PositionBoard board;
    board.WhenReached(kBrand, Position::UpTo(1, 1), absl::InfiniteFuture(),
                      [&](bool reached) { heard = reached; });
  }
  EXPECT_EQ(heard, false);
}

// Several write, one follows, several wait for what they wrote: never more than
// there is room for, each of a brand of their own.
TEST_F(PositionBoardTest, LosesNobodyInACrowd) {
  constexpr int kThreads = 4;
  constexpr int kEvents = kPositionWaitersMax / kThreads;
  std::atomic<int> reached = 0;
  std::atomic<int64_t> next = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back(
        [&, brand = BrandId::FromStored(absl::StrCat("b", i))] {
          for (int n = 0; n < kEvents; ++n) {
            const int64_t seq = ++next;
            board_.Reach(EventName{1, seq});
            board_.WhenReached(brand, Position::UpTo(1, seq),
                               absl::InfiniteFuture(),
                               [&](bool ok) { reached += ok ? 1 : 0; });
          }
        });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(reached, kThreads * kEvents);
  EXPECT_EQ(SeqOf(1), kThreads * kEvents);
  EXPECT_EQ(board_.waiting(), 0);
}

}  // namespace
}  // namespace rapport
