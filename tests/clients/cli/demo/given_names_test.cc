#include "clients/cli/demo/given_names.h"

#include <set>

#include "absl/strings/match.h"
#include "clients/cli/demo/place_languages.h"
#include "clients/cli/text/text_width.h"
#include "gtest/gtest.h"

namespace rapport::demo {
namespace {

TEST(DrawName, GivesManyNamesInEveryLanguageOfEveryCountry) {
  for (char a = 'A'; a <= 'Z'; ++a) {
    for (char b = 'A'; b <= 'Z'; ++b) {
      const PlaceLanguages* place = FindPlaceLanguages(std::string{a, b});
      if (place == nullptr) continue;
      for (const LanguageShare& share : place->native) {
        Random random(1);
        std::set<std::string> names;
        for (int i = 0; i < 100; ++i) {
          names.insert(DrawName(share.tag, random));
        }
        EXPECT_GE(names.size(), 6) << share.tag;
        EXPECT_EQ(names.count(""), 0) << share.tag;
      }
    }
  }
}

TEST(DrawName, HasAnInitialWhereTheScriptHasThem) {
  Random random(1);
  for (int i = 0; i < 50; ++i) {
    EXPECT_TRUE(absl::EndsWith(DrawName("en", random), "."));
    const std::string chinese = DrawName("zh", random);
    EXPECT_FALSE(absl::EndsWith(chinese, "."));
    EXPECT_EQ(cli::TextWidth(chinese), 4) << chinese;
  }
}

TEST(DrawName, TakesEnglishNamesForALanguageItDoesNotKnow) {
  Random a(7);
  Random b(7);
  EXPECT_EQ(DrawName("xx", a), DrawName("en", b));
}

}  // namespace
}  // namespace rapport::demo
