// --start: the instant at which a slot starts.
//
// An offset or a relative time says it outright. A local time is not turned
// into an instant here, where the rules of the zone may be older than the
// server's: the server's own slots around it are searched for the one whose
// wall clock shows it.

#ifndef RAPPORT_CLIENTS_CLI_START_TIME_H_
#define RAPPORT_CLIENTS_CLI_START_TIME_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cpp/client.h"
#include "google/protobuf/timestamp.pb.h"

namespace rapport::cli {

// `like` says whose slots, for what, how and where; its window is ignored.
// Returns INVALID_ARGUMENT if the text can't be read or is a whole day,
// NOT_FOUND if it is local and no free slot starts then, and what the server
// returns.
absl::StatusOr<google::protobuf::Timestamp> ReadStart(
    const client::Client& client, const std::string& text, absl::Time now,
    const v1::ListSlotsRequest& like);

// The same among the slots of anybody whom `who`, with its service and channel,
// finds; its windows are ignored. Also INVALID_ARGUMENT if the clocks of their
// stores show a local time at several instants.
absl::StatusOr<google::protobuf::Timestamp> ReadAnyStart(
    const client::Client& client, const std::string& text, absl::Time now,
    const v1::SearchAssociatesRequest& who);

// The same where there are no slots to find it among: INVALID_ARGUMENT if it is
// a local time.
absl::StatusOr<google::protobuf::Timestamp> ReadSessionStart(
    const std::string& text, absl::Time now);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_START_TIME_H_
