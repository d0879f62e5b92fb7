#include "clients/cpp/address.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace rapport::client {
namespace {

// What sockaddr_un holds, less the final NUL.
constexpr size_t kSocketPathLengthMax = 107;
constexpr int kPortMax = 65535;

absl::Status Refuse(absl::string_view text, absl::string_view rule) {
  return absl::InvalidArgumentError(
      absl::StrCat("address is '", text, "'; ", rule));
}

absl::StatusOr<Address> ParseSocket(absl::string_view text,
                                    absl::string_view path) {
  if (!absl::StartsWith(path, "/")) {
    return Refuse(text, "a Unix socket is unix:/absolute/path");
  }
  if (path.size() > kSocketPathLengthMax) {
    return Refuse(text, absl::StrCat("a Unix socket's path has at most ",
                                     kSocketPathLengthMax, " bytes"));
  }
  return Address{.target = std::string(text), .is_local = true};
}

bool IsLocalHost(absl::string_view host) {
  return host == "localhost" || host == "[::1]" ||
         absl::StartsWith(host, "127.");
}

}  // namespace

absl::StatusOr<Address> ParseAddress(absl::string_view text) {
  absl::string_view rest = text;
  if (absl::ConsumePrefix(&rest, "unix:")) return ParseSocket(text, rest);
  const size_t colon = text.rfind(':');
  if (colon == absl::string_view::npos || colon == 0) {
    return Refuse(text, "it is host:port or unix:/path");
  }
  const absl::string_view host = text.substr(0, colon);
  const bool is_v6 = absl::StartsWith(host, "[") && absl::EndsWith(host, "]");
  if (!is_v6 && absl::StrContains(host, ":")) {
    return Refuse(text, "an IPv6 address stands in brackets, [::1]:8910");
  }
  int port = 0;
  if (!absl::SimpleAtoi(text.substr(colon + 1), &port) || port < 1 ||
      port > kPortMax) {
    return Refuse(text, absl::StrCat("the port is 1 to ", kPortMax));
  }
  return Address{.target = std::string(text), .is_local = IsLocalHost(host)};
}

}  // namespace rapport::client
