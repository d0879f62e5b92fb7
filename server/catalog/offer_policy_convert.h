// Policies of where services are offered, between rapport.v1 and values.
#ifndef RAPPORT_SERVER_CATALOG_OFFER_POLICY_CONVERT_H_
#define RAPPORT_SERVER_CATALOG_OFFER_POLICY_CONVERT_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rapport/v1/catalog_service.pb.h"
#include "server/catalog/offer_policy.h"
#include "server/search/offer_explanation.h"
#include "server/vocabulary/caller.h"

namespace rapport::catalog {

// What the policy of that name is of. Returns INVALID_ARGUMENT naming `field`
// (REQUIRED, MALFORMED), NOT_FOUND if it is of another brand.
absl::StatusOr<OfferScope> ToPolicyScope(const Caller& caller,
                                         absl::string_view field,
                                         absl::string_view name);

void FromOfferPolicy(const BrandId& brand, const OfferPolicy& policy,
                     v1::OfferPolicy* out);
// Returns INVALID_ARGUMENT or NOT_FOUND naming the field below `offer_policy`.
absl::StatusOr<OfferPolicy> ToOfferPolicy(const Caller& caller,
                                          const v1::OfferPolicy& in);

// What is explained: who, where, what.
struct OfferAsked {
  const search::AssociateRecord& associate;
  const search::StoreRecord& store;
  const Service& service;
};
void FromExplanation(const BrandId& brand, const OfferAsked& asked,
                     Channel channel,
                     const search::OfferExplanation& explanation,
                     v1::OfferDecision* out);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_OFFER_POLICY_CONVERT_H_
