// Who calls is read from a call's metadata, and believed only if it is whole.
#include "server/transport/caller_reader.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_join.h"
#include "rapport/v1/catalog_service.grpc.pb.h"
#include "server/transport/status_details.h"
#include "server/vocabulary/caller.h"
#include "tests/transport/error_details.h"

namespace rapport::transport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Keeps what the reader made of the last call.
class ReadingService final : public v1::CatalogService::CallbackService {
 public:
  explicit ReadingService(const CallerReader& reader) : reader_(reader) {}

  grpc::ServerUnaryReactor* GetBrand(grpc::CallbackServerContext* context,
                                     const v1::GetBrandRequest*,
                                     v1::Brand*) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    caller = reader_.Read(*context);
    reactor->Finish(ToGrpcStatus(caller.status()));
    return reactor;
  }

  absl::StatusOr<Caller> caller = absl::UnknownError("no call yet");

 private:
  const CallerReader& reader_;
};

using Metadata = std::multimap<std::string, std::string>;

class CallerReaderTest : public ::testing::Test {
 protected:
  // What `reader` makes of a real call with that metadata.
  static absl::StatusOr<Caller> Read(const CallerReader& reader,
                                     const Metadata& metadata) {
    ReadingService service(reader);
    grpc::ServerBuilder builder;
    builder.RegisterService(&service);
    std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
    auto stub = v1::CatalogService::NewStub(server->InProcessChannel({}));
    grpc::ClientContext context;
    for (const auto& [key, value] : metadata) context.AddMetadata(key, value);
    v1::Brand brand;
    const grpc::Status status = stub->GetBrand(&context, {}, &brand);
    server->Shutdown();
    EXPECT_EQ(status.ok(), service.caller.ok());
    return service.caller;
  }
  static absl::StatusOr<Caller> Read(const Metadata& metadata) {
    return Read(MetadataReader(), metadata);
  }
  // That, as a caller is told.
  static std::string Told(const Metadata& metadata) {
    return Summary(ToGrpcStatus(Read(metadata).status()));
  }
  static Metadata Shopper() {
    return {{"x-rapport-brand", "acme"},
            {"x-rapport-role", "shopper"},
            {"x-rapport-principal", "sam"}};
  }
  static Metadata Of(const std::string& role, const std::string& principal) {
    return {{"x-rapport-brand", "acme"},
            {"x-rapport-role", role},
            {"x-rapport-principal", principal}};
  }
};

constexpr char kUnknown[] = "UNAUTHENTICATED CALLER_UNKNOWN";

TEST_F(CallerReaderTest, NobodyIsBelievedWhoIsNotAsked) {
  const absl::StatusOr<Caller> caller = Read(NobodyReader(), Shopper());
  EXPECT_EQ(Summary(ToGrpcStatus(caller.status())), kUnknown);
}

TEST_F(CallerReaderTest, AShopperActsForThemselves) {
  Metadata metadata = Shopper();
  metadata.emplace("x-rapport-shopper", "somebody-else");
  const absl::StatusOr<Caller> caller = Read(metadata);
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ(caller->brand().text(), "acme");
  EXPECT_EQ(caller->role(), Role::kShopper);
  EXPECT_EQ(caller->actor.principal, "sam");
  EXPECT_EQ(caller->shopper, "sam");
  EXPECT_EQ(caller->associate, std::nullopt);
  EXPECT_THAT(caller->stores, IsEmpty());
}

TEST_F(CallerReaderTest, EveryRoleHasItsWord) {
  const std::string ana = AssociateIdOf("hr", "17").ToString();
  for (const char* role : {"shopper", "associate", "store-manager",
                           "brand-admin", "brand-backend", "operator"}) {
    const absl::StatusOr<Caller> caller = Read(Of(role, ana));
    ASSERT_TRUE(caller.ok()) << role << caller.status();
    EXPECT_EQ(RoleWord(caller->role()), role);
  }
}

TEST_F(CallerReaderTest, AnAssociateIsTheirOwnPrincipal) {
  const AssociateId ana = AssociateIdOf("hr", "17");
  EXPECT_EQ(Read(Of("associate", ana.ToString()))->associate, ana);
  EXPECT_EQ(Told(Of("associate", "ana")), kUnknown);
}

TEST_F(CallerReaderTest, ABackendActsForAShopper) {
  Metadata metadata = Of("brand-backend", "web");
  EXPECT_EQ(Read(metadata)->shopper, "");
  metadata.emplace("x-rapport-shopper", "sam");
  EXPECT_EQ(Read(metadata)->shopper, "sam");
}

TEST_F(CallerReaderTest, AManagerHasStores) {
  const StoreId one = StoreIdOf("pos", "1");
  const StoreId two = StoreIdOf("pos", "2");
  Metadata metadata = Of("store-manager", "mo");
  metadata.emplace("x-rapport-stores", one.ToString() + "," + two.ToString());
  EXPECT_THAT(Read(metadata)->stores, ElementsAre(one, two));
}

TEST_F(CallerReaderTest, StoresAreIdsSeparatedByCommas) {
  const std::string one = StoreIdOf("pos", "1").ToString();
  for (const std::string& stores :
       {one + ",", "," + one, one + ";" + one, one + ", " + one, one.substr(1),
        std::string("brands/acme/stores/") + one}) {
    Metadata metadata = Of("store-manager", "mo");
    metadata.emplace("x-rapport-stores", stores);
    EXPECT_EQ(Told(metadata), kUnknown) << stores;
  }
}

TEST_F(CallerReaderTest, StoresAreSoManyAndNoMore) {
  std::vector<std::string> ids;
  for (size_t i = 0; i < kCallerStoresMax; ++i) {
    ids.push_back(StoreIdOf("pos", std::to_string(i)).ToString());
  }
  Metadata metadata = Of("store-manager", "mo");
  metadata.emplace("x-rapport-stores", absl::StrJoin(ids, ","));
  EXPECT_EQ(Read(metadata)->stores.size(), kCallerStoresMax);
  ids.push_back(ids[0]);
  metadata.erase("x-rapport-stores");
  metadata.emplace("x-rapport-stores", absl::StrJoin(ids, ","));
  EXPECT_EQ(Told(metadata), kUnknown);
}

TEST_F(CallerReaderTest, ARoleIsRequired) {
  for (const char* key :
       {"x-rapport-brand", "x-rapport-role", "x-rapport-principal"}) {
    Metadata metadata = Shopper();
    metadata.erase(key);
    EXPECT_EQ(Told(metadata), kUnknown) << key;
  }
  EXPECT_EQ(Told({}), kUnknown);
}

TEST_F(CallerReaderTest, ARoleIsOneOfTheWords) {
  for (const char* role :
       {"", "admin", "Shopper", "shopper ", "brand_admin", "6"}) {
    EXPECT_EQ(Told(Of(role, "sam")), kUnknown) << role;
  }
}

TEST_F(CallerReaderTest, ABrandIsASlug) {
  for (const char* brand : {"", "ACME", "a/b", "1acme", "brands/acme"}) {
    Metadata metadata = Shopper();
    metadata.erase("x-rapport-brand");
    metadata.emplace("x-rapport-brand", brand);
    EXPECT_EQ(Told(metadata), kUnknown) << brand;
  }
}

TEST_F(CallerReaderTest, AnOperatorNeedsNoBrand) {
  Metadata metadata = Of("operator", "ops");
  metadata.erase("x-rapport-brand");
  const absl::StatusOr<Caller> caller = Read(metadata);
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_TRUE(caller->brand().empty());
}

TEST_F(CallerReaderTest, PrincipalsAndShoppersHaveALength) {
  EXPECT_EQ(Told(Of("shopper", std::string(kPrincipalLengthMax, 'x'))), "OK");
  EXPECT_EQ(Told(Of("shopper", std::string(kPrincipalLengthMax + 1, 'x'))),
            kUnknown);
  Metadata metadata = Of("brand-backend", "web");
  metadata.emplace("x-rapport-shopper",
                   std::string(kPrincipalLengthMax + 1, 'x'));
  EXPECT_EQ(Told(metadata), kUnknown);
}

// Two answers to who calls are none.
TEST_F(CallerReaderTest, NothingIsBelievedThatIsSaidTwice) {
  for (const auto& [key, value] : Metadata{{"x-rapport-brand", "other"},
                                           {"x-rapport-role", "brand-admin"},
                                           {"x-rapport-principal", "sue"}}) {
    Metadata metadata = Shopper();
    metadata.emplace(key, value);
    EXPECT_EQ(Told(metadata), kUnknown) << key;
  }
}

TEST_F(CallerReaderTest, TheErrorTellsTheRuleAndNoPrincipal) {
  Metadata metadata = Of("associate", "anabel");
  const absl::Status status = Read(metadata).status();
  EXPECT_THAT(std::string(status.message()),
              ::testing::HasSubstr("x-rapport-principal"));
  EXPECT_THAT(std::string(status.message()),
              ::testing::Not(::testing::HasSubstr("anabel")));
}

}  // namespace
}  // namespace rapport::transport
