// A search for associates from request to reply, which is made as the bytes
// that go over the wire.
//
// Ten associates at ten stores are some 400 fields, and to set them and to
// write them out takes longer than to find them. They are the same in every
// answer, though, so each associate and each store is encoded once for each
// version of the catalog, and copied. What a search adds (distance, score,
// slots) is a message like any other.
#ifndef RAPPORT_SERVER_SEARCH_ASSOCIATE_REPLY_H_
#define RAPPORT_SERVER_SEARCH_ASSOCIATE_REPLY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "rapport/v1/locator_service.pb.h"
#include "server/search/brand_index.h"
#include "server/search/demand_log.h"
#include "server/search/search_limit.h"
#include "server/vocabulary/caller.h"

namespace rapport::search {

// Appends a v1::SearchAssociatesResponse to `reply`, and notes in `demand` that
// nobody was found, if that is so. Returns INVALID_ARGUMENT or
// NOT_FOUND, naming the field; NOT_FOUND if `index` is null; DEADLINE_EXCEEDED
// (SEARCH_TOO_LONG) if it took longer than `limit`. Then `reply` may have
// changed. Why few were found is told as far as it is known after
// `explanation_max`.
absl::Status FindAssociates(
    const Caller& caller, const BrandIndex* index,
    const v1::SearchAssociatesRequest& request, absl::Time now,
    SearchLimit& limit, DemandLog& demand, std::string& reply,
    absl::Duration explanation_max = kExplanationTimeMax);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ASSOCIATE_REPLY_H_
