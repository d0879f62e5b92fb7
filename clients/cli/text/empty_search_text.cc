#include "clients/cli/text/empty_search_text.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/number_text.h"
#include "clients/cli/text/opening_text.h"
#include "clients/cli/text/resource_text.h"

namespace rapport::cli {
namespace {

std::string Stores(int64_t count) {
  return count == 1 ? "1 store" : absl::StrCat(FormatCount(count), " stores");
}

std::string ConditionSentence(const v1::EmptySearch::Condition& condition) {
  const std::string flag = FlagOfField(condition.field());
  std::string text =
      condition.matches_alone() == 0
          ? absl::StrCat("no store meets ", flag)
          : absl::StrCat(Stores(condition.matches_alone()),
                         condition.matches_alone() == 1 ? " meets " : " meet ",
                         flag);
  if (condition.matches_without() > 0) {
    absl::StrAppend(&text, "; ", Stores(condition.matches_without()),
                    " without it");
  }
  return text;
}

std::string RelaxationSentence(const v1::EmptySearch::Relaxation& relaxation,
                               absl::Time at, Units units) {
  const v1::StoreHit& hit = relaxation.store();
  std::string text = absl::StrCat("without ", FlagOfField(relaxation.field()),
                                  ": ", hit.store().display_name());
  const auto append = [&](absl::string_view part) {
    if (!part.empty()) absl::StrAppend(&text, ", ", part);
  };
  append(FormatAddress(hit.store().address()));
  if (hit.has_distance_m()) append(FormatDistance(hit.distance_m(), units));
  append(FormatOpening(hit.opening(), at));
  append(ShortId(hit.store().name()));
  return text;
}

}  // namespace

std::string FlagOfField(absl::string_view field) {
  constexpr std::pair<absl::string_view, absl::string_view> kFlags[] = {
      {"near", "--near"},
      {"radius_m", "--radius"},
      {"service", "--service"},
      {"services", "--service"},
      {"box", "--box"},
      {"polygon", "--polygon"},
      {"route", "--route"},
      {"market", "--market"},
      {"text", "--text"},
      {"open_at", "--open-at"},
      {"open_now", "--open-now"},
      {"channels", "--channel"},
      {"language_codes", "--language"},
      {"attributes", "--attribute"}};
  for (const auto& [name, flag] : kFlags) {
    if (name == field) return std::string(flag);
  }
  return std::string(field);
}

std::vector<std::string> EmptySearchSentences(const v1::EmptySearch& empty,
                                              absl::Time at, Units units) {
  std::vector<std::string> sentences;
  bool is_one_to_blame = false;
  for (const v1::EmptySearch::Condition& condition : empty.conditions()) {
    sentences.push_back(ConditionSentence(condition));
    is_one_to_blame |= condition.matches_without() > 0;
  }
  if (empty.conditions_size() > 1 && !is_one_to_blame) {
    sentences.push_back("giving up one of them is not enough");
  }
  for (const v1::EmptySearch::Relaxation& relaxation : empty.relaxations()) {
    sentences.push_back(RelaxationSentence(relaxation, at, units));
  }
  return sentences;
}

}  // namespace rapport::cli
