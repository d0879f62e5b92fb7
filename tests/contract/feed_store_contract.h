// What every FeedStore does.
#ifndef RAPPORT_TESTS_CONTRACT_FEED_STORE_CONTRACT_H_
#define RAPPORT_TESTS_CONTRACT_FEED_STORE_CONTRACT_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/calendar/feed_store.h"
#include "server/vocabulary/secret.h"
#include "tests/support/fails_with.h"

namespace rapport::calendar {

// An empty store, and what it needs to live.
struct FeedStoreUnderTest {
  std::shared_ptr<void> world;  // outlives the store
  std::shared_ptr<FeedStore> store;
};

struct FeedStoreCase {
  std::string name;
  std::function<FeedStoreUnderTest()> make;
};

inline std::string NameOfFeedStore(
    const testing::TestParamInfo<FeedStoreCase>& info) {
  return info.param.name;
}

class FeedStoreContract : public testing::TestWithParam<FeedStoreCase> {
 protected:
  FeedStoreContract() : under_test_(GetParam().make()) {}

  FeedStore& store() { return *under_test_.store; }

  static AssociateId Associate(uint8_t number) {
    return AssociateId(IdBytes{0xB0, number});
  }
  static RequestKey Request(const std::string& name, char body = 'a') {
    return {absl::StrCat("request-", name), std::string(32, body)};
  }
  // Bytes of all kinds.
  static std::string Hash(const std::string& token) { return Sha256(token); }
  Actor Ana() const { return {brand_, Role::kAssociate, "ana"}; }

  absl::StatusOr<bool> Put(const std::string& request, uint8_t associate,
                           const std::string& token, char body = 'a') {
    return store().Put(Ana(), Request(request, body), Associate(associate),
                       Hash(token));
  }
  std::optional<FeedOwner> Find(const std::string& token) {
    const auto owner = store().Find(Hash(token));
    EXPECT_TRUE(owner.ok()) << owner.status();
    return owner.value_or(std::nullopt);
  }
  FeedOwner Owner(uint8_t associate) const {
    return {brand_, Associate(associate)};
  }

  const BrandId brand_ = BrandId::FromStored("demo");

 private:
  FeedStoreUnderTest under_test_;
};

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(FeedStoreContract);

TEST_P(FeedStoreContract, FindWhoseAddressItIs) {
  EXPECT_EQ(Find("one"), std::nullopt);
  EXPECT_THAT(*Put("one", 1, "one"), true);
  EXPECT_THAT(*Put("two", 2, "two"), true);
  EXPECT_EQ(Find("one"), Owner(1));
  EXPECT_EQ(Find("two"), Owner(2));
  EXPECT_EQ(Find("three"), std::nullopt);
}

TEST_P(FeedStoreContract, PutOneInPlaceOfAnother) {
  ASSERT_TRUE(Put("one", 1, "one").ok());
  ASSERT_TRUE(Put("two", 1, "two").ok());
  EXPECT_EQ(Find("one"), std::nullopt);
  EXPECT_EQ(Find("two"), Owner(1));
}

TEST_P(FeedStoreContract, DoARequestOnce) {
  EXPECT_THAT(*Put("one", 1, "one"), true);
  EXPECT_THAT(*Put("one", 1, "again"), false);
  EXPECT_EQ(Find("one"), Owner(1));
  EXPECT_EQ(Find("again"), std::nullopt);
  EXPECT_THAT(Put("one", 1, "other", 'b'),
              test::FailsWith("REQUEST_ID_REUSED"));
}

TEST_P(FeedStoreContract, Forget) {
  ASSERT_TRUE(Put("one", 1, "one").ok());
  ASSERT_TRUE(Put("two", 2, "two").ok());
  for (const char* request : {"remove", "remove", "remove-again"}) {
    const absl::Status removed =
        store().Remove(Ana(), Request(request), Associate(1));
    EXPECT_TRUE(removed.ok()) << removed;
    EXPECT_EQ(Find("one"), std::nullopt);
  }
  EXPECT_EQ(Find("two"), Owner(2));
  // A repetition of what came before it changes nothing.
  EXPECT_THAT(*Put("one", 1, "one"), false);
  EXPECT_EQ(Find("one"), std::nullopt);
}

TEST_P(FeedStoreContract, KeepBrandsApart) {
  const Actor other = {BrandId::FromStored("other"), Role::kAssociate, "ana"};
  ASSERT_TRUE(Put("one", 1, "one").ok());
  ASSERT_TRUE(
      store().Put(other, Request("one"), Associate(1), Hash("other")).ok());
  EXPECT_EQ(Find("one"), Owner(1));
  EXPECT_EQ(Find("other"), (FeedOwner{other.brand, Associate(1)}));
}

TEST_P(FeedStoreContract, HaveOneAddressOfManyThatAreMadeAtOnce) {
  constexpr int kCallers = 8;
  std::vector<std::thread> threads;
  for (int i = 0; i < kCallers; ++i) {
    threads.emplace_back([this, i] {
      const std::string name = absl::StrCat("many-", i);
      const auto put = Put(name, 1, name);
      EXPECT_TRUE(put.ok() || absl::IsAborted(put.status())) << put.status();
    });
  }
  for (std::thread& thread : threads) thread.join();
  int found = 0;
  for (int i = 0; i < kCallers; ++i) {
    if (Find(absl::StrCat("many-", i)).has_value()) ++found;
  }
  EXPECT_EQ(found, 1);
}

}  // namespace rapport::calendar

#endif  // RAPPORT_TESTS_CONTRACT_FEED_STORE_CONTRACT_H_
