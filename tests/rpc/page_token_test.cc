// A page token, sent back with any other query, or damaged, is refused.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/catalog_service.pb.h"
#include "rapport/v1/locator_service.pb.h"
#include "server/transport/page.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

constexpr char kParent[] = R"(parent: "brands/acme")";
constexpr char kNear[] =
    R"(parent: "brands/acme" near { latitude: 40.7 longitude: -74 } )";

class PageTokenTest : public RpcTest {
 protected:
  // That `token` opens a page of `query` only, and only whole.
  void CheckTokens(const std::string& method, const std::string& query,
                   const std::string& token, const std::string& other) {
    ASSERT_FALSE(token.empty()) << method;
    auto told = [&](const std::string& q, const std::string& t) {
      return Admin().Told(method, absl::StrCat(q, " page_token: \"", t, "\""));
    };
    EXPECT_EQ(told(query, token), "OK") << method;
    EXPECT_EQ(told(query + " page_size: 5", token), "OK") << method;
    EXPECT_EQ(told(other, token),
              "INVALID_ARGUMENT PAGE_TOKEN_OF_ANOTHER_QUERY page_token")
        << method;
    for (size_t length = 1; length < token.size(); ++length) {
      EXPECT_EQ(told(query, token.substr(0, length)),
                "INVALID_ARGUMENT PAGE_TOKEN_INVALID page_token")
          << method << " cut to " << length;
    }
    EXPECT_EQ(told(query, "nonsense"),
              "INVALID_ARGUMENT PAGE_TOKEN_INVALID page_token")
        << method;
  }

  // The token behind the first thing.
  template <typename Reply>
  std::string TokenOf(const std::string& method, const std::string& query) {
    return Admin()
        .Get<Reply>(method, query + " page_size: 1")
        .next_page_token();
  }
};

TEST_F(PageTokenTest, BelongsToItsQuery) {
  for (const char* utc : {"2026-03-03 15:00", "2026-03-03 18:00"}) {
    Shopper().Get<v1::Booking>(
        "BookingService/HoldSlot",
        HoldText(absl::StrCat("hold-", Seconds(utc)), utc));
  }
  const std::string slots = absl::Substitute(
      R"(parent: "$0" service: "$1" channel: CHANNEL_VIDEO)", kAna, kStyling);
  std::string method = "CatalogService/ListAssociates";
  CheckTokens(method, kParent,
              TokenOf<v1::ListAssociatesResponse>(method, kParent),
              absl::StrCat(kParent, " store: \"", kNyc, "\""));
  method = "CalendarService/ListSlots";
  CheckTokens(method, slots, TokenOf<v1::ListSlotsResponse>(method, slots),
              slots + " store: \"" + kNyc + "\"");
  method = "BookingService/ListBookings";
  CheckTokens(method, kParent,
              TokenOf<v1::ListBookingsResponse>(method, kParent),
              absl::StrCat(kParent, " state: BOOKING_STATE_HELD"));
  method = "LocatorService/SearchStores";
  CheckTokens(method, kNear, TokenOf<v1::SearchStoresResponse>(method, kNear),
              absl::StrCat(kNear, " radius_m: 5"));
  method = "LocatorService/SearchAssociates";
  CheckTokens(method, kNear,
              TokenOf<v1::SearchAssociatesResponse>(method, kNear),
              absl::StrCat(kNear, " styles: \"bridal\""));
}

TEST_F(PageTokenTest, BelongsToItsMethod) {
  const std::string stores =
      TokenOf<v1::ListStoresResponse>("CatalogService/ListStores", kParent);
  EXPECT_EQ(
      Admin().Told("CatalogService/ListAssociates",
                   absl::StrCat(kParent, " page_token: \"", stores, "\"")),
      "INVALID_ARGUMENT PAGE_TOKEN_OF_ANOTHER_QUERY page_token");
}

// Whoever has read the source can make one up, with any position inside.
TEST_F(PageTokenTest, IsReadCarefullyEvenIfItLooksRight) {
  const std::string slots = absl::Substitute(
      R"(parent: "$0" service: "$1" channel: CHANNEL_VIDEO)", kAna, kStyling);
  const std::pair<std::string, std::string> queries[] = {
      {"CalendarService/ListSlots", slots},
      {"BookingService/ListBookings", kParent},
      {"LocatorService/SearchStores", kNear},
      {"LocatorService/SearchAssociates", kNear}};
  for (const auto& [method, query] : queries) {
    auto request = NewRequest(method);
    MergeText(query, request.get());
    const std::string fingerprint =
        transport::QueryFingerprint("rapport.v1." + method, *request);
    for (size_t size : {0, 1, 7, 9, 15, 16, 23, 25, 39, 40, 41, 100}) {
      const std::string token =
          transport::EncodePageToken(fingerprint, std::string(size, 'x'));
      EXPECT_EQ(Admin().Told(method, absl::StrCat(query, " page_token: \"",
                                                  token, "\"")),
                "INVALID_ARGUMENT PAGE_TOKEN_INVALID page_token")
          << method << " with " << size << " bytes";
    }
    // Numbers that are none, or of no instant.
    for (size_t size : {8, 24, 40}) {
      const std::string token =
          transport::EncodePageToken(fingerprint, std::string(size, '\xff'));
      EXPECT_EQ(Admin().Told(method, absl::StrCat(query, " page_token: \"",
                                                  token, "\"")),
                "INVALID_ARGUMENT PAGE_TOKEN_INVALID page_token")
          << method << " with " << size << " bytes";
    }
  }
}

}  // namespace
}  // namespace rapport
