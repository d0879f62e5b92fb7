#include "db/replay.h"

#include "server/vocabulary/error.h"

namespace rapport::db {

absl::Status CheckSameRequest(const Replay& replay, const RequestKey& request) {
  if (replay.request_hash == request.request_hash) return absl::OkStatus();
  return InvalidField("request_id", "REQUEST_ID_REUSED",
                      "was used for another request; each needs its own");
}

}  // namespace rapport::db
