// Where a calendar is read from: addresses that a caller may name. The address
// is a secret, so no error here repeats any of it.
#ifndef RAPPORT_SERVER_CALENDAR_CALENDAR_URI_H_
#define RAPPORT_SERVER_CALENDAR_CALENDAR_URI_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rapport::calendar {

// Longer than any that calendar programs hand out.
inline constexpr size_t kCalendarUriMax = 2000;

// `text` as it is asked for: `https://HOST[:PORT][/PATH][?QUERY]` (RFC 3986),
// scheme and host in lower case, `webcal:` read as `https:`. The host is a name,
// an IPv4 address or an IPv6 address in brackets. What it takes, every reader
// of URIs takes apart alike. Returns INVALID_ARGUMENT of `uri`: REQUIRED,
// TOO_LONG, NOT_HTTPS, HAS_CREDENTIALS or MALFORMED.
absl::StatusOr<std::string> ReadCalendarUri(absl::string_view text);

// The host of what ReadCalendarUri answered, with its port.
absl::string_view HostOf(absl::string_view uri);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_CALENDAR_URI_H_
