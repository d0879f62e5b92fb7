#include "server/catalog/feature_scanner.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/catalog/import_bytes.h"

namespace rapport::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Scan {
  std::vector<std::string> features;
  std::string error;
};

Scan ScanIn(absl::string_view file, size_t piece) {
  Scan scan;
  FeatureScanner scanner([&](const ScannedFeature& feature) {
    EXPECT_EQ(feature.position, static_cast<int64_t>(scan.features.size()) + 1);
    scan.features.push_back(feature.too_long   ? "too long"
                            : feature.too_deep ? "too deep"
                                               : std::string(feature.text));
    return absl::OkStatus();
  });
  absl::Status status;
  for (size_t at = 0; at < file.size() && status.ok(); at += piece) {
    status = scanner.Feed(file.substr(at, piece));
  }
  if (status.ok()) status = scanner.Finish();
  scan.error = std::string(status.message());
  return scan;
}

Scan ScanAll(absl::string_view file) { return ScanIn(file, file.size() + 1); }

TEST(FeatureScanner, FindsTheElementsOfFeatures) {
  const Scan scan = ScanAll(
      R"({"type":"FeatureCollection","features":[{"a":1}, {"b":[{}]},3]})");
  EXPECT_THAT(scan.features, ElementsAre(R"({"a":1})", R"({"b":[{}]})", "3"));
  EXPECT_EQ(scan.error, "");
}

TEST(FeatureScanner, IsNotMisledByBracketsAndQuotesInTexts) {
  const std::string tricky = R"({"a":"]},{[\"\\","b":"\\\"]"})";
  const Scan scan =
      ScanAll(absl::StrCat(R"({"features":[)", tricky, ",", tricky, "]}"));
  EXPECT_THAT(scan.features, ElementsAre(tricky, tricky));
  EXPECT_EQ(scan.error, "");
}

TEST(FeatureScanner, FindsFeaturesWhereverTheyStand) {
  for (absl::string_view file :
       {R"({"features":[1],"type":"FeatureCollection"})",
        R"({"meta":{"features":[9,9],"x":[[]]},"features":[1]})",
        R"({"title":"features","features" : [ 1 ] , "z":[{}]})",
        R"({"l":["features",[8]],"features":[1]})"}) {
    const Scan scan = ScanAll(file);
    EXPECT_THAT(scan.features, testing::SizeIs(1)) << file;
    EXPECT_EQ(scan.error, "") << file;
  }
}

TEST(FeatureScanner, FindsNoneInAnEmptyCollection) {
  const Scan scan = ScanAll(R"({"type":"FeatureCollection","features":[ ]})");
  EXPECT_THAT(scan.features, IsEmpty());
  EXPECT_EQ(scan.error, "");
}

TEST(FeatureScanner, FindsTheSameInAnySplitting) {
  const std::string file =
      R"( {"a":"\\\"é","features":[{"n":"Ж\u0041\\"},{"p":[[1,2],{"q":"]"}]}],)"
      R"("b":{"features":[]}} )";
  const Scan whole = ScanAll(absl::StripLeadingAsciiWhitespace(file));
  ASSERT_EQ(whole.features.size(), 2u);
  for (size_t piece = 1; piece < file.size(); ++piece) {
    const Scan scan = ScanIn(absl::StripLeadingAsciiWhitespace(file), piece);
    EXPECT_EQ(scan.features, whole.features);
    EXPECT_EQ(scan.error, "");
  }
}

TEST(FeatureScanner, SendsWhatItHasBeforeItRefusesTheRest) {
  const Scan scan = ScanAll(R"({"features":[{"a":1},{"b":2]}]})");
  EXPECT_THAT(scan.features, ElementsAre(R"({"a":1})"));
  EXPECT_THAT(scan.error, HasSubstr("in row 2: a bracket closes nothing"));
}

TEST(FeatureScanner, RefusesAFileThatIsCutOffAnywhere) {
  const std::string file =
      R"({"type":"FeatureCollection","features":[{"a":"x"},{"b":[1]}]})";
  for (size_t size = 1; size < file.size(); ++size) {
    EXPECT_NE(ScanAll(file.substr(0, size)).error, "") << size;
  }
  EXPECT_THAT(ScanAll(file.substr(0, file.size() - 5)).error,
              HasSubstr("in row 2: file ends"));
  EXPECT_THAT(ScanAll(file.substr(0, file.size() - 1)).error,
              HasSubstr("after row 2: file ends"));
}

TEST(FeatureScanner, RefusesWhatIsNoFeatureCollection) {
  for (absl::string_view file :
       {"[]", "x", "{}", R"({"features":{}})", R"({"Features":[]})",
        R"({"features":[1],"features":[2]})", R"({"features":[1]}x)",
        R"({"features":[1]}{"features":[2]})", R"({"features":[1],})",
        R"({"features":[1,]})", R"({"features":[,1]})",
        R"({"features":[1,,2]})", R"({"type":"Topology","features":[1]})",
        R"({"features" [1]})", R"({features:[1]})", "{]", "{\"a\":1}}"}) {
    EXPECT_THAT(ScanAll(file).error,
                HasSubstr("a GeoJSON FeatureCollection is expected"))
        << file;
  }
}

TEST(FeatureScanner, KeepsReturningItsFirstError) {
  FeatureScanner scanner(
      [](const ScannedFeature&) { return absl::UnavailableError("gone"); });
  EXPECT_EQ(scanner.Feed(R"({"features":[1,)").code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(scanner.Feed("2]}").code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(scanner.Finish().code(), absl::StatusCode::kUnavailable);
}

TEST(FeatureScanner, MarksARowThatIsTooLongAndGoesOn) {
  const auto file = [](size_t size) {
    return absl::StrCat(R"({"features":[")", std::string(size - 2, 'x'),
                        R"(",2]})");
  };
  EXPECT_NE(ScanAll(file(kImportRowBytesMax)).features[0], "too long");
  EXPECT_THAT(ScanAll(file(kImportRowBytesMax + 1)).features,
              ElementsAre("too long", "2"));
}

TEST(FeatureScanner, MarksARowThatIsTooDeepAndGoesOn) {
  const auto file = [](int depth) {
    return absl::StrCat(R"({"features":[)", std::string(depth, '['),
                        std::string(depth, ']'), ",2]}");
  };
  EXPECT_NE(ScanAll(file(kFeatureDepthMax)).features[0], "too deep");
  EXPECT_THAT(ScanAll(file(kFeatureDepthMax + 1)).features,
              ElementsAre("too deep", "2"));
  EXPECT_THAT(ScanAll(file(100'000)).features, ElementsAre("too deep", "2"));
}

TEST(FeatureScanner, BoundsWhatIsOutsideOfFeatures) {
  const std::string file = absl::StrCat(
      R"({"a":")", std::string(kEnvelopeBytesMax, 'x'), R"(","features":[]})");
  EXPECT_THAT(ScanAll(file).error, HasSubstr("bytes outside of the rows"));
}

TEST(JsonNesting, FollowsBracketsOutsideOfStrings) {
  JsonNesting nesting;
  for (char c : std::string(R"([{"a":"}]\"","b")")) {
    ASSERT_TRUE(nesting.Step(c));
  }
  EXPECT_EQ(nesting.depth(), 2);
  EXPECT_FALSE(nesting.in_string());
  EXPECT_TRUE(nesting.Step('}'));
  EXPECT_TRUE(nesting.Step(']'));
  EXPECT_FALSE(nesting.Step(']'));
}

TEST(JsonNesting, RefusesABracketOfTheOtherKind) {
  JsonNesting nesting;
  EXPECT_TRUE(nesting.Step('['));
  EXPECT_FALSE(nesting.Step('}'));
}

}  // namespace
}  // namespace rapport::catalog
