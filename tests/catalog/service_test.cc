#include "server/catalog/service.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/vocabulary/interval.h"
#include "tests/catalog/problems.h"

namespace rapport::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Service GoodService() {
  Service service;
  service.id = ServiceId::FromStored("bridal-styling");
  service.display_name = "Bridal styling";
  service.channels = {Channel::kVideo};
  return service;
}

// What is wrong with a good service after `change`.
template <typename Change>
std::vector<std::string> After(Change change) {
  Service service = GoodService();
  change(service);
  return Seen(CheckService(service));
}

TEST(CheckService, FindsNothingWrongWithTheDefaults) {
  EXPECT_THAT(Seen(CheckService(GoodService())), IsEmpty());
}

TEST(CheckService, WantsANameADisplayNameAndAChannel) {
  EXPECT_THAT(Seen(CheckService(Service())),
              ElementsAre("name REQUIRED", "display_name REQUIRED",
                          "channels REQUIRED"));
}

TEST(CheckService, BoundsTheDuration) {
  const auto with = [](absl::Duration duration) {
    return After([=](Service& s) { s.duration = duration; });
  };
  EXPECT_THAT(with(absl::Minutes(5)), IsEmpty());
  EXPECT_THAT(with(absl::Hours(12)), IsEmpty());
  EXPECT_THAT(with(absl::ZeroDuration()), ElementsAre("duration OUT_OF_RANGE"));
  EXPECT_THAT(with(absl::Hours(12) + kTick),
              ElementsAre("duration OUT_OF_RANGE"));
  EXPECT_THAT(with(absl::InfiniteDuration()),
              ElementsAre("duration OUT_OF_RANGE"));
  EXPECT_THAT(with(absl::Minutes(7)), ElementsAre("duration OFF_TICK"));
  EXPECT_THAT(with(absl::Minutes(5) + absl::Nanoseconds(1)),
              ElementsAre("duration OFF_TICK"));
}

TEST(CheckService, BoundsWhatItNeeds) {
  const auto with = [](std::vector<ResourceNeed> needs) {
    return After([&](Service& s) { s.needs = std::move(needs); });
  };
  const ResourceKind room = ResourceKind::FromStored("room");
  const ResourceKind table = ResourceKind::FromStored("table");
  EXPECT_THAT(with({{room, 1}, {table, 4}}), IsEmpty());
  EXPECT_THAT(with({{room, 0}}), ElementsAre("needs[0].count OUT_OF_RANGE"));
  EXPECT_THAT(with({{room, 5}}), ElementsAre("needs[0].count OUT_OF_RANGE"));
  EXPECT_THAT(with({{room, 1}, {table, 1}, {room, 1}}),
              ElementsAre("needs[2].kind DUPLICATE"));
  EXPECT_THAT(with(std::vector<ResourceNeed>(6, {room, 1})),
              ElementsAre("needs TOO_MANY"));
}

TEST(CheckService, BoundsTheBuffers) {
  EXPECT_THAT(After([](Service& s) {
                s.buffer_before = kBufferMax;
                s.buffer_after = kBufferMax;
              }),
              IsEmpty());
  EXPECT_THAT(
      After([](Service& s) {
        s.buffer_before = -kTick;
        s.buffer_after = kBufferMax + kTick;
      }),
      ElementsAre("buffer_before OUT_OF_RANGE", "buffer_after OUT_OF_RANGE"));
  EXPECT_THAT(After([](Service& s) { s.buffer_after = absl::Minutes(1); }),
              ElementsAre("buffer_after OFF_TICK"));
}

TEST(CheckService, BoundsNoticeAndHorizonToTheSecond) {
  EXPECT_THAT(After([](Service& s) {
                s.minimum_notice = absl::Hours(60 * 24);
                s.booking_horizon = absl::Hours(365 * 24);
              }),
              IsEmpty());
  EXPECT_THAT(After([](Service& s) {
                s.minimum_notice = absl::Hours(60 * 24) + absl::Seconds(1);
                s.booking_horizon = absl::Hours(365 * 24) + absl::Seconds(1);
              }),
              ElementsAre("minimum_notice OUT_OF_RANGE",
                          "booking_horizon OUT_OF_RANGE"));
  EXPECT_THAT(After([](Service& s) { s.minimum_notice = -absl::Seconds(1); }),
              ElementsAre("minimum_notice OUT_OF_RANGE"));
}

TEST(CheckService, WantsASlotIntervalThatDividesTheDay) {
  const auto with = [](absl::Duration interval) {
    return After([=](Service& s) { s.slot_interval = interval; });
  };
  for (int minutes : {5, 10, 15, 20, 30, 40, 45, 60, 90, 120, 180, 240}) {
    EXPECT_THAT(with(absl::Minutes(minutes)), IsEmpty()) << minutes;
  }
  EXPECT_THAT(with(absl::Minutes(25)),
              ElementsAre("slot_interval OUT_OF_RANGE"));
  EXPECT_THAT(with(absl::Minutes(50)),
              ElementsAre("slot_interval OUT_OF_RANGE"));
  EXPECT_THAT(with(absl::ZeroDuration()),
              ElementsAre("slot_interval OUT_OF_RANGE"));
  EXPECT_THAT(with(absl::Minutes(245)),
              ElementsAre("slot_interval OUT_OF_RANGE"));
}

TEST(CheckService, BoundsTheHold) {
  const auto with = [](absl::Duration hold) {
    return After([=](Service& s) { s.hold_duration = hold; });
  };
  EXPECT_THAT(with(absl::Minutes(1)), IsEmpty());
  EXPECT_THAT(with(absl::Minutes(60)), IsEmpty());
  EXPECT_THAT(with(absl::Seconds(59)),
              ElementsAre("hold_duration OUT_OF_RANGE"));
  EXPECT_THAT(with(absl::Seconds(3601)),
              ElementsAre("hold_duration OUT_OF_RANGE"));
}

TEST(CheckService, BoundsWhatShoppersMayStillChange) {
  EXPECT_THAT(After([](Service& s) {
                s.cancel_notice = kChangeNoticeMax;
                s.move_notice = kTick;
              }),
              IsEmpty());
  EXPECT_THAT(
      After([](Service& s) {
        s.cancel_notice = kChangeNoticeMax + kTick;
        s.move_notice = absl::Minutes(1);
      }),
      ElementsAre("cancel_notice OUT_OF_RANGE", "move_notice OFF_TICK"));
  EXPECT_THAT(After([](Service& s) { s.move_notice = -kTick; }),
              ElementsAre("move_notice OUT_OF_RANGE"));
}

TEST(CheckService, BoundsThePartyAndAsksForGoodQuestions) {
  const auto with = [](int party) {
    return After([=](Service& s) { s.party_max = party; });
  };
  for (const int party : {1, 1000}) EXPECT_THAT(with(party), IsEmpty());
  for (const int party : {0, 1001}) {
    EXPECT_THAT(with(party), ElementsAre("party_max OUT_OF_RANGE"));
  }
  EXPECT_THAT(After([](Service& s) { s.questions = {{.text = "Which?"}}; }),
              ElementsAre("questions[0].id REQUIRED"));
}

TEST(CheckService, BoundsWhatOneShopperMayHave) {
  constexpr absl::Duration kDay = absl::Hours(24);
  const auto with = [](ShopperLimit limit) {
    return After([=](Service& s) { s.shopper_limit = limit; });
  };
  EXPECT_THAT(with({.live_max = 1000}), IsEmpty());
  EXPECT_THAT(with({.count_max = 1, .period = 366 * kDay}), IsEmpty());
  EXPECT_THAT(with({.live_max = 1001}),
              ElementsAre("shopper_limit.live_max OUT_OF_RANGE"));
  EXPECT_THAT(with({.live_max = -1}),
              ElementsAre("shopper_limit.live_max OUT_OF_RANGE"));
  EXPECT_THAT(with({.count_max = 1001, .period = kDay}),
              ElementsAre("shopper_limit.count_max OUT_OF_RANGE"));
  EXPECT_THAT(with({.count_max = 1}),
              ElementsAre("shopper_limit.period REQUIRED"));
  EXPECT_THAT(with({.period = kDay}),
              ElementsAre("shopper_limit.count_max REQUIRED"));
  for (const absl::Duration period :
       {absl::Hours(36), 367 * kDay, -kDay, absl::InfiniteDuration()}) {
    EXPECT_THAT(with({.count_max = 1, .period = period}),
                ElementsAre("shopper_limit.period OUT_OF_RANGE"))
        << period;
  }
}

TEST(CheckService, SaysWhatWasSeenAndTheRule) {
  Service service = GoodService();
  service.duration = absl::Hours(13);
  EXPECT_EQ(CheckService(service)[0].message, "13h; must be 5m to 12h");
}

}  // namespace
}  // namespace rapport::catalog
