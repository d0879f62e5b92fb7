#include "clients/cli/text/service_file.h"

#include "clients/cli/text/json_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

using testing::HasSubstr;

TEST(ServicesFromJsonLines, ReadsALineEach) {
  const auto services = ServicesFromJsonLines(
      R"({"name": "a", "displayName": "A", "duration": "3600s"}

{"name": "brands/demo/services/b", "channels": ["CHANNEL_VIDEO"]})",
      "demo");
  ASSERT_TRUE(services.ok()) << services.status();
  ASSERT_EQ(services->size(), 2);
  EXPECT_EQ((*services)[0].name(), "brands/demo/services/a");
  EXPECT_EQ((*services)[0].duration().seconds(), 3600);
  EXPECT_EQ((*services)[1].name(), "brands/demo/services/b");
  EXPECT_EQ((*services)[1].channels(0), v1::CHANNEL_VIDEO);
}

TEST(ServicesFromJsonLines, NamesTheLineAtFault) {
  const auto unknown = ServicesFromJsonLines(
      "{\"name\": \"a\"}\n{\"name\": \"b\", \"durration\": \"60s\"}", "demo");
  EXPECT_EQ(unknown.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(unknown.status().message()), HasSubstr("line 2"));
  const auto nameless = ServicesFromJsonLines("{}", "demo");
  EXPECT_THAT(std::string(nameless.status().message()), HasSubstr("line 1"));
}

TEST(BrandFromJson, ReadsWhatJsonLineWrites) {
  v1::Brand brand;
  brand.set_display_name("Maison \"Démo\"");
  brand.add_styles()->set_style_id("bridal");
  const auto read = BrandFromJson(JsonLine(brand));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->SerializeAsString(), brand.SerializeAsString());
  EXPECT_FALSE(BrandFromJson("[]").ok());
}

TEST(JsonLine, IsOneLineOfValidUtf8) {
  EXPECT_EQ(JsonLine(nlohmann::ordered_json{{"b", "x\ny"}, {"a", 1}}),
            R"({"b":"x\ny","a":1})");
  EXPECT_EQ(JsonLine(nlohmann::ordered_json("\xff")), "\"\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace rapport::cli
