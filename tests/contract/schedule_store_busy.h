// What every ScheduleStore does with busy time; part of its contract.
#ifndef RAPPORT_TESTS_CONTRACT_SCHEDULE_STORE_BUSY_H_
#define RAPPORT_TESTS_CONTRACT_SCHEDULE_STORE_BUSY_H_

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/vocabulary/error.h"
#include "tests/contract/schedule_store_under_test.h"

namespace rapport::calendar {

TEST_P(ScheduleStoreContract, KeepsBusyTimeBesideASchedule) {
  ASSERT_TRUE(Put("one", 1, Rich()).ok());
  const auto put = PutBusy("two", 1, Busy("home", 9));
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(put->version, 2);
  Schedule expected = Rich();
  expected.busy = {Busy("home", 9)};
  EXPECT_EQ(put->schedule, expected);
  EXPECT_THAT(ReadAll(brand_).at(Associate(1)), IsStored(*put));
}

TEST_P(ScheduleStoreContract, KeepsBusyTimeOfThoseWithoutASchedule) {
  const auto put = PutBusy("one", 1, Busy("home", 9));
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(put->version, 1);
  const auto found = ReadAll(brand_);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found.at(Associate(1)), IsStored(*put));
  EXPECT_TRUE(put->schedule.weekly_periods.empty());
}

TEST_P(ScheduleStoreContract, ReplacesASourceAndKeepsTheOthers) {
  ASSERT_TRUE(PutBusy("one", 1, Busy("home", 9)).ok());
  ASSERT_TRUE(PutBusy("two", 1, Busy("work", 10)).ok());
  const auto put = PutBusy("three", 1, Busy("home", 11));
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(put->version, 3);
  EXPECT_EQ(put->schedule.busy,
            (std::vector<BusySource>{Busy("home", 11), Busy("work", 10)}));
}

TEST_P(ScheduleStoreContract, KeepsBusyTimeWhenTheScheduleIsWritten) {
  ASSERT_TRUE(PutBusy("one", 1, Busy("home", 9)).ok());
  const auto put = Put("two", 1, MondaysAt(9));
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(put->schedule.busy, std::vector<BusySource>{Busy("home", 9)});
  // A repetition of it too.
  const auto again = Put("two", 1, MondaysAt(9));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_THAT(*again, IsStored(*put));
  const auto replayed = store().Replay(
      admin(), Request("two"), {Associate(1), MondaysAt(9), std::nullopt});
  ASSERT_TRUE(replayed.ok()) << replayed.status();
  ASSERT_TRUE(replayed->has_value());
  EXPECT_THAT(**replayed, IsStored(*put));
  const ScheduleWrite write = {Associate(1), MondaysAt(10), std::nullopt};
  const auto many = store().PutMany(admin(), {&write, 1});
  ASSERT_TRUE(many.ok()) << many.status();
  EXPECT_EQ(many->at(0).version, 3);
  EXPECT_EQ(many->at(0).schedule.busy,
            std::vector<BusySource>{Busy("home", 9)});
  // What differs in nothing but busy time differs in nothing.
  const auto same = store().PutMany(admin(), {&write, 1});
  ASSERT_TRUE(same.ok()) << same.status();
  EXPECT_EQ(same->at(0).version, 3);
  EXPECT_EQ(ReadAll(brand_).at(Associate(1)).schedule.busy,
            std::vector<BusySource>{Busy("home", 9)});
}

TEST_P(ScheduleStoreContract, ForgetsASource) {
  ASSERT_TRUE(PutBusy("one", 1, Busy("home", 9)).ok());
  const auto removed = RemoveBusy("two", 1, "home");
  ASSERT_TRUE(removed.ok()) << removed.status();
  EXPECT_EQ(removed->version, 2);
  EXPECT_TRUE(removed->schedule.busy.empty());
  EXPECT_TRUE(ReadAll(brand_).at(Associate(1)).schedule.busy.empty());
  EXPECT_EQ(ReasonOf(RemoveBusy("three", 1, "home").status()),
            "BUSY_SOURCE_NOT_FOUND");
  EXPECT_EQ(VersionOf(1), 2);
}

TEST_P(ScheduleStoreContract, WritesNothingForARepeatedRequestAboutBusyTime) {
  ASSERT_TRUE(PutBusy("one", 1, Busy("home", 9)).ok());
  ASSERT_TRUE(RemoveBusy("two", 1, "home").ok());
  const auto again = PutBusy("one", 1, Busy("home", 9));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->version, 2);  // as it now is
  EXPECT_TRUE(again->schedule.busy.empty());
  const auto removed_again = RemoveBusy("two", 1, "home");
  ASSERT_TRUE(removed_again.ok()) << removed_again.status();
  EXPECT_EQ(VersionOf(1), 2);
  const auto reused = store().PutBusy(admin(), Request("one", 'b'),
                                      {Associate(1), "x", Busy("x", 1)});
  EXPECT_EQ(ReasonOf(reused.status()), "REQUEST_ID_REUSED");
}

TEST_P(ScheduleStoreContract, KeepsSubscriptionsBesideASchedule) {
  BusySource source = Busy("home", 9);
  source.uri = "https://cal.example/a.ics";
  source.fetch_time = source.import_time + absl::Microseconds(1);
  source.error = "HTTP_404";
  ASSERT_TRUE(PutBusy("one", 1, source).ok());
  EXPECT_EQ(ReadAll(brand_).at(Associate(1)).schedule.busy,
            std::vector<BusySource>{source});
}

TEST_P(ScheduleStoreContract, WritesBusyTimeOverTheExpectedVersionOnly) {
  const auto put = [&](const std::string& name, int64_t expected) {
    return store().PutBusy(admin(), Request(name),
                           {Associate(1), "home", Busy("home", 9), expected});
  };
  EXPECT_EQ(put("one", 1).status().code(), StatusCode::kAborted);
  ASSERT_TRUE(put("one", 0).ok());
  const auto late = put("two", 0);
  EXPECT_EQ(late.status().code(), StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(late.status()), "ETAG_MISMATCH");
  EXPECT_EQ(VersionOf(1), 1);
  ASSERT_TRUE(put("two", 1).ok());
  // A repetition is answered, whatever is expected.
  const auto again = put("two", 1);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->version, 2);
}

TEST_P(ScheduleStoreContract, RefusesTooManySources) {
  for (size_t i = 0; i < kBusySourcesMax; ++i) {
    const std::string id = absl::StrCat("s", i);
    ASSERT_TRUE(PutBusy(id, 1, Busy(id, 1)).ok());
  }
  EXPECT_EQ(ReasonOf(PutBusy("more", 1, Busy("more", 1)).status()), "TOO_MANY");
  EXPECT_EQ(VersionOf(1), static_cast<int64_t>(kBusySourcesMax));
}

}  // namespace rapport::calendar

#endif  // RAPPORT_TESTS_CONTRACT_SCHEDULE_STORE_BUSY_H_
