#include "server/vocabulary/position.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace rapport {
namespace {

constexpr int kOrigins = 7;
constexpr int kSeqs = 4;  // of an origin that has ended

// The long way: every event by itself, and which origins have ended.
struct Events {
  std::set<std::pair<int, int>> in;  // origin, seq; kSeqs + 1: it has ended

  bool Cover(const Events& other) const {
    for (const auto& event : other.in) {
      if (!in.contains(event)) return false;
    }
    return true;
  }
};

Events EventsOf(const Position& position) {
  Events events;
  for (int origin = 1; origin <= kOrigins; ++origin) {
    for (int seq = 1; seq <= kSeqs; ++seq) {
      if (position.SeqOf(origin) >= seq) events.in.emplace(origin, seq);
    }
    if (position.SeqOf(origin) == Position::kAll) {
      events.in.emplace(origin, kSeqs + 1);
    }
  }
  return events;
}

class Positions : public testing::Test {
 protected:
  int Below(int end) { return static_cast<int>(random_() % end); }

  Position Random() {
    Position::Seqs seqs;
    for (int origin = 1; origin <= kOrigins; ++origin) {
      if (Below(2) == 0) seqs[origin] = Below(kSeqs);
    }
    return Position(Below(kOrigins + 1), std::move(seqs));
  }

  const unsigned seed_ = std::random_device()();
  const testing::ScopedTrace trace_{__FILE__, __LINE__,
                                    absl::StrCat("seed ", seed_)};
  std::mt19937 random_{seed_};
};

TEST_F(Positions, CoverWhatHoldsTheSameEvents) {
  for (int i = 0; i < 20'000; ++i) {
    const Position a = Random();
    const Position b = Random();
    EXPECT_EQ(a.Covers(b), EventsOf(a).Cover(EventsOf(b)))
        << a.ToText() << " " << b.ToText();
  }
}

TEST_F(Positions, JoinToTheEventsOfBoth) {
  for (int i = 0; i < 20'000; ++i) {
    const Position a = Random();
    const Position b = Random();
    Position both = a;
    both.Join(b);
    Events expected = EventsOf(a);
    expected.in.merge(EventsOf(b).in);
    EXPECT_EQ(EventsOf(both).in, expected.in)
        << a.ToText() << " " << b.ToText();
    EXPECT_TRUE(both.Covers(a) && both.Covers(b));
  }
}

TEST_F(Positions, ComeBackFromTheirText) {
  for (int i = 0; i < 5'000; ++i) {
    const Position position = Random();
    const auto again = Position::Parse(position.ToText());
    ASSERT_TRUE(again.ok()) << position.ToText();
    EXPECT_EQ(*again, position);
  }
}

TEST_F(Positions, AreNotReadFromAnythingElse) {
  const std::string good =
      Position(3, {{2, 5}, {4, 300}, {9, 1'000'000'007}}).ToText();
  int read = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::string text = good;
    const size_t at = Below(static_cast<int>(text.size()));
    switch (Below(3)) {
      case 0:
        text[at] = static_cast<char>(random_());
        break;
      case 1:
        text.erase(at, 1 + Below(3));
        break;
      default:
        text.insert(at, 1, static_cast<char>(random_()));
    }
    const auto position = Position::Parse(text);
    if (!position.ok()) {
      EXPECT_TRUE(absl::IsInvalidArgument(position.status()));
      continue;
    }
    EXPECT_EQ(position->ToText(), text);
    ++read;
  }
  EXPECT_GT(read, 0);
}

TEST(Position, OfNothingIsCoveredByAll) {
  EXPECT_TRUE(Position().Covers(Position()));
  EXPECT_TRUE(Position::UpTo(3, 1).Covers(Position()));
  EXPECT_FALSE(Position().Covers(Position::UpTo(3, 1)));
  EXPECT_EQ(Position::UpTo(3, 0), Position());
}

TEST(Position, KnowsOfAnEndedOriginWithoutListingIt) {
  const Position ended(3, {{2, 5}});
  EXPECT_EQ(ended.SeqOf(1), Position::kAll);
  EXPECT_EQ(ended.SeqOf(2), 5);
  EXPECT_EQ(ended.SeqOf(4), 0);
  EXPECT_TRUE(ended.Covers(Position::UpTo(1, 1'000)));
  EXPECT_FALSE(ended.Covers(Position::UpTo(2, 6)));
  // That it has ended is news too.
  EXPECT_FALSE(Position(3, {{1, 1'000}, {2, 5}}).Covers(ended));
}

TEST(Position, HasAShortText) {
  EXPECT_EQ(Position().ToText(), "1AA");
  EXPECT_EQ(Position(2, {{2, 5}}).ToText().size(), 5);
}

TEST(Position, TellsLessOfMoreOriginsThanItsTextTakes) {
  Position::Seqs many;
  constexpr int64_t kMany = kPositionOriginsMax + 10;
  for (int64_t origin = 1; origin <= kMany; ++origin) {
    many[origin] = Position::kAll - 1;
  }
  const Position all(kMany, many);
  const std::string text = all.ToText();
  EXPECT_LE(text.size(), kPositionTextMax);
  const auto told = Position::Parse(text);
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_TRUE(all.Covers(*told));
  EXPECT_EQ(told->SeqOf(kPositionOriginsMax), Position::kAll - 1);
  EXPECT_EQ(told->SeqOf(kPositionOriginsMax + 1), 0);
}

TEST(Position, HasATextOfVisibleCharactersOnlyAndOfBoundedLength) {
  Position::Seqs far;
  for (size_t i = 0; i < kPositionOriginsMax; ++i) {
    far[Position::kAll - 1 - static_cast<int64_t>(i) * 1'000'000'007] =
        Position::kAll - 1;
  }
  const std::string text = Position(Position::kAll - 1, far).ToText();
  EXPECT_LE(text.size(), kPositionTextMax);
  for (char c : text) EXPECT_TRUE(absl::ascii_isgraph(c));
}

TEST(Position, IsReadInOneFormOnly) {
  const auto parse = [](absl::string_view bytes) {
    return Position::Parse(absl::StrCat("1", absl::WebSafeBase64Escape(bytes)))
        .ok();
  };
  EXPECT_TRUE(parse(absl::string_view("\x02\x02\x05", 3)));
  // A leading zero, an origin twice, one without a number, one of nothing.
  EXPECT_FALSE(parse(absl::string_view("\x82\x00\x02\x05", 4)));
  EXPECT_FALSE(parse(absl::string_view("\x02\x02\x05\x00\x06", 5)));
  EXPECT_FALSE(parse(absl::string_view("\x02\x02", 2)));
  EXPECT_FALSE(parse(absl::string_view("\x02\x03\x00", 3)));
  // More than 63 bits, and their sum.
  EXPECT_FALSE(parse("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));
  EXPECT_FALSE(parse("\x01\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x01\x01\x01"));
  for (const char* text : {"", "1", "2AA", "1AA=", "1 AA", "1AA\n", "1A"}) {
    EXPECT_FALSE(Position::Parse(text).ok()) << text;
  }
  EXPECT_FALSE(Position::Parse(std::string(kPositionTextMax + 1, '1')).ok());
}

}  // namespace
}  // namespace rapport
