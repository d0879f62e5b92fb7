// The limits of the server, and what it tells of what goes wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

#include <stdexcept>
#include <string>

#include "absl/strings/str_cat.h"
#include "rapport/v1/catalog_service.grpc.pb.h"
#include "server/transport/policy.h"
#include "tests/rpc/rpc_world.h"
#include "tests/transport/error_details.h"

namespace rapport {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kGetBrand[] = "CatalogService/GetBrand";
constexpr char kAcme[] = R"(name: "brands/acme")";

class ServerTest : public RpcTest {};

TEST_F(ServerTest, RefusesMessagesThatAreTooLarge) {
  v1::UpdateStoreRequest request;
  MergeText(R"(allow_missing: true store { display_name: "Big"
      location { latitude: 1 longitude: 1 } source: "pos" source_id: "big" })",
            &request);
  const std::string before = Everything();
  request.mutable_store()->set_opening_hours_text(std::string(2 << 20, 'x'));
  EXPECT_EQ(
      Admin().Call("CatalogService/UpdateStore", request, nullptr).error_code(),
      grpc::StatusCode::RESOURCE_EXHAUSTED);
  // One that fits is looked at, and refused for what it is.
  request.mutable_store()->set_opening_hours_text(std::string(1 << 20, 'x'));
  EXPECT_EQ(transport::Summary(
                Admin().Call("CatalogService/UpdateStore", request, nullptr)),
            "INVALID_ARGUMENT TOO_LONG store.opening_hours_text");
  EXPECT_EQ(Everything(), before);
}

TEST_F(ServerTest, RefusesMetadataThatIsTooLarge) {
  for (int kib : {20, 24, 28, 32, 40, 48, 64}) {
    // gRPC may close a connection over it.
    RpcClient client(Connect(), Admin().metadata());
    client.metadata().emplace("x-noise", std::string(kib << 10, 'x'));
    EXPECT_EQ(client.Told(kGetBrand, kAcme), "RESOURCE_EXHAUSTED") << kib;
  }
  EXPECT_EQ(Admin().Told(kGetBrand, kAcme), "OK");
}

TEST_F(ServerTest, RefusesBytesThatAreNoMessage) {
  const std::string before = Everything();
  for (const transport::Policy& policy : transport::Policies()) {
    const std::string method(
        policy.method.substr(std::string("rapport.v1.").size()));
    std::string reply;
    const grpc::Status status =
        Admin().CallBytes(method, std::string("\x0a\xff\xff\xff", 4), &reply);
    EXPECT_FALSE(status.ok()) << method;
  }
  EXPECT_EQ(Everything(), before);
}

// All that is wrong would be too much for the metadata that answers go in.
TEST_F(ServerTest, TellsOfMuchThatIsWrongWithinWhatClientsTake) {
  v1::UpdateBrandRequest request;
  MergeText(R"(brand { name: "brands/acme" display_name: "Acme" })", &request);
  for (int i = 0; i < 256; ++i) {
    auto* style = request.mutable_brand()->add_styles();
    style->set_style_id(absl::StrCat("style-", i));
  }
  const grpc::Status status =
      Admin().Call("CatalogService/UpdateBrand", request, nullptr);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT)
      << status.error_message();
  EXPECT_EQ(transport::DetailsOf(status).fields[0],
            "brand.styles[0].display_name");
}

TEST_F(ServerTest, LeavesACallWhoseDeadlineIsOver) {
  auto context = Shopper().Context();
  context->set_deadline(std::chrono::system_clock::now() -
                        std::chrono::seconds(1));
  auto stub = v1::CatalogService::NewStub(channel_);
  v1::GetBrandRequest request;
  v1::Brand brand;
  EXPECT_EQ(stub->GetBrand(context.get(), request, &brand).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST_F(ServerTest, CountsEveryCallByTheTimeItIsAnswered) {
  for (int i = 0; i < 3; ++i) Shopper().Told(kGetBrand, kAcme);
  Shopper().Told(kGetBrand, "");
  Anonymous().Told(kGetBrand, kAcme);
  const std::string text = prometheus::TextSerializer().Serialize(
      server_->metrics().registry()->Collect());
  const std::string method =
      "\",method=\"rapport.v1.CatalogService/GetBrand\"} ";
  EXPECT_THAT(text, HasSubstr(absl::StrCat("{code=\"OK", method, "3")));
  EXPECT_THAT(text,
              HasSubstr(absl::StrCat("{code=\"INVALID_ARGUMENT", method, "1")));
  EXPECT_THAT(text,
              HasSubstr(absl::StrCat("{code=\"UNAUTHENTICATED", method, "1")));
}

// --- what goes wrong below ---------------------------------------------------

TEST_F(ServerTest, TellsNothingOfTheDatabaseAndWhetherToTryAgain) {
  bookings_.FailNext(absl::UnavailableError("lost 10.0.0.7, table claim"));
  auto request = NewRequest("BookingService/HoldSlot");
  MergeText(HoldText("hold-0001"), request.get());
  const grpc::Status status =
      Shopper().Call("BookingService/HoldSlot", *request, nullptr);
  EXPECT_EQ(transport::Summary(status), "UNAVAILABLE UNAVAILABLE");
  EXPECT_THAT(status.error_message(), Not(HasSubstr("claim")));
  EXPECT_EQ(Shopper().Told("BookingService/HoldSlot", HoldText("hold-0001")),
            "OK");
}

TEST_F(ServerTest, OutlivesAMistakeOfItsOwn) {
  bookings_.BeforeNextHold([] { throw std::runtime_error("no such thing"); });
  EXPECT_EQ(Shopper().Told("BookingService/HoldSlot", HoldText("hold-0001")),
            "INTERNAL INTERNAL");
  EXPECT_EQ(Shopper().Told("BookingService/HoldSlot", HoldText("hold-0001")),
            "OK");
}

TEST_F(ServerTest, KnowsNothingOfABrandThatIsNotThere) {
  const RpcClient nowhere = AdminOf("nowhere");
  const std::string parent = R"(parent: "brands/nowhere" )";
  const std::string near = "near { latitude: 1 longitude: 1 }";
  EXPECT_EQ(nowhere.Told(kGetBrand, R"(name: "brands/nowhere")"),
            "NOT_FOUND NOT_FOUND");
  for (const char* method :
       {"CatalogService/ListStores", "CatalogService/ListAssociates",
        "CatalogService/ListServices", "CatalogService/ListOfferPolicies"}) {
    EXPECT_EQ(nowhere.Told(method, parent), "NOT_FOUND NOT_FOUND") << method;
  }
  for (const char* method :
       {"LocatorService/SearchStores", "LocatorService/SearchAssociates"}) {
    EXPECT_EQ(nowhere.Told(method, parent + near), "NOT_FOUND NOT_FOUND");
  }
  EXPECT_EQ(nowhere.Told("CatalogService/UpdateBrand",
                         R"(brand { name: "brands/nowhere"
                            display_name: "N" })"),
            "NOT_FOUND BRAND_NOT_FOUND");
  EXPECT_EQ(nowhere.Told("CatalogService/UpdateStore",
                         R"(allow_missing: true store { display_name: "N"
                            location {} source: "s" source_id: "1" })"),
            "NOT_FOUND BRAND_NOT_FOUND");
}

}  // namespace
}  // namespace rapport
