#include "db/catalog_json.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace rapport::db {
namespace {

using catalog::AssociateContent;
using catalog::Brand;
using catalog::OfferPolicy;
using catalog::Service;
using catalog::StoreContent;

constexpr char kAwkward[] = "\"Ça\"\\ \n\t\x01 \x7F 銀座 \U0001F48D </script>";

// What was written by the program of another day, and must stay readable.
constexpr char kStoreText[] =
    R"({"address":{"administrative_area":"NSW","lines":["a","b"],)"
    R"("locality":"Sydney","postal_code":"2000","region_code":"AU"},)"
    R"("display_name":"One","market":"regions/apac/markets/au",)"
    R"("opening_hours_text":"24/7","phone_number":"1","services":["styling"],)"
    R"("website_uri":"https://example.com"})";
constexpr char kAssociateText[] =
    R"({"channels":258,"display_name":"Mei","languages":[["yue",4],["en",1]],)"
    R"("services":["styling"],"stores":["00000000000000000000000004"],)"
    R"("styles":["boho"]})";
constexpr char kServiceText[] =
    R"({"booking_horizon":"1440h","buffer_after":"10m","buffer_before":"0",)"
    R"("channels":6,"display_name":"Styling","duration":"1h30m",)"
    R"("hold_duration":"10m","minimum_notice":"1.5s","slot_interval":"15m"})";
constexpr char kBrandText[] =
    R"({"display_name":"Maison","styles":[{"display_name":"Boho","id":"boho",)"
    R"("localized_names":[["fr","Bohème"]]}]})";
constexpr char kPolicyText[] =
    R"({"rules":[{"channel":2,"final":true,"offered":false,)"
    R"("service":"styling"},{"final":false,"offered":true}]})";

template <typename Thing>
Thing Read(const std::string& text) {
  Thing thing;
  const absl::Status status = ReadContent(text, thing);
  EXPECT_TRUE(status.ok()) << status;
  return thing;
}

template <typename Thing>
std::string Written(const Thing& thing) {
  const absl::StatusOr<std::string> text = ContentJson(thing);
  EXPECT_TRUE(text.ok()) << text.status();
  return text.value_or("");
}

TEST(CatalogJson, ReadsAndWritesTheTextsOfYesterday) {
  EXPECT_EQ(Written(Read<StoreContent>(kStoreText)), kStoreText);
  EXPECT_EQ(Written(Read<AssociateContent>(kAssociateText)), kAssociateText);
  EXPECT_EQ(Written(Read<Service>(kServiceText)), kServiceText);
  EXPECT_EQ(Written(Read<Brand>(kBrandText)), kBrandText);
  EXPECT_EQ(Written(Read<OfferPolicy>(kPolicyText)), kPolicyText);
}

TEST(CatalogJson, ReadsAndWritesWhatABrandAddedLater) {
  constexpr char kText[] =
      R"({"display_name":"Maison","ranking_weights":{)"
      R"("remote_distance_percent":0,"wait_day_m":50},)"
      R"("searchable_attributes":["female","male"],"styles":[],)"
      R"("time_off_needs_approval":true})";
  const auto brand = Read<Brand>(kText);
  EXPECT_EQ(brand.ranking_weights.wait_day_m, 50);
  EXPECT_EQ(brand.ranking_weights.remote_distance_percent, 0);
  EXPECT_EQ(brand.ranking_weights.style_m, catalog::RankingWeights().style_m);
  EXPECT_EQ(brand.searchable_attributes,
            (std::vector<std::string>{"female", "male"}));
  EXPECT_TRUE(brand.time_off_needs_approval);
  EXPECT_FALSE(Read<Brand>(kBrandText).time_off_needs_approval);
  EXPECT_EQ(Written(brand), kText);
}

TEST(CatalogJson, KeepsTheLengthsToChooseFrom) {
  Service service = Read<Service>(kServiceText);
  EXPECT_TRUE(service.duration_choices.empty());
  service.duration_choices = {absl::Minutes(30), absl::Hours(12)};
  EXPECT_EQ(Read<Service>(Written(service)).duration_choices,
            service.duration_choices);
  // What was there before is replaced.
  ASSERT_TRUE(ReadContent(kServiceText, service).ok());
  EXPECT_TRUE(service.duration_choices.empty());
}

TEST(CatalogJson, KeepsWhatAServiceNeeds) {
  Service service = Read<Service>(kServiceText);
  EXPECT_TRUE(service.needs.empty());
  service.needs = {{ResourceKind::FromStored("room"), 1},
                   {ResourceKind::FromStored("table"), 4}};
  EXPECT_EQ(Read<Service>(Written(service)).needs, service.needs);
  ASSERT_TRUE(ReadContent(kServiceText, service).ok());
  EXPECT_TRUE(service.needs.empty());
}

TEST(CatalogJson, KeepsTheRulesForBookings) {
  Service service = Read<Service>(kServiceText);
  EXPECT_EQ(service.party_max, 1);
  EXPECT_EQ(service.seats, 0);
  EXPECT_FALSE(service.shopper_limit.limits());
  service.cancel_notice = absl::Hours(24);
  service.move_notice = absl::Minutes(5);
  service.questions = {
      {.id = "size", .text = kAwkward},
      {"occasion", "?", catalog::QuestionType::kChoice, {"a", kAwkward}, true},
      {.id = "first", .text = "?", .type = catalog::QuestionType::kYesNo}};
  service.shopper_limit = {3, 1000, absl::Hours(24 * 366)};
  service.party_max = 1000;
  service.seats = 200;
  Service read = Read<Service>(Written(service));
  EXPECT_EQ(read.cancel_notice, service.cancel_notice);
  EXPECT_EQ(read.move_notice, service.move_notice);
  EXPECT_EQ(read.questions, service.questions);
  EXPECT_EQ(read.shopper_limit, service.shopper_limit);
  EXPECT_EQ(read.party_max, 1000);
  EXPECT_EQ(read.seats, 200);
  // What was there before is replaced.
  ASSERT_TRUE(ReadContent(kServiceText, read).ok());
  EXPECT_EQ(Written(read), kServiceText);
}

TEST(CatalogJson, KeepsEveryWeight) {
  Brand brand;
  brand.ranking_weights = {1, 2, 3, 4, 5, 6};
  EXPECT_EQ(Read<Brand>(Written(brand)).ranking_weights, brand.ranking_weights);
}

TEST(CatalogJson, KeepsTheAttributesOfAnAssociate) {
  auto associate = Read<AssociateContent>(kAssociateText);
  associate.attributes = {"female", "deaf"};
  EXPECT_EQ(Read<AssociateContent>(Written(associate)), associate);
}

TEST(CatalogJson, ReadsWhatTheTextsSay) {
  const auto associate = Read<AssociateContent>(kAssociateText);
  ASSERT_EQ(associate.languages.size(), 2u);
  EXPECT_EQ(associate.languages[0].tag, "yue");
  EXPECT_EQ(associate.languages[0].level, LanguageLevel::kNative);
  EXPECT_EQ(associate.channels,
            ChannelSet({Channel::kInStore, Channel::kEmail}));
  EXPECT_EQ(associate.stores[0].bytes()[15], 1);
  const auto service = Read<Service>(kServiceText);
  EXPECT_EQ(service.duration, absl::Minutes(90));
  EXPECT_EQ(service.minimum_notice, absl::Milliseconds(1500));
  EXPECT_EQ(service.booking_horizon, absl::Hours(1440));
}

TEST(CatalogJson, KeepsAwkwardTextsAsTheyAre) {
  StoreContent store;
  store.display_name = kAwkward;
  store.address.lines = {kAwkward, "", kAwkward};
  EXPECT_EQ(Read<StoreContent>(Written(store)), store);
  Brand brand;
  brand.display_name = kAwkward;
  brand.styles = {{StyleId::FromStored("a"), kAwkward, {{"fr", kAwkward}}}};
  EXPECT_EQ(Read<Brand>(Written(brand)).styles, brand.styles);
}

TEST(CatalogJson, KeepsEmptyThingsAsTheyAre) {
  EXPECT_EQ(Read<StoreContent>(Written(StoreContent())), StoreContent());
  EXPECT_EQ(Read<AssociateContent>(Written(AssociateContent())),
            AssociateContent());
  EXPECT_EQ(Written(Read<Service>(Written(Service()))), Written(Service()));
  EXPECT_EQ(Written(Read<Brand>(Written(Brand()))), Written(Brand()));
}

TEST(CatalogJson, KeepsDurationsToTheNanosecond) {
  Service service;
  service.duration = absl::Hours(11) + absl::Nanoseconds(1);
  service.minimum_notice = absl::Seconds(-1);
  const Service read = Read<Service>(Written(service));
  EXPECT_EQ(read.duration, service.duration);
  EXPECT_EQ(read.minimum_notice, service.minimum_notice);
}

TEST(CatalogJson, LeavesAloneWhatHasAColumn) {
  StoreContent store;
  store.time_zone = "Asia/Tokyo";
  store.location = {35.67, 139.76};
  ASSERT_TRUE(ReadContent(kStoreText, store).ok());
  EXPECT_EQ(store.time_zone, "Asia/Tokyo");
  EXPECT_EQ(store.location.latitude_deg, 35.67);
}

TEST(CatalogJson, ReplacesAllThatWasThereBefore) {
  auto associate = Read<AssociateContent>(kAssociateText);
  associate.attributes = {"female"};
  ASSERT_TRUE(ReadContent(kAssociateText, associate).ok());
  EXPECT_EQ(Written(associate), kAssociateText);
  auto brand = Read<Brand>(kBrandText);
  brand.ranking_weights.style_m = 7;
  brand.searchable_attributes = {"female"};
  ASSERT_TRUE(ReadContent(kBrandText, brand).ok());
  EXPECT_EQ(Written(brand), kBrandText);
}

TEST(CatalogJson, RefusesToWriteWhatIsNotUtf8) {
  StoreContent store;
  store.address.locality = "M\xFCnchen";
  EXPECT_EQ(ContentJson(store).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(CatalogJson, RefusesToReadWhatItDidNotWrite) {
  for (const char* text :
       {"", "{", "[]", "null", "{}", "{\"display_name\":7}", "\xFF"}) {
    StoreContent store;
    EXPECT_EQ(ReadContent(text, store).code(), absl::StatusCode::kInternal)
        << text;
  }
  Service service;
  std::string text = kServiceText;
  text.replace(text.find("1h30m"), 5, "1 day");
  EXPECT_EQ(ReadContent(text, service).code(), absl::StatusCode::kInternal);
  AssociateContent associate;
  text = kAssociateText;
  text.replace(text.find("0004"), 4, "zzzz");
  EXPECT_EQ(ReadContent(text, associate).code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace rapport::db
