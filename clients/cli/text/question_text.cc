#include "clients/cli/text/question_text.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/text/resource_text.h"

namespace rapport::cli {
namespace {

using KeyAndText = std::pair<absl::string_view, absl::string_view>;

absl::StatusOr<KeyAndText> SplitKey(absl::string_view text,
                                    absl::string_view example) {
  const KeyAndText split = absl::StrSplit(text, absl::MaxSplits('=', 1));
  if (!split.first.empty() && !split.second.empty()) return split;
  return absl::InvalidArgumentError(
      absl::StrCat("'", text, "' is no ID=TEXT; for example ", example));
}

void AddCount(int count, absl::string_view what,
              std::vector<std::string>& parts) {
  if (count == 0) return;
  parts.push_back(absl::StrCat(count, " ", what, count == 1 ? "" : "s"));
}

void AddLimit(const v1::ShopperLimit& limit, std::vector<std::string>& parts) {
  if (limit.live_max() != 0) {
    parts.push_back(absl::StrCat("at most ", limit.live_max(), " ahead"));
  }
  if (limit.count_max() != 0) {
    parts.push_back(absl::StrCat("at most ", limit.count_max(), " in ",
                                 FormatDuration(limit.period())));
  }
}

}  // namespace

absl::StatusOr<v1::Question> ParseQuestion(absl::string_view text) {
  const auto split = SplitKey(text, "size=Which size?");
  if (!split.ok()) return split.status();
  absl::string_view id = split->first;
  v1::Question question;
  question.set_required(absl::ConsumeSuffix(&id, "!"));
  const bool yes_no = absl::ConsumeSuffix(&id, "?");
  question.set_id(std::string(id));
  const std::vector<std::string> parts = absl::StrSplit(split->second, '|');
  question.set_text(parts.front());
  for (size_t i = 1; i < parts.size(); ++i) question.add_choices(parts[i]);
  if (yes_no && parts.size() > 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", text, "' is answered yes or no, and has choices; not both"));
  }
  question.set_type(yes_no             ? v1::QUESTION_TYPE_YES_NO
                    : parts.size() > 1 ? v1::QUESTION_TYPE_CHOICE
                                       : v1::QUESTION_TYPE_TEXT);
  return question;
}

absl::StatusOr<v1::Answer> ParseAnswer(absl::string_view text) {
  const auto split = SplitKey(text, "size=38");
  if (!split.ok()) return split.status();
  v1::Answer answer;
  answer.set_question(std::string(split->first));
  answer.set_text(std::string(split->second));
  return answer;
}

std::string FormatRules(const v1::Service& service) {
  std::vector<std::string> parts;
  if (service.has_cancel_notice()) {
    parts.push_back(absl::StrCat(
        "cancel ", FormatDuration(service.cancel_notice()), " before"));
  }
  if (service.has_move_notice()) {
    parts.push_back(absl::StrCat("move ", FormatDuration(service.move_notice()),
                                 " before"));
  }
  AddCount(service.questions_size(), "question", parts);
  if (service.party_max() > 1) {
    parts.push_back(absl::StrCat("party of ", service.party_max()));
  }
  AddCount(service.seats(), "seat", parts);
  AddLimit(service.shopper_limit(), parts);
  return absl::StrJoin(parts, ", ");
}

}  // namespace rapport::cli
