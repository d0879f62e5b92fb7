// Two sites on one database, the weather between them, and what may happen.
#ifndef RAPPORT_TESTS_E2E_REPLICAS_FIXTURE_H_
#define RAPPORT_TESTS_E2E_REPLICAS_FIXTURE_H_

#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "db/migrations.h"
#include "tests/e2e/random_caller.h"
#include "tests/e2e/site.h"
#include "tests/e2e/small_brand.h"
#include "tests/support/private_database.h"

namespace rapport::test {

inline constexpr int kAssociates = 3;
inline constexpr unsigned kCallers = 8;  // of a storm
// More than it takes, even under a sanitizer on a busy machine.
inline constexpr absl::Duration kPublishedWithin = absl::Seconds(30);

inline unsigned Seed() {
  unsigned seed = 0;
  const char* given = std::getenv("RAPPORT_TEST_SEED");
  if (given == nullptr || !absl::SimpleAtoi(given, &seed)) {
    seed = std::random_device()();
  }
  std::printf("RAPPORT_TEST_SEED=%u\n", seed);
  return seed;
}

// How much is done; more by RAPPORT_TEST_SCALE.
inline int Scaled(int count) {
  int scale = 1;
  const char* given = std::getenv("RAPPORT_TEST_SCALE");
  if (given == nullptr || !absl::SimpleAtoi(given, &scale)) scale = 1;
  return count * scale;
}

// The network between a site's follower and the database, as it is for some
// rounds. For one thread.
class Weather {
 public:
  Weather(Site& site, unsigned seed) : site_(site), random_(seed) {
    site_.follower_breaks = [this] {
      return cut_ || (rough_ && random_() % 5 == 0);
    };
  }

  // One round of following. Failures are what is tested.
  void Follow() {
    if (rounds_-- <= 0) Turn();
    site_.Follow().status().IgnoreError();
  }

  // Good from now on.
  void Clear() { site_.follower_breaks = nullptr; }

 private:
  void Turn() {
    const unsigned kind = random_() % 4;
    cut_ = kind == 0;
    rough_ = kind == 1;
    rounds_ = static_cast<int>(random_() % 12);
  }

  Site& site_;
  std::mt19937 random_;
  bool cut_ = false;
  bool rough_ = false;
  int rounds_ = 0;
};

class Replicas : public testing::Test {
 protected:
  // Two sites, of which the second may have a flaw; on a cluster, each at a
  // node of its own.
  void Start(absl::Duration position_wait, Flaw flaw = Flaw::kNone) {
    sites_.push_back(std::make_unique<Site>(
        schema_.url(), Site::Options{seed_, Flaw::kNone, position_wait}));
    brand_ = std::make_unique<SmallBrand>(sites_[0]->channel(), kAssociates);
    sites_.push_back(std::make_unique<Site>(
        schema_.url().StartingAt(schema_.url().hosts.back()),
        Site::Options{seed_ + 1, flaw, position_wait}));
    for (size_t i = 0; i < sites_.size(); ++i) {
      weather_.push_back(std::make_unique<Weather>(
          *sites_[i], seed_ + 2 + static_cast<unsigned>(i)));
    }
  }

  std::unique_ptr<RandomCaller> NewCaller(const std::string& name,
                                          unsigned seed) {
    return std::make_unique<RandomCaller>(
        name, seed, schema_.url(),
        std::vector<Site*>{sites_[0].get(), sites_[1].get()}, *brand_);
  }

  // What everybody may see of the brand at `site`, as text.
  std::string Everything(const Site& site) {
    std::vector<std::string> parts;
    v1::ListAssociatesRequest associates;
    associates.set_parent(SmallBrand::kName);
    parts.push_back(
        Ask(site, &v1::CatalogService::Stub::ListAssociates, associates)
            .reply.DebugString());
    v1::ListStoresRequest stores;
    stores.set_parent(SmallBrand::kName);
    parts.push_back(Ask(site, &v1::CatalogService::Stub::ListStores, stores)
                        .reply.DebugString());
    for (const std::string& associate : brand_->associates()) {
      v1::GetScheduleRequest schedule;
      schedule.set_name(absl::StrCat(associate, "/schedule"));
      parts.push_back(
          Ask(site, &v1::CalendarService::Stub::GetSchedule, schedule)
              .reply.DebugString());
      parts.push_back(Slots(site, associate).DebugString());
    }
    return absl::StrJoin(parts, "\n");
  }

  v1::ListSlotsResponse Slots(const Site& site, const std::string& associate) {
    v1::ListSlotsRequest request;
    request.set_parent(associate);
    request.set_service(SmallBrand::kService);
    request.set_channel(v1::CHANNEL_VIDEO);
    request.set_page_size(1000);
    auto* window = request.mutable_window();
    window->mutable_start_time()->set_seconds(
        absl::ToUnixSeconds(brand_->first_start()));
    window->mutable_end_time()->set_seconds(
        absl::ToUnixSeconds(brand_->first_start() + absl::Hours(24)));
    const auto answer =
        Ask(site, &v1::CalendarService::Stub::ListSlots, request);
    EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
    EXPECT_TRUE(answer.reply.next_page_token().empty());
    return answer.reply;
  }

  // Lets all news arrive. False if a site does not come to know of all events.
  bool Settle(EventJudge& judge) {
    for (auto& weather : weather_) weather->Clear();
    EXPECT_TRUE(sites_[0]->bookings().ExpireDue().ok());
    bool settled = true;
    const Position newest = judge.Newest();
    for (auto& site : sites_) {
      // Numbers that are owed their void rows get them here.
      EXPECT_TRUE(site->log().Heartbeat().ok());
    }
    for (auto& site : sites_) {
      EXPECT_TRUE(site->Follow().ok());
      EXPECT_TRUE(site->Follow().ok());  // what a flawed feed held back
      settled = ComesTo(*site, newest) && settled;
    }
    return settled;
  }

  // What is in memory may have to be published yet.
  static bool ComesTo(Site& site, const Position& newest) {
    std::promise<bool> reached;
    site.board().WhenReached(BrandId(), newest, absl::Now() + kPublishedWithin,
                             [&](bool ok) { reached.set_value(ok); });
    return reached.get_future().get();
  }

  // Whether both sites show what one that has just read everything does.
  bool AllAreEqual() {
    Site fresh(schema_.url(), {});
    const std::string expected = Everything(fresh);
    for (const auto& site : sites_) {
      if (Everything(*site) != expected) return false;
    }
    return true;
  }

  // One step of one thread that does everything.
  void Step(RandomCaller& caller) {
    switch (caller.Below(12)) {
      case 0:
        caller.AnySite().lost_answers = 1;
        return caller.Write();
      case 1:
        caller.judge().Execute(
            "UPDATE booking SET hold_expire_time ="
            " UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE state = 1 LIMIT 1");
        EXPECT_TRUE(caller.AnySite().bookings().ExpireDue().ok());
        return;
      case 2:
        if (caller.Below(10) > 0) return caller.Read();
        // Whoever follows next fences it; its own goes on as another.
        caller.judge().Execute(
            "UPDATE origin_lease SET lease_end ="
            " UTC_TIMESTAMP(6) - INTERVAL 1 SECOND LIMIT 1");
        return;
      case 3:
      case 4:
      case 5:
        weather_[caller.Below(2)]->Follow();
        caller.Read(*sites_[0]);
        return caller.Read(*sites_[1]);
      case 6:
      case 7:
      case 8:
        return caller.Write();
      default:
        return caller.Read();
    }
  }

  // Everybody at once, `steps` of each. Returns those who were there.
  std::vector<std::unique_ptr<RandomCaller>> Storm(int steps) {
    std::vector<std::unique_ptr<RandomCaller>> callers;
    for (unsigned i = 0; i < kCallers; ++i) {
      callers.push_back(NewCaller(absl::StrCat("storm-", storms_, "-", i),
                                  seed_ + 100 + kCallers * storms_ + i));
    }
    ++storms_;
    std::atomic<bool> stop = false;
    std::vector<std::thread> followers;
    for (auto& weather : weather_) {
      followers.emplace_back([&stop, &weather] {
        while (!stop) weather->Follow();
      });
    }
    std::vector<std::thread> threads;
    for (auto& caller : callers) {
      threads.emplace_back([&caller, steps] {
        for (int i = 0; i < steps; ++i) {
          caller->Below(3) == 0 ? caller->Read() : caller->Write();
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    stop = true;
    for (std::thread& follower : followers) follower.join();
    return callers;
  }

  const unsigned seed_ = Seed();
  unsigned storms_ = 0;
  const TestSchema schema_{db::ProgramMigrations()};
  std::vector<std::unique_ptr<Site>> sites_;
  std::unique_ptr<SmallBrand> brand_;
  std::vector<std::unique_ptr<Weather>> weather_;
};

}  // namespace rapport::test

#endif  // RAPPORT_TESTS_E2E_REPLICAS_FIXTURE_H_
