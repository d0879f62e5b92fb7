#include "clients/cpp/caller.h"

#include <grpcpp/client_context.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace rapport::client {
namespace {

struct RoleName {
  Role role;
  absl::string_view word;
};

constexpr RoleName kRoles[] = {
    {Role::kShopper, "shopper"},
    {Role::kAssociate, "associate"},
    {Role::kStoreManager, "store-manager"},
    {Role::kBrandAdmin, "brand-admin"},
    {Role::kBrandBackend, "brand-backend"},
    {Role::kOperator, "operator"},
};

bool IsVisibleAscii(absl::string_view text) {
  for (char c : text) {
    if (!absl::ascii_isgraph(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

absl::Status CheckValue(absl::string_view what, absl::string_view value) {
  if (IsVisibleAscii(value)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the caller's ", what,
                   " has a space or a character beyond ASCII; it is visible "
                   "ASCII characters only"));
}

void Add(grpc::ClientContext& context, const char* key,
         const std::string& value) {
  if (!value.empty()) context.AddMetadata(key, value);
}

}  // namespace

absl::string_view RoleWord(Role role) {
  for (const RoleName& name : kRoles) {
    if (name.role == role) return name.word;
  }
  return "";
}

std::optional<Role> RoleOfWord(absl::string_view word) {
  for (const RoleName& name : kRoles) {
    if (name.word == word) return name.role;
  }
  return std::nullopt;
}

std::string RoleWords() {
  return absl::StrJoin(kRoles, ", ",
                       [](std::string* out, const RoleName& name) {
                         absl::StrAppend(out, name.word);
                       });
}

absl::Status CheckCaller(const Caller& caller) {
  for (const std::string& store : caller.stores) {
    absl::Status status = CheckValue("store id", store);
    if (!status.ok()) return status;
    if (absl::StrContains(store, ',')) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the caller's store id ", store, " has a comma; ids have none"));
    }
  }
  absl::Status status = CheckValue("brand", caller.brand);
  if (status.ok()) status = CheckValue("principal", caller.principal);
  if (status.ok()) status = CheckValue("shopper", caller.shopper);
  return status;
}

void AddCaller(const Caller& caller, grpc::ClientContext& context) {
  Add(context, kBrandKey, caller.brand);
  Add(context, kRoleKey, std::string(RoleWord(caller.role)));
  Add(context, kPrincipalKey, caller.principal);
  Add(context, kStoresKey, absl::StrJoin(caller.stores, ","));
  Add(context, kShopperKey, caller.shopper);
}

}  // namespace rapport::client
