#include "server/booking/answer_desk.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/catalog/question.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

using catalog::Question;

const Question* FindQuestion(const catalog::Service& service,
                             const std::string& id) {
  const auto at =
      std::find_if(service.questions.begin(), service.questions.end(),
                   [&](const Question& question) { return question.id == id; });
  return at == service.questions.end() ? nullptr : &*at;
}

absl::Status CheckOne(const catalog::Service& service, const Answer& answer,
                      size_t i, std::set<std::string>& answered) {
  const std::string question = absl::StrCat("answers[", i, "].question");
  if (answer.question.empty()) {
    return InvalidField(question, "REQUIRED",
                        "is empty; it is the id of a question");
  }
  const Question* const asked = FindQuestion(service, answer.question);
  if (asked == nullptr) {
    return InvalidField(question, "UNKNOWN",
                        "is the id of no question of the service's");
  }
  if (!answered.insert(answer.question).second) {
    return InvalidField(question, "DUPLICATE",
                        "is answered already; each question is answered once");
  }
  return catalog::CheckAnswer(*asked, absl::StrCat("answers[", i, "].text"),
                              answer.text);
}

}  // namespace

absl::Status CheckAnswers(const catalog::Service& service,
                          const std::vector<Answer>& answers) {
  if (answers.size() > catalog::kQuestionsMax) {
    return InvalidField(
        "answers", "TOO_MANY",
        absl::StrCat("has ", answers.size(), " elements; at most ",
                     catalog::kQuestionsMax, " are allowed"));
  }
  std::set<std::string> answered;
  for (size_t i = 0; i < answers.size(); ++i) {
    absl::Status one = CheckOne(service, answers[i], i, answered);
    if (!one.ok()) return one;
  }
  for (const Question& question : service.questions) {
    if (!question.required || answered.contains(question.id)) continue;
    return InvalidField("answers", "ANSWER_REQUIRED",
                        absl::StrCat("has no answer to the question `",
                                     question.id, "`; one is required"));
  }
  return absl::OkStatus();
}

absl::Status CheckParty(const catalog::Service& service, int party_size) {
  if (party_size >= 1 && party_size <= service.party_max) {
    return absl::OkStatus();
  }
  return InvalidField("party_size", "OUT_OF_RANGE",
                      absl::StrCat("is ", party_size, "; of this service 1 to ",
                                   service.party_max, " may come together"));
}

}  // namespace rapport::booking
