#include "server/catalog/offer_policy_convert.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/catalog/parts_convert.h"
#include "server/transport/convert.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

using search::OfferGround;

constexpr absl::string_view kSuffix = "/offerPolicy";

void FromRule(const BrandId& brand, const OfferRule& rule, v1::OfferRule* out) {
  if (rule.service.has_value()) {
    out->set_service(transport::ServiceName(brand, *rule.service));
  }
  if (rule.channel.has_value()) {
    out->set_channel(transport::FromChannel(*rule.channel));
  }
  out->set_offered(rule.offered);
  out->set_final(rule.is_final);
}

absl::StatusOr<OfferRule> ToRule(const Caller& caller, const std::string& path,
                                 const v1::OfferRule& in) {
  OfferRule rule;
  if (!in.service().empty()) {
    absl::StatusOr<ServiceId> service = transport::ParseServiceName(
        caller, absl::StrCat(path, ".service"), in.service());
    if (!service.ok()) return service.status();
    rule.service = *std::move(service);
  }
  if (in.channel() != v1::CHANNEL_UNSPECIFIED) {
    absl::StatusOr<Channel> channel =
        transport::ToChannel(absl::StrCat(path, ".channel"), in.channel());
    if (!channel.ok()) return channel.status();
    rule.channel = *channel;
  }
  rule.offered = in.offered();
  rule.is_final = in.final();
  return rule;
}

// The name of what decides; empty: nothing does.
std::string DecidedBy(const BrandId& brand, const OfferAsked& asked,
                      const search::OfferExplanation& explanation) {
  switch (explanation.ground) {
    case OfferGround::kAssociateServices:
    case OfferGround::kAssociateChannels:
    case OfferGround::kAssociateStores:
      return transport::AssociateName(brand, asked.associate.associate->id);
    case OfferGround::kServiceChannels:
      return transport::ServiceName(brand, asked.service.id);
    case OfferGround::kStoreServices:
      return transport::StoreName(brand, asked.store.store->id);
    case OfferGround::kPolicy:
      return explanation.policies.decided_by()->scope.NameIn(brand);
    case OfferGround::kDefault:
      return "";
  }
  return "";
}

}  // namespace

absl::StatusOr<OfferScope> ToPolicyScope(const Caller& caller,
                                         absl::string_view field,
                                         absl::string_view name) {
  if (name.empty()) {
    return InvalidField(field, "REQUIRED", "is unset; it is required");
  }
  absl::string_view rest = name;
  const size_t brand_end = name.find('/', absl::string_view("brands/").size());
  if (!absl::StartsWith(name, "brands/") ||
      brand_end == absl::string_view::npos ||
      !absl::ConsumeSuffix(&rest, kSuffix)) {
    return transport::MalformedName(
        field, name,
        "it must be brands/{brand}/offerPolicy, or that of a part of it");
  }
  absl::Status brand =
      transport::CheckBrandName(caller, field, name.substr(0, brand_end));
  if (!brand.ok()) return brand;
  if (rest.size() == brand_end) return OfferScope();
  rest.remove_prefix(brand_end + 1);
  absl::StatusOr<OfferScope> scope = OfferScope::Parse(rest);
  // The brand's own is not written so.
  if (scope.ok() && scope->layer() != OfferLayer::kBrand) return scope;
  return transport::MalformedName(
      field, name,
      "a policy is of the brand, a region, a market, a store or an associate");
}

void FromOfferPolicy(const BrandId& brand, const OfferPolicy& policy,
                     v1::OfferPolicy* out) {
  out->set_name(absl::StrCat(policy.id.NameIn(brand), kSuffix));
  for (const OfferRule& rule : policy.rules) {
    FromRule(brand, rule, out->add_rules());
  }
  if (policy.revision.version > 0) {
    FromRevision(policy.revision, out);
  } else {
    out->set_etag(transport::FromVersion(0));
  }
}

absl::StatusOr<OfferPolicy> ToOfferPolicy(const Caller& caller,
                                          const v1::OfferPolicy& in) {
  OfferPolicy policy;
  absl::StatusOr<OfferScope> scope =
      ToPolicyScope(caller, "offer_policy.name", in.name());
  if (!scope.ok()) return scope.status();
  policy.id = *std::move(scope);
  for (int i = 0; i < in.rules_size(); ++i) {
    absl::StatusOr<OfferRule> rule = ToRule(
        caller, absl::StrCat("offer_policy.rules[", i, "]"), in.rules(i));
    if (!rule.ok()) return rule.status();
    policy.rules.push_back(*std::move(rule));
  }
  return policy;
}

void FromExplanation(const BrandId& brand, const OfferAsked& asked,
                     Channel channel,
                     const search::OfferExplanation& explanation,
                     v1::OfferDecision* out) {
  out->set_channel(transport::FromChannel(channel));
  out->set_offered(explanation.offered());
  out->set_ground(static_cast<v1::OfferGround>(explanation.ground));
  out->set_decided_by(DecidedBy(brand, asked, explanation));
  for (const OfferStep& step : explanation.policies.steps) {
    v1::OfferWord* word = out->add_words();
    word->set_scope(step.scope.NameIn(brand));
    FromRule(brand, step.rule, word->mutable_rule());
    word->set_overruled(!step.counts);
  }
}

}  // namespace rapport::catalog
