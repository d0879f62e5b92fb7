// A service that is a class: seats of its sessions are had, and no slots.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/locator_service.pb.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

constexpr char kThree[] = "2026-03-03 15:00";

class ClassTest : public RpcTest {
 protected:
  ClassTest() { MakeClass(); }
};

TEST_F(ClassTest, AClassHasNoSlotsOfItsOwn) {
  const std::string slot = absl::Substitute(
      R"(parent: "brands/acme" request_id: "hold-0001" service: "$0"
         channel: CHANNEL_VIDEO start_time { seconds: $1 } )",
      kYoga, Seconds(kThree));
  const std::string ana = absl::StrCat("associate: \"", kAna, "\" ");
  const std::string yoga = absl::StrCat("service: \"", kYoga, "\" ");
  const std::string search = absl::StrCat(
      "parent: \"brands/acme\" near { latitude: 40 longitude: -73 } ", yoga);
  const std::string refused = "INVALID_ARGUMENT IS_A_CLASS ";
  const struct {
    const char* method;
    std::string request;
    const char* field;
  } kRows[] = {
      {"CalendarService/ListSlots",
       absl::StrCat("parent: \"", kAna, "\" channel: CHANNEL_VIDEO ", yoga),
       "service"},
      {"LocatorService/SearchAssociates", search, "service"},
      {"LocatorService/ListAnySlots", absl::StrCat("search {", search, "}"),
       "search.service"},
      {"BookingService/HoldSlot", slot + ana, "service"},
      {"BookingService/HoldSlot",
       slot + "any_associate { stores: \"" + kNyc + "\" }", "service"},
      {"BookingService/CreateBooking", slot + ana, "service"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Shopper().Told(row.method, row.request), refused + row.field)
        << row.method;
  }
  const auto batch = Shopper().Get<v1::BatchSearchAssociatesResponse>(
      "LocatorService/BatchSearchAssociates",
      absl::StrCat("parent: \"brands/acme\" requests {", search, "}"));
  ASSERT_EQ(batch.results_size(), 1);
  EXPECT_EQ(batch.results(0).error().code(),
            static_cast<int>(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(Shopper().Told("LocatorService/SearchStores", search), "OK");
}

TEST_F(ClassTest, AStorePageShowsAClassWithoutSlots) {
  const std::string page =
      absl::StrCat("name: \"", kNyc,
                   "\" slots_per_associate: 3 channel: CHANNEL_VIDEO ") +
      "service: \"";
  const auto with_slots = Shopper().Get<v1::StorePage>(
      "LocatorService/GetStorePage", page + kStyling + "\"");
  ASSERT_EQ(with_slots.associates_size(), 1);
  EXPECT_EQ(with_slots.associates(0).slots_size(), 3);
  const auto without = Shopper().Get<v1::StorePage>(
      "LocatorService/GetStorePage", page + kYoga + "\"");
  ASSERT_EQ(without.associates_size(), 1);
  EXPECT_EQ(without.associates(0).slots_size(), 0);
  EXPECT_EQ(without.services_size(), 3);
}

}  // namespace
}  // namespace rapport
