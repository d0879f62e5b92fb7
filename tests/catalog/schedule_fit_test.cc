#include "server/catalog/schedule_fit.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/catalog/problems.h"

namespace rapport::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

AssociateContent AnAssociate() {
  AssociateContent content;
  content.stores = {StoreIdOf("pos", "1"), StoreIdOf("pos", "2")};
  content.channels = {Channel::kInStore, Channel::kVideo};
  return content;
}

TEST(CheckScheduleFits, TakesTheAssociatesStoresAndChannels) {
  calendar::Schedule schedule;
  schedule.weekly_periods = {
      {absl::Weekday::monday, {600, 720, {}, {}}},
      {absl::Weekday::tuesday,
       {600, 720, StoreIdOf("pos", "2"), {Channel::kVideo}}}};
  EXPECT_THAT(Seen(CheckScheduleFits(AnAssociate(), schedule)), IsEmpty());
}

TEST(CheckScheduleFits, RefusesOthersInWeeksAndOnDates) {
  calendar::Schedule schedule;
  const calendar::DayPeriod fits = {600, 720, {}, {}};
  const calendar::DayPeriod elsewhere = {600, 720, StoreIdOf("pos", "3"), {}};
  const calendar::DayPeriod by_chat = {
      600, 720, {}, {Channel::kVideo, Channel::kChat}};
  schedule.weekly_periods = {{absl::Weekday::monday, fits},
                             {absl::Weekday::friday, elsewhere}};
  schedule.overrides = {{absl::CivilDay(2027, 1, 1), {fits, by_chat}}};
  EXPECT_THAT(Seen(CheckScheduleFits(AnAssociate(), schedule)),
              ElementsAre("schedule.weekly_periods[1].store UNKNOWN",
                          "schedule.overrides[0].periods[1].channels UNKNOWN"));
}

}  // namespace
}  // namespace rapport::catalog
