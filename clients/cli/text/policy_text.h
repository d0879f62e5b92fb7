// Where services are offered, as people write and read it.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_POLICY_TEXT_H_
#define RAPPORT_CLIENTS_CLI_TEXT_POLICY_TEXT_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rapport/v1/catalog_service.pb.h"

namespace rapport::cli {

inline constexpr char kScopeSyntax[] =
    "brand, regions/ID, regions/ID/markets/ID, stores/ID or associates/ID";

// The full name of the policy of a scope, which is written as above, or as the
// full name of that, or of its policy. Returns INVALID_ARGUMENT otherwise.
absl::StatusOr<std::string> PolicyName(absl::string_view brand,
                                       absl::string_view scope);

// The scope of a full name, with or without `/offerPolicy`: `regions/fr`,
// `brand`.
std::string ScopeOf(absl::string_view name);

// `bridal by video on, final`; `everything off`.
std::string FormatRule(const v1::OfferRule& rule);

// A table with a row for each rule.
void WritePolicies(const std::vector<v1::OfferPolicy>& policies,
                   std::ostream& out);

// A table with a row for each channel: whether, who says so, and what the
// layers say.
void WriteDecisions(const v1::ExplainOfferResponse& response,
                    std::ostream& out);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_POLICY_TEXT_H_
