#include "clients/cli/text/question_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(ParseQuestion, ReadsWordsChoicesAndYesOrNo) {
  const auto size = ParseQuestion("size=Which size, a=b?");
  ASSERT_TRUE(size.ok()) << size.status();
  EXPECT_EQ(size->id(), "size");
  EXPECT_EQ(size->text(), "Which size, a=b?");
  EXPECT_EQ(size->type(), v1::QUESTION_TYPE_TEXT);
  EXPECT_FALSE(size->required());
  const auto occasion = ParseQuestion("occasion!=What for?|gala|wedding");
  ASSERT_TRUE(occasion.ok()) << occasion.status();
  EXPECT_EQ(occasion->id(), "occasion");
  EXPECT_TRUE(occasion->required());
  EXPECT_EQ(occasion->type(), v1::QUESTION_TYPE_CHOICE);
  EXPECT_THAT(occasion->choices(), ElementsAre("gala", "wedding"));
  const auto first = ParseQuestion("first?!=For the first time?");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->id(), "first");
  EXPECT_TRUE(first->required());
  EXPECT_EQ(first->type(), v1::QUESTION_TYPE_YES_NO);
}

TEST(ParseQuestion, RefusesWhatIsNone) {
  for (const char* text : {"", "size", "size=", "=Which?", "first?=x|yes|no"}) {
    EXPECT_EQ(ParseQuestion(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(ParseAnswer, KeepsAllAfterTheFirstSign) {
  const auto answer = ParseAnswer("size=38=large");
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->question(), "size");
  EXPECT_EQ(answer->text(), "38=large");
  EXPECT_THAT(ParseAnswer("38").status().message(), HasSubstr("size=38"));
}

TEST(FormatRules, SaysNothingOfAServiceWithoutAny) {
  v1::Service service;
  EXPECT_EQ(FormatRules(service), "");
  service.set_party_max(1);
  EXPECT_EQ(FormatRules(service), "");
  service.add_questions();
  EXPECT_EQ(FormatRules(service), "1 question");
}

}  // namespace
}  // namespace rapport::cli
