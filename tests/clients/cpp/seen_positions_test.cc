#include "clients/cpp/seen_positions.h"

#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/support/fake_clock.h"
#include "tests/clients/support/fake_server.h"

namespace rapport::client {
namespace {

class SeenPositionsTest : public testing::Test {
 protected:
  SeenPositionsTest() {
    server_.get_brand.Answer(v1::Brand());
    server_.get_store.Answer(v1::Store());
    server_.hold_slot.Answer(v1::Booking());
  }

  Client Connect(bool read_own_writes) {
    ClientOptions options;
    options.address = server_.address();
    options.caller = {.brand = "demo", .principal = "s-1"};
    options.clock = &clock_;
    options.read_own_writes = read_own_writes;
    auto client = Client::Connect(options);
    EXPECT_TRUE(client.ok()) << client.status();
    return *client;
  }

  // What each call of a method has asked for.
  template <typename Script>
  static std::vector<std::string> Asked(const Script& script) {
    std::vector<std::string> asked;
    for (const auto& call : script.heard()) {
      const auto it = call.metadata.find(kMinPositionKey);
      asked.push_back(it == call.metadata.end() ? "" : it->second);
    }
    return asked;
  }

  FakeServer server_;
  FakeClock clock_{absl::Now()};
};

TEST_F(SeenPositionsTest, AreAskedForInTheNextCall) {
  const Client client = Connect(true);
  server_.hold_slot.Say("p1");
  server_.get_brand.Say("p2");
  ASSERT_TRUE(client.HoldSlot({}).ok());
  ASSERT_TRUE(client.GetBrand({}).ok());
  ASSERT_TRUE(client.GetBrand({}).ok());
  EXPECT_THAT(Asked(server_.hold_slot), testing::ElementsAre(""));
  EXPECT_THAT(Asked(server_.get_brand), testing::ElementsAre("p1", "p2"));
}

TEST_F(SeenPositionsTest, AreOfAllCallersOnTheConnection) {
  const Client client = Connect(true);
  server_.hold_slot.Say("p1");
  ASSERT_TRUE(client.HoldSlot({}).ok());
  ASSERT_TRUE(
      client.As({.brand = "demo", .principal = "s-2"}).GetBrand({}).ok());
  EXPECT_THAT(Asked(server_.get_brand), testing::ElementsAre("p1"));
}

TEST_F(SeenPositionsTest, AreNotAskedForUnlessWanted) {
  const Client client = Connect(false);
  server_.hold_slot.Say("p1");
  ASSERT_TRUE(client.HoldSlot({}).ok());
  ASSERT_TRUE(client.GetBrand({}).ok());
  EXPECT_THAT(Asked(server_.get_brand), testing::ElementsAre(""));
}

TEST_F(SeenPositionsTest, OfAFailureAreNotTaken) {
  const Client client = Connect(true);
  server_.get_store.Say("p1");
  server_.get_store.Fail(grpc::Status(grpc::NOT_FOUND, "none"));
  EXPECT_FALSE(client.GetStore({}).ok());
  ASSERT_TRUE(client.GetBrand({}).ok());
  EXPECT_THAT(Asked(server_.get_brand), testing::ElementsAre(""));
}

TEST_F(SeenPositionsTest, AreAskedForAgainWhenAServerIsBehind) {
  const Client client = Connect(true);
  server_.hold_slot.Say("p1");
  ASSERT_TRUE(client.HoldSlot({}).ok());
  server_.get_brand.Answer([count = std::make_shared<int>(0)](
                               const v1::GetBrandRequest&, v1::Brand&) {
    if ((*count)++ > 0) return grpc::Status::OK;
    return ErrorWith(grpc::UNAVAILABLE, "behind", "POSITION_NOT_REACHED");
  });
  ASSERT_TRUE(client.GetBrand({}).ok());
  EXPECT_THAT(Asked(server_.get_brand), testing::ElementsAre("p1", "p1"));
}

// Neither of two that were under way at once can be known to be the newer.
TEST_F(SeenPositionsTest, OfCallsAtTheSameTimeAreBothAskedFor) {
  const Client client = Connect(true);
  server_.hold_slot.Say("p1");
  server_.get_brand.Say("p2");
  server_.get_store.Say("p3");
  server_.get_brand.Answer([&](const v1::GetBrandRequest&, v1::Brand&) {
    EXPECT_TRUE(client.HoldSlot({}).ok());  // before this is answered
    return grpc::Status::OK;
  });
  ASSERT_TRUE(client.GetBrand({}).ok());
  ASSERT_TRUE(client.GetStore({}).ok());
  ASSERT_TRUE(client.GetStore({}).ok());
  EXPECT_THAT(Asked(server_.get_store), testing::ElementsAre("p1,p2", "p3"));
}

TEST_F(SeenPositionsTest, OfFilesAreAskedForAndTakenToo) {
  const Client client = Connect(true);
  server_.hold_slot.Say("p1");
  ASSERT_TRUE(client.HoldSlot({}).ok());
  Metadata import_metadata;
  server_.import_stores = [&](grpc::ServerContext& context, auto& stream) {
    import_metadata = MetadataOf(context);
    v1::ImportStoresRequest piece;
    while (stream.Read(&piece)) {
    }
    v1::ImportStoresResponse summary;
    summary.mutable_summary();
    stream.Write(summary);
    context.AddTrailingMetadata(kPositionKey, "p2");
    return grpc::Status::OK;
  };
  std::istringstream file("rows");
  ImportListener listener;
  ASSERT_TRUE(client.ImportStores({}, BytesOf(file), listener).ok());
  EXPECT_EQ(import_metadata[kMinPositionKey], "p1");
  Metadata export_metadata;
  server_.export_stores = [&](grpc::ServerContext& context,
                              const v1::ExportStoresRequest&, auto&) {
    export_metadata = MetadataOf(context);
    context.AddTrailingMetadata(kPositionKey, "p3");
    return grpc::Status::OK;
  };
  std::ostringstream out;
  ASSERT_TRUE(client.ExportStores({}, BytesTo(out)).ok());
  EXPECT_EQ(export_metadata[kMinPositionKey], "p2");
  ASSERT_TRUE(client.GetBrand({}).ok());
  EXPECT_THAT(Asked(server_.get_brand), testing::ElementsAre("p3"));
}

}  // namespace
}  // namespace rapport::client
