#include "clients/cli/session.h"

#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using client::Metadata;
using client::Role;

TEST(ParseCaller, TakesTheCommandsRoleUnlessTheUserSaysAnother) {
  Globals globals;
  EXPECT_EQ(ParseCaller(globals, Role::kBrandAdmin)->role, Role::kBrandAdmin);
  EXPECT_EQ(ParseCaller(globals, Role::kShopper)->principal, kDefaultPrincipal);
  globals.as = "associate";
  EXPECT_EQ(ParseCaller(globals, Role::kShopper)->role, Role::kAssociate);
  EXPECT_EQ(ParseCaller(globals, Role::kShopper)->principal, kDefaultPrincipal);
  globals.as = "store-manager:m:1";
  EXPECT_EQ(ParseCaller(globals, Role::kShopper)->role, Role::kStoreManager);
  EXPECT_EQ(ParseCaller(globals, Role::kShopper)->principal, "m:1");
}

TEST(ParseCaller, RefusesARoleThatIsNone) {
  Globals globals;
  globals.as = "king";
  const auto caller = ParseCaller(globals, Role::kShopper);
  EXPECT_EQ(caller.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(caller.status().message()),
              testing::HasSubstr("store-manager"));
}

class SessionTest : public CliTest {
 protected:
  Metadata HeardFrom(std::vector<std::string> flags) {
    server_.get_brand.Answer(v1::Brand());
    std::vector<std::string> arguments = {"brand", "show"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    EXPECT_EQ(Rapport(arguments).exit_code, 0);
    return server_.get_brand.heard().back().metadata;
  }
};

TEST_F(SessionTest, SaysWhoAsks) {
  const Metadata plain = HeardFrom({});
  EXPECT_EQ(plain.at("x-rapport-brand"), "demo");
  EXPECT_EQ(plain.at("x-rapport-role"), "shopper");
  const Metadata manager =
      HeardFrom({"--brand", "acme", "--as", "store-manager:m1", "--as-stores",
                 "s1,brands/acme/stores/s2"});
  EXPECT_EQ(manager.at("x-rapport-brand"), "acme");
  EXPECT_EQ(manager.at("x-rapport-role"), "store-manager");
  EXPECT_EQ(manager.at("x-rapport-principal"), "m1");
  EXPECT_EQ(manager.at("x-rapport-stores"), "s1,s2");
  const Metadata backend =
      HeardFrom({"--as", "brand-backend:web", "--as-shopper", "s-9"});
  EXPECT_EQ(backend.at("x-rapport-shopper"), "s-9");
}

TEST_F(SessionTest, TakesABrandByItsIdOrItsName) {
  HeardFrom({"--brand", "acme"});
  HeardFrom({"--brand", "brands/acme"});
  for (const auto& heard : server_.get_brand.heard()) {
    EXPECT_EQ(heard.request.name(), "brands/acme");
    EXPECT_EQ(heard.metadata.at("x-rapport-brand"), "acme");
  }
}

}  // namespace
}  // namespace rapport::cli
