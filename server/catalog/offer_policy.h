// Where a service is offered at all: what the brand, a region, a market, a
// store or an associate says of a service on a channel, on or off.
//
// Without a word from anybody everything is offered. The more specific layer
// overrides the less specific (brand, region, market, store, associate), except
// where a rule of the less specific one is final: a legal limit, say. In one
// layer the rule of that service on that channel goes before that of the
// service, that before that of the channel, and that before the rule of
// everything. Policies only take away: what a service, a store or an associate
// does not have of itself no policy gives them.
#ifndef RAPPORT_SERVER_CATALOG_OFFER_POLICY_H_
#define RAPPORT_SERVER_CATALOG_OFFER_POLICY_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/strings/string_view.h"
#include "server/catalog/brand.h"
#include "server/catalog/offer_scope.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/field_problem.h"
#include "server/vocabulary/id.h"

namespace rapport::catalog {

// Of one policy: every service of a brand, twice over.
inline constexpr size_t kOfferRulesMax = 500;
// Of one brand: followers read them all again when one has changed.
inline constexpr size_t kOfferPoliciesMax = 100'000;

struct OfferRule {
  std::optional<ServiceId> service = {};  // unset: all
  std::optional<Channel> channel = {};    // unset: all
  bool offered = false;
  bool is_final = false;  // no more specific layer overrides it

  friend bool operator==(const OfferRule&, const OfferRule&) = default;
};

// What one scope says. Without rules it says nothing.
struct OfferPolicy {
  OfferScope id;  // each scope has one
  std::vector<OfferRule> rules;
  Revision revision;
};

// Of one brand, by scope.
using OfferPolicies =
    absl::btree_map<OfferScope, std::shared_ptr<const OfferPolicy>>;

// Everything wrong with `policy` by the bounds of rapport.v1.OfferPolicy, as
// far as it can be told without the catalog; empty if nothing is.
FieldProblems CheckOfferPolicy(const OfferPolicy& policy);

// How specific a rule is in its layer: 0 (of everything) to 3.
int SpecificityOf(const OfferRule& rule);

// The rule of `policy` that counts; null: none. An empty service is none in
// particular, for which only rules of all services count.
const OfferRule* RuleFor(const OfferPolicy& policy, const ServiceId& service,
                         Channel channel);

// What is asked of the policies.
struct OfferQuestion {
  AssociateId associate;
  StoreId store;
  absl::string_view market;  // the store's; empty: none
  ServiceId service;         // empty: none in particular
  Channel channel = Channel::kInStore;
};

// What one layer says. It counts unless a less specific one was final.
struct OfferStep {
  OfferScope scope;
  OfferRule rule;
  bool counts = true;
};

// What was decided, and the layers that said something, the brand first.
struct OfferVerdict {
  bool offered = true;
  std::vector<OfferStep> steps;

  // The layer whose word it is: the last that counts; null: nobody's.
  const OfferStep* decided_by() const;
};

OfferVerdict DecideOffer(const OfferPolicies& policies,
                         const OfferQuestion& question);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_OFFER_POLICY_H_
