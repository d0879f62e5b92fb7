// Demand remembered in memory, by the same rules as in the database.
#ifndef RAPPORT_TESTS_SUPPORT_FAKES_FAKE_DEMAND_STORE_H_
#define RAPPORT_TESTS_SUPPORT_FAKES_FAKE_DEMAND_STORE_H_

#include <cstdint>
#include <mutex>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/search/demand_store.h"

namespace rapport::search {

// Thread-safe.
class FakeDemandStore : public DemandStore {
 public:
  absl::Status Add(absl::Span<const DemandCount> counts) override;

  // What is remembered, in the order in which it first came.
  std::vector<DemandCount> counts() const;

  // From now on Add returns this; unless it is OK it adds nothing.
  void Fail(absl::Status status);

 private:
  mutable std::mutex mutex_;  // guards what follows
  std::vector<DemandCount> counts_;
  absl::Status failure_;
};

}  // namespace rapport::search

#endif  // RAPPORT_TESTS_SUPPORT_FAKES_FAKE_DEMAND_STORE_H_
