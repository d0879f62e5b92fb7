// The port to where what is past is remembered, and may be forgotten.
#ifndef RAPPORT_SERVER_HOUSEKEEPING_PURGE_STORE_H_
#define RAPPORT_SERVER_HOUSEKEEPING_PURGE_STORE_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/housekeeping/past.h"

namespace rapport::housekeeping {

// Rows that go in one transaction at most: some ten milliseconds. Only bookings
// that were changed more than a few times each, which take their histories with
// them, may come to more.
inline constexpr int64_t kPurgeMax = 1000;

// What a batch came to.
struct Purged {
  int64_t rows = 0;   // that are gone
  bool more = false;  // there may be; also where `rows` is 0
};

// Not thread-safe: it knows how far it is. Two of two servers do no harm to each
// other. Calls may block. Returns UNAVAILABLE where nobody can tell, and ABORTED
// where nothing was purged.
class PurgeStore {
 public:
  virtual ~PurgeStore() = default;

  // The clock that times in the store are of.
  virtual absl::StatusOr<absl::Time> Now() = 0;

  // Purges some of what was over before `before`, and never anything else,
  // whatever is written meanwhile. To be called until there is no more; then it
  // begins again.
  virtual absl::StatusOr<Purged> Purge(Past past, absl::Time before) = 0;
};

}  // namespace rapport::housekeeping

#endif  // RAPPORT_SERVER_HOUSEKEEPING_PURGE_STORE_H_
