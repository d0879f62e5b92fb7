// The port to the news of what has changed, here or on any other server.
#ifndef RAPPORT_SERVER_SEARCH_CHANGE_FEED_H_
#define RAPPORT_SERVER_SEARCH_CHANGE_FEED_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/position.h"

namespace rapport::search {

enum class ChangeKind : uint8_t {
  kBrand,
  kStores,
  kAssociates,
  kServices,
  kSchedules,  // subjects are associates
  kBookings,
  kOfferPolicies,
  kStoreResources,
  kWaitlist,  // subjects are entries
};

struct Change {
  ChangeKind kind = ChangeKind::kBrand;
  BrandId brand;
  std::string subjects;  // 16-byte ids one after the other; empty where the
                         // brand is the subject
};

// Not thread-safe: one thread follows.
class ChangeFeed {
 public:
  virtual ~ChangeFeed() = default;

  // Takes the position to follow from: whatever is read from storage after
  // this call holds everything before it. Returns UNAVAILABLE and the like.
  virtual absl::Status Start() = 0;

  // Hands out every change that was committed since, once or (after a failure)
  // more often. Returns how many; OUT_OF_RANGE, until Start, once there may have
  // been some that are not kept any more.
  virtual absl::StatusOr<int> Poll(
      absl::FunctionRef<void(const Change&)> each) = 0;

  // Every change up to here was before Start or has been handed out since, also
  // by a Poll that failed.
  virtual Position position() const = 0;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_CHANGE_FEED_H_
