// What a change leaves behind in one append-only row: the audit, the answer to
// a repeated request, and the news that other servers follow.
#ifndef RAPPORT_DB_EVENT_H_
#define RAPPORT_DB_EVENT_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "server/vocabulary/actor.h"
#include "server/vocabulary/id.h"

namespace rapport::db {

// Bytes of subjects in one event, the limit of a BLOB: 4,095 ids.
inline constexpr size_t kEventSubjectsBytesMax = 65'535;

// What an event is about. The values are those of the database.
enum class EventKind : uint8_t {
  kVoid = 0,
  kBrand = 1,
  kStores = 2,
  kAssociates = 3,
  kServices = 4,
  kSchedules = 5,
  kBookings = 6,
  kOfferPolicies = 7,
  kStoreResources = 8,
  kWaitlist = 10,
};

// What is appended in a transaction.
struct Event {
  EventKind kind = EventKind::kVoid;
  Actor actor = {};                     // of the brand that changed
  absl::string_view action = {};        // for the audit: `HoldSlot`
  const RequestKey* request = nullptr;  // unset: cannot be repeated
  // The 16-byte id of what this is the history of; empty: of nothing.
  std::string subject = {};
  // 16-byte ids, one after the other; empty: all of that kind in the brand.
  std::string subjects = {};
  // What a repeated request is answered, and history shows.
  std::string reply = {};
};

// The answer to a request that was done before.
struct Replay {
  std::string request_hash;
  std::string reply;
};

// What the follower reads of an event.
struct SeenEvent {
  EventKind kind = EventKind::kVoid;
  BrandId brand;
  std::string subjects;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_EVENT_H_
