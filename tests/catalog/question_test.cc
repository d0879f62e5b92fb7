#include "server/catalog/question.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/vocabulary/error.h"
#include "tests/catalog/problems.h"

namespace rapport::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

MATCHER_P(RefusedFor, reason, "") { return ReasonOf(arg) == reason; }

Question Size() { return {.id = "size", .text = "Which size?"}; }
Question Occasion() {
  return {.id = "occasion",
          .text = "What for?",
          .type = QuestionType::kChoice,
          .choices = {"wedding", "gala"}};
}
Question First() {
  return {.id = "first",
          .text = "For the first time?",
          .type = QuestionType::kYesNo};
}

std::vector<std::string> Problems(const std::vector<Question>& questions) {
  FieldChecks checks;
  CheckQuestions(questions, checks);
  return Seen(checks.Take());
}

absl::Status Checked(const Question& question, absl::string_view text) {
  return CheckAnswer(question, "answers[1].text", text);
}

TEST(CheckQuestions, FindsNothingWrongWithGoodOnes) {
  EXPECT_THAT(Problems({}), IsEmpty());
  EXPECT_THAT(Problems({Size(), Occasion(), First()}), IsEmpty());
}

TEST(CheckQuestions, WantsIdsThatAreSlugsAndComeOnce) {
  std::vector<Question> questions = {Size(), Size(), Size(), Size()};
  questions[1].id = "";
  questions[2].id = "Size";
  EXPECT_THAT(Problems(questions), ElementsAre("questions[1].id REQUIRED",
                                               "questions[2].id MALFORMED",
                                               "questions[3].id DUPLICATE"));
}

TEST(CheckQuestions, BoundsTheText) {
  Question question = Size();
  question.text = std::string(300, 'x');
  EXPECT_THAT(Problems({question}), IsEmpty());
  question.text += 'x';
  EXPECT_THAT(Problems({question}), ElementsAre("questions[0].text TOO_LONG"));
  question.text = "";
  EXPECT_THAT(Problems({question}), ElementsAre("questions[0].text REQUIRED"));
  question.text = "a\nb";
  EXPECT_THAT(Problems({question}), ElementsAre("questions[0].text MALFORMED"));
}

TEST(CheckQuestions, WantsTwoToFiftyChoicesOfAChoiceAndNoneOfOthers) {
  const auto with = [](Question question, std::vector<std::string> choices) {
    question.choices = std::move(choices);
    return Problems({question});
  };
  EXPECT_THAT(with(Occasion(), {"a"}),
              ElementsAre("questions[0].choices REQUIRED"));
  std::vector<std::string> many;
  for (int i = 0; i < 50; ++i) many.push_back(std::to_string(i));
  EXPECT_THAT(with(Occasion(), many), IsEmpty());
  many.push_back("more");
  EXPECT_THAT(with(Occasion(), many),
              ElementsAre("questions[0].choices TOO_MANY"));
  EXPECT_THAT(with(Occasion(), {"a", "a", ""}),
              ElementsAre("questions[0].choices[1] DUPLICATE",
                          "questions[0].choices[2] REQUIRED"));
  EXPECT_THAT(with(Occasion(), {"a", std::string(101, 'x')}),
              ElementsAre("questions[0].choices[1] TOO_LONG"));
  EXPECT_THAT(with(Size(), {"a", "b"}),
              ElementsAre("questions[0].choices CONFLICT"));
  EXPECT_THAT(with(First(), {"yes", "no"}),
              ElementsAre("questions[0].choices CONFLICT"));
}

TEST(CheckQuestions, AreAtMostTwenty) {
  std::vector<Question> questions;
  for (int i = 0; i < 20; ++i) {
    questions.push_back(Size());
    questions.back().id = absl::StrCat("q", i);
  }
  EXPECT_THAT(Problems(questions), IsEmpty());
  questions.push_back(Size());
  EXPECT_THAT(Problems(questions), ElementsAre("questions TOO_MANY"));
}

TEST(CheckAnswer, TakesWordsInLinesUpToTheirBound) {
  EXPECT_TRUE(Checked(Size(), "38, and\nnarrow\tones\r\nbest").ok());
  std::string longest;
  for (int i = 0; i < 1000; ++i) absl::StrAppend(&longest, "銀");
  EXPECT_TRUE(Checked(Size(), longest).ok());
  EXPECT_THAT(Checked(Size(), longest + "x"), RefusedFor("TOO_LONG"));
  EXPECT_THAT(Checked(Size(), ""), RefusedFor("REQUIRED"));
  EXPECT_THAT(Checked(Size(), "a\x01"), RefusedFor("MALFORMED"));
  EXPECT_THAT(Checked(Size(), "a\xff"), RefusedFor("MALFORMED"));
}

TEST(CheckAnswer, TakesOneOfTheChoicesOnly) {
  EXPECT_TRUE(Checked(Occasion(), "gala").ok());
  EXPECT_THAT(Checked(Occasion(), "Gala"), RefusedFor("NOT_A_CHOICE"));
  EXPECT_TRUE(Checked(First(), "yes").ok());
  EXPECT_TRUE(Checked(First(), "no").ok());
  EXPECT_THAT(Checked(First(), "true"), RefusedFor("NOT_A_CHOICE"));
}

TEST(CheckAnswer, NamesTheFieldAndNeverRepeatsTheWords) {
  for (const Question& question : {Occasion(), First()}) {
    const absl::Status status = Checked(question, "my secret");
    ASSERT_EQ(FieldProblemsOf(status).size(), 1u);
    EXPECT_EQ(FieldProblemsOf(status)[0].field, "answers[1].text");
    EXPECT_THAT(status.message(), Not(HasSubstr("secret")));
  }
}

}  // namespace
}  // namespace rapport::catalog
