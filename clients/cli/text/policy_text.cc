#include "clients/cli/text/policy_text.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/words.h"

namespace rapport::cli {
namespace {

constexpr absl::string_view kBrands = "brands/";
constexpr absl::string_view kSuffix = "/offerPolicy";
constexpr absl::string_view kBrandWord = "brand";

std::string OnOff(bool offered) { return offered ? "on" : "off"; }

std::string FormatWord(const v1::OfferWord& word) {
  return absl::StrCat(ScopeOf(word.scope()), ": ", FormatRule(word.rule()),
                      word.overruled() ? " (overruled)" : "");
}

// Who decides, and for which reason.
std::string FormatGround(const v1::OfferDecision& decision) {
  const std::string id = ShortId(decision.decided_by());
  switch (decision.ground()) {
    case v1::OFFER_GROUND_ASSOCIATE_SERVICES:
      return "the associate does not perform it";
    case v1::OFFER_GROUND_SERVICE_CHANNELS:
      return absl::StrCat(id, " is not had on it");
    case v1::OFFER_GROUND_ASSOCIATE_CHANNELS:
      return "the associate does not take it";
    case v1::OFFER_GROUND_ASSOCIATE_STORES:
      return "the associate does not serve there";
    case v1::OFFER_GROUND_STORE_SERVICES:
      return "the store does not have it";
    case v1::OFFER_GROUND_POLICY:
      return ScopeOf(decision.decided_by());
    case v1::OFFER_GROUND_DEFAULT:
      return "nobody says otherwise";
    default:
      return ScopeOf(decision.decided_by());
  }
}

}  // namespace

absl::StatusOr<std::string> PolicyName(absl::string_view brand,
                                       absl::string_view scope) {
  if (scope == kBrandWord) return absl::StrCat(BrandName(brand), kSuffix);
  if (!absl::StrContains(scope, "/")) {
    return absl::InvalidArgumentError(
        absl::StrCat("scope is '", scope, "'; it is ", kScopeSyntax));
  }
  const absl::string_view bare = absl::StripSuffix(scope, kSuffix);
  if (absl::StartsWith(bare, kBrands)) return absl::StrCat(bare, kSuffix);
  return absl::StrCat(BrandName(brand), "/", bare, kSuffix);
}

std::string ScopeOf(absl::string_view name) {
  name = absl::StripSuffix(name, kSuffix);
  if (!absl::ConsumePrefix(&name, kBrands)) return std::string(name);
  const size_t end = name.find('/');
  if (end == absl::string_view::npos) return std::string(kBrandWord);
  return std::string(name.substr(end + 1));
}

std::string FormatRule(const v1::OfferRule& rule) {
  std::string text =
      rule.service().empty() ? "everything" : ShortId(rule.service());
  if (rule.channel() != v1::CHANNEL_UNSPECIFIED) {
    absl::StrAppend(&text, " by ", WordOf(rule.channel()));
  }
  absl::StrAppend(&text, " ", OnOff(rule.offered()));
  if (rule.final()) absl::StrAppend(&text, ", final");
  return text;
}

void WritePolicies(const std::vector<v1::OfferPolicy>& policies,
                   std::ostream& out) {
  Table table({{"SCOPE"}, {"SERVICE"}, {"CHANNEL"}, {"OFFERED"}, {"FINAL"}});
  for (const v1::OfferPolicy& policy : policies) {
    for (const v1::OfferRule& rule : policy.rules()) {
      table.AddRow({ScopeOf(policy.name()),
                    rule.service().empty() ? "all" : ShortId(rule.service()),
                    rule.channel() == v1::CHANNEL_UNSPECIFIED
                        ? "all"
                        : WordOf(rule.channel()),
                    OnOff(rule.offered()), rule.final() ? "final" : ""});
    }
  }
  if (table.empty()) {
    out << "no rules\n";
  } else {
    table.Write(out);
  }
}

void WriteDecisions(const v1::ExplainOfferResponse& response,
                    std::ostream& out) {
  Table table({{"CHANNEL"}, {"OFFERED"}, {"SAYS WHO"}, {"POLICIES"}});
  for (const v1::OfferDecision& decision : response.decisions()) {
    const auto append_word = [](std::string* text, const v1::OfferWord& word) {
      absl::StrAppend(text, FormatWord(word));
    };
    table.AddRow({WordOf(decision.channel()), decision.offered() ? "yes" : "no",
                  FormatGround(decision),
                  absl::StrJoin(decision.words(), "; ", append_word)});
  }
  table.Write(out);
}

}  // namespace rapport::cli
