// Several searches for associates in one call.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "rapport/v1/catalog_service.pb.h"
#include "rapport/v1/locator_service.pb.h"
#include "server/search/associate_batch.h"
#include "tests/rpc/rpc_world.h"
#include "tests/transport/error_details.h"

namespace rapport {
namespace {

constexpr char kParent[] = R"(parent: "brands/acme" )";
constexpr char kNear[] = "near { latitude: 40.7 longitude: -74 } ";

class BatchTest : public RpcTest {
 protected:
  v1::BatchSearchAssociatesResponse Batch(const std::string& requests) const {
    return Shopper().Get<v1::BatchSearchAssociatesResponse>(
        "LocatorService/BatchSearchAssociates", kParent + requests);
  }
  static std::string One(const std::string& search) {
    return absl::StrCat("requests { ", search, "} ");
  }
  // What the search comes to in a call of its own.
  grpc::Status Alone(const std::string& search,
                     v1::SearchAssociatesResponse* reply) const {
    v1::SearchAssociatesRequest request;
    MergeText(kParent + search, &request);
    return Shopper().Call("LocatorService/SearchAssociates", request, reply);
  }
};

TEST_F(BatchTest, AnswersEachSearchAsACallOfItsOwnWould) {
  const std::string searches[] = {
      kNear,
      absl::StrCat(kNear, "page_size: 1 "),
      absl::StrCat(kNear, R"(languages { language_code: "ja" } )"),
      absl::StrCat(kNear, "service: \"", kStyling, "\" "),
      absl::StrCat(kNear, "channels: CHANNEL_CHAT "),
      "page_size: 3 ",
      absl::StrCat(kNear, R"(styles: "none" )"),
      absl::StrCat(kNear, R"(parent: "brands/other" )"),
      absl::StrCat(kNear, R"(parent: "acme" )"),
      absl::StrCat(kNear, "page_size: 101 radius_m: -1"),
  };
  std::string requests;
  for (const std::string& search : searches) requests += One(search);
  const auto batch = Batch(requests);
  ASSERT_EQ(batch.results_size(), 10);
  int errors = 0;
  for (int i = 0; i < batch.results_size(); ++i) {
    SCOPED_TRACE(searches[i]);
    v1::SearchAssociatesResponse reply;
    std::string search = searches[i];
    const bool has_parent = search.find("parent") != std::string::npos;
    v1::SearchAssociatesRequest request;
    MergeText(has_parent ? search : kParent + search, &request);
    const grpc::Status alone =
        Shopper().Call("LocatorService/SearchAssociates", request, &reply);
    const auto& result = batch.results(i);
    EXPECT_EQ(result.has_response(), alone.ok());
    if (alone.ok()) {
      EXPECT_EQ(result.response().SerializeAsString(),
                reply.SerializeAsString());
    } else {
      ++errors;
      EXPECT_EQ(result.error().SerializeAsString(), alone.error_details());
    }
  }
  EXPECT_EQ(errors, 5);
}

TEST_F(BatchTest, GoesOnWithAPageThatACallOfItsOwnBegan) {
  v1::SearchAssociatesResponse first;
  ASSERT_TRUE(Alone(absl::StrCat(kNear, "page_size: 1 "), &first).ok());
  const auto batch = Batch(One(absl::StrCat(
      kNear, "page_size: 1 page_token: \"", first.next_page_token(), "\" ")));
  ASSERT_TRUE(batch.results(0).has_response());
  ASSERT_EQ(batch.results(0).response().associates_size(), 1);
  EXPECT_NE(batch.results(0).response().associates(0).associate().name(),
            first.associates(0).associate().name());
}

TEST_F(BatchTest, TellsOfTheSearchesThatDidNotFitIn) {
  v1::BatchSearchAssociatesRequest request;
  MergeText(kParent + One(kNear) + One(kNear) + One(kNear), &request);
  Caller caller;
  caller.actor.brand = *BrandId::Parse("acme");
  const auto index = model_.Find(caller.brand());
  const auto find = [&](size_t bytes_max) {
    std::string bytes;
    search::SearchLimit limit(absl::InfiniteFuture());
    search::DemandLog demand;
    const absl::Status status =
        search::FindInBatch(caller, index.get(), request, model_.Now(), limit,
                            demand, bytes, bytes_max);
    EXPECT_TRUE(status.ok()) << status;
    v1::BatchSearchAssociatesResponse reply;
    EXPECT_TRUE(reply.ParseFromString(bytes));
    return reply;
  };
  const size_t one = find(1 << 20).ByteSizeLong() / 3;
  const auto reply = find(2 * one);
  ASSERT_EQ(reply.results_size(), 3);
  EXPECT_TRUE(reply.results(0).has_response());
  EXPECT_TRUE(reply.results(1).has_response());
  EXPECT_EQ(reply.results(2).error().code(),
            static_cast<int>(absl::StatusCode::kResourceExhausted));
  EXPECT_TRUE(find(2 * one - 1).results(1).has_error());
}

TEST_F(BatchTest, HasOneTimeLimitForAll) {
  v1::BatchSearchAssociatesRequest request;
  MergeText(kParent + One(kNear) + One(kNear), &request);
  Caller caller;
  caller.actor.brand = *BrandId::Parse("acme");
  std::string bytes;
  search::SearchLimit limit(absl::InfinitePast());
  search::DemandLog demand;
  ASSERT_TRUE(search::FindInBatch(caller, model_.Find(caller.brand()).get(),
                                  request, model_.Now(), limit, demand, bytes)
                  .ok());
  v1::BatchSearchAssociatesResponse reply;
  ASSERT_TRUE(reply.ParseFromString(bytes));
  for (const auto& result : reply.results()) {
    EXPECT_EQ(result.error().code(),
              static_cast<int>(absl::StatusCode::kDeadlineExceeded));
  }
}

}  // namespace
}  // namespace rapport
