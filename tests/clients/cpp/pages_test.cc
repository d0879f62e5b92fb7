#include "clients/cpp/pages.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapport/v1/catalog_service.pb.h"

namespace rapport::client {
namespace {

using testing::ElementsAre;

// Answers pages "", "1", "2", ... of one store each, `count` in all.
class Pages {
 public:
  explicit Pages(int count) : count_(count) {}

  absl::StatusOr<v1::ListStoresResponse> operator()(
      const v1::ListStoresRequest& request) {
    const int number =
        request.page_token().empty() ? 0 : std::stoi(request.page_token());
    tokens_.push_back(request.page_token());
    v1::ListStoresResponse response;
    response.add_stores()->set_name(std::to_string(number));
    if (number + 1 < count_) {
      response.set_next_page_token(std::to_string(number + 1));
    }
    return response;
  }

  const std::vector<std::string>& tokens() const { return tokens_; }

 private:
  const int count_;
  std::vector<std::string> tokens_;
};

TEST(ForEachPage, VisitsAllPagesInOrder) {
  Pages pages(3);
  std::vector<std::string> names;
  const absl::Status status = ForEachPage(
      v1::ListStoresRequest(), [&](const auto& r) { return pages(r); },
      [&](const v1::ListStoresResponse& page) {
        names.push_back(page.stores(0).name());
        return true;
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(names, ElementsAre("0", "1", "2"));
}

TEST(ForEachPage, AsksForNoPageAfterTheVisitorHasEnough) {
  Pages pages(9);
  EXPECT_TRUE(ForEachPage(
                  v1::ListStoresRequest(),
                  [&](const auto& r) { return pages(r); },
                  [](const v1::ListStoresResponse&) { return false; })
                  .ok());
  EXPECT_THAT(pages.tokens(), ElementsAre(""));
}

TEST(ForEachPage, KeepsTheQueryWhileItTurnsPages) {
  v1::ListStoresRequest query;
  query.set_parent("brands/demo");
  query.set_page_size(7);
  int calls = 0;
  EXPECT_TRUE(ForEachPage(
                  query,
                  [&](const v1::ListStoresRequest& request)
                      -> absl::StatusOr<v1::ListStoresResponse> {
                    EXPECT_EQ(request.parent(), "brands/demo");
                    EXPECT_EQ(request.page_size(), 7);
                    v1::ListStoresResponse response;
                    if (++calls < 3) {
                      response.set_next_page_token(std::to_string(calls));
                    }
                    return response;
                  },
                  [](const v1::ListStoresResponse&) { return true; })
                  .ok());
  EXPECT_EQ(calls, 3);
}

TEST(ForEachPage, ReturnsTheFirstFailure) {
  const absl::Status status = ForEachPage(
      v1::ListStoresRequest(),
      [](const auto&) -> absl::StatusOr<v1::ListStoresResponse> {
        return absl::PermissionDeniedError("no");
      },
      [](const v1::ListStoresResponse&) { return true; });
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
}

TEST(ForEachPage, DoesNotTurnInCirclesForAServerThatDoes) {
  const absl::Status status = ForEachPage(
      v1::ListStoresRequest(),
      [](const auto&) -> absl::StatusOr<v1::ListStoresResponse> {
        v1::ListStoresResponse response;
        response.set_next_page_token("again");
        return response;
      },
      [](const v1::ListStoresResponse&) { return true; });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace rapport::client
