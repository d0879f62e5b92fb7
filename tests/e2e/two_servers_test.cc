// Two servers on one database: what one does binds the other at once, and shows
// there within a second.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "db/database_url.h"
#include "rapport/v1/calendar_service.grpc.pb.h"
#include "rapport/v1/locator_service.grpc.pb.h"
#include "tests/e2e/books.h"
#include "tests/e2e/server_process.h"
#include "tests/e2e/small_brand.h"
#include "tests/support/private_database.h"

namespace rapport::test {
namespace {

constexpr absl::Duration kVisibleWithin = absl::Seconds(1);
// What a slow, instrumented build on a busy machine may take beyond that.
constexpr absl::Duration kPatience = absl::Seconds(30);

class TwoServers : public testing::Test {
 protected:
  TestSchema schema_;
  ServerProcess a_{{"--database", schema_.url().ToSecretString()}};
  SmallBrand brand_{a_.Connect(), 4};
  // Starts with the brand already there; on a cluster, at another node.
  ServerProcess b_{
      {"--database",
       schema_.url().StartingAt(schema_.url().hosts.back()).ToSecretString()}};

  grpc::Status Hold(ServerProcess& server, const std::string& request_id,
                    size_t associate, int slot, v1::Booking* reply,
                    std::string* position = nullptr) {
    v1::BookingService::Stub stub(server.Connect());
    grpc::ClientContext context;
    SetCaller(context, "shopper", request_id);
    const grpc::Status status = stub.HoldSlot(
        &context, brand_.Hold(request_id, associate, slot), reply);
    const auto& trailing = context.GetServerTrailingMetadata();
    const auto said = trailing.find("rapport-position");
    if (position != nullptr && said != trailing.end()) {
      position->assign(said->second.data(), said->second.size());
    }
    return status;
  }

  // The first free slot of an associate as `server` sees it, from `position` on.
  absl::Time FirstSlot(ServerProcess& server, size_t associate,
                       const std::string& position = "") {
    v1::CalendarService::Stub stub(server.Connect());
    grpc::ClientContext context;
    SetCaller(context, "shopper", "reader");
    if (!position.empty()) {
      context.AddMetadata("rapport-min-position", position);
    }
    v1::ListSlotsRequest request;
    request.set_parent(brand_.associates()[associate]);
    request.set_service(SmallBrand::kService);
    request.set_channel(v1::CHANNEL_VIDEO);
    request.set_page_size(1);
    auto* window = request.mutable_window();
    window->mutable_start_time()->set_seconds(
        absl::ToUnixSeconds(brand_.first_start()));
    window->mutable_end_time()->set_seconds(
        absl::ToUnixSeconds(brand_.first_start() + absl::Hours(24)));
    v1::ListSlotsResponse reply;
    const grpc::Status status = stub.ListSlots(&context, request, &reply);
    EXPECT_TRUE(status.ok()) << status.error_message();
    if (reply.slots().empty()) return absl::InfinitePast();
    return absl::FromUnixSeconds(reply.slots(0).start_time().seconds());
  }

  // How long until `server` shows that slot first.
  absl::Duration WaitForFirstSlot(ServerProcess& server, size_t associate,
                                  absl::Time start) {
    const absl::Time begin = absl::Now();
    while (FirstSlot(server, associate) != start) {
      if (absl::Now() - begin > kPatience) return absl::InfiniteDuration();
    }
    return absl::Now() - begin;
  }
};

TEST_F(TwoServers, RefuseWhatTheOtherHasBooked) {
  v1::Booking held;
  ASSERT_TRUE(Hold(a_, "request-a", 0, 0, &held).ok());
  v1::Booking other;
  const grpc::Status refused = Hold(b_, "request-b", 0, 0, &other);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::ALREADY_EXISTS);
  // And a repeated request is answered the same by either.
  v1::Booking again;
  ASSERT_TRUE(Hold(b_, "request-a", 0, 0, &again).ok());
  EXPECT_EQ(again.SerializeAsString(), held.SerializeAsString());
}

TEST_F(TwoServers, ShowWhatTheOtherHasBookedWithinASecond) {
  const absl::Time before = FirstSlot(b_, 1);
  EXPECT_EQ(before, brand_.first_start());
  v1::Booking held;
  ASSERT_TRUE(Hold(a_, "request-a", 1, 0, &held).ok());
  const absl::Duration shown =
      WaitForFirstSlot(b_, 1, before + SmallBrand::kApart);
  RecordProperty("visible_ms",
                 static_cast<int>(absl::ToInt64Milliseconds(shown)));
#ifndef RAPPORT_SANITIZED
  EXPECT_LT(shown, kVisibleWithin);
#else
  EXPECT_LT(shown, kPatience);
#endif
}

TEST_F(TwoServers, ShowCallersTheirOwnWritesWhicheverTheyAsk) {
  constexpr int kHolds = 20;
  absl::Duration waited;
  for (int slot = 0; slot < kHolds; ++slot) {
    v1::Booking held;
    std::string position;
    ASSERT_TRUE(
        Hold(a_, absl::StrCat("request-", slot), 3, slot, &held, &position)
            .ok());
    ASSERT_NE(position, "");
    const absl::Time start = absl::Now();
    const absl::Time next =
        brand_.first_start() + (slot + 1) * SmallBrand::kApart;
    EXPECT_EQ(FirstSlot(b_, 3, position), next);  // in the first answer
    waited += absl::Now() - start;
    EXPECT_EQ(FirstSlot(a_, 3, position), next);
  }
  std::printf("%.1f ms for a read elsewhere\n",
              absl::ToDoubleMilliseconds(waited / kHolds));
}

TEST_F(TwoServers, AgreeUnderARaceForEverySlot) {
  constexpr int kSlots = 30;
  constexpr int kClients = 8;
  std::vector<int> won(kSlots, 0);
  std::vector<std::vector<int>> wins(kClients);
  std::vector<std::thread> clients;
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] {
      for (int slot = 0; slot < kSlots; ++slot) {
        v1::Booking held;
        const grpc::Status status =
            Hold(client % 2 == 0 ? a_ : b_,
                 absl::StrCat("race-", client, "-", slot), 2, slot, &held);
        if (status.ok()) {
          wins[client].push_back(slot);
        } else {
          EXPECT_EQ(status.error_code(), grpc::StatusCode::ALREADY_EXISTS)
              << status.error_message();
        }
      }
    });
  }
  for (std::thread& client : clients) client.join();
  for (const std::vector<int>& slots : wins) {
    for (int slot : slots) ++won[slot];
  }
  EXPECT_EQ(won, std::vector<int>(kSlots, 1));
  EXPECT_TRUE(ReadBooks(schema_.url()).Agree());
}

}  // namespace
}  // namespace rapport::test
