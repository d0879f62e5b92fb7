// Requests about associates and services, broken. See bad_input.h.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "tests/rpc/bad_input.h"

namespace rapport {
namespace {

TEST_F(BadInputTest, GetAssociate) {
  Check("CatalogService/GetAssociate", R"(name: "$ana")",
        {{"name", "", "!REQUIRED name"},
         {"", R"(name: "$nyc")", "!MALFORMED name"},
         {"", R"(name: "$ana/schedule")", "!MALFORMED name"},
         {"", R"(name: "$no_associate")", "NOT_FOUND NOT_FOUND"}});
}

TEST_F(BadInputTest, ListAssociates) {
  Check("CatalogService/ListAssociates", R"(parent: "brands/acme")",
        Together({BadParentRows(), BadPageRows(1000),
                  BadRows{{"", R"(store: "nyc")", "!MALFORMED store"},
                          {"", R"(store: "$ana")", "!MALFORMED store"}}}));
}

// Beside Spanish and English.
BadRows BadLanguageRows() {
  const auto language = [](const std::string& code, const std::string& level) {
    return absl::Substitute(
        R"(associate { languages { language_code: "$0" level: $1 } })", code,
        level);
  };
  std::string languages;
  for (const char* code :
       {"ar", "cs", "da", "de", "el", "et", "fi", "fr", "he", "hi", "hu", "is",
        "it", "ja", "ko", "lt", "lv", "nl", "pl"}) {
    absl::StrAppend(&languages, language(code, "LANGUAGE_LEVEL_BASIC"), " ");
  }
  return {{"associate.languages", "", "!REQUIRED associate.languages"},
          {"", language("", "LANGUAGE_LEVEL_BASIC"),
           "!REQUIRED associate.languages[2].language_code"},
          {"", language("xx", "LANGUAGE_LEVEL_BASIC"),
           "!UNKNOWN associate.languages[2].language_code"},
          {"", language("spanish", "LANGUAGE_LEVEL_BASIC"),
           "!MALFORMED associate.languages[2].language_code"},
          {"", language("es-MX", "LANGUAGE_LEVEL_BASIC"),
           "!DUPLICATE associate.languages[2].language_code"},
          {"", language("fr", "LANGUAGE_LEVEL_UNSPECIFIED"),
           "!REQUIRED associate.languages[2].level"},
          {"", language("fr", "9"), "!UNKNOWN associate.languages[2].level"},
          {"", language("fr", "-1"), "!UNKNOWN associate.languages[2].level"},
          {"", languages, "!TOO_MANY associate.languages"}};
}

BadRows BadAttributeRows() {
  std::string attributes;
  for (int i = 0; i < 33; ++i) {
    absl::StrAppend(&attributes, "attributes: \"a", i, "\" ");
  }
  return {{"", R"(associate { attributes: "a" attributes: "Fe male" })",
           "!MALFORMED associate.attributes[1]"},
          {"", R"(associate { attributes: "" })",
           "!MALFORMED associate.attributes[0]"},
          {"", R"(associate { attributes: "a" attributes: "a" })",
           "!DUPLICATE associate.attributes[1]"},
          {"", absl::StrCat("associate {", attributes, "}"),
           "!TOO_MANY associate.attributes"}};
}

// Where, what and how somebody serves.
BadRows BadServingRows() {
  return {
      {"associate.stores", "", "!REQUIRED associate.stores"},
      {"", R"(associate { stores: "paris" })",
       "!MALFORMED associate.stores[1]"},
      {"", R"(associate { stores: "$no_store" })",
       "!UNKNOWN associate.stores[1]"},
      {"", R"(associate { stores: "$nyc" })", "!DUPLICATE associate.stores[1]"},
      {"", R"(associate { styles: "No" })", "!MALFORMED associate.styles[2]"},
      {"", R"(associate { styles: "none" })", "!UNKNOWN associate.styles[2]"},
      {"", R"(associate { styles: "bridal" })",
       "!DUPLICATE associate.styles[2]"},
      {"", R"(associate { services: "x" })",
       "!MALFORMED associate.services[2]"},
      {"", R"(associate { services: "brands/acme/services/none" })",
       "!UNKNOWN associate.services[2]"},
      {"", R"(associate { services: "$repair" })",
       "!DUPLICATE associate.services[2]"},
      {"associate.channels", "", "!REQUIRED associate.channels"},
      {"", "associate { channels: 99 }", "!UNKNOWN associate.channels[2]"},
      {"", "associate { channels: CHANNEL_UNSPECIFIED }",
       "!REQUIRED associate.channels[2]"}};
}

TEST_F(BadInputTest, UpdateAssociate) {
  Check(
      "CatalogService/UpdateAssociate",
      R"(associate { name: "$ana" display_name: "ana" source: "hr"
         source_id: "ana" stores: "$nyc" channels: CHANNEL_IN_STORE
         channels: CHANNEL_VIDEO services: "$styling" services: "$repair"
         styles: "bridal" styles: "minimalist"
         languages { language_code: "es" level: LANGUAGE_LEVEL_NATIVE }
         languages { language_code: "en" level: LANGUAGE_LEVEL_FLUENT } })",
      Together(
          {BadRows{
               {"associate", "",
                "!REQUIRED associate.source associate.source_id "
                "associate.display_name associate.stores associate.languages "
                "associate.channels"},
               {"", R"(associate { name: "ana" })",
                "!MALFORMED associate.name"},
               {"", R"(associate { source: "other" })",
                "!IMMUTABLE associate.name"},
               {"associate.name", R"(associate { source_id: "new" })",
                "NOT_FOUND NOT_FOUND"},
               {"associate.display_name", "",
                "!REQUIRED associate.display_name"},
               {"",
                absl::StrCat("associate { display_name: \"",
                             std::string(101, 'x'), "\" }"),
                "!TOO_LONG associate.display_name"},
               {"", R"(associate { etag: "v" })", "!MALFORMED associate.etag"},
               {"", R"(associate { etag: "v2" })", "ABORTED ETAG_MISMATCH"}},
           BadServingRows(), BadLanguageRows(), BadAttributeRows()}));
}

TEST_F(BadInputTest, GetService) {
  Check("CatalogService/GetService", R"(name: "$styling")",
        {{"name", "", "!REQUIRED name"},
         {"", R"(name: "styling")", "!MALFORMED name"},
         {"", R"(name: "brands/acme/services/No")", "!MALFORMED name"},
         {"", R"(name: "brands/acme/services/none")", "NOT_FOUND NOT_FOUND"}});
}

TEST_F(BadInputTest, ListServices) {
  Check("CatalogService/ListServices", R"(parent: "brands/acme")",
        Together({BadParentRows(), BadPageRows(1000)}));
}

TEST_F(BadInputTest, ListStoreResources) {
  Check("CatalogService/ListStoreResources", R"(parent: "$nyc")",
        {{"parent", "", "!REQUIRED parent"},
         {"", R"(parent: "brands/acme")", "!MALFORMED parent"},
         {"", R"(parent: "$nyc/resources")", "!MALFORMED parent"},
         {"", R"(parent: "$no_store")", "NOT_FOUND NOT_FOUND"}});
}

TEST_F(BadInputTest, UpdateStoreResource) {
  Check("CatalogService/UpdateStoreResource",
        R"(allow_missing: true resource { name: "$nyc/resources/room-1"
           display_name: "By the window" kind: "fitting-room" })",
        {{"resource", "", "!REQUIRED resource.name"},
         {"resource.name", "", "!REQUIRED resource.name"},
         {"", R"(resource { name: "$nyc" })", "!MALFORMED resource.name"},
         {"", R"(resource { name: "$nyc/resources/" })",
          "!MALFORMED resource.name"},
         {"", R"(resource { name: "$nyc/resources/Room" })",
          "!MALFORMED resource.name"},
         {"", R"(resource { name: "nyc/resources/room-1" })",
          "!MALFORMED resource.name"},
         {"", R"(resource { name: "$no_store/resources/room-1" })",
          "NOT_FOUND STORE_NOT_FOUND"},
         {"resource.display_name", "", "!REQUIRED resource.display_name"},
         {"",
          absl::StrCat("resource { display_name: \"", std::string(201, 'x'),
                       "\" }"),
          "!TOO_LONG resource.display_name"},
         {"resource.kind", "", "!REQUIRED resource.kind"},
         {"", R"(resource { kind: "A room" })", "!MALFORMED resource.kind"},
         {"", absl::StrCat("resource { kind: \"", std::string(41, 'x'), "\" }"),
          "!MALFORMED resource.kind"},
         {"", R"(resource { etag: "1" })", "!MALFORMED resource.etag"},
         {"", R"(resource { etag: "v1" })", "ABORTED ETAG_MISMATCH"},
         {"allow_missing", "", "NOT_FOUND NOT_FOUND"}});
}

// `field` of a service, so long.
std::string ServiceWith(const char* field, const char* length) {
  return absl::Substitute("service { $0 { $1 } }", field, length);
}

BadRows BadLengthRows() {
  return {{"", ServiceWith("duration", "seconds: 299"),
           "!OUT_OF_RANGE service.duration"},
          {"", ServiceWith("duration", "seconds: 301"),
           "!OFF_TICK service.duration"},
          {"", ServiceWith("duration", "seconds: 300 nanos: 1"),
           "!OFF_TICK service.duration"},
          {"", ServiceWith("duration", "seconds: 43500"),
           "!OUT_OF_RANGE service.duration"},
          {"", ServiceWith("duration", "seconds: -3600"),
           "!OUT_OF_RANGE service.duration"},
          {"", ServiceWith("duration", "nanos: 2000000000"),
           "!OUT_OF_RANGE service.duration"},
          {"", ServiceWith("buffer_before", "seconds: 14700"),
           "!OUT_OF_RANGE service.buffer_before"},
          {"", ServiceWith("buffer_after", "seconds: 301"),
           "!OFF_TICK service.buffer_after"},
          {"", ServiceWith("minimum_notice", "seconds: 5184001"),
           "!OUT_OF_RANGE service.minimum_notice"},
          {"", ServiceWith("booking_horizon", "seconds: 31536001"),
           "!OUT_OF_RANGE service.booking_horizon"},
          {"", ServiceWith("booking_horizon", "seconds: 9223372036854775807"),
           "!OUT_OF_RANGE service.booking_horizon"},
          {"", ServiceWith("slot_interval", "seconds: 0"),
           "!OUT_OF_RANGE service.slot_interval"},
          {"", ServiceWith("slot_interval", "seconds: 2100"),
           "!OUT_OF_RANGE service.slot_interval"},
          {"", ServiceWith("hold_duration", "seconds: 59"),
           "!OUT_OF_RANGE service.hold_duration"},
          {"", ServiceWith("hold_duration", "seconds: 3601"),
           "!OUT_OF_RANGE service.hold_duration"}};
}

// Beside an hour, which is the duration.
BadRows BadChoiceRows() {
  return {{"", ServiceWith("duration_choices", "seconds: 299"),
           "!OUT_OF_RANGE service.duration_choices[0]"},
          {"", ServiceWith("duration_choices", "seconds: 43500"),
           "!OUT_OF_RANGE service.duration_choices[0]"},
          {"", ServiceWith("duration_choices", "seconds: 301"),
           "!OFF_TICK service.duration_choices[0]"},
          {"", ServiceWith("duration_choices", "nanos: -1"),
           "!OUT_OF_RANGE service.duration_choices[0]"},
          {"", ServiceWith("duration_choices", "seconds: 3600"),
           "!DUPLICATE service.duration_choices[0]"},
          {"",
           ServiceWith("duration_choices", "seconds: 1800") +
               ServiceWith("duration_choices", "seconds: 1800"),
           "!DUPLICATE service.duration_choices[1]"},
          {"", Repeated(ServiceWith("duration_choices", "seconds: 1800"), 13),
           "!TOO_MANY service.duration_choices"}};
}

BadRows BadNeedsRows() {
  return {{"", "service { needs {} }", "!REQUIRED service.needs[0].kind"},
          {"", R"(service { needs { kind: "Room" } })",
           "!MALFORMED service.needs[0].kind"},
          {"", R"(service { needs { kind: "room" count: 5 } })",
           "!OUT_OF_RANGE service.needs[0].count"},
          {"", R"(service { needs { kind: "room" count: -1 } })",
           "!OUT_OF_RANGE service.needs[0].count"},
          {"", Repeated(R"(service { needs { kind: "room" } } )", 2),
           "!DUPLICATE service.needs[1].kind"},
          {"", Repeated(R"(service { needs { kind: "room" } } )", 6),
           "!TOO_MANY service.needs"}};
}

TEST_F(BadInputTest, UpdateService) {
  Check(
      "CatalogService/UpdateService",
      R"(service { name: "$styling" display_name: "Styling"
           duration { seconds: 3600 } buffer_after { seconds: 900 }
           minimum_notice { seconds: 3600 } hold_duration { seconds: 600 }
           channels: CHANNEL_IN_STORE channels: CHANNEL_VIDEO })",
      Together(
          {BadRows{
               {"service", "", "!REQUIRED service.name"},
               {"", R"(service { name: "styling" })",
                "!MALFORMED service.name"},
               {"", R"(service { name: "brands/acme/services/new" })",
                "NOT_FOUND NOT_FOUND"},
               {"service.display_name", "", "!REQUIRED service.display_name"},
               {"service.duration", "", "!REQUIRED service.duration"},
               {"service.channels", "", "!REQUIRED service.channels"},
               {"", "service { channels: 9 }", "!UNKNOWN service.channels[2]"},
               {"", R"(service { etag: "v99" })", "ABORTED ETAG_MISMATCH"}},
           BadLengthRows(), BadChoiceRows(), BadNeedsRows()}));
}

}  // namespace
}  // namespace rapport
