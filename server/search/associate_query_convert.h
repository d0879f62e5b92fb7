// A search for associates as rapport.v1 asks for it.
#ifndef RAPPORT_SERVER_SEARCH_ASSOCIATE_QUERY_CONVERT_H_
#define RAPPORT_SERVER_SEARCH_ASSOCIATE_QUERY_CONVERT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "rapport/v1/locator_service.pb.h"
#include "server/search/associate_query.h"
#include "server/search/brand_index.h"
#include "server/vocabulary/caller.h"

namespace rapport::search {

// INVALID_ARGUMENT or NOT_FOUND, naming the field. The parent must be the
// caller's brand. `query` is the fingerprint that a page token must have.
// `asked`: when it was asked for first, for what has pages of its own.
absl::StatusOr<AssociateQuery> ToAssociateQuery(
    const Caller& caller, const BrandIndex& index,
    const v1::SearchAssociatesRequest& in, absl::string_view query,
    absl::Time now, std::optional<absl::Time> asked = std::nullopt);

// The token of the page behind a hit.
std::string TokenBehind(absl::string_view fingerprint,
                        const AssociateQuery& query,
                        const AssociateCursor& last);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ASSOCIATE_QUERY_CONVERT_H_
