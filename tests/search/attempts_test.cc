#include "server/search/attempts.h"

#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

const absl::Time kTen = absl::FromUnixSeconds(1'802'340'000);
const std::vector<AssociateId> kBoth = {AssociateNo(1), AssociateNo(2)};

TEST(Attempts, BeginWithTheFirstWithWhomNoneIsUnderWay) {
  Attempts attempts;
  const auto first = attempts.Begin(kBrand, kBoth, kTen);
  const auto second = attempts.Begin(kBrand, kBoth, kTen);
  EXPECT_EQ(first.which(), 0);
  EXPECT_EQ(second.which(), 1);
}

TEST(Attempts, BeginWithTheFirstIfAllAreBeingTried) {
  Attempts attempts;
  const auto first = attempts.Begin(kBrand, kBoth, kTen);
  const auto second = attempts.Begin(kBrand, kBoth, kTen);
  EXPECT_EQ(attempts.Begin(kBrand, kBoth, kTen).which(), 0);
}

TEST(Attempts, AtAnotherStartAreOfNoImportance) {
  Attempts attempts;
  const auto first = attempts.Begin(kBrand, kBoth, kTen);
  EXPECT_EQ(attempts.Begin(kBrand, kBoth, kTen + kTick).which(), 0);
}

TEST(Attempts, AreOverWithTheLastOfThem) {
  Attempts attempts;
  const std::vector<AssociateId> one = {AssociateNo(1)};
  auto first = std::make_optional(attempts.Begin(kBrand, one, kTen));
  auto again = std::make_optional(attempts.Begin(kBrand, one, kTen));
  first.reset();
  EXPECT_EQ(attempts.Begin(kBrand, kBoth, kTen).which(), 1);
  again.reset();
  EXPECT_EQ(attempts.Begin(kBrand, kBoth, kTen).which(), 0);
}

}  // namespace
}  // namespace rapport::search
