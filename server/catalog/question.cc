#include "server/catalog/question.h"

#include <algorithm>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/vocabulary/error.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/text.h"

namespace rapport::catalog {
namespace {

void CheckChoices(const Question& question, const std::string& path,
                  FieldChecks& checks) {
  const std::string field = absl::StrCat(path, ".choices");
  const std::vector<std::string>& choices = question.choices;
  if (question.type != QuestionType::kChoice) {
    if (choices.empty()) return;
    checks.Add(field, "CONFLICT",
               "set; only a question of type CHOICE has choices");
    return;
  }
  checks.Count(field, choices.size(), {kChoicesMin, kChoicesMax});
  if (choices.size() > kChoicesMax) return;
  std::set<std::string> seen;
  for (size_t i = 0; i < choices.size(); ++i) {
    const std::string one = ElementPath(field, i);
    checks.Text(one, choices[i], {1, kChoiceLengthMax});
    if (seen.insert(choices[i]).second) continue;
    checks.Add(one, reason::kDuplicate,
               "a choice that is there already; each comes once");
  }
}

// People write in lines.
bool HasControlBesidesLines(absl::string_view text) {
  return HasControl(
      absl::StrReplaceAll(text, {{"\r\n", " "}, {"\n", " "}, {"\t", " "}}));
}

absl::Status CheckWords(absl::string_view field, absl::string_view text) {
  const std::optional<size_t> length = CountCodePoints(text);
  if (!length.has_value()) {
    return InvalidField(field, reason::kMalformed,
                        "has bytes that are not UTF-8; texts are UTF-8");
  }
  if (*length > kAnswerLengthMax) {
    return InvalidField(field, reason::kTooLong,
                        absl::StrCat("has ", *length, " characters; at most ",
                                     kAnswerLengthMax, " are allowed"));
  }
  if (HasControlBesidesLines(text)) {
    return InvalidField(field, reason::kMalformed,
                        "has a control character; answers have none but line "
                        "breaks and tabs");
  }
  return absl::OkStatus();
}

}  // namespace

void CheckQuestions(const std::vector<Question>& questions,
                    FieldChecks& checks) {
  checks.Count("questions", questions.size(), {0, kQuestionsMax});
  if (questions.size() > kQuestionsMax) return;
  std::set<std::string> seen;
  for (size_t i = 0; i < questions.size(); ++i) {
    const Question& question = questions[i];
    const std::string path = ElementPath("questions", i);
    const std::string id = absl::StrCat(path, ".id");
    const absl::Status slug = CheckSlug(question.id, kWordLengthMax);
    if (question.id.empty()) {
      checks.Add(id, reason::kRequired, "empty; a question has an id");
    } else if (!slug.ok()) {
      checks.Add(id, reason::kMalformed, slug.message());
    } else if (!seen.insert(question.id).second) {
      checks.Add(id, reason::kDuplicate,
                 "an id that is there already; each comes once");
    }
    checks.Text(absl::StrCat(path, ".text"), question.text,
                {1, kQuestionLengthMax});
    CheckChoices(question, path, checks);
  }
}

absl::Status CheckAnswer(const Question& question, absl::string_view field,
                         absl::string_view text) {
  if (text.empty()) {
    return InvalidField(field, reason::kRequired,
                        "is empty; leave an answer out that is not given");
  }
  const auto& choices = question.choices;
  switch (question.type) {
    case QuestionType::kText:
      return CheckWords(field, text);
    case QuestionType::kChoice:
      if (std::find(choices.begin(), choices.end(), text) != choices.end()) {
        return absl::OkStatus();
      }
      return InvalidField(field, "NOT_A_CHOICE",
                          absl::StrCat("is none of the ", choices.size(),
                                       " choices of the question `",
                                       question.id, "`; it is one of them"));
    case QuestionType::kYesNo:
      if (text == "yes" || text == "no") return absl::OkStatus();
      return InvalidField(
          field, "NOT_A_CHOICE",
          absl::StrCat("is neither yes nor no; the question `", question.id,
                       "` is answered by one of them"));
  }
  return absl::InternalError("a question of no type");
}

}  // namespace rapport::catalog
