// Searches, broken. See bad_input.h.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/rpc/bad_input.h"

namespace rapport {
namespace {

constexpr char kHere[] = "{ latitude: 1 longitude: 1 } ";
constexpr char kNorth[] = "{ latitude: 91 longitude: 1 } ";

std::string Box(const std::string& southwest, const std::string& northeast) {
  return absl::StrCat("box { southwest ", southwest, "northeast ", northeast,
                      "} ");
}

// A polygon, or a route, of those corners.
std::string Ring(const std::string& field,
                 const std::vector<std::string>& corners) {
  return absl::StrCat(
      field, " { ",
      absl::StrJoin(corners, " ",
                    [&](std::string* out, const std::string& corner) {
                      absl::StrAppend(out,
                                      field == "route" ? "points " : "corners ",
                                      corner);
                    }),
      "} ");
}

BadRows BadAreaRows() {
  const std::string at = "{ latitude: 1 longitude: 2 } ";
  const std::string box = Box(kHere, "{ latitude: 2 longitude: 2 } ");
  const std::string route = Ring("route", {kHere, at});
  return {
      {"", Box(kHere, kNorth), "!OUT_OF_RANGE box.northeast"},
      {"", Box(at, "{ latitude: 0 longitude: 3 } "), "!MALFORMED box"},
      {"", Ring("polygon", {kHere, at}), "!MALFORMED polygon"},
      {"", Ring("polygon", {kHere, at, kNorth}),
       "!OUT_OF_RANGE polygon.corners[2]"},
      {"", Ring("polygon", {kHere, at, kHere, at}), "!MALFORMED polygon"},
      {"", Ring("route", {kHere}), "!MALFORMED route"},
      {"", Ring("route", {kHere, kNorth}), "!OUT_OF_RANGE route.points[1]"},
      {"", route + "route { corridor_m: -1 }", "!MALFORMED route"},
      {"", route + "route { corridor_m: 500001 }", "!MALFORMED route"},
      {"", box + route, "!CONFLICT box"},
      {"",
       Ring("polygon", {kHere, at, "{ latitude: 2 longitude: 2 } "}) + route,
       "!CONFLICT polygon"},
      {"", R"(market: "regions/emea")", "!MALFORMED market"},
      {"", R"(market: "brands/acme/regions/emea/stores/x")",
       "!MALFORMED market"},
      {"near", "radius_m: 5", "!REQUIRED near"},
  };
}

BadRows BadWishRows() {
  return {
      {"", absl::StrCat("text: \"", std::string(101, 'x'), "\""),
       "!TOO_LONG text"},
      {"", R"(text: "?!")", "!MALFORMED text"},
      {"", R"(text: "a b c d e f g h i")", "!TOO_MANY text"},
      {"", "open_now: true open_at { seconds: $now }", "!CONFLICT open_now"},
      {"", R"(services: "styling")", "!MALFORMED services[0]"},
      {"", Repeated(R"(services: "$styling" )", 11), "!TOO_MANY services"},
      {"", "channels: CHANNEL_VIDEO channels: 42", "!UNKNOWN channels[1]"},
      {"", R"(language_codes: "xx")", "!UNKNOWN language_codes[0]"},
      {"", Repeated(R"(language_codes: "es" )", 6), "!TOO_MANY language_codes"},
      {"", R"(attributes: "Free parking")", "!MALFORMED attributes[0]"},
      {"", Repeated(R"(attributes: "parking" )", 11), "!TOO_MANY attributes"},
      {"", "order: 42", "!UNKNOWN order"},
      {"near", "order: STORE_ORDER_DISTANCE", "!CONFLICT order"},
      {"", "order: STORE_ORDER_RELEVANCE", "!CONFLICT order"},
      {"", "order: STORE_ORDER_ALONG_ROUTE", "!CONFLICT order"},
      {"", R"(read_mask { paths: "name" paths: "nome" })",
       "!UNKNOWN read_mask.paths[1]"},
      {"", R"(reading_language_codes: "")",
       "!REQUIRED reading_language_codes[0]"},
      {"", Repeated(R"(reading_language_codes: "es" )", 11),
       "!TOO_MANY reading_language_codes"},
  };
}

TEST_F(BadInputTest, GetStorePage) {
  Check("LocatorService/GetStorePage", R"(name: "$nyc")",
        {{"name", "", "!REQUIRED name"},
         {"", R"(name: "nyc")", "!MALFORMED name"},
         {"", R"(service: "styling")", "!MALFORMED service"},
         {"", "channel: 42", "!UNKNOWN channel"},
         {"", "duration { seconds: 3600 }", "!NEEDS_SERVICE duration"},
         {"", R"(service: "$styling" duration { seconds: 1800 })",
          "!NOT_A_CHOICE duration"},
         {"", "associates: -1", "!OUT_OF_RANGE associates"},
         {"", "associates: 51", "!OUT_OF_RANGE associates"},
         {"", "slots_per_associate: 21", "!OUT_OF_RANGE slots_per_associate"},
         {"", "days: 32", "!OUT_OF_RANGE days"},
         {"", R"(reading_language_codes: "xx")",
          "!UNKNOWN reading_language_codes[0]"}});
}

TEST_F(BadInputTest, SuggestPlaces) {
  Check("LocatorService/SuggestPlaces", R"(parent: "brands/acme" text: "par")",
        Together(
            {BadParentRows(),
             BadRows{{"text", "", "!REQUIRED text"},
                     {"", absl::StrCat("text: \"", std::string(101, 'x'), "\""),
                      "!TOO_LONG text"},
                     {"", "near { latitude: 91 }", "!OUT_OF_RANGE near"},
                     {"", R"(region_code: "fr")", "!MALFORMED region_code"},
                     {"", "page_size: 21", "!OUT_OF_RANGE page_size"}}}));
}

TEST_F(BadInputTest, SearchStores) {
  Check("LocatorService/SearchStores",
        R"(parent: "brands/acme" near { latitude: 40 longitude: -73 })",
        Together({BadParentRows(), BadNearRows(), BadPageRows(1000),
                  BadAreaRows(), BadWishRows()}));
}

// A local window of that, which is Tuesday's unless `parts` say another date.
std::string LocalWindow(const std::string& parts) {
  return absl::StrCat(
      "service: \"$styling\" local_windows { first_date { year: 2026 month: 3 "
      "day: 3 } ",
      parts, " } ");
}

BadRows BadLocalWindowRows() {
  const std::string window =
      "local_windows { first_date { year: 2026 month: 3 day: 3 } } ";
  return {
      {"", window, "!NEEDS_SERVICE local_windows"},
      {"", "service: \"$styling\" local_windows {}",
       "!OUT_OF_RANGE local_windows[0].first_date"},
      {"", LocalWindow("first_date { month: 13 }"),
       "!OUT_OF_RANGE local_windows[0].first_date"},
      {"", LocalWindow("last_date { year: 2026 month: 2 day: 30 }"),
       "!OUT_OF_RANGE local_windows[0].last_date"},
      {"", LocalWindow("last_date { year: 2026 month: 3 day: 2 }"),
       "!OUT_OF_RANGE local_windows[0].last_date"},
      {"", LocalWindow("last_date { year: 2026 month: 5 day: 4 }"),
       "!OUT_OF_RANGE local_windows[0].last_date"},
      {"", LocalWindow("start_time { hours: 25 }"),
       "!OUT_OF_RANGE local_windows[0].start_time"},
      {"", LocalWindow("start_time { hours: 9 seconds: 1 }"),
       "!OUT_OF_RANGE local_windows[0].start_time"},
      {"", LocalWindow("end_time { hours: 24 minutes: 1 }"),
       "!OUT_OF_RANGE local_windows[0].end_time"},
      {"", LocalWindow("start_time { hours: 17 } end_time { hours: 17 }"),
       "!OUT_OF_RANGE local_windows[0].end_time"},
      {"", LocalWindow("start_time { hours: 24 }"),
       "!OUT_OF_RANGE local_windows[0].end_time"},
      {"", LocalWindow(R"(time_zone: "Mars/Olympus")"),
       "!UNKNOWN local_windows[0].time_zone"},
      {"", LocalWindow(R"(time_zone: "/etc/passwd")"),
       "!UNKNOWN local_windows[0].time_zone"},
      {"", LocalWindow("") + "local_windows {}",
       "!OUT_OF_RANGE local_windows[1].first_date"},
      {"", "service: \"$styling\" " + Repeated(window, 11),
       "!TOO_MANY local_windows"},
  };
}

BadRows BadWindowsRows() {
  const std::string good =
      "windows { start_time { seconds: $now } end_time { seconds: $tuesday } "
      "} ";
  const std::string service = R"(service: "$styling" )";
  return {
      {"", good, "!NEEDS_SERVICE windows"},
      {"", service + good + "windows {}", "!REQUIRED windows[1]"},
      {"",
       service + good +
           "windows { start_time { seconds: $tuesday } "
           "end_time { seconds: $now } }",
       "!OUT_OF_RANGE windows[1].end_time"},
      {"",
       service +
           "windows { start_time { seconds: $past } end_time { seconds: $now } "
           "}",
       "!IN_PAST windows[0].end_time"},
      {"",
       service +
           "windows { start_time { seconds: $now } "
           "end_time { seconds: 1777798801 } }",  // 62 days and a second later
       "!OUT_OF_RANGE windows[0].end_time"},
      {"", service + Repeated(good, 11), "!TOO_MANY windows"},
      // Of all kinds together.
      {"",
       service + Repeated(good, 5) +
           Repeated("local_windows { first_date { year: 2026 month: 3 day: 3 } "
                    "} ",
                    6),
       "!TOO_MANY local_windows"},
  };
}

BadRows BadPeopleWishRows() {
  return {
      {"near", "", "!REQUIRED near"},
      {"near", R"(radius_m: 5 stores: "$nyc")", "!REQUIRED near"},
      {"near", R"(familiar_associates: "$ana")", "!REQUIRED near"},
      {"", R"(any_styles: "bridal" any_styles: "none")",
       "!UNKNOWN any_styles[1]"},
      {"", Repeated(R"(any_styles: "bridal")", 11), "!TOO_MANY any_styles"},
      {"", R"(stores: "nyc")", "!MALFORMED stores[0]"},
      {"", R"(stores: "$ana")", "!MALFORMED stores[0]"},
      {"", R"(stores: "$nyc" stores: "$no_store")", "NOT_FOUND NOT_FOUND"},
      {"", R"(stores: "brands/other/stores/x")", "NOT_FOUND NOT_FOUND"},
      {"", Repeated(R"(stores: "$nyc")", 101), "!TOO_MANY stores"},
      {"", R"(market: "regions/emea")", "!MALFORMED market"},
      {"", R"(associates: "ana")", "!MALFORMED associates[0]"},
      {"", R"(associates: "$ana" associates: "$no_associate")",
       "NOT_FOUND NOT_FOUND"},
      {"", Repeated(R"(associates: "$ana")", 21), "!TOO_MANY associates"},
      {"", R"(familiar_associates: "$ana" familiar_associates: "$nyc")",
       "!MALFORMED familiar_associates[1]"},
      {"", Repeated(R"(familiar_associates: "$ana")", 21),
       "!TOO_MANY familiar_associates"},
      {"", R"(attributes: "female")", "!UNKNOWN attributes[0]"},
      {"", R"(attributes: "")", "!UNKNOWN attributes[0]"},
      {"", Repeated(R"(attributes: "female")", 11), "!TOO_MANY attributes"},
      {"", "order: 42", "!UNKNOWN order"},
      {"", "order: ASSOCIATE_ORDER_EARLIEST", "!NEEDS_SERVICE order"},
      {"near", R"(order: ASSOCIATE_ORDER_DISTANCE stores: "$nyc")",
       "!NEEDS_NEAR order"},
  };
}

TEST_F(BadInputTest, SearchAssociates) {
  const std::string service = R"(service: "$styling" )";
  BadRows windows = BadWindowRows(62 * 24 * 3600);
  for (BadRow& row : windows) row.merge = service + row.merge;
  Check("LocatorService/SearchAssociates",
        R"(parent: "brands/acme" near { latitude: 40 longitude: -73 })",
        Together(
            {BadParentRows(), BadNearRows(), BadPageRows(100), windows,
             BadLocalWindowRows(), BadWindowsRows(), BadPeopleWishRows(),
             BadRows{
                 {"", R"(languages { language_code: "" })",
                  "!REQUIRED languages[0].language_code"},
                 {"", R"(languages { language_code: "xx" })",
                  "!UNKNOWN languages[0].language_code"},
                 {"", R"(languages { language_code: "not a tag" })",
                  "!MALFORMED languages[0].language_code"},
                 {"", R"(languages { language_code: "und" })",
                  "!UNKNOWN languages[0].language_code"},
                 {"", R"(languages { language_code: "es" level: 5 })",
                  "!UNKNOWN languages[0].level"},
                 {"", Repeated(R"(languages { language_code: "es" })", 6),
                  "!TOO_MANY languages"},
                 {"", R"(styles: "none")", "!UNKNOWN styles[0]"},
                 {"", R"(styles: "NOT A STYLE")", "!UNKNOWN styles[0]"},
                 {"", Repeated(R"(styles: "bridal")", 11), "!TOO_MANY styles"},
                 {"", "channels: CHANNEL_UNSPECIFIED", "!REQUIRED channels[0]"},
                 {"", "channels: CHANNEL_VIDEO channels: 42",
                  "!UNKNOWN channels[1]"},
                 {"", "slots_per_associate: -1",
                  "!OUT_OF_RANGE slots_per_associate"},
                 {"", "slots_per_associate: 21",
                  "!OUT_OF_RANGE slots_per_associate"},
                 {"",
                  "window { start_time { seconds: $now } "
                  "end_time { seconds: $tuesday } }",
                  "!NEEDS_SERVICE window"},
                 {"",
                  service + "window { start_time { seconds: $past } "
                            "end_time { seconds: $now } }",
                  "!IN_PAST window.end_time"}}}));
}

}  // namespace
}  // namespace rapport
