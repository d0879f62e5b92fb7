#include "server/vocabulary/error.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace rapport {
namespace {

constexpr absl::string_view kReasonUrl = "types.rapport.dev/reason";
constexpr absl::string_view kFieldsUrl = "types.rapport.dev/fields";
constexpr absl::string_view kValuesUrl = "types.rapport.dev/values";
// ASCII's own separators. What callers sent may contain them: see WithoutSeparators.
constexpr char kUnit = '\x1f';
constexpr char kRecord = '\x1e';

// Messages may quote what callers sent, which must not forge a field.
std::string WithoutSeparators(std::string text) {
  std::replace(text.begin(), text.end(), kUnit, '?');
  std::replace(text.begin(), text.end(), kRecord, '?');
  return text;
}

std::string PayloadOf(const absl::Status& status, absl::string_view url) {
  return std::string(status.GetPayload(url).value_or(absl::Cord()));
}

}  // namespace

absl::Status Error(absl::StatusCode code, absl::string_view reason,
                   absl::string_view message) {
  absl::Status status(code, message);
  status.SetPayload(kReasonUrl, absl::Cord(reason));
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  return PayloadOf(status, kReasonUrl);
}

absl::Status WithValues(absl::Status status, const ErrorValues& values) {
  std::vector<std::string> records;
  for (const auto& [name, value] : values) {
    records.push_back(
        absl::StrJoin({WithoutSeparators(name), WithoutSeparators(value)},
                      absl::string_view(&kUnit, 1)));
  }
  status.SetPayload(kValuesUrl, absl::Cord(absl::StrJoin(
                                    records, absl::string_view(&kRecord, 1))));
  return status;
}

ErrorValues ValuesOf(const absl::Status& status) {
  const std::string payload = PayloadOf(status, kValuesUrl);
  ErrorValues values;
  if (payload.empty()) return values;
  for (absl::string_view record : absl::StrSplit(payload, kRecord)) {
    std::vector<std::string> parts = absl::StrSplit(record, kUnit);
    parts.resize(2);
    values.emplace_back(parts[0], parts[1]);
  }
  return values;
}

absl::Status InvalidFields(const FieldProblems& problems) {
  std::vector<std::string> texts;
  std::vector<std::string> records;
  for (const FieldProblem& problem : problems) {
    texts.push_back(absl::StrCat(problem.field, ": ", problem.message));
    records.push_back(absl::StrJoin(
        {WithoutSeparators(problem.field), WithoutSeparators(problem.reason),
         WithoutSeparators(problem.message)},
        absl::string_view(&kUnit, 1)));
  }
  absl::Status status =
      Error(absl::StatusCode::kInvalidArgument, problems.front().reason,
            absl::StrJoin(texts, "; "));
  status.SetPayload(kFieldsUrl, absl::Cord(absl::StrJoin(
                                    records, absl::string_view(&kRecord, 1))));
  return status;
}

absl::Status InvalidField(absl::string_view field, absl::string_view reason,
                          absl::string_view message) {
  return InvalidFields(
      {{std::string(field), std::string(reason), std::string(message)}});
}

FieldProblems FieldProblemsOf(const absl::Status& status) {
  const std::string payload = PayloadOf(status, kFieldsUrl);
  FieldProblems problems;
  if (payload.empty()) return problems;
  for (absl::string_view record : absl::StrSplit(payload, kRecord)) {
    std::vector<std::string> parts = absl::StrSplit(record, kUnit);
    parts.resize(3);
    problems.push_back({parts[0], parts[1], parts[2]});
  }
  return problems;
}

absl::Status InField(absl::string_view field, const absl::Status& status) {
  FieldProblems problems = FieldProblemsOf(status);
  if (problems.empty()) return status;
  for (FieldProblem& problem : problems) {
    problem.field = absl::StrCat(field, ".", problem.field);
  }
  return InvalidFields(problems);
}

}  // namespace rapport
