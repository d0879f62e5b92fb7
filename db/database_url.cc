#include "db/database_url.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace rapport::db {
namespace {

constexpr absl::string_view kScheme = "mysql://";
constexpr absl::string_view kSocketKey = "socket=";

absl::Status Invalid(absl::string_view part, absl::string_view rule) {
  return absl::InvalidArgumentError(
      absl::StrCat("database URL: ", part, ": ", rule));
}

// The text before the first `separator`, taken off `rest` with it; all of it if
// there is none.
absl::string_view TakeUntil(char separator, absl::string_view& rest) {
  const size_t end = rest.find(separator);
  const absl::string_view taken = rest.substr(0, end);
  rest = end == absl::string_view::npos ? "" : rest.substr(end + 1);
  return taken;
}

absl::StatusOr<std::string> PercentDecoded(absl::string_view part,
                                           absl::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const absl::string_view digits = text.substr(i + 1, 2);
    if (digits.size() != 2 || !absl::ascii_isxdigit(digits[0]) ||
        !absl::ascii_isxdigit(digits[1])) {
      return Invalid(part, "% is followed by two hexadecimal digits");
    }
    decoded += absl::HexStringToBytes(digits);
    i += 2;
  }
  if (absl::StrContains(decoded, '\0')) {
    return Invalid(part, "has no zero byte");
  }
  return decoded;
}

// `kept` are the characters that stand for themselves beside those that always
// do.
std::string PercentEncoded(absl::string_view text,
                           absl::string_view kept = "") {
  std::string encoded;
  for (const char c : text) {
    if (absl::ascii_isalnum(c) || absl::StrContains("-._~$", c) ||
        absl::StrContains(kept, c)) {
      encoded += c;
    } else {
      absl::StrAppend(&encoded, "%",
                      absl::AsciiStrToUpper(
                          absl::BytesToHexString(absl::string_view(&c, 1))));
    }
  }
  return encoded;
}

absl::Status ParseUser(absl::string_view text, DatabaseUrl& url) {
  absl::string_view rest = text;
  absl::StatusOr<std::string> user =
      PercentDecoded("user", TakeUntil(':', rest));
  if (!user.ok()) return user.status();
  if (user->empty()) return Invalid("user", "is needed before the @");
  absl::StatusOr<std::string> password = PercentDecoded("password", rest);
  if (!password.ok()) return password.status();
  url.user = *std::move(user);
  url.password = *std::move(password);
  return absl::OkStatus();
}

absl::Status ParsePort(absl::string_view text, DatabaseHost& host) {
  constexpr int kPortMax = 65535;
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(),
                                                   absl::ascii_isdigit);
  if (!digits || !absl::SimpleAtoi(text, &host.port) || host.port < 1 ||
      host.port > kPortMax) {
    return Invalid("port", "is a number from 1 to 65535");
  }
  return absl::OkStatus();
}

absl::StatusOr<DatabaseHost> ParseHost(absl::string_view text) {
  absl::string_view name, port;
  bool has_port = false;
  if (absl::StartsWith(text, "[")) {
    const size_t end = text.find(']');
    if (end == absl::string_view::npos) {
      return Invalid("host", "an IPv6 address ends with ]");
    }
    name = text.substr(1, end - 1);
    port = text.substr(end + 1);
    if (!port.empty() && !absl::ConsumePrefix(&port, ":")) {
      return Invalid("host", "only a port follows the ]");
    }
    has_port = text.size() > end + 1;
  } else {
    port = text;
    name = TakeUntil(':', port);
    has_port = absl::StrContains(text, ':');
  }
  absl::StatusOr<std::string> decoded = PercentDecoded("host", name);
  if (!decoded.ok()) return decoded.status();
  if (decoded->empty()) return Invalid("host", "is needed after the user");
  DatabaseHost host;
  host.name = *std::move(decoded);
  const absl::Status status =
      has_port ? ParsePort(port, host) : absl::OkStatus();
  if (!status.ok()) return status;
  return host;
}

absl::Status ParseHosts(absl::string_view text, DatabaseUrl& url) {
  url.hosts.clear();
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    absl::StatusOr<DatabaseHost> host = ParseHost(part);
    if (!host.ok()) return host.status();
    if (absl::c_linear_search(url.hosts, *host)) {
      return Invalid("host", "each is named once");
    }
    url.hosts.push_back(*std::move(host));
  }
  if (url.hosts.size() > kHostsMax) {
    return Invalid("host", absl::StrCat("at most ", kHostsMax, " are tried"));
  }
  return absl::OkStatus();
}

absl::Status ParseSchema(absl::string_view text, DatabaseUrl& url) {
  absl::StatusOr<std::string> schema = PercentDecoded("schema", text);
  if (!schema.ok()) return schema.status();
  if (!schema->empty() && !IsSchemaName(*schema)) {
    return Invalid("schema",
                   "is at most 64 letters, digits, _, $ and - of ASCII");
  }
  url.schema = *std::move(schema);
  return absl::OkStatus();
}

absl::Status ParseQuery(absl::string_view text, DatabaseUrl& url) {
  if (!absl::ConsumePrefix(&text, kSocketKey)) {
    return Invalid("query", "the only key is socket=/path");
  }
  absl::StatusOr<std::string> path = PercentDecoded("socket", text);
  if (!path.ok()) return path.status();
  if (!absl::StartsWith(*path, "/")) {
    return Invalid("socket", "is an absolute path");
  }
  if (path->size() > kSocketPathLengthMax) {
    return Invalid("socket", absl::StrCat("is at most ", kSocketPathLengthMax,
                                          " bytes long"));
  }
  if (url.hosts.size() > 1) return Invalid("socket", "goes with one host");
  url.socket_path = *std::move(path);
  return absl::OkStatus();
}

std::string HostText(const DatabaseHost& host) {
  std::string text = absl::StrContains(host.name, ':')
                         ? absl::StrCat("[", host.name, "]")
                         : PercentEncoded(host.name);
  if (host.port != kDefaultPort) absl::StrAppend(&text, ":", host.port);
  return text;
}

std::string ToText(const DatabaseUrl& url, absl::string_view password) {
  std::string text = absl::StrCat(kScheme, PercentEncoded(url.user),
                                  password.empty() ? "" : ":", password, "@");
  const auto append_host = [](std::string* out, const DatabaseHost& host) {
    out->append(HostText(host));
  };
  text += absl::StrJoin(url.hosts, ",", append_host);
  absl::StrAppend(&text, "/", PercentEncoded(url.schema));
  if (!url.socket_path.empty()) {
    absl::StrAppend(&text, "?", kSocketKey,
                    PercentEncoded(url.socket_path, "/"));
  }
  return text;
}

}  // namespace

absl::StatusOr<DatabaseUrl> DatabaseUrl::Parse(absl::string_view text) {
  DatabaseUrl url;
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, kScheme)) {
    return Invalid("scheme", "begins with mysql://");
  }
  absl::string_view query = rest;
  absl::string_view path = TakeUntil('?', query);
  const bool has_query = absl::StrContains(rest, '?');
  absl::string_view authority = TakeUntil('/', path);

  const size_t at = authority.rfind('@');
  if (at == absl::string_view::npos) {
    return Invalid("user", "is needed, as in mysql://user@host/schema");
  }
  absl::Status status = ParseUser(authority.substr(0, at), url);
  if (status.ok()) status = ParseHosts(authority.substr(at + 1), url);
  if (status.ok()) status = ParseSchema(path, url);
  if (status.ok() && has_query) status = ParseQuery(query, url);
  if (!status.ok()) return status;
  return url;
}

DatabaseUrl DatabaseUrl::WithSchema(absl::string_view name) const {
  DatabaseUrl url = *this;
  url.schema = std::string(name);
  return url;
}

DatabaseUrl DatabaseUrl::StartingAt(const DatabaseHost& host) const {
  DatabaseUrl url = *this;
  const auto first = absl::c_find(url.hosts, host);
  if (first != url.hosts.end()) absl::c_rotate(url.hosts, first);
  return url;
}

std::string DatabaseUrl::ToString() const {
  return ToText(*this, password.empty() ? "" : "***");
}

std::string DatabaseUrl::ToSecretString() const {
  return ToText(*this, PercentEncoded(password));
}

bool IsSchemaName(absl::string_view name) {
  return !name.empty() && name.size() <= kSchemaNameLengthMax &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isalnum(c) || absl::StrContains("_$-", c);
         });
}

}  // namespace rapport::db
