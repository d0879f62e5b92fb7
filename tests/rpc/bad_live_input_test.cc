// Batches, searches for anybody and what holds with anybody need, broken. See
// bad_input.h.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/rpc/bad_input.h"

namespace rapport {
namespace {

constexpr char kNear[] = "near { latitude: 40 longitude: -73 } ";

// Fields of a search that its surroundings forbid, below `field`.
BadRows NotForAnyRows(const std::string& field) {
  const auto row = [&](const std::string& name, const std::string& text) {
    return BadRow{"", absl::StrCat(field, " { ", text, " }"),
                  absl::StrCat("!NOT_FOR_ANY ", field, ".", name)};
  };
  return {row("slots_per_associate", "slots_per_associate: 0"),
          row("page_size", "page_size: 1"),
          row("page_token", R"(page_token: "x")")};
}

TEST_F(BadInputTest, BatchSearchAssociates) {
  const std::string one = absl::StrCat("requests { ", kNear, "} ");
  Check("LocatorService/BatchSearchAssociates",
        absl::StrCat(R"(parent: "brands/acme" )", one),
        Together({BadParentRows(),
                  BadRows{{"requests", "", "!REQUIRED requests"},
                          {"", Repeated(one, 100), "!TOO_MANY requests"}}}));
}

TEST_F(BadInputTest, ListAnySlots) {
  Check(
      "LocatorService/ListAnySlots",
      absl::StrCat(R"(search { parent: "brands/acme" service: "$styling" )",
                   kNear, "}"),
      Together({BadPageRows(1000), NotForAnyRows("search"),
                BadRows{{"search", "", "!REQUIRED search.parent"},
                        {"", R"(search { parent: "acme" })",
                         "!MALFORMED search.parent"},
                        {"", R"(search { parent: "brands/none" })",
                         "NOT_FOUND NOT_FOUND"},
                        {"search.service", "", "!REQUIRED search.service"},
                        {"", R"(search { service: "styling" })",
                         "!MALFORMED search.service"},
                        {"search.near", "", "!REQUIRED search.near"},
                        {"", "search { near { latitude: 91 } }",
                         "!OUT_OF_RANGE search.near"},
                        {"", R"(search { languages { language_code: "xx" } })",
                         "!UNKNOWN search.languages[0].language_code"},
                        {"",
                         "search { window { start_time { seconds: $past } "
                         "end_time { seconds: $now } } }",
                         "!IN_PAST search.window.end_time"},
                        {"", "search { channels: 42 }",
                         "!UNKNOWN search.channels[0]"}}}));
}

TEST_F(BadInputTest, HoldSlotWithAnybody) {
  const std::string window =
      "{ start_time { seconds: $now } end_time { seconds: $tuesday } }";
  const auto any = [](const std::string& text) {
    return absl::StrCat("any_associate { ", text, " }");
  };
  Check(
      "BookingService/HoldSlot",
      absl::StrCat(R"(parent: "brands/acme" request_id: "hold-good"
         service: "$styling" channel: CHANNEL_VIDEO
         start_time { seconds: $tuesday } )",
                   any(kNear)),
      Together(
          {BadParentRows(), BadRequestIdRows(), NotForAnyRows("any_associate"),
           BadRows{{"", R"(request_id: "hold-0001")",
                    "!REQUEST_ID_REUSED request_id"},
                   {"", R"(associate: "$ana")", "!CONFLICT associate"},
                   {"", any(R"(service: "$styling")"),
                    "!NOT_FOR_ANY any_associate.service"},
                   {"", any("duration { seconds: 3600 }"),
                    "!NOT_FOR_ANY any_associate.duration"},
                   {"", "duration { seconds: 1800 }", "!NOT_A_CHOICE duration"},
                   {"", any("channels: CHANNEL_VIDEO"),
                    "!NOT_FOR_ANY any_associate.channels"},
                   {"", any("window " + window),
                    "!NOT_FOR_ANY any_associate.window"},
                   {"", any("windows " + window),
                    "!NOT_FOR_ANY any_associate.windows"},
                   {"", any("local_windows { first_date { year: 2026 } }"),
                    "!NOT_FOR_ANY any_associate.local_windows"},
                   {"", any("include_unavailable: true"),
                    "!NOT_FOR_ANY any_associate.include_unavailable"},
                   {"", any("order: ASSOCIATE_ORDER_DISTANCE"),
                    "!NOT_FOR_ANY any_associate.order"},
                   {"any_associate.near", "", "!REQUIRED any_associate.near"},
                   {"", any(R"(parent: "acme")"),
                    "!MALFORMED any_associate.parent"},
                   {"", any(R"(parent: "brands/none")"), "NOT_FOUND NOT_FOUND"},
                   {"", any(R"(styles: "none")"),
                    "!UNKNOWN any_associate.styles[0]"},
                   {"", any(R"(stores: "$paris")") + R"( store: "$nyc")",
                    "!CONFLICT store"},
                   {"", R"(store: "nyc")", "!MALFORMED store"},
                   {"", R"(store: "$no_store")", "NOT_FOUND NOT_FOUND"},
                   {"", R"(service: "brands/acme/services/none")",
                    "NOT_FOUND SERVICE_NOT_FOUND"},
                   {"channel", "", "!REQUIRED channel"},
                   {"start_time", "", "!REQUIRED start_time"},
                   {"", "start_time { nanos: 1 }", "!SLOT_OFF_TICK start_time"},
                   {"", any(R"(languages { language_code: "it" })"),
                    "FAILED_PRECONDITION NOBODY_FITS"}}}));
}

}  // namespace
}  // namespace rapport
