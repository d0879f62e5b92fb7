// Requests about brands and stores, broken. See bad_input.h.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "tests/rpc/bad_input.h"

namespace rapport {
namespace {

TEST_F(BadInputTest, CreateBrand) {
  Check(
      "CatalogService/CreateBrand",
      R"(brand_id: "new-brand" brand { display_name: "New" })",
      {{"brand_id", "", "!MALFORMED brand_id"},
       {"", R"(brand_id: "New")", "!MALFORMED brand_id"},
       {"", R"(brand_id: "brands/new")", "!MALFORMED brand_id"},
       {"", absl::StrCat("brand_id: \"", std::string(33, 'x'), "\""),
        "!MALFORMED brand_id"},
       {"", R"(brand_id: "acme")", "ALREADY_EXISTS BRAND_EXISTS"},
       {"brand", "", "!REQUIRED brand.display_name"},
       {"",
        absl::StrCat("brand { display_name: \"", std::string(201, 'x'), "\" }"),
        "!TOO_LONG brand.display_name"}});
}

TEST_F(BadInputTest, GetBrand) {
  Check("CatalogService/GetBrand", R"(name: "brands/acme")",
        {{"name", "", "!REQUIRED name"},
         {"", R"(name: "acme")", "!MALFORMED name"},
         {"", R"(name: "brands/acme/stores")", "!MALFORMED name"},
         {"", R"(name: "brands/none")", "NOT_FOUND NOT_FOUND"}});
}

TEST_F(BadInputTest, UpdateBrand) {
  const std::string style = R"(brand { styles { style_id: "$0"
                               display_name: "S" } })";
  std::string many;
  for (int i = 0; i < 255; ++i) {
    absl::StrAppend(&many, "styles { style_id: \"s", i,
                    "\" display_name: \"S\" } ");
  }
  std::string attributes;
  for (int i = 0; i < 65; ++i) {
    absl::StrAppend(&attributes, "searchable_attributes: \"a", i, "\" ");
  }
  Check(
      "CatalogService/UpdateBrand",
      R"(brand { name: "brands/acme" display_name: "Acme"
           styles { style_id: "bridal" display_name: "Bridal" }
           styles { style_id: "minimalist" display_name: "Minimalist" } })",
      {{"brand", "", "!REQUIRED brand.name"},
       {"brand.name", "", "!REQUIRED brand.name"},
       {"", R"(brand { name: "x" })", "!MALFORMED brand.name"},
       {"brand.display_name", "", "!REQUIRED brand.display_name"},
       {"", R"(brand { display_name: "a\nb" })",
        "!MALFORMED brand.display_name"},
       {"", R"(brand { etag: "x" })", "!MALFORMED brand.etag"},
       {"", R"(brand { etag: "v99" })", "ABORTED ETAG_MISMATCH"},
       {"", absl::Substitute(style, "NO"),
        "!MALFORMED brand.styles[2].style_id"},
       {"", absl::Substitute(style, ""), "!MALFORMED brand.styles[2].style_id"},
       {"", absl::Substitute(style, "bridal"),
        "!DUPLICATE brand.styles[2].style_id"},
       {"", R"(brand { styles { style_id: "x" } })",
        "!REQUIRED brand.styles[2].display_name"},
       {"", absl::StrCat("brand {", many, "}"), "!TOO_MANY brand.styles"},
       {"", R"(brand { styles { style_id: "x" display_name: "X"
                 localized_names { language_code: "xx" text: "X" } } })",
        "!UNKNOWN brand.styles[2].localized_names[0].language_code"},
       {"", R"(brand { styles { style_id: "x" display_name: "X"
                 localized_names { language_code: "fr" } } })",
        "!REQUIRED brand.styles[2].localized_names[0].text"},
       {"", "brand { holiday_lists { } }",
        "!OUT_OF_RANGE brand.holiday_lists[0].first_date"},
       {"",
        "brand { holiday_lists { first_date { year: 2026 month: 2 day: 30 } } "
        "}",
        "!OUT_OF_RANGE brand.holiday_lists[0].first_date"},
       {"", "brand { ranking_weights { language_level_m: -1 } }",
        "!OUT_OF_RANGE brand.ranking_weights.language_level_m"},
       {"", "brand { ranking_weights { style_m: 1000001 } }",
        "!OUT_OF_RANGE brand.ranking_weights.style_m"},
       {"", "brand { ranking_weights { channel_m: 1000001 } }",
        "!OUT_OF_RANGE brand.ranking_weights.channel_m"},
       {"", "brand { ranking_weights { wait_day_m: -1000 } }",
        "!OUT_OF_RANGE brand.ranking_weights.wait_day_m"},
       {"", "brand { ranking_weights { unfamiliar_m: 2147483647 } }",
        "!OUT_OF_RANGE brand.ranking_weights.unfamiliar_m"},
       {"", "brand { ranking_weights { remote_distance_percent: 101 } }",
        "!OUT_OF_RANGE brand.ranking_weights.remote_distance_percent"},
       {"", R"(brand { searchable_attributes: "Female" })",
        "!MALFORMED brand.searchable_attributes[0]"},
       {"",
        R"(brand { searchable_attributes: "a" searchable_attributes: "a" })",
        "!DUPLICATE brand.searchable_attributes[1]"},
       {"", absl::StrCat("brand {", attributes, "}"),
        "!TOO_MANY brand.searchable_attributes"},
       {"brand.styles", "", "FAILED_PRECONDITION STYLE_IN_USE"}});
}

TEST_F(BadInputTest, GetStore) {
  Check("CatalogService/GetStore", R"(name: "$nyc")",
        {{"name", "", "!REQUIRED name"},
         {"", R"(name: "nyc")", "!MALFORMED name"},
         {"", R"(name: "$ana")", "!MALFORMED name"},
         {"", R"(name: "$nyc/x")", "!MALFORMED name"},
         {"", R"(name: "$no_store")", "NOT_FOUND NOT_FOUND"}});
}

TEST_F(BadInputTest, ListStores) {
  Check("CatalogService/ListStores", R"(parent: "brands/acme")",
        Together({BadParentRows(), BadPageRows(1000)}));
}

TEST_F(BadInputTest, UpdateStore) {
  auto text = [](const char* field, int length) {
    return absl::Substitute(R"(store { $0: "$1" })", field,
                            std::string(length, 'x'));
  };
  auto address = [](const char* field, int length) {
    return absl::Substitute(R"(store { address { $0: "$1" } })", field,
                            std::string(length, 'x'));
  };
  Check(
      "CatalogService/UpdateStore",
      R"(store { name: "$nyc" display_name: "acme nyc" source: "pos"
         source_id: "nyc" location { latitude: 40.75 longitude: -73.98 }
         time_zone: "America/New_York" })",
      {{"store", "", "!REQUIRED store.location"},
       {"store.name", R"(store { name: "nyc" })", "!MALFORMED store.name"},
       {"", R"(store { name: "$paris" })", "!IMMUTABLE store.name"},
       {"", R"(store { source: "pos2" })", "!IMMUTABLE store.name"},
       {"", R"(store { source_id: "x" })", "!IMMUTABLE store.name"},
       {"store.name", R"(store { source_id: "new" })", "NOT_FOUND NOT_FOUND"},
       {"store.name store.source", "allow_missing: true",
        "!REQUIRED store.source"},
       {"store.name store.source_id", "allow_missing: true",
        "!REQUIRED store.source_id"},
       {"store.name", R"(allow_missing: true store { source: "A b" })",
        "!MALFORMED store.source"},
       {"store.display_name", "", "!REQUIRED store.display_name"},
       {"", text("display_name", 201), "!TOO_LONG store.display_name"},
       {"store.location", "", "!REQUIRED store.location"},
       {"", "store { location { latitude: 90.1 } }",
        "!OUT_OF_RANGE store.location"},
       {"", "store { location { latitude: nan } }",
        "!OUT_OF_RANGE store.location"},
       {"", "store { location { longitude: -inf } }",
        "!OUT_OF_RANGE store.location"},
       {"", R"(store { time_zone: "Mars/Base" })", "!UNKNOWN store.time_zone"},
       {"", R"(store { time_zone: "/etc/passwd" })",
        "!UNKNOWN store.time_zone"},
       {"", R"(store { address { region_code: "USA" } })",
        "!MALFORMED store.address.region_code"},
       {"", address("administrative_area", 101),
        "!TOO_LONG store.address.administrative_area"},
       {"", address("locality", 101), "!TOO_LONG store.address.locality"},
       {"", address("postal_code", 21), "!TOO_LONG store.address.postal_code"},
       {"", address("address_lines", 201),
        "!TOO_LONG store.address.address_lines[0]"},
       {"",
        absl::StrCat("store { address {", Repeated("address_lines: \"x\"", 6),
                     "} }"),
        "!TOO_MANY store.address.address_lines"},
       {"", text("phone_number", 41), "!TOO_LONG store.phone_number"},
       {"", R"(store { website_uri: "javascript:alert" })",
        "!MALFORMED store.website_uri"},
       {"", text("opening_hours_text", 2001),
        "!TOO_LONG store.opening_hours_text"},
       {"", R"(store { services: "styling" })", "!MALFORMED store.services[0]"},
       {"", R"(store { services: "brands/acme/services/none" })",
        "!UNKNOWN store.services[0]"},
       {"", R"(store { services: "$styling" services: "$styling" })",
        "!DUPLICATE store.services[1]"},
       {"", R"(store { market: "regions/a/markets/b" })",
        "!MALFORMED store.market"},
       {"", R"(store { market: "brands/acme/markets/b" })",
        "!MALFORMED store.market"},
       {"", R"(store { etag: "1" })", "!MALFORMED store.etag"},
       {"", R"(store { etag: "v7" })", "ABORTED ETAG_MISMATCH"}});
}

TEST_F(BadInputTest, ExportStores) {
  Check("CatalogService/ExportStores",
        R"(parent: "brands/acme" format: IMPORT_FORMAT_CSV)",
        Together({BadParentRows(),
                  BadRows{{"format", "", "!REQUIRED format"},
                          {"", "format: IMPORT_FORMAT_OVERPASS",
                           "!UNSUPPORTED format"},
                          {"", R"(source: "A B")", "!MALFORMED source"}}}));
}

}  // namespace
}  // namespace rapport
