#include "db/origin_numbers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace rapport::db {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(OriginNumbers, BeginAtOneAndHaveNoGaps) {
  OriginNumbers numbers;
  EXPECT_EQ(numbers.Take(), 1);
  EXPECT_EQ(numbers.Take(), 2);
  EXPECT_EQ(numbers.Take(), 3);
}

TEST(OriginNumbers, AreSafeUpToTheFirstThatIsOpen) {
  OriginNumbers numbers;
  EXPECT_EQ(numbers.SafeSeq(), 0);
  for (int i = 0; i < 3; ++i) numbers.Take();
  EXPECT_EQ(numbers.SafeSeq(), 0);
  numbers.Done(2);
  EXPECT_EQ(numbers.SafeSeq(), 0);
  numbers.Done(1);
  EXPECT_EQ(numbers.SafeSeq(), 2);
  numbers.Done(3);
  EXPECT_EQ(numbers.SafeSeq(), 3);
}

TEST(OriginNumbers, AreNotSafeWhereAVoidRowIsOwed) {
  OriginNumbers numbers;
  for (int i = 0; i < 2; ++i) numbers.Take();
  numbers.Owe(1);
  numbers.Done(2);
  EXPECT_EQ(numbers.SafeSeq(), 0);
  numbers.Done(1);
  EXPECT_EQ(numbers.SafeSeq(), 2);
}

TEST(OriginNumbers, OweNothingForANumberThatIsDone) {
  OriginNumbers numbers;
  numbers.Take();
  numbers.Done(1);
  numbers.Owe(1);
  EXPECT_THAT(numbers.Owed(0, 10), IsEmpty());
  EXPECT_EQ(numbers.owed_count(), 0u);
}

TEST(OriginNumbers, TellWhatIsOwedFromAPlaceOnAndRoundAgain) {
  OriginNumbers numbers;
  for (int i = 0; i < 5; ++i) numbers.Take();
  for (int64_t seq : {1, 3, 4}) numbers.Owe(seq);
  EXPECT_THAT(numbers.Owed(0, 10), ElementsAre(1, 3, 4));
  EXPECT_THAT(numbers.Owed(1, 10), ElementsAre(3, 4, 1));
  EXPECT_THAT(numbers.Owed(3, 2), ElementsAre(4, 1));
  EXPECT_THAT(numbers.Owed(9, 1), ElementsAre(1));
}

}  // namespace
}  // namespace rapport::db
