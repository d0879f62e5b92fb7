#include "clients/cli/text/sparse_text.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "clients/cli/text/number_text.h"

namespace rapport::cli {
namespace {

// See rapport.v1.AssociateCondition.
constexpr int64_t kCountedMax = 1000;

std::string FlagOf(absl::string_view field) {
  constexpr std::pair<absl::string_view, absl::string_view> kFlags[] = {
      {"radius_m", "--radius"},      {"service", "--service"},
      {"channels", "--channel"},     {"languages", "--language"},
      {"styles", "--style"},         {"any_styles", "--any-style"},
      {"attributes", "--attribute"}, {"stores", "--store"},
      {"market", "--market"},        {"associates", "--associate"},
      {"local_windows", "--on"}};
  for (const auto& [name, flag] : kFlags) {
    if (name == field) return std::string(flag);
  }
  return field == "window" || field == "windows" ? "a free slot in time"
                                                 : std::string(field);
}

std::string SentenceOf(const v1::AssociateCondition& condition, int64_t more) {
  const int64_t alone = condition.matches_alone();
  return absl::StrCat(
      FlagOf(condition.field()), ": ",
      FormatMatches(more, condition.matches_without()), " more without it; ",
      alone == 0
          ? "nobody meets it at all"
          : absl::StrCat(FormatMatches(alone, alone),
                         alone == 1 ? " meets" : " meet", " it by itself"));
}

}  // namespace

std::string FormatMatches(int64_t count, int64_t counted) {
  return absl::StrCat(counted >= kCountedMax ? "at least " : "",
                      FormatCount(count));
}

std::vector<std::string> SparseSentences(const v1::SparseAssociates& sparse,
                                         int64_t found) {
  std::vector<std::string> sentences;
  for (const v1::AssociateCondition& condition : sparse.conditions()) {
    const int64_t more = condition.matches_without() - found;
    if (more > 0) sentences.push_back(SentenceOf(condition, more));
  }
  if (!sentences.empty()) return sentences;
  for (const v1::AssociateCondition& condition : sparse.conditions()) {
    if (condition.matches_alone() > 0) continue;
    sentences.push_back(
        absl::StrCat(FlagOf(condition.field()), ": nobody meets it at all"));
  }
  if (sparse.conditions_size() > 1) {
    sentences.push_back("giving up one condition finds nobody else");
  }
  return sentences;
}

}  // namespace rapport::cli
