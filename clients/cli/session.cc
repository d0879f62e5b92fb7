#include "clients/cli/session.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/text/json_text.h"
#include "clients/cli/text/names.h"

namespace rapport::cli {
namespace {

constexpr absl::Duration kTimeoutMax = absl::Hours(24);

absl::StatusOr<absl::Duration> ParseTimeout(const std::string& text) {
  absl::Duration timeout;
  if (absl::ParseDuration(text, &timeout) && timeout > absl::ZeroDuration() &&
      timeout <= kTimeoutMax) {
    return timeout;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("timeout is '", text,
                   "'; it is above 0 and at most a day, with its unit: 500ms, "
                   "10s, 2m"));
}

}  // namespace

absl::StatusOr<client::Caller> ParseCaller(const Globals& globals,
                                           client::Role default_role) {
  client::Caller caller{.brand = ShortId(globals.brand),
                        .role = default_role,
                        .principal = kDefaultPrincipal,
                        .stores = {},
                        .shopper = globals.as_shopper};
  for (const std::string& store : globals.as_stores) {
    caller.stores.push_back(ShortId(store));
  }
  if (globals.as.empty()) return caller;
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(globals.as, absl::MaxSplits(':', 1));
  const std::optional<client::Role> role = client::RoleOfWord(parts.first);
  if (!role.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "role is '", parts.first, "'; it is one of ", client::RoleWords()));
  }
  caller.role = *role;
  if (!parts.second.empty()) caller.principal = parts.second;
  return caller;
}

absl::StatusOr<client::Client> Session::Connect(
    client::Role default_role) const {
  client::ClientOptions options;
  options.address = globals_.address;
  options.tls = globals_.tls;
  options.clock = &environment_.clock;
  const auto timeout = ParseTimeout(globals_.timeout);
  if (!timeout.ok()) return timeout.status();
  options.timeout = *timeout;
  auto caller = ParseCaller(globals_, default_role);
  if (!caller.ok()) return caller.status();
  options.caller = *std::move(caller);
  return client::Client::Connect(options);
}

std::string Session::parent() const { return BrandName(brand()); }

void Session::PrintJson(const google::protobuf::Message& message) const {
  out() << JsonLine(message) << '\n';
}

void Session::PrintJson(const nlohmann::ordered_json& value) const {
  out() << JsonLine(value) << '\n';
}

void Session::PrintNote(const nlohmann::ordered_json& value) const {
  err() << JsonLine(value) << '\n';
}

}  // namespace rapport::cli
