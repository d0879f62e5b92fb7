// What a service asks of shoppers who book it, and what answers it.
#ifndef RAPPORT_SERVER_CATALOG_QUESTION_H_
#define RAPPORT_SERVER_CATALOG_QUESTION_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/catalog/field_checks.h"

namespace rapport::catalog {

inline constexpr size_t kQuestionsMax = 20;  // more, and nobody books
inline constexpr size_t kQuestionLengthMax = 300;
inline constexpr size_t kChoicesMin = 2;
inline constexpr size_t kChoicesMax = 50;
inline constexpr size_t kChoiceLengthMax = 100;
inline constexpr size_t kAnswerLengthMax = 1000;

// The values are those of rapport.v1.QuestionType and of the database.
enum class QuestionType : uint8_t { kText = 1, kChoice = 2, kYesNo = 3 };

struct Question {
  std::string id = {};    // a slug, each once in a service
  std::string text = {};  // as shoppers read it
  QuestionType type = QuestionType::kText;
  std::vector<std::string> choices = {};  // of kChoice
  bool required = false;

  friend bool operator==(const Question&, const Question&) = default;
};

// Adds everything wrong with `questions` by the bounds of rapport.v1.Question.
void CheckQuestions(const std::vector<Question>& questions,
                    FieldChecks& checks);

// OK if `text` answers `question`; else INVALID_ARGUMENT (REQUIRED), (TOO_LONG),
// (MALFORMED), (NOT_A_CHOICE) of `field`. No error repeats the text.
absl::Status CheckAnswer(const Question& question, absl::string_view field,
                         absl::string_view text);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_QUESTION_H_
