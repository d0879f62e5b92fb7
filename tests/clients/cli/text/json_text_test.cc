#include "clients/cli/text/json_text.h"

#include "gtest/gtest.h"
#include "rapport/v1/locator_service.pb.h"

namespace rapport::cli {
namespace {

TEST(JsonLine, IsOneLineOfUtf8) {
  const nlohmann::ordered_json value = {{"name", "銀座\n"}, {"bad", "\xff"}};
  EXPECT_EQ(JsonLine(value), "{\"name\":\"銀座\\n\",\"bad\":\"\xef\xbf\xbd\"}");
}

TEST(JsonLine, WritesTimesInUtcAndWideNumbersAsText) {
  v1::Place place;
  place.set_population(9'007'199'254'740'993);
  EXPECT_EQ(JsonLine(place), R"({"population":"9007199254740993"})");
  v1::OpeningState opening;
  opening.mutable_next_open_time()->set_seconds(0);
  EXPECT_EQ(JsonLine(opening), R"({"nextOpenTime":"1970-01-01T00:00:00Z"})");
}

TEST(ToJson, IsTheValueThatJsonLineWrites) {
  v1::Place place;
  place.set_display_name("Tōkyō");
  place.mutable_location()->set_latitude(35.6895);
  EXPECT_EQ(JsonLine(ToJson(place)), JsonLine(place));
  EXPECT_EQ(ToJson(place)["location"]["latitude"], 35.6895);
}

}  // namespace
}  // namespace rapport::cli
