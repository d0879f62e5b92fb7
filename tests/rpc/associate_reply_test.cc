// That the replies which are written as bytes say what their parts say.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "rapport/v1/catalog_service.pb.h"
#include "rapport/v1/locator_service.pb.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

using ::google::protobuf::util::MessageDifferencer;

class AssociateReplyTest : public RpcTest {
 protected:
  static std::string Everybody() {
    return absl::StrCat(
        R"(parent: "brands/acme" near { latitude: 40.7 longitude: -74 } )",
        R"(service: ")", kStyling, R"(" channels: CHANNEL_VIDEO )",
        "channels: CHANNEL_IN_STORE ");
  }

  // Finds everybody as `client`, and compares each with what it is told of them
  // by their own methods.
  static void ExpectAsToldAlone(const RpcClient& client) {
    const auto found = client.Get<v1::SearchAssociatesResponse>(
        "LocatorService/SearchAssociates", Everybody());
    ASSERT_EQ(found.associates_size(), 3);
    for (const v1::AssociateHit& hit : found.associates()) {
      const auto associate = client.Get<v1::Associate>(
          "CatalogService/GetAssociate",
          absl::StrCat(R"(name: ")", hit.associate().name(), R"(")"));
      EXPECT_TRUE(MessageDifferencer::Equals(hit.associate(), associate))
          << hit.associate().ShortDebugString();
      auto store = client.Get<v1::Store>(
          "CatalogService/GetStore",
          absl::StrCat(R"(name: ")", hit.store().name(), R"(")"));
      // Only who asks for one store is told how its hours were read.
      store.clear_hours_reading();
      EXPECT_TRUE(MessageDifferencer::Equals(hit.store(), store))
          << hit.store().ShortDebugString();
      EXPECT_GT(hit.distance_m(), 0);
      EXPECT_GT(hit.slots_size(), 0);
      EXPECT_EQ(hit.slots(0).associate(), hit.associate().name());
      EXPECT_EQ(hit.slots(0).store(), hit.store().name());
    }
  }
};

TEST_F(AssociateReplyTest, TellsShoppersWhatTheyAreToldOfEachAlone) {
  ExpectAsToldAlone(Shopper());
  ExpectAsToldAlone(Shopper());  // from what was kept the first time
}

TEST_F(AssociateReplyTest, TellsTheBrandsOwnPeopleMore) {
  ExpectAsToldAlone(Shopper());
  ExpectAsToldAlone(Admin());
}

TEST_F(AssociateReplyTest, TellsOfAChangeAtOnce) {
  ExpectAsToldAlone(Admin());
  v1::UpdateStoreRequest request;
  *request.mutable_store() = Admin().Get<v1::Store>(
      "CatalogService/GetStore", absl::StrCat(R"(name: ")", kNyc, R"(")"));
  request.mutable_store()->set_display_name("Fifth Avenue");
  v1::Store changed;
  ASSERT_TRUE(
      Admin().Call("CatalogService/UpdateStore", request, &changed).ok());
  ExpectAsToldAlone(Admin());
}

}  // namespace
}  // namespace rapport
