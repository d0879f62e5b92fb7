#include "clients/cpp/slot_watch.h"

#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cpp/event.h"
#include "clients/cpp/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/support/fake_clock.h"
#include "tests/clients/support/fake_server.h"

namespace rapport::client {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Ge;
using testing::IsEmpty;
using testing::Le;
using testing::SizeIs;
using Writer = grpc::ServerWriter<v1::WatchSlotsResponse>;

v1::WatchSlotsResponse Message(const std::string& position) {
  v1::WatchSlotsResponse message;
  message.set_position(position);
  return message;
}

// Waits until the caller has hung up.
void AwaitHangUp(Writer& stream) {
  while (stream.Write(Message("again"))) {
  }
}

class SlotWatchTest : public testing::Test {
 protected:
  // The n-th stream, from 0 on, is served by `serve`; where each was resumed
  // from is in resumed().
  using Serve = std::function<grpc::Status(int number, Writer&)>;
  void Script(Serve serve) {
    server_.watch_slots = [this, serve](grpc::ServerContext& context,
                                        const v1::WatchSlotsRequest& request,
                                        Writer& stream) {
      int number = 0;
      {
        std::lock_guard<std::mutex> lock(mutex_);
        number = static_cast<int>(resumed_.size());
        resumed_.push_back(request.resume_position());
        deadlines_.push_back(context.deadline());
      }
      return serve(number, stream);
    };
  }

  std::unique_ptr<SlotWatch> Watch(const std::string& position = "") {
    v1::WatchSlotsRequest request;
    request.set_parent("brands/demo");
    request.set_resume_position(position);
    return client_.WatchSlots(request);
  }

  std::vector<std::string> resumed() {
    std::lock_guard<std::mutex> lock(mutex_);
    return resumed_;
  }

  FakeServer server_;
  FakeClock clock_{absl::Now()};
  Client client_ =
      server_.Connect({.brand = "demo", .principal = "s-1"}, clock_);
  std::mutex mutex_;  // guards the next ones
  std::vector<std::string> resumed_;
  std::vector<std::chrono::system_clock::time_point> deadlines_;
};

TEST_F(SlotWatchTest, GivesEachMessageAsItComesAndHasNoDeadline) {
  Event had_the_first;
  Script([&](int, Writer& stream) {
    stream.Write(Message("p1"));
    had_the_first.Wait();
    stream.Write(Message("p2"));
    return ErrorWith(grpc::PERMISSION_DENIED, "enough", "ENOUGH");
  });
  const auto watch = Watch();
  EXPECT_EQ(watch->position(), "");
  EXPECT_EQ(watch->Next()->position(), "p1");
  had_the_first.Happen();
  EXPECT_EQ(watch->Next()->position(), "p2");
  EXPECT_EQ(watch->position(), "p2");
  EXPECT_EQ(watch->Next().status().code(), absl::StatusCode::kPermissionDenied);
  // gRPC's "never" is the end of its clock.
  EXPECT_GT(absl::FromChrono(deadlines_.at(0)),
            absl::Now() + absl::Hours(24 * 365));
  EXPECT_THAT(clock_.sleeps(), IsEmpty());
}

TEST_F(SlotWatchTest, GoesOnFromTheLastMessageWhereTheStreamIsLost) {
  Script([](int number, Writer& stream) {
    stream.Write(Message(absl::StrCat("p", number)));
    if (number == 1) return grpc::Status::OK;
    // As a server that goes down under its calls.
    if (number == 2) return grpc::Status(grpc::CANCELLED, "not by us");
    return grpc::Status(grpc::UNAVAILABLE, "going down");
  });
  const auto watch = Watch("mine");
  for (const char* position : {"p0", "p1", "p2", "p3"}) {
    EXPECT_EQ(watch->Next()->position(), position);
  }
  EXPECT_THAT(resumed(), ElementsAre("mine", "p0", "p1", "p2"));
  // Each message begins the count anew, but none spares the wait.
  EXPECT_THAT(clock_.sleeps(), SizeIs(3));
  EXPECT_THAT(clock_.sleeps(), Each(AllOf(Ge(absl::Milliseconds(75)),
                                          Le(absl::Milliseconds(150)))));
}

TEST_F(SlotWatchTest, GivesUpAfterAsManyAttemptsAsThereMayBe) {
  Script(
      [](int, Writer&) { return grpc::Status(grpc::UNAVAILABLE, "not now"); });
  const auto watch = Watch("p7");
  const int attempts_max = ClientOptions().watch_retry.attempts_max;
  EXPECT_EQ(watch->Next().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(resumed(), SizeIs(attempts_max));
  EXPECT_THAT(resumed(), Each("p7"));
  EXPECT_THAT(clock_.sleeps(), SizeIs(attempts_max - 1));
  EXPECT_THAT(clock_.sleeps(), Each(Le(absl::Seconds(5))));
  // Who asks again means it.
  EXPECT_EQ(watch->Next().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(resumed(), SizeIs(2 * attempts_max));
}

TEST_F(SlotWatchTest, DoesNotComeBackByItselfWhenItWasTooSlow) {
  Script([](int, Writer& stream) {
    stream.Write(Message("p1"));
    return ErrorWith(grpc::RESOURCE_EXHAUSTED, "too slow", "WATCHER_TOO_SLOW");
  });
  const auto watch = Watch();
  EXPECT_TRUE(watch->Next().ok());
  const auto end = watch->Next();
  EXPECT_EQ(end.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(DetailsOf(end.status()).reason, "WATCHER_TOO_SLOW");
  EXPECT_EQ(watch->position(), "p1");
  EXPECT_THAT(resumed(), SizeIs(1));
}

TEST_F(SlotWatchTest, IsCancelledWhileItWaits) {
  Event began;
  Script([&](int, Writer& stream) {
    stream.Write(Message("p1"));
    began.Happen();
    AwaitHangUp(stream);
    return grpc::Status::OK;
  });
  const auto watch = Watch();
  std::thread canceller([&] {
    began.Wait();
    watch->Cancel();
  });
  absl::Status status;
  while (status.ok()) status = watch->Next().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  canceller.join();
  EXPECT_EQ(watch->Next().status().code(), absl::StatusCode::kCancelled);
  EXPECT_THAT(resumed(), SizeIs(1));
}

TEST_F(SlotWatchTest, HangsUpWhenItGoes) {
  Event hung_up;
  Script([&](int, Writer& stream) {
    AwaitHangUp(stream);
    hung_up.Happen();
    return grpc::Status::OK;
  });
  EXPECT_TRUE(Watch()->Next().ok());
  hung_up.Wait();
}

TEST_F(SlotWatchTest, OutlivesItsClient) {
  Script([](int, Writer& stream) {
    stream.Write(Message("p1"));
    return grpc::Status(grpc::UNAVAILABLE, "going down");
  });
  std::unique_ptr<SlotWatch> watch;
  {
    const Client client =
        server_.Connect({.brand = "demo", .principal = "s-2"}, clock_);
    watch = client.WatchSlots(v1::WatchSlotsRequest());
  }
  EXPECT_TRUE(watch->Next().ok());
  EXPECT_TRUE(watch->Next().ok());
}

}  // namespace
}  // namespace rapport::client
