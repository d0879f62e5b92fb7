#include "clients/cpp/caller.h"

#include "gtest/gtest.h"

namespace rapport::client {
namespace {

TEST(RoleWords, AreReadAsTheyAreWritten) {
  for (Role role : {Role::kShopper, Role::kAssociate, Role::kStoreManager,
                    Role::kBrandAdmin, Role::kBrandBackend, Role::kOperator}) {
    EXPECT_EQ(RoleOfWord(RoleWord(role)), role) << RoleWord(role);
  }
  EXPECT_EQ(RoleOfWord("Shopper"), std::nullopt);
  EXPECT_EQ(RoleOfWord(""), std::nullopt);
}

TEST(RoleWords, AreThoseOfTheServer) {
  EXPECT_EQ(RoleWords(),
            "shopper, associate, store-manager, brand-admin, brand-backend, "
            "operator");
}

TEST(CheckCaller, AcceptsVisibleAsciiAndNothingElse) {
  Caller caller{.brand = "demo", .principal = "s-1@example"};
  EXPECT_TRUE(CheckCaller(caller).ok());
  caller.principal = "two words";
  EXPECT_FALSE(CheckCaller(caller).ok());
  caller.principal = "né";
  EXPECT_FALSE(CheckCaller(caller).ok());
  caller.principal = "line\nbreak";
  EXPECT_FALSE(CheckCaller(caller).ok());
}

TEST(CheckCaller, RefusesAStoreIdThatWouldSplit) {
  const Caller caller{.brand = "demo", .stores = {"a", "b,c"}};
  EXPECT_EQ(CheckCaller(caller).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace rapport::client
