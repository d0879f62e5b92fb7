// Pages give each thing exactly once, in order, whatever their size, and also
// while things change between them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/catalog_service.pb.h"
#include "rapport/v1/locator_service.pb.h"
#include "tests/rpc/import_client.h"
#include "tests/rpc/rpc_world.h"
#include "tests/transport/error_details.h"

namespace rapport {
namespace {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

using Names = std::vector<std::string>;

Names Walked(const v1::ListStoresResponse& page) {
  Names names;
  for (const v1::Store& store : page.stores()) names.push_back(store.name());
  return names;
}
Names Walked(const v1::ListAssociatesResponse& page) {
  Names names;
  for (const v1::Associate& one : page.associates()) {
    names.push_back(one.name());
  }
  return names;
}
Names Walked(const v1::ListServicesResponse& page) {
  Names names;
  for (const v1::Service& one : page.services()) names.push_back(one.name());
  return names;
}
Names Walked(const v1::ListOfferPoliciesResponse& page) {
  Names names;
  for (const v1::OfferPolicy& one : page.offer_policies()) {
    names.push_back(one.name());
  }
  return names;
}
Names Walked(const v1::ListSlotsResponse& page) {
  Names names;
  for (const v1::Slot& slot : page.slots()) {
    names.push_back(absl::StrCat(slot.start_time().seconds()));
  }
  return names;
}
Names Walked(const v1::ListBookingsResponse& page) {
  Names names;
  for (const v1::Booking& one : page.bookings()) {
    names.push_back(absl::StrCat(one.start_time().seconds(), one.name()));
  }
  return names;
}
Names Walked(const v1::SearchStoresResponse& page) {
  Names names;
  for (const v1::StoreHit& hit : page.stores()) {
    names.push_back(hit.store().name());
  }
  return names;
}
Names Walked(const v1::SearchAssociatesResponse& page) {
  Names names;
  for (const v1::AssociateHit& hit : page.associates()) {
    names.push_back(hit.associate().name());
  }
  return names;
}

constexpr int kStores = 23;      // made here, beside the world's three
constexpr int kAssociates = 31;  // likewise
constexpr char kNear[] =
    R"(parent: "brands/acme" near { latitude: 40.7 longitude: -74 } )";

class PagingTest : public RpcTest {
 protected:
  PagingTest() {
    std::string stores = "ref,latitude,longitude,time_zone,name\n";
    for (int i = 0; i < kStores; ++i) {
      // Several on one spot, so that ties are broken.
      absl::StrAppend(&stores, i, ",", 40 + i / 4, ",-74,America/New_York,S\n");
    }
    EXPECT_EQ(ImportStores(Admin(), "page", stores, 9999).Counts(),
              "23 rows, 23 created");
    std::string people;
    for (int i = 0; i < kAssociates; ++i) {
      absl::StrAppend(
          &people,
          absl::Substitute(
              R"({"source_id":"$0","display_name":"P","stores":["$1","$2"],)"
              R"("store_source":"page","languages":)"
              R"([{"language_code":"en","level":"fluent"}],)"
              R"("services":["styling"],"channels":["video"],)"
              R"("weekly_hours":[{"day":"friday","start":"09:00",)"
              R"("end":"12:00"}]})",
              i, i % kStores, (i + 1) % kStores),
          "\n");
    }
    EXPECT_EQ(ImportAssociates(Admin(), "page", people, 9999).Counts(),
              "31 rows, 31 created");
  }

  // All that `method` gives, `size` at a time; `between` is done after each
  // page.
  template <typename Reply>
  Names Walk(const std::string& method, const std::string& query, int size,
             const std::function<void()>& between = nullptr) {
    Names all;
    std::string token;
    for (int page = 0; page < 500; ++page) {
      const Reply reply = Admin().Get<Reply>(
          method, absl::StrCat(query, " page_size: ", size, " page_token: \"",
                               token, "\""));
      const Names names = Walked(reply);
      all.insert(all.end(), names.begin(), names.end());
      token = reply.next_page_token();
      if (token.empty()) return all;
      EXPECT_EQ(names.size(), static_cast<size_t>(size)) << "a short page";
      if (between) between();
    }
    ADD_FAILURE() << method << " never ends";
    return all;
  }

  // Walks with pages of many sizes: each must give the same as one page.
  template <typename Reply>
  Names CheckWalks(const std::string& method, const std::string& query,
                   int size_max = 1000) {
    const Names whole = Walk<Reply>(method, query, size_max);
    EXPECT_EQ(std::set<std::string>(whole.begin(), whole.end()).size(),
              whole.size())
        << method << " gives something twice";
    for (int size : {1, 2, 3, 7, static_cast<int>(whole.size())}) {
      EXPECT_THAT(Walk<Reply>(method, query, size), ElementsAreArray(whole))
          << method << " by " << size;
    }
    return whole;
  }

  static std::string SlotsQuery() {
    return absl::Substitute(
        R"(parent: "$0" service: "$1" channel: CHANNEL_VIDEO)", kAna, kStyling);
  }

  void BookSome() {
    for (int day = 3; day <= 6; ++day) {
      for (const char* hour : {"15:00", "17:00", "20:00"}) {
        const std::string utc = absl::StrCat("2026-03-0", day, " ", hour);
        Shopper().Get<v1::Booking>(
            "BookingService/HoldSlot",
            HoldText(absl::StrCat("hold-", day, "-", hour), utc));
      }
    }
  }
};

constexpr char kParent[] = R"(parent: "brands/acme")";

TEST_F(PagingTest, ListsEachStoreOnceInOrderOfName) {
  const Names names =
      CheckWalks<v1::ListStoresResponse>("CatalogService/ListStores", kParent);
  EXPECT_EQ(names.size(), 26u);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
}

TEST_F(PagingTest, ListsEachAssociateOnceInOrderOfName) {
  const Names names = CheckWalks<v1::ListAssociatesResponse>(
      "CatalogService/ListAssociates", kParent);
  EXPECT_EQ(names.size(), 34u);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
}

TEST_F(PagingTest, ListsTheAssociatesOfOneStore) {
  EXPECT_THAT(CheckWalks<v1::ListAssociatesResponse>(
                  "CatalogService/ListAssociates",
                  absl::StrCat(kParent, " store: \"", kNyc, "\"")),
              ::testing::ElementsAre(kAna));
}

TEST_F(PagingTest, ListsEachServiceOnceInOrderOfName) {
  EXPECT_THAT(CheckWalks<v1::ListServicesResponse>(
                  "CatalogService/ListServices", kParent),
              ::testing::ElementsAre(kRepair, kStyling));
}

TEST_F(PagingTest, ListsEachPolicyThatSaysSomethingOnce) {
  const Names of = {kAna, "brands/acme", "brands/acme/regions/us",
                    "brands/acme/regions/us/markets/ny", kNyc};
  Names expected;
  for (const std::string& one : of) {
    expected.push_back(one + "/offerPolicy");
    Admin().Get<v1::OfferPolicy>(
        "CatalogService/UpdateOfferPolicy",
        absl::Substitute(R"(offer_policy { name: "$0" rules {} })",
                         expected.back()));
  }
  Admin().Get<v1::OfferPolicy>(
      "CatalogService/UpdateOfferPolicy",
      R"(offer_policy { name: "brands/acme/regions/fr/offerPolicy" })");
  EXPECT_THAT(CheckWalks<v1::ListOfferPoliciesResponse>(
                  "CatalogService/ListOfferPolicies", kParent),
              ElementsAreArray(expected));
}

TEST_F(PagingTest, ListsEachSlotOnceInOrderOfTime) {
  const Names slots = CheckWalks<v1::ListSlotsResponse>(
      "CalendarService/ListSlots", SlotsQuery());
  // Ten working days from now, on which the last slot begins at 17:00.
  EXPECT_EQ(slots.size(), 10u * 15u);
  EXPECT_TRUE(std::is_sorted(slots.begin(), slots.end()));
}

TEST_F(PagingTest, ListsEachBookingOnceInOrderOfTime) {
  BookSome();
  const Names bookings = CheckWalks<v1::ListBookingsResponse>(
      "BookingService/ListBookings", kParent);
  EXPECT_EQ(bookings.size(), 12u);
  EXPECT_TRUE(std::is_sorted(bookings.begin(), bookings.end()));
}

TEST_F(PagingTest, FindsEachStoreOnceNearestFirst) {
  EXPECT_EQ(
      CheckWalks<v1::SearchStoresResponse>("LocatorService/SearchStores", kNear)
          .size(),
      26u);
  EXPECT_THAT(
      CheckWalks<v1::SearchStoresResponse>(
          "LocatorService/SearchStores", absl::StrCat(kNear, "radius_m: 1000")),
      IsEmpty());
}

TEST_F(PagingTest, FindsEachAssociateOnceInEachOrder) {
  for (const char* order : {"SCORE", "DISTANCE"}) {
    EXPECT_EQ(CheckWalks<v1::SearchAssociatesResponse>(
                  "LocatorService/SearchAssociates",
                  absl::StrCat(kNear, "order: ASSOCIATE_ORDER_", order), 100)
                  .size(),
              34u)
        << order;
  }
  // With slots, and with conditions.
  for (const char* order : {"SCORE", "DISTANCE", "EARLIEST"}) {
    EXPECT_EQ(
        CheckWalks<v1::SearchAssociatesResponse>(
            "LocatorService/SearchAssociates",
            absl::StrCat(kNear, "service: \"", kStyling,
                         "\" channels: CHANNEL_VIDEO"
                         " languages { language_code: \"en\" }"
                         " any_styles: \"bridal\" order: ASSOCIATE_ORDER_",
                         order),
            100)
            .size(),
        2u)
        << order;
  }
}

// Waits count from the first page's instant, and the day's draw is the first
// page's, so that nobody is skipped or comes twice.
TEST_F(PagingTest, KeepsTheOrderOfTheFirstPageWhileTimePasses) {
  const std::string query = absl::StrCat(kNear, "service: \"", kStyling,
                                         "\" channels: CHANNEL_VIDEO");
  const std::string method = "LocatorService/SearchAssociates";
  Names whole = Walk<v1::SearchAssociatesResponse>(method, query, 100);
  EXPECT_EQ(whole.size(), 34u);
  // Six hours altogether, past midnight for nobody's slots but all draws.
  clock_.Advance(absl::Hours(14));
  const Names before = Walk<v1::SearchAssociatesResponse>(method, query, 100);
  const Names paged = Walk<v1::SearchAssociatesResponse>(
      method, query, 3, [&] { clock_.Advance(absl::Minutes(10)); });
  EXPECT_THAT(paged, ElementsAreArray(before));
}

TEST_F(PagingTest, GoesOnWhileTheCatalogChanges) {
  int changes = 0;
  const Names names = Walk<v1::ListStoresResponse>(
      "CatalogService/ListStores", kParent, 4, [&] {
        Admin().Get<v1::Store>(
            "CatalogService/UpdateStore",
            absl::Substitute(R"(allow_missing: true store { display_name: "N"
                location { latitude: 1 longitude: 1 } source: "new"
                source_id: "$0" })",
                             ++changes));
      });
  EXPECT_GE(names.size(), 26u);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

TEST_F(PagingTest, GoesOnWhileSlotsAreTakenAndTimePasses) {
  int holds = 0;
  const Names slots = Walk<v1::ListSlotsResponse>(
      "CalendarService/ListSlots", SlotsQuery(), 10, [&] {
        clock_.Advance(absl::Minutes(1));
        if (++holds > 4) return;
        Shopper().Get<v1::Booking>(
            "BookingService/HoldSlot",
            HoldText(absl::StrCat("hold-000", holds),
                     absl::StrCat("2026-03-1", 1 + (holds - 1) % 3, " ",
                                  holds == 4 ? "18:00" : "15:00")));
      });
  EXPECT_TRUE(std::is_sorted(slots.begin(), slots.end()));
  EXPECT_EQ(std::adjacent_find(slots.begin(), slots.end()), slots.end());
}

}  // namespace
}  // namespace rapport
