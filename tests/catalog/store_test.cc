#include "server/catalog/store.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/catalog/problems.h"

namespace rapport::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

StoreContent GoodStore() {
  StoreContent content;
  content.display_name = "Nicollet Mall";
  content.location = {44.98, -93.27};
  content.time_zone = "America/Chicago";
  return content;
}

template <typename Change>
std::vector<std::string> After(Change change) {
  StoreContent content = GoodStore();
  change(content);
  return Seen(CheckStore(content));
}

TEST(CheckStore, FindsNothingWrongWhereAllElseIsUnknown) {
  EXPECT_THAT(Seen(CheckStore(GoodStore())), IsEmpty());
  EXPECT_THAT(After([](auto& c) { c.time_zone.clear(); }), IsEmpty());
}

TEST(CheckStore, FindsNothingWrongAtTheBounds) {
  EXPECT_THAT(
      After([](auto& c) {
        c.display_name = std::string(200, 'x');
        c.location = {90, -180};
        c.address = {"FR", std::string(100, 'x'), std::string(100, 'x'),
                     std::string(20, 'x'),
                     std::vector<std::string>(5, std::string(200, 'x'))};
        c.phone_number = std::string(40, '1');
        c.website_uri = absl::StrCat("https://", std::string(492, 'x'));
        c.opening_hours_text = std::string(2000, 'x');
        for (int i = 0; i < 256; ++i) {
          c.services.push_back(ServiceId::FromStored(absl::StrCat("s", i)));
        }
        c.market = "regions/emea/markets/fr-1";
      }),
      IsEmpty());
}

TEST(CheckStore, FindsEverythingThatIsBeyondItsBounds) {
  EXPECT_THAT(
      After([](auto& c) {
        c.display_name = std::string(201, 'x');
        c.location = {90.001, 0};
        c.address = {"FRA", std::string(101, 'x'), std::string(101, 'x'),
                     std::string(21, 'x'),
                     std::vector<std::string>(6, std::string(201, 'x'))};
        c.address.lines.resize(6);
        for (int i = 0; i < 4; ++i) c.address.lines[i] = "x";
        c.phone_number = std::string(41, '1');
        c.website_uri = absl::StrCat("https://", std::string(493, 'x'));
        c.opening_hours_text = std::string(2001, 'x');
        for (int i = 0; i < 257; ++i) {
          c.services.push_back(ServiceId::FromStored(absl::StrCat("s", i)));
        }
      }),
      ElementsAre("display_name TOO_LONG", "location OUT_OF_RANGE",
                  "address.region_code MALFORMED",
                  "address.administrative_area TOO_LONG",
                  "address.locality TOO_LONG", "address.postal_code TOO_LONG",
                  "address.address_lines TOO_MANY",
                  "address.address_lines[4] TOO_LONG", "phone_number TOO_LONG",
                  "website_uri TOO_LONG", "opening_hours_text TOO_LONG",
                  "services TOO_MANY"));
}

TEST(CheckStore, RefusesPlacesThatAreNoNumbers) {
  for (double bad : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    EXPECT_THAT(After([&](auto& c) {
                  c.location = {bad, 0};
                }),
                ElementsAre("location OUT_OF_RANGE"));
    EXPECT_THAT(After([&](auto& c) {
                  c.location = {0, bad};
                }),
                ElementsAre("location OUT_OF_RANGE"));
  }
}

TEST(CheckStore, WantsAZoneThatTzdataLists) {
  for (const char* zone : {"Mars/Olympus", "/etc/localtime", "america/chicago",
                           "localtime", "EST5EDT,M3.2.0", "+02:00"}) {
    EXPECT_THAT(After([&](auto& c) { c.time_zone = zone; }),
                ElementsAre("time_zone UNKNOWN"))
        << zone;
  }
  EXPECT_THAT(After([](auto& c) { c.time_zone = "Asia/Calcutta"; }), IsEmpty());
}

TEST(CheckStore, WantsACountryOfTwoCapitals) {
  for (const char* region : {"us", "U", "USA", "U1", "é"}) {
    EXPECT_THAT(After([&](auto& c) { c.address.region_code = region; }),
                ElementsAre("address.region_code MALFORMED"))
        << region;
  }
}

TEST(CheckStore, WantsHttpOrHttpsAndAHost) {
  for (const char* uri :
       {"www.example.com", "ftp://example.com", "https://", "http:///path",
        "https://a b", "javascript:alert(1)", "https:/example.com"}) {
    EXPECT_THAT(After([&](auto& c) { c.website_uri = uri; }),
                ElementsAre("website_uri MALFORMED"))
        << uri;
  }
  EXPECT_THAT(After([](auto& c) { c.website_uri = "HTTP://example.com"; }),
              IsEmpty());
}

TEST(CheckStore, RefusesControlCharactersAndBytesThatAreNotUtf8) {
  EXPECT_THAT(
      After([](auto& c) {
        c.display_name = "a\x1b[2Jb";
        c.address.locality = "Z\xfcrich";
        c.address.lines = {"a\nb"};
        c.opening_hours_text = std::string("a\0b", 3);
      }),
      ElementsAre("display_name MALFORMED", "address.locality MALFORMED",
                  "address.address_lines[0] MALFORMED",
                  "opening_hours_text MALFORMED"));
}

TEST(CheckStore, WantsEachServiceOnce) {
  EXPECT_THAT(
      After([](auto& c) {
        c.services = {ServiceId::FromStored("a"), ServiceId::FromStored("a")};
      }),
      ElementsAre("services[1] DUPLICATE"));
}

TEST(CheckStore, WantsTheNameOfAMarket) {
  for (const char* market :
       {"fr", "regions/emea", "regions/emea/markets/", "regions//markets/fr",
        "brands/x/regions/emea/markets/fr", "regions/EMEA/markets/fr"}) {
    EXPECT_THAT(After([&](auto& c) { c.market = market; }),
                ElementsAre("market MALFORMED"))
        << market;
  }
}

TEST(CheckStore, NeverRepeatsAPhoneNumber) {
  StoreContent content = GoodStore();
  content.phone_number = absl::StrCat("5550100", std::string(40, '9'));
  EXPECT_EQ(CheckStore(content)[0].message,
            "47 characters; at most 40 are allowed");
}

TEST(CheckSource, TakesTheCharactersOfASource) {
  EXPECT_THAT(CheckSource("atp-2.0_x", "https://a/b?c=é 1"), IsEmpty());
  EXPECT_THAT(CheckSource(std::string(40, 'a'), std::string(200, 'b')),
              IsEmpty());
}

TEST(CheckSource, RefusesEverythingElse) {
  EXPECT_THAT(Seen(CheckSource("", "")),
              ElementsAre("source REQUIRED", "source_id REQUIRED"));
  EXPECT_THAT(Seen(CheckSource(std::string(41, 'a'), std::string(201, 'b'))),
              ElementsAre("source TOO_LONG", "source_id TOO_LONG"));
  for (const char* source : {"POS", "a b", "a/b", "é"}) {
    EXPECT_THAT(Seen(CheckSource(source, "1")), ElementsAre("source MALFORMED"))
        << source;
  }
  EXPECT_THAT(Seen(CheckSource("pos", "a\tb")),
              ElementsAre("source_id MALFORMED"));
}

TEST(CheckSourceName, LooksAtTheSourceAlone) {
  EXPECT_THAT(CheckSourceName("pos"), IsEmpty());
  EXPECT_THAT(Seen(CheckSourceName("")), ElementsAre("source REQUIRED"));
}

}  // namespace
}  // namespace rapport::catalog
