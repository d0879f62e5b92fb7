#include "server/vocabulary/reading_language.h"

#include <gtest/gtest.h>

namespace rapport {
namespace {

// The tag that fits, or "-".
std::string Best(const std::vector<std::string>& wanted,
                 const std::vector<absl::string_view>& offered) {
  const std::optional<size_t> best = BestForReader(wanted, offered);
  return best.has_value() ? std::string(offered[*best]) : "-";
}

TEST(BestForReader, TakesTheVeryTagFirst) {
  EXPECT_EQ(Best({"fr"}, {"en", "fr", "fr-CA"}), "fr");
  EXPECT_EQ(Best({"fr-CA"}, {"en", "fr", "fr-CA"}), "fr-CA");
}

TEST(BestForReader, TakesTheNearestVariety) {
  EXPECT_EQ(Best({"fr-CH"}, {"en", "fr"}), "fr");
  EXPECT_EQ(Best({"en-AU"}, {"en-US", "en-GB"}), "en-GB");
  EXPECT_EQ(Best({"es-MX"}, {"es-ES", "es-419"}), "es-419");
  EXPECT_EQ(Best({"zh-TW"}, {"zh", "zh-Hant"}), "zh-Hant");
  EXPECT_EQ(Best({"zh-HK"}, {"zh-Hans", "zh-Hant"}), "zh-Hant");
  EXPECT_EQ(Best({"nb"}, {"en", "no"}), "no");
}

TEST(BestForReader, GoesDownTheReadersList) {
  EXPECT_EQ(Best({"cy", "fr", "en"}, {"en", "fr"}), "fr");
}

TEST(BestForReader, TakesNothingWhereNothingFits) {
  EXPECT_EQ(Best({"pt"}, {"es", "en"}), "-");
  EXPECT_EQ(Best({"ja"}, {"zh", "ko"}), "-");
  EXPECT_EQ(Best({"ja"}, {}), "-");
  EXPECT_EQ(Best({}, {"ja"}), "-");
}

TEST(BestForReader, TakesNothingForWhatIsNoLanguage) {
  EXPECT_EQ(Best({"!"}, {"en"}), "-");
  EXPECT_EQ(Best({"en"}, {"!", "en-GB"}), "en-GB");
}

}  // namespace
}  // namespace rapport
