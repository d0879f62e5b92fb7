// Requests about policies, broken. See bad_input.h.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/rpc/bad_input.h"

namespace rapport {
namespace {

// Ways to break the name of a policy that is in `field`, which is cleared as
// `path` and set by `$0` in `form`.
BadRows BadPolicyNameRows(const std::string& path, const std::string& form) {
  BadRows rows = {{path, "", "!REQUIRED " + path}};
  for (const char* name :
       {"offerPolicy", "brands/acme", "brands/acme/offerPolicy/",
        "brands/acme/brand/offerPolicy", "brands/acme/regions/offerPolicy",
        "brands/acme/regions/US/offerPolicy",
        "brands/acme/regions/us/markets/offerPolicy", "$nyc",
        "brands/acme/stores/nyc/offerPolicy",
        "brands/acme/associates/offerPolicy", "brands//offerPolicy",
        "brands/acme//offerPolicy"}) {
    rows.push_back(
        {"", absl::StrReplaceAll(form, {{"%", name}}), "!MALFORMED " + path});
  }
  for (const char* name :
       {"brands/none/offerPolicy", "brands/none/regions/us/offerPolicy",
        "$no_store/offerPolicy", "$no_associate/offerPolicy"}) {
    rows.push_back(
        {"", absl::StrReplaceAll(form, {{"%", name}}), "NOT_FOUND NOT_FOUND"});
  }
  return rows;
}

TEST_F(BadInputTest, GetOfferPolicy) {
  Check("CatalogService/GetOfferPolicy", R"(name: "$nyc/offerPolicy")",
        BadPolicyNameRows("name", R"(name: "%")"));
}

TEST_F(BadInputTest, ListOfferPolicies) {
  Check("CatalogService/ListOfferPolicies", R"(parent: "brands/acme")",
        Together({BadParentRows(), BadPageRows(1000)}));
}

TEST_F(BadInputTest, UpdateOfferPolicy) {
  auto rule = [](const std::string& text) {
    return absl::StrCat("offer_policy { rules { ", text, " } }");
  };
  Check(
      "CatalogService/UpdateOfferPolicy",
      R"(offer_policy { name: "$nyc/offerPolicy"
           rules { service: "$styling" channel: CHANNEL_VIDEO offered: true }
           rules { service: "$styling" final: true } })",
      Together(
          {BadPolicyNameRows("offer_policy.name",
                             R"(offer_policy { name: "%" })"),
           {{"offer_policy", "", "!REQUIRED offer_policy.name"},
            {"", R"(offer_policy { etag: "1" })",
             "!MALFORMED offer_policy.etag"},
            {"", R"(offer_policy { etag: "v1" })", "ABORTED ETAG_MISMATCH"},
            {"", rule(R"(service: "styling")"),
             "!MALFORMED offer_policy.rules[2].service"},
            {"", rule(R"(service: "brands/acme/services/NO")"),
             "!MALFORMED offer_policy.rules[2].service"},
            {"", rule(R"(service: "brands/acme/services/none")"),
             "!UNKNOWN offer_policy.rules[2].service"},
            {"", rule(R"(service: "brands/none/services/styling")"),
             "NOT_FOUND NOT_FOUND"},
            {"", rule("channel: 99"), "!UNKNOWN offer_policy.rules[2].channel"},
            {"", rule("channel: -1"), "!UNKNOWN offer_policy.rules[2].channel"},
            {"", rule(R"(service: "$styling" channel: CHANNEL_VIDEO)"),
             "!DUPLICATE offer_policy.rules[2]"},
            {"", rule(R"(service: "$styling" offered: true)"),
             "!DUPLICATE offer_policy.rules[2]"},
            {"", rule("} rules { offered: true"),
             "!DUPLICATE offer_policy.rules[3]"},
            {"",
             absl::StrCat("offer_policy {",
                          Repeated("rules { channel: CHANNEL_SMS }", 499), "}"),
             "!TOO_MANY offer_policy.rules"}}}));
}

TEST_F(BadInputTest, ExplainOffer) {
  Check("CatalogService/ExplainOffer",
        R"(associate: "$ana" store: "$nyc" service: "$styling")",
        {{"associate", "", "!REQUIRED associate"},
         {"", R"(associate: "ana")", "!MALFORMED associate"},
         {"", R"(associate: "$nyc")", "!MALFORMED associate"},
         {"", R"(associate: "$no_associate")", "NOT_FOUND NOT_FOUND"},
         {"store", "", "!REQUIRED store"},
         {"", R"(store: "nyc")", "!MALFORMED store"},
         {"", R"(store: "$no_store")", "NOT_FOUND NOT_FOUND"},
         {"service", "", "!REQUIRED service"},
         {"", R"(service: "styling")", "!MALFORMED service"},
         {"", R"(service: "brands/acme/services/none")", "NOT_FOUND NOT_FOUND"},
         {"", "channel: 99", "!UNKNOWN channel"}});
}

}  // namespace
}  // namespace rapport
