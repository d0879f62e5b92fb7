// Pages (AIP-158): how long, and where the next one begins.
//
// A token carries a fingerprint of the query it belongs to and the position of
// its last result; it is opaque to clients and stays valid while the catalog
// changes. The token of another query is refused.
#ifndef RAPPORT_SERVER_TRANSPORT_PAGE_H_
#define RAPPORT_SERVER_TRANSPORT_PAGE_H_

#include <google/protobuf/message.h>

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

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

std::string EncodePageToken(absl::string_view query_fingerprint,
                            absl::string_view position);

// The position inside `token`. Returns INVALID_ARGUMENT naming page_token
// (PAGE_TOKEN_INVALID) if it is none of ours, (PAGE_TOKEN_OF_ANOTHER_QUERY) if
// the fingerprint is another.
absl::StatusOr<std::string> DecodePageToken(absl::string_view query_fingerprint,
                                            absl::string_view token);

// A double in 8 bytes, exactly, for positions; and back.
std::string PackDouble(double value);
double UnpackDouble(absl::string_view bytes);

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_PAGE_H_
