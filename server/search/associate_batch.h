// Several searches for associates in one call.
#ifndef RAPPORT_SERVER_SEARCH_ASSOCIATE_BATCH_H_
#define RAPPORT_SERVER_SEARCH_ASSOCIATE_BATCH_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "rapport/v1/locator_service.pb.h"
#include "server/search/brand_index.h"
#include "server/search/demand_log.h"
#include "server/search/search_limit.h"
#include "server/vocabulary/caller.h"

namespace rapport::search {

inline constexpr int kBatchMax = 100;

// What one answer may have: programs take 4 MiB by default.
inline constexpr size_t kBatchBytesMax = 3 << 20;

// Runs one search after the other, and appends a
// v1::BatchSearchAssociatesResponse to `reply`: each search has its answer or
// the error that it alone would have ended with. Those for which neither time
// nor room is left end in DEADLINE_EXCEEDED (SEARCH_TOO_LONG) and
// RESOURCE_EXHAUSTED (BATCH_TOO_LARGE). Returns NOT_FOUND and INVALID_ARGUMENT
// (REQUIRED, MALFORMED, TOO_MANY) of the batch itself.
absl::Status FindInBatch(const Caller& caller, const BrandIndex* index,
                         const v1::BatchSearchAssociatesRequest& request,
                         absl::Time now, SearchLimit& limit, DemandLog& demand,
                         std::string& reply, size_t bytes_max = kBatchBytesMax);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ASSOCIATE_BATCH_H_
