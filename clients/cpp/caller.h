// Who a call is made for, as the server reads it from the call's metadata.
//
// Until tokens are verified, a server started with --trust-caller-metadata
// takes the caller's word for all of it; any other server refuses it.

#ifndef RAPPORT_CLIENTS_CPP_CALLER_H_
#define RAPPORT_CLIENTS_CPP_CALLER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace grpc {
class ClientContext;
}

namespace rapport::client {

// What a caller may do follows from their role; see the server's policies.
enum class Role {
  kShopper,
  kAssociate,
  kStoreManager,
  kBrandAdmin,
  kBrandBackend,
  kOperator,
};

// The word for it: `shopper`, `associate`, `store-manager`, `brand-admin`,
// `brand-backend`, `operator`.
absl::string_view RoleWord(Role role);

// The role of that word, or nothing.
std::optional<Role> RoleOfWord(absl::string_view word);

// All role words, comma separated, for people.
std::string RoleWords();

struct Caller {
  // The last segment of the brand's name, `demo` for `brands/demo`.
  std::string brand = "";
  Role role = Role::kShopper;
  // The caller's id as the brand's identity provider knows it.
  std::string principal = "";
  // The ids of the stores a store manager manages.
  std::vector<std::string> stores = {};
  // The shopper whom the brand's backend acts for; empty: none.
  std::string shopper = "";
};

inline constexpr char kBrandKey[] = "x-rapport-brand";
inline constexpr char kRoleKey[] = "x-rapport-role";
inline constexpr char kPrincipalKey[] = "x-rapport-principal";
inline constexpr char kStoresKey[] = "x-rapport-stores";
inline constexpr char kShopperKey[] = "x-rapport-shopper";

// Returns INVALID_ARGUMENT if a value has characters that metadata can't
// carry (anything but visible ASCII), or a store id has a comma.
absl::Status CheckCaller(const Caller& caller);

// Adds `caller`, which CheckCaller accepts, to a call. Empty values are left
// out.
void AddCaller(const Caller& caller, grpc::ClientContext& context);

}  // namespace rapport::client

#endif  // RAPPORT_CLIENTS_CPP_CALLER_H_
