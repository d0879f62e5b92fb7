// What every ScheduleStore does. Include it in one source of a test binary,
// and instantiate it there for a store:
//
//   INSTANTIATE_TEST_SUITE_P(Fake, ScheduleStoreContract,
//                            testing::Values(ScheduleStoreCase{"Fake", Make}),
//                            NameOfScheduleStore);
#ifndef RAPPORT_TESTS_CONTRACT_SCHEDULE_STORE_CONTRACT_H_
#define RAPPORT_TESTS_CONTRACT_SCHEDULE_STORE_CONTRACT_H_

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/calendar/schedule_store.h"
#include "server/vocabulary/error.h"
#include "tests/contract/schedule_store_busy.h"
#include "tests/contract/schedule_store_under_test.h"

namespace rapport::calendar {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ScheduleStoreContract);

TEST_P(ScheduleStoreContract, HasNothingAtFirst) {
  EXPECT_TRUE(ReadAll(brand_).empty());
  EXPECT_TRUE(ReadAll(brand_, {Associate(1)}).empty());
}

TEST_P(ScheduleStoreContract, ReadsWhatWasPut) {
  const auto put = Put("one", 1, Rich());
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(put->associate, Associate(1));
  EXPECT_EQ(put->version, 1);
  EXPECT_EQ(put->schedule, Rich());
  EXPECT_GT(put->update_time, absl::UnixEpoch());
  const auto found = ReadAll(brand_);
  ASSERT_EQ(found.size(), 1);
  EXPECT_THAT(found.at(Associate(1)), IsStored(*put));
}

TEST_P(ScheduleStoreContract, ReadsOnlyTheAssociatesNamed) {
  for (uint8_t number = 1; number <= 4; ++number) {
    ASSERT_TRUE(Put(absl::StrCat("put-", number), number, MondaysAt(9)).ok());
  }
  EXPECT_EQ(ReadAll(brand_).size(), 4);
  const auto found =
      ReadAll(brand_, {Associate(3), Associate(9), Associate(1)});
  ASSERT_EQ(found.size(), 2);
  EXPECT_TRUE(found.contains(Associate(1)));
  EXPECT_TRUE(found.contains(Associate(3)));
}

TEST_P(ScheduleStoreContract, KeepsBrandsApart) {
  ASSERT_TRUE(Put("one", 1, MondaysAt(9)).ok());
  EXPECT_TRUE(ReadAll(other_brand_).empty());
  EXPECT_TRUE(ReadAll(other_brand_, {Associate(1)}).empty());
  const auto other = store().Put(ActorOf(other_brand_, "admin"), Request("one"),
                                 {Associate(1), MondaysAt(12), std::nullopt});
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_EQ(other->version, 1);
  EXPECT_EQ(ReadAll(brand_).at(Associate(1)).schedule, MondaysAt(9));
}

TEST_P(ScheduleStoreContract, CountsEveryPutEvenOfTheSameSchedule) {
  ASSERT_TRUE(Put("one", 1, MondaysAt(9)).ok());
  const auto again = Put("two", 1, MondaysAt(9));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->version, 2);
  EXPECT_EQ(VersionOf(1), 2);
}

TEST_P(ScheduleStoreContract, PutsAnEmptyScheduleLikeAnother) {
  const auto put = Put("one", 1, Schedule());
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(put->version, 1);
  EXPECT_EQ(ReadAll(brand_).size(), 1);
}

TEST_P(ScheduleStoreContract, AnswersARepeatedRequestAsBefore) {
  const auto first = Put("one", 1, MondaysAt(9));
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(Put("two", 1, MondaysAt(12)).ok());
  const auto again = Put("one", 1, MondaysAt(9));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_THAT(*again, IsStored(*first));
  EXPECT_EQ(ReadAll(brand_).at(Associate(1)).schedule, MondaysAt(12));
}

// What a write comes to is settled by what was there, so that a repetition may
// be settled otherwise.
TEST_P(ScheduleStoreContract, AnswersARepeatedRequestWithItsStatesOfThen) {
  const auto first = Put("one", 1, Rich());
  ASSERT_TRUE(first.ok()) << first.status();
  Schedule settled = Rich();
  for (TimeOff& off : settled.time_off) off.state = TimeOffState::kApproved;
  const auto again = Put("one", 1, settled);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_THAT(*again, IsStored(*first));
  const auto replay = store().Replay(admin(), Request("one"),
                                     {Associate(1), settled, std::nullopt});
  ASSERT_TRUE(replay.ok()) << replay.status();
  ASSERT_TRUE(replay->has_value());
  EXPECT_THAT(**replay, IsStored(*first));
}

TEST_P(ScheduleStoreContract, AnswersARepeatedRequestWhoseVersionHasPassed) {
  const ScheduleWrite write = {Associate(1), MondaysAt(9), 0};
  const auto first = store().Put(admin(), Request("one"), write);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = store().Put(admin(), Request("one"), write);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_THAT(*again, IsStored(*first));
}

TEST_P(ScheduleStoreContract, RefusesARequestIdReusedForAnotherBody) {
  ASSERT_TRUE(Put("one", 1, MondaysAt(9)).ok());
  const auto reused = store().Put(admin(), Request("one", 'b'),
                                  {Associate(1), MondaysAt(12), std::nullopt});
  EXPECT_EQ(reused.status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(reused.status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(VersionOf(1), 1);
}

TEST_P(ScheduleStoreContract, TakesOneRequestIdFromEachPrincipal) {
  ASSERT_TRUE(Put("one", 1, MondaysAt(9)).ok());
  const auto put = store().Put(ActorOf(brand_, "manager"), Request("one", 'b'),
                               {Associate(1), MondaysAt(12), std::nullopt});
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(put->version, 2);
}

TEST_P(ScheduleStoreContract, PutsOnlyOverTheExpectedVersion) {
  const auto put = [&](const std::string& name, int64_t expected_version) {
    return store()
        .Put(admin(), Request(name),
             {Associate(1), MondaysAt(9), expected_version})
        .status()
        .code();
  };
  EXPECT_EQ(put("one", 1), StatusCode::kAborted);
  EXPECT_EQ(put("two", 0), StatusCode::kOk);
  EXPECT_EQ(put("three", 0), StatusCode::kAborted);
  EXPECT_EQ(put("four", 2), StatusCode::kAborted);
  EXPECT_EQ(put("five", 1), StatusCode::kOk);
  EXPECT_EQ(VersionOf(1), 2);
}

TEST_P(ScheduleStoreContract, RunsARequestThatFailedAgain) {
  const ScheduleWrite write = {Associate(1), MondaysAt(9), 1};
  EXPECT_EQ(store().Put(admin(), Request("one"), write).status().code(),
            StatusCode::kAborted);
  EXPECT_TRUE(ReadAll(brand_).empty());
  ASSERT_TRUE(Put("two", 1, MondaysAt(12)).ok());
  const auto again = store().Put(admin(), Request("one"), write);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->version, 2);
}

TEST_P(ScheduleStoreContract, PutsManyThatDifferAndReturnsAllInOrder) {
  ASSERT_TRUE(Put("one", 1, MondaysAt(9)).ok());
  ASSERT_TRUE(Put("two", 2, MondaysAt(9)).ok());
  const std::vector<ScheduleWrite> writes = {
      {Associate(3), Rich(), std::nullopt},
      {Associate(2), MondaysAt(9), std::nullopt},
      {Associate(1), MondaysAt(12), std::nullopt},
  };
  const auto put = store().PutMany(admin(), writes);
  ASSERT_TRUE(put.ok()) << put.status();
  ASSERT_EQ(put->size(), 3);
  EXPECT_EQ((*put)[0].version, 1);
  EXPECT_EQ((*put)[1].version, 1);
  EXPECT_EQ((*put)[2].version, 2);
  const auto found = ReadAll(brand_);
  for (size_t i = 0; i < writes.size(); ++i) {
    EXPECT_EQ((*put)[i].schedule, writes[i].schedule);
    EXPECT_THAT((*put)[i], IsStored(found.at(writes[i].associate)));
  }
}

TEST_P(ScheduleStoreContract, PutsManyTwiceAsOnce) {
  const std::vector<ScheduleWrite> writes = {
      {Associate(1), MondaysAt(9), std::nullopt},
      {Associate(2), Rich(), std::nullopt}};
  const auto first = store().PutMany(admin(), writes);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = store().PutMany(admin(), writes);
  ASSERT_TRUE(again.ok()) << again.status();
  ASSERT_EQ(again->size(), 2);
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_THAT((*again)[i], IsStored((*first)[i]));
  }
}

TEST_P(ScheduleStoreContract, PutsNothingOfManyIfOneVersionIsNotAsExpected) {
  ASSERT_TRUE(Put("one", 2, MondaysAt(9)).ok());
  const std::vector<ScheduleWrite> writes = {
      {Associate(1), MondaysAt(12), std::nullopt},
      {Associate(2), MondaysAt(12), 2}};
  EXPECT_EQ(store().PutMany(admin(), writes).status().code(),
            StatusCode::kAborted);
  EXPECT_EQ(VersionOf(1), 0);
  EXPECT_EQ(VersionOf(2), 1);
}

TEST_P(ScheduleStoreContract, PutsManyOfNone) {
  const auto put = store().PutMany(admin(), {});
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_TRUE(put->empty());
}

TEST_P(ScheduleStoreContract, LetsOneOfManyWritersWinEachVersion) {
  constexpr int kWriters = 4;
  constexpr int kVersions = 5;
  for (int version = 0; version < kVersions; ++version) {
    std::vector<StatusCode> codes(kWriters);
    std::vector<std::thread> writers;
    for (int writer = 0; writer < kWriters; ++writer) {
      writers.emplace_back([&, writer] {
        codes[writer] =
            store()
                .Put(admin(), Request(absl::StrCat(version, "-", writer)),
                     {Associate(1), MondaysAt(writer), version})
                .status()
                .code();
      });
    }
    for (std::thread& writer : writers) writer.join();
    EXPECT_EQ(std::count(codes.begin(), codes.end(), StatusCode::kOk), 1);
    EXPECT_EQ(std::count(codes.begin(), codes.end(), StatusCode::kAborted),
              kWriters - 1);
  }
  EXPECT_EQ(VersionOf(1), kVersions);
}

TEST_P(ScheduleStoreContract, DoesARequestOnceThatComesFromManyAtOnce) {
  constexpr int kSenders = 4;
  std::vector<absl::StatusOr<StoredSchedule>> replies(
      kSenders, absl::UnknownError("not sent"));
  std::vector<std::thread> senders;
  for (int sender = 0; sender < kSenders; ++sender) {
    senders.emplace_back(
        [&, sender] { replies[sender] = Put("one", 1, MondaysAt(9)); });
  }
  for (std::thread& sender : senders) sender.join();
  for (const auto& reply : replies) {
    ASSERT_TRUE(reply.ok()) << reply.status();
    EXPECT_THAT(*reply, IsStored(*replies[0]));
  }
  EXPECT_EQ(VersionOf(1), 1);
}

}  // namespace rapport::calendar

#endif  // RAPPORT_TESTS_CONTRACT_SCHEDULE_STORE_CONTRACT_H_
