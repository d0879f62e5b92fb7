// The port to where it is remembered who subscribes to whose bookings.
#ifndef RAPPORT_SERVER_CALENDAR_FEED_STORE_H_
#define RAPPORT_SERVER_CALENDAR_FEED_STORE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/vocabulary/actor.h"
#include "server/vocabulary/id.h"

namespace rapport::calendar {

// What is secret of a feed's address.
struct FeedTokenTag {};
using FeedToken = OpaqueId<FeedTokenTag>;

// Whose bookings a feed tells of.
struct FeedOwner {
  BrandId brand;
  AssociateId associate;

  friend bool operator==(const FeedOwner&, const FeedOwner&) = default;
};

// Remembers at most one address an associate, and of that only what recognizes
// it: the SHA-256 of the token's bytes. Thread-safe. Every call may return
// UNAVAILABLE, ABORTED, RESOURCE_EXHAUSTED or DEADLINE_EXCEEDED, as those of
// ScheduleStore; a request id that was used for another request is
// INVALID_ARGUMENT (REQUEST_ID_REUSED).
class FeedStore {
 public:
  virtual ~FeedStore() = default;

  // Puts the address in place of the one there was. False if the request was
  // done before: then nothing has changed.
  virtual absl::StatusOr<bool> Put(const Actor& actor,
                                   const RequestKey& request,
                                   const AssociateId& associate,
                                   absl::string_view token_hash) = 0;

  // Forgets the address, if there is one.
  virtual absl::Status Remove(const Actor& actor, const RequestKey& request,
                              const AssociateId& associate) = 0;

  // Whose address that is, if it is one.
  virtual absl::StatusOr<std::optional<FeedOwner>> Find(
      absl::string_view token_hash) = 0;
};

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_FEED_STORE_H_
