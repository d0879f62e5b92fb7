// Policies from end to end: written by those who may, felt by those who book,
// explained to anybody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/catalog_service.pb.h"
#include "rapport/v1/locator_service.pb.h"
#include "tests/rpc/rpc_world.h"
#include "tests/transport/error_details.h"

namespace rapport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr char kUs[] = "brands/acme/regions/us";

class OfferPolicyRpcTest : public RpcTest {
 protected:
  // `rules` in text format.
  v1::OfferPolicy Say(const std::string& of, const std::string& rules) {
    return Admin().Get<v1::OfferPolicy>(
        "CatalogService/UpdateOfferPolicy",
        absl::Substitute(R"(offer_policy { name: "$0/offerPolicy" $1 })", of,
                         rules));
  }
  v1::OfferPolicy Policy(const std::string& of) {
    return Shopper().Get<v1::OfferPolicy>(
        "CatalogService/GetOfferPolicy",
        absl::Substitute(R"(name: "$0/offerPolicy")", of));
  }
  void MoveNycTo(const std::string& market) {
    v1::UpdateStoreRequest request;
    *request.mutable_store() = Admin().Get<v1::Store>(
        "CatalogService/GetStore", absl::StrCat("name: \"", kNyc, "\""));
    request.mutable_store()->set_market("brands/acme/" + market);
    ASSERT_TRUE(
        Admin().Call("CatalogService/UpdateStore", request, nullptr).ok());
  }
  v1::ExplainOfferResponse Explain(const std::string& service,
                                   const std::string& more = "") {
    return Shopper().Get<v1::ExplainOfferResponse>(
        "CatalogService/ExplainOffer",
        absl::Substitute(R"(associate: "$0" store: "$1" service: "$2" $3)",
                         kAna, kNyc, service, more));
  }
  v1::OfferDecision Video() {
    const auto reply = Explain(kStyling, "channel: CHANNEL_VIDEO");
    EXPECT_EQ(reply.decisions_size(), 1);
    return reply.decisions(0);
  }
  static std::string Off(const std::string& more = "") {
    return absl::Substitute(R"(rules { service: "$0" $1 })", kStyling, more);
  }
};

TEST_F(OfferPolicyRpcTest, OneThatNobodyWroteIsEmptyAndCanBeWritten) {
  const v1::OfferPolicy empty = Policy(kUs);
  EXPECT_EQ(empty.name(), absl::StrCat(kUs, "/offerPolicy"));
  EXPECT_EQ(empty.rules_size(), 0);
  EXPECT_FALSE(empty.has_update_time());
  v1::UpdateOfferPolicyRequest request;
  *request.mutable_offer_policy() = empty;
  request.mutable_offer_policy()->add_rules();
  EXPECT_TRUE(
      Admin().Call("CatalogService/UpdateOfferPolicy", request, nullptr).ok());
  // By now it is not as it was read.
  EXPECT_EQ(transport::Summary(Admin().Call("CatalogService/UpdateOfferPolicy",
                                            request, nullptr)),
            "ABORTED ETAG_MISMATCH");
  EXPECT_TRUE(Policy(kUs).has_update_time());
}

TEST_F(OfferPolicyRpcTest, KeepsEveryPartOfARule) {
  const v1::OfferPolicy said = Say("brands/acme", absl::Substitute(R"(
          rules { service: "$0" channel: CHANNEL_SMS offered: true final: true }
          rules { channel: CHANNEL_PHONE } rules { offered: true })",
                                                                   kRepair));
  EXPECT_EQ(Policy("brands/acme").DebugString(), said.DebugString());
  ASSERT_EQ(said.rules_size(), 3);
  EXPECT_EQ(said.rules(0).service(), kRepair);
  EXPECT_EQ(said.rules(0).channel(), v1::CHANNEL_SMS);
  EXPECT_TRUE(said.rules(0).offered());
  EXPECT_TRUE(said.rules(0).final());
  EXPECT_EQ(said.rules(1).service(), "");
  EXPECT_FALSE(said.rules(1).offered());
}

TEST_F(OfferPolicyRpcTest, NobodyHoldsWhatARegionDoesNotOffer) {
  MoveNycTo("regions/us/markets/ny");
  Say(kUs, Off("channel: CHANNEL_VIDEO final: true"));
  Say(kNyc, Off("offered: true"));
  v1::HoldSlotRequest request;
  MergeText(HoldText("hold-0001"), &request);
  const grpc::Status status =
      Shopper().Call("BookingService/HoldSlot", request, nullptr);
  EXPECT_EQ(transport::Summary(status), "FAILED_PRECONDITION NOT_OFFERED_HERE");
  const transport::ErrorDetails details = transport::DetailsOf(status);
  EXPECT_THAT(details.metadata, ElementsAre(Pair("decided_by", kUs)));
  EXPECT_FALSE(details.localized.empty());
  Say(kUs, "");
  EXPECT_TRUE(Shopper().Call("BookingService/HoldSlot", request, nullptr).ok());
}

TEST_F(OfferPolicyRpcTest, SlotsAndStorePagesShowWhatIsLeft) {
  Say(kAna, Off());
  EXPECT_EQ(
      Shopper().Told("CalendarService/ListSlots",
                     absl::Substitute(
                         R"(parent: "$0" service: "$1" channel: CHANNEL_VIDEO)",
                         kAna, kStyling)),
      "FAILED_PRECONDITION NOT_OFFERED_HERE");
  Say(kNyc, "rules { channel: CHANNEL_VIDEO }");
  const auto page = Shopper().Get<v1::StorePage>(
      "LocatorService/GetStorePage", absl::StrCat("name: \"", kNyc, "\""));
  ASSERT_EQ(page.services_size(), 2);
  EXPECT_EQ(page.services(1).name(), kStyling);
  EXPECT_THAT(page.services(1).channels(), ElementsAre(v1::CHANNEL_IN_STORE));
  EXPECT_EQ(page.services(1).etag(), "");
  EXPECT_NE(page.services(0).etag(), "");
  EXPECT_THAT(page.channels(), ElementsAre(v1::CHANNEL_IN_STORE));
}

TEST_F(OfferPolicyRpcTest, ASearchPassesOverWhoDoesNotOfferIt) {
  const std::string query = absl::Substitute(
      R"(parent: "brands/acme" near { latitude: 40.7 longitude: -74 }
         service: "$0" channels: CHANNEL_VIDEO)",
      kStyling);
  const auto first = [&] {
    return Shopper()
        .Get<v1::SearchAssociatesResponse>("LocatorService/SearchAssociates",
                                           query)
        .associates(0)
        .associate()
        .name();
  };
  EXPECT_EQ(first(), kAna);
  Say(kAna, Off("channel: CHANNEL_VIDEO"));
  EXPECT_EQ(first(), kBo);
}

TEST_F(OfferPolicyRpcTest, ExplainsLayerByLayer) {
  MoveNycTo("regions/us/markets/ny");
  EXPECT_TRUE(Video().offered());
  EXPECT_EQ(Video().ground(), v1::OFFER_GROUND_DEFAULT);
  EXPECT_EQ(Video().decided_by(), "");
  EXPECT_THAT(Video().words(), IsEmpty());
  Say("brands/acme", "rules { offered: true }");
  Say(absl::StrCat(kUs, "/markets/ny"), Off("final: true"));
  Say(kAna, Off("offered: true"));
  const v1::OfferDecision decision = Video();
  EXPECT_FALSE(decision.offered());
  EXPECT_EQ(decision.ground(), v1::OFFER_GROUND_POLICY);
  EXPECT_EQ(decision.decided_by(), absl::StrCat(kUs, "/markets/ny"));
  ASSERT_EQ(decision.words_size(), 3);
  EXPECT_EQ(decision.words(0).scope(), "brands/acme");
  EXPECT_TRUE(decision.words(0).rule().offered());
  EXPECT_FALSE(decision.words(1).overruled());
  EXPECT_EQ(decision.words(2).scope(), kAna);
  EXPECT_TRUE(decision.words(2).overruled());
}

TEST_F(OfferPolicyRpcTest, ExplainsByTheFactThatNoPolicyChanges) {
  Say("brands/acme", "rules { offered: true }");
  // Repair is had in the store only; ana takes both.
  const auto repair = Explain(kRepair);
  ASSERT_EQ(repair.decisions_size(), 8);
  EXPECT_TRUE(repair.decisions(0).offered());
  EXPECT_EQ(repair.decisions(1).channel(), v1::CHANNEL_VIDEO);
  EXPECT_FALSE(repair.decisions(1).offered());
  EXPECT_EQ(repair.decisions(1).ground(), v1::OFFER_GROUND_SERVICE_CHANNELS);
  EXPECT_EQ(repair.decisions(1).decided_by(), kRepair);
  EXPECT_EQ(repair.decisions(1).words_size(), 1);
  const auto elsewhere = Shopper().Get<v1::ExplainOfferResponse>(
      "CatalogService/ExplainOffer",
      absl::Substitute(R"(associate: "$0" store: "$1" service: "$2"
                          channel: CHANNEL_VIDEO)",
                       kAna, kParis, kStyling));
  EXPECT_EQ(elsewhere.decisions(0).ground(), v1::OFFER_GROUND_ASSOCIATE_STORES);
  EXPECT_EQ(elsewhere.decisions(0).decided_by(), kAna);
  const auto not_theirs = Shopper().Get<v1::ExplainOfferResponse>(
      "CatalogService/ExplainOffer",
      absl::Substitute(R"(associate: "$0" store: "$1" service: "$2"
                          channel: CHANNEL_IN_STORE)",
                       kBo, kParis, kRepair));
  EXPECT_EQ(not_theirs.decisions(0).ground(),
            v1::OFFER_GROUND_ASSOCIATE_SERVICES);
}

}  // namespace
}  // namespace rapport
