// Pages (AIP-158): how long, and where the next one begins.
//
// A token carries a fingerprint of the query it belongs to, the position of its
// last result and a check sum; it is opaque to clients and stays valid while
// the catalog changes. The token of another query is refused, and so is one
// that was damaged. Whoever works at it can still make one up, so positions are
// read as carefully as any input.
#ifndef RAPPORT_SERVER_TRANSPORT_PAGE_H_
#define RAPPORT_SERVER_TRANSPORT_PAGE_H_

#include <google/protobuf/message.h>

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "geo/point.h"
#include "server/vocabulary/id.h"

namespace rapport::transport {

// How many results a page has: `asked`, or `unset` if that is 0; at most `max`.
// Returns INVALID_ARGUMENT naming page_size if it is negative or more.
absl::StatusOr<size_t> PageSize(int asked, size_t unset, size_t max);

// 32 bytes of SHA-256 over the method and the request, deterministically
// serialised. Equal requests have equal fingerprints in one version of the
// program and of the protos.
std::string Fingerprint(absl::string_view method,
                        const google::protobuf::Message& request);

// The fingerprint without page_size and page_token: what makes two requests
// pages of one query.
std::string QueryFingerprint(absl::string_view method,
                             const google::protobuf::Message& request);

// INVALID_ARGUMENT (PAGE_TOKEN_INVALID) naming page_token.
absl::Status InvalidPageToken();

std::string EncodePageToken(absl::string_view query_fingerprint,
                            absl::string_view position);

// The position inside `token`. Returns INVALID_ARGUMENT naming page_token
// (PAGE_TOKEN_INVALID) if it is none of ours, (PAGE_TOKEN_OF_ANOTHER_QUERY) if
// the fingerprint is another.
absl::StatusOr<std::string> DecodePageToken(absl::string_view query_fingerprint,
                                            absl::string_view token);

// Parts of positions, in 8 bytes each, and back. Unpack returns as
// InvalidPageToken for any other length; for an instant that is not of the
// years 1970 to 9999; for a number that is not finite; for a distance that is
// negative besides.
inline constexpr size_t kPackedBytes = 8;
std::string PackTime(absl::Time time);  // to the microsecond
absl::StatusOr<absl::Time> UnpackTime(absl::string_view bytes);
std::string PackNumber(double number);
absl::StatusOr<double> UnpackNumber(absl::string_view bytes);
std::string PackDistance(geo::Meters distance);
absl::StatusOr<geo::Meters> UnpackDistance(absl::string_view bytes);

// A place in a list that is in the order of times, and of ids where those are
// the same. Unpack returns as InvalidPageToken for what is not of the length
// that Pack makes, or of no such instant.
struct TimedId {
  absl::Time time;
  IdBytes id = {};
};
std::string PackTimedId(const TimedId& place);
absl::StatusOr<TimedId> UnpackTimedId(absl::string_view bytes);

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_PAGE_H_
