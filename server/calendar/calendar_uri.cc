#include "server/calendar/calendar_uri.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/vocabulary/error.h"

namespace rapport::calendar {
namespace {

constexpr absl::string_view kHttps = "https://";
constexpr size_t kHostMax = 253;  // of a name (RFC 1035)
constexpr int kPortMax = 65535;

absl::Status Malformed() {
  return InvalidField("uri", "MALFORMED",
                      "must be https://HOST[:PORT][/PATH][?QUERY] in visible "
                      "ASCII, without a fragment");
}

bool ConsumeScheme(absl::string_view& text) {
  for (const absl::string_view scheme :
       {kHttps, absl::string_view("webcal://")}) {
    if (!absl::StartsWithIgnoreCase(text, scheme)) continue;
    text.remove_prefix(scheme.size());
    return true;
  }
  return false;
}

// Some readers of URIs take `\` for `/`, and end a host at what others do not.
bool IsPathCharacter(char c) {
  return absl::ascii_isgraph(static_cast<unsigned char>(c)) &&
         !absl::StrContains("\"#<>[\\]^`{|}", c);
}

bool IsNameCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' ||
         c == '.';
}

bool IsIpv6Character(char c) {
  return absl::ascii_isxdigit(static_cast<unsigned char>(c)) || c == ':' ||
         c == '.';
}

template <typename Is>
bool AllOf(absl::string_view text, Is is) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is);
}

bool IsHost(absl::string_view host) {
  if (host.size() > kHostMax) return false;
  if (absl::ConsumePrefix(&host, "[")) {
    return absl::ConsumeSuffix(&host, "]") && AllOf(host, IsIpv6Character);
  }
  return AllOf(host, IsNameCharacter) && host.front() != '.' &&
         host.front() != '-' && !absl::StrContains(host, "..");
}

bool IsPort(absl::string_view text) {
  int port = 0;
  return text.size() <= 5 &&
         AllOf(text, [](char c) { return absl::ascii_isdigit(c); }) &&
         absl::SimpleAtoi(text, &port) && port > 0 && port <= kPortMax;
}

// `host[:port]`.
bool IsAuthority(absl::string_view authority) {
  const size_t bracket = authority.rfind(']');
  const size_t colon =
      authority.find(':', bracket == authority.npos ? 0 : bracket);
  return IsHost(authority.substr(0, colon)) &&
         (colon == authority.npos || IsPort(authority.substr(colon + 1)));
}

}  // namespace

absl::StatusOr<std::string> ReadCalendarUri(absl::string_view text) {
  if (text.empty()) {
    return InvalidField("uri", "REQUIRED", "is not set; it must be");
  }
  if (text.size() > kCalendarUriMax) {
    return InvalidField("uri", "TOO_LONG",
                        absl::StrCat("has ", text.size(), " bytes; at most ",
                                     kCalendarUriMax, " are taken"));
  }
  if (!ConsumeScheme(text)) {
    return InvalidField("uri", "NOT_HTTPS",
                        "must begin with https:// or webcal://");
  }
  const size_t end = std::min(text.find_first_of("/?#"), text.size());
  const absl::string_view authority = text.substr(0, end);
  const absl::string_view rest = text.substr(end);
  if (absl::StrContains(authority, '@')) {
    return InvalidField("uri", "HAS_CREDENTIALS",
                        "must have no user or password in it");
  }
  if (!IsAuthority(authority) ||
      !std::all_of(rest.begin(), rest.end(), IsPathCharacter)) {
    return Malformed();
  }
  return absl::StrCat(kHttps, absl::AsciiStrToLower(authority), rest);
}

absl::string_view HostOf(absl::string_view uri) {
  absl::ConsumePrefix(&uri, kHttps);
  return uri.substr(0, uri.find_first_of("/?"));
}

}  // namespace rapport::calendar
