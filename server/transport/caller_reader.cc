#include "server/transport/caller_reader.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/vocabulary/error.h"

namespace rapport::transport {
namespace {

absl::Status Unauthenticated(absl::string_view message) {
  return Error(absl::StatusCode::kUnauthenticated, "CALLER_UNKNOWN", message);
}

// The value of a metadata key; empty if it is not there.
std::string ValueOf(const grpc::ServerContextBase& context, const char* key) {
  const auto& metadata = context.client_metadata();
  auto it = metadata.find(key);
  if (it == metadata.end()) return "";
  return std::string(it->second.data(), it->second.size());
}

// Of two answers to one question, none is to be believed.
absl::Status CheckSaidOnce(const grpc::ServerContextBase& context) {
  for (const char* key :
       {"x-rapport-brand", "x-rapport-role", "x-rapport-principal",
        "x-rapport-stores", "x-rapport-shopper"}) {
    if (context.client_metadata().count(key) > 1) {
      return Unauthenticated(
          absl::StrCat(key, " is there more than once; it may be there once"));
    }
  }
  return absl::OkStatus();
}

absl::Status ReadStores(absl::string_view text, Caller& caller) {
  if (text.empty()) return absl::OkStatus();
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    absl::StatusOr<StoreId> id = StoreId::Parse(part);
    if (!id.ok() || caller.stores.size() >= kCallerStoresMax) {
      return Unauthenticated(
          absl::StrCat("x-rapport-stores must be at most ", kCallerStoresMax,
                       " ids of stores, separated by commas"));
    }
    caller.stores.push_back(*id);
  }
  return absl::OkStatus();
}

absl::Status ReadPrincipal(const grpc::ServerContextBase& context,
                           Caller& caller) {
  caller.actor.principal = ValueOf(context, "x-rapport-principal");
  caller.shopper = ValueOf(context, "x-rapport-shopper");
  if (caller.actor.principal.empty() ||
      caller.actor.principal.size() > kPrincipalLengthMax ||
      caller.shopper.size() > kPrincipalLengthMax) {
    return Unauthenticated(
        absl::StrCat("x-rapport-principal must be 1 to ", kPrincipalLengthMax,
                     " characters, x-rapport-shopper no more"));
  }
  if (caller.role() == Role::kShopper) caller.shopper = caller.actor.principal;
  if (caller.role() == Role::kAssociate) {
    absl::StatusOr<AssociateId> id = AssociateId::Parse(caller.actor.principal);
    if (!id.ok()) {
      return Unauthenticated(
          "x-rapport-principal of an associate must be the associate's id");
    }
    caller.associate = *id;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Caller> NobodyReader::Read(
    const grpc::ServerContextBase&) const {
  return Unauthenticated(
      "this server knows no way to tell callers; start it with "
      "--trust-caller-metadata for development");
}

absl::StatusOr<Caller> MetadataReader::Read(
    const grpc::ServerContextBase& context) const {
  absl::Status status = CheckSaidOnce(context);
  if (!status.ok()) return status;
  Caller caller;
  const std::optional<Role> role =
      RoleOfWord(ValueOf(context, "x-rapport-role"));
  if (!role.has_value()) {
    return Unauthenticated(
        "x-rapport-role must be one of shopper, associate, store-manager, "
        "brand-admin, brand-backend, operator");
  }
  caller.actor.role = *role;
  const std::string brand_text = ValueOf(context, "x-rapport-brand");
  if (*role != Role::kOperator || !brand_text.empty()) {
    absl::StatusOr<BrandId> brand = BrandId::Parse(brand_text);
    if (!brand.ok()) {
      return Unauthenticated(
          absl::StrCat("x-rapport-brand ", brand.status().message()));
    }
    caller.actor.brand = *brand;
  }
  status = ReadPrincipal(context, caller);
  if (!status.ok()) return status;
  status = ReadStores(ValueOf(context, "x-rapport-stores"), caller);
  if (!status.ok()) return status;
  return caller;
}

}  // namespace rapport::transport
