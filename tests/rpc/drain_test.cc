// How the server ends, and what it does with more than it can.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "tests/rpc/barrier.h"
#include "tests/rpc/health_watch.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

constexpr char kGetBrand[] = "CatalogService/GetBrand";
constexpr char kAcme[] = R"(name: "brands/acme")";

class DrainTest : public RpcTest {};

TEST_F(DrainTest, LetsACallUnderWayFinishWhenItDrains) {
  Barrier barrier;
  bookings_.BeforeNextHold([&] { barrier.Wait(); });
  std::string told;
  std::thread caller([&] {
    told = Shopper().Told("BookingService/HoldSlot", HoldText("hold-0001"));
  });
  barrier.AwaitArrival();
  HealthWatch watch(channel_);
  EXPECT_EQ(watch.Next(), Health::SERVING);
  std::thread drain([this] { server_->Drain(absl::InfiniteFuture()); });
  // From here on the server takes no new calls.
  EXPECT_EQ(watch.Next(), Health::NOT_SERVING);
  watch.Leave();
  barrier.Open();
  caller.join();
  drain.join();
  EXPECT_EQ(told, "OK");
  EXPECT_EQ(bookings_.Claims().size(), 15u);  // an hour and a quarter
  EXPECT_EQ(Shopper().Told(kGetBrand, kAcme), "UNAVAILABLE");
}

TEST_F(DrainTest, CancelsWhatIsUnderWayAtTheDrainsDeadline) {
  HealthWatch watch(channel_);  // stays for ever, if it is let
  EXPECT_EQ(watch.Next(), Health::SERVING);
  server_->Drain(absl::Now() + absl::Milliseconds(50));
  EXPECT_EQ(watch.Next(), Health::NOT_SERVING);
  EXPECT_EQ(watch.Next(), Health::UNKNOWN);
  watch.Leave();
}

TEST_F(DrainTest, RefusesAnAddressThatIsTaken) {
  const transport::NobodyReader nobody;
  RpcServer first({catalog_, schedules_, bookings_, waitlist_}, model_, share_,
                  nobody, {});
  ASSERT_TRUE(first.Start().ok());
  EXPECT_THAT(first.address(), ::testing::MatchesRegex("127.0.0.1:[1-9].*"));
  RpcServerOptions same;
  same.address = first.address();
  RpcServer second({catalog_, schedules_, bookings_, waitlist_}, model_, share_,
                   nobody, same);
  EXPECT_EQ(second.Start().code(), absl::StatusCode::kFailedPrecondition);
}

class BusyServerTest : public RpcWorld {
 protected:
  BusyServerTest() : RpcWorld({.workers = 1, .queue_max = 1}) { MakeBrands(); }
};

TEST_F(BusyServerTest, TurnsAwayWhatWouldWaitTooLong) {
  Barrier barrier;
  bookings_.BeforeNextHold([&] { barrier.Wait(); });
  std::vector<std::string> told(3);
  std::thread first([&] {
    told[0] = Shopper().Told("BookingService/HoldSlot", HoldText("hold-0001"));
  });
  barrier.AwaitArrival();
  // The one worker is at work: of two more, one waits and one is refused.
  std::thread second([&] {
    told[1] = Shopper().Told("BookingService/ListBookings",
                             R"(parent: "brands/acme")");
    barrier.Open();
  });
  std::thread third([&] {
    told[2] = Shopper().Told("BookingService/ListBookings",
                             R"(parent: "brands/acme")");
    barrier.Open();
  });
  first.join();
  second.join();
  third.join();
  std::sort(told.begin(), told.end());
  EXPECT_THAT(told, ::testing::ElementsAre("OK", "OK",
                                           "RESOURCE_EXHAUSTED SERVER_BUSY"));
  // What is read from memory waits for no worker.
}

TEST_F(BusyServerTest, ReadsFromMemoryWhileAllWorkersWait) {
  Barrier barrier;
  bookings_.BeforeNextHold([&] { barrier.Wait(); });
  std::thread holder([&] {
    Shopper().Told("BookingService/HoldSlot", HoldText("hold-0001"));
  });
  barrier.AwaitArrival();
  EXPECT_EQ(Shopper().Told(kGetBrand, kAcme), "OK");
  barrier.Open();
  holder.join();
}

}  // namespace
}  // namespace rapport
