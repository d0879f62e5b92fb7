// Where demand is remembered: counters, for later counting.
#ifndef RAPPORT_SERVER_SEARCH_DEMAND_STORE_H_
#define RAPPORT_SERVER_SEARCH_DEMAND_STORE_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/search/demand.h"

namespace rapport::search {

inline constexpr size_t kDemandAddMax = 500;  // in one transaction

// Thread-safe. Calls may block. Returns UNAVAILABLE where nobody can tell, and
// ABORTED where nothing was written.
class DemandStore {
 public:
  virtual ~DemandStore() = default;

  // Adds each count to what is remembered of the same demand; all of them or
  // none. INVALID_ARGUMENT for more than kDemandAddMax.
  virtual absl::Status Add(absl::Span<const DemandCount> counts) = 0;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_DEMAND_STORE_H_
