// Searches, broken. See bad_input.h.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/rpc/bad_input.h"

namespace rapport {
namespace {

TEST_F(BadInputTest, SearchStores) {
  Check("LocatorService/SearchStores",
        R"(parent: "brands/acme" near { latitude: 40 longitude: -73 })",
        Together({BadParentRows(), BadNearRows(), BadPageRows(1000)}));
}

TEST_F(BadInputTest, SearchAssociates) {
  const std::string service = R"(service: "$styling" )";
  BadRows windows = BadWindowRows(62 * 24 * 3600);
  for (BadRow& row : windows) row.merge = service + row.merge;
  Check("LocatorService/SearchAssociates",
        R"(parent: "brands/acme" near { latitude: 40 longitude: -73 })",
        Together(
            {BadParentRows(), BadNearRows(), BadPageRows(100), windows,
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
