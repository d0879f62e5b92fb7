#include "server/catalog/offer_policy.h"

#include <algorithm>
#include <set>
#include <utility>

#include "server/catalog/field_checks.h"

namespace rapport::catalog {
namespace {

bool Fits(const OfferRule& rule, const ServiceId& service, Channel channel) {
  return (!rule.service.has_value() || *rule.service == service) &&
         (!rule.channel.has_value() || *rule.channel == channel);
}

}  // namespace

FieldProblems CheckOfferPolicy(const OfferPolicy& policy) {
  FieldChecks checks;
  checks.Count("rules", policy.rules.size(), {0, kOfferRulesMax});
  if (policy.rules.size() > kOfferRulesMax) return checks.Take();
  std::set<std::pair<std::optional<ServiceId>, std::optional<Channel>>> seen;
  for (size_t i = 0; i < policy.rules.size(); ++i) {
    const OfferRule& rule = policy.rules[i];
    if (seen.emplace(rule.service, rule.channel).second) continue;
    checks.Add(ElementPath("rules", i), reason::kDuplicate,
               "a rule of a service and channel that has one already; each "
               "pair has one");
  }
  return checks.Take();
}

int SpecificityOf(const OfferRule& rule) {
  return (rule.service.has_value() ? 2 : 0) +
         (rule.channel.has_value() ? 1 : 0);
}

const OfferRule* RuleFor(const OfferPolicy& policy, const ServiceId& service,
                         Channel channel) {
  const OfferRule* best = nullptr;
  for (const OfferRule& rule : policy.rules) {
    if (!Fits(rule, service, channel)) continue;
    if (best == nullptr || SpecificityOf(rule) > SpecificityOf(*best)) {
      best = &rule;
    }
  }
  return best;
}

const OfferStep* OfferVerdict::decided_by() const {
  const auto last = std::find_if(steps.rbegin(), steps.rend(),
                                 [](const auto& step) { return step.counts; });
  return last == steps.rend() ? nullptr : &*last;
}

OfferVerdict DecideOffer(const OfferPolicies& policies,
                         const OfferQuestion& question) {
  std::vector<OfferScope> scopes =
      ScopesOfPlace(question.store, question.market);
  scopes.push_back(OfferScope::Of(question.associate));
  OfferVerdict verdict;
  bool settled = false;
  for (OfferScope& scope : scopes) {
    const auto policy = policies.find(scope);
    if (policy == policies.end()) continue;
    const OfferRule* rule =
        RuleFor(*policy->second, question.service, question.channel);
    if (rule == nullptr) continue;
    verdict.steps.push_back({std::move(scope), *rule, !settled});
    if (settled) continue;
    verdict.offered = rule->offered;
    settled = rule->is_final;
  }
  return verdict;
}

}  // namespace rapport::catalog
