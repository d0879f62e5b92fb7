// WatchSlots between rapport.v1 and values.
#ifndef RAPPORT_SERVER_SEARCH_SLOT_WATCH_CONVERT_H_
#define RAPPORT_SERVER_SEARCH_SLOT_WATCH_CONVERT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "rapport/v1/locator_service.pb.h"
#include "server/search/brand_index.h"
#include "server/search/slot_watchers.h"
#include "server/vocabulary/caller.h"
#include "server/vocabulary/position.h"

namespace rapport::search {

// What makes two requests one watch: all but where it goes on.
std::string WatchFingerprint(const v1::WatchSlotsRequest& request);

// How far memory must be before the watch goes on. Returns INVALID_ARGUMENT
// (MALFORMED) naming resume_position.
absl::StatusOr<Position> ToWatchPosition(const v1::WatchSlotsRequest& request);

// The watch, as it was where it is resumed. Returns INVALID_ARGUMENT or
// NOT_FOUND naming the field.
absl::StatusOr<SlotWatch> ToSlotWatch(const Caller& caller,
                                      const BrandIndex& index,
                                      const v1::WatchSlotsRequest& request,
                                      absl::string_view fingerprint,
                                      absl::Time now);

void FromNews(absl::string_view fingerprint, const WatchNews& news,
              v1::WatchSlotsResponse* out);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_SLOT_WATCH_CONVERT_H_
