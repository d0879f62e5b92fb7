#include "server/vocabulary/caller.h"

namespace rapport {
namespace {

constexpr Role kAllRoles[] = {Role::kShopper,      Role::kAssociate,
                              Role::kStoreManager, Role::kBrandAdmin,
                              Role::kBrandBackend, Role::kOperator};

}  // namespace

bool AsksAsShopper(Role role) {
  return role == Role::kShopper || role == Role::kBrandBackend;
}

absl::string_view RoleWord(Role role) {
  switch (role) {
    case Role::kShopper:
      return "shopper";
    case Role::kAssociate:
      return "associate";
    case Role::kStoreManager:
      return "store-manager";
    case Role::kBrandAdmin:
      return "brand-admin";
    case Role::kBrandBackend:
      return "brand-backend";
    case Role::kOperator:
      return "operator";
  }
  return "unknown";
}

std::optional<Role> RoleOfWord(absl::string_view word) {
  for (Role role : kAllRoles) {
    if (RoleWord(role) == word) return role;
  }
  return std::nullopt;
}

}  // namespace rapport
