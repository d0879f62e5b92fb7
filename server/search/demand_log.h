// Counts demand in memory, until it is written.
//
// A search that found nobody notes that here, which is a look into a table
// under a short lock; whoever has time writes the counts, some seconds later,
// so that no search waits for the database. What a crash takes away between the
// two is lost, and a batch whose COMMIT had no answer is written again, so it
// may count twice: these are statistics.
#ifndef RAPPORT_SERVER_SEARCH_DEMAND_LOG_H_
#define RAPPORT_SERVER_SEARCH_DEMAND_LOG_H_

#include <cstddef>
#include <cstdint>
#include <mutex>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "server/search/demand.h"
#include "server/search/demand_store.h"

namespace rapport::search {

// How many different demands are counted between two writes: some megabytes.
// More come only from somebody who makes them up.
inline constexpr size_t kDemandKindsMax = 10'000;

// Thread-safe.
class DemandLog {
 public:
  explicit DemandLog(size_t kinds_max = kDemandKindsMax)
      : kinds_max_(kinds_max) {}

  void Note(const Demand& demand) { Count(demand, 1); }

  // Writes what was noted. What could not be written now is noted again; what
  // the store refuses for good is dropped. The store's error is returned.
  absl::Status WriteTo(DemandStore& store);

  // How many searches were not counted, as there were too many kinds or the
  // store refused them.
  int64_t dropped() const;

 private:
  using Counts = absl::flat_hash_map<Demand, int64_t>;

  void Count(const Demand& demand, int64_t searches);
  Counts Take();
  void Drop(absl::Span<const DemandCount> counts);

  const size_t kinds_max_;
  mutable std::mutex mutex_;  // guards what follows
  Counts counts_;
  int64_t dropped_ = 0;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_DEMAND_LOG_H_
