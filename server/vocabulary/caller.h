// Who calls, and for whom: known before anything else of a call is looked at,
// and never from its body.
#ifndef RAPPORT_SERVER_VOCABULARY_CALLER_H_
#define RAPPORT_SERVER_VOCABULARY_CALLER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/vocabulary/actor.h"
#include "server/vocabulary/id.h"

namespace rapport {

inline constexpr size_t kPrincipalLengthMax = 128;
inline constexpr size_t kCallerStoresMax = 500;  // what metadata can hold

struct Caller {
  Actor actor;
  // The associate who calls; set for Role::kAssociate only.
  std::optional<AssociateId> associate;
  // The stores a manager manages.
  std::vector<StoreId> stores;
  // The shopper who calls, or for whom the caller acts; empty: none.
  std::string shopper;

  const BrandId& brand() const { return actor.brand; }
  Role role() const { return actor.role; }
};

// Whether a shopper asks, or a program for them.
bool AsksAsShopper(Role role);

// `shopper`, `associate`, `store-manager`, `brand-admin`, `brand-backend`,
// `operator`.
absl::string_view RoleWord(Role role);
std::optional<Role> RoleOfWord(absl::string_view word);

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_CALLER_H_
