// The flags of `associates find` as the API's request, and back as a command.

#ifndef RAPPORT_CLIENTS_CLI_ASSOCIATE_SEARCH_REQUEST_H_
#define RAPPORT_CLIENTS_CLI_ASSOCIATE_SEARCH_REQUEST_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cli/associate_search.h"
#include "clients/cli/session.h"
#include "clients/cli/text/place.h"
#include "clients/cpp/client.h"
#include "rapport/v1/locator_service.pb.h"

namespace rapport::cli {

// All but the point and the windows. Returns INVALID_ARGUMENT, naming the flag,
// if something can't be read, or nothing says where.
absl::StatusOr<v1::SearchAssociatesRequest> AssociateRequestOf(
    const AssociateSearch& search, const Session& session);

// The zone that local times are in where none is said: that of the store nearest
// to the point, else of the first store or associate that is named, else of some
// store of the market. Returns NOT_FOUND if there is none, and what the server
// returns.
absl::StatusOr<std::string> ZoneOfSearch(
    const client::Client& client, const v1::SearchAssociatesRequest& search);

// Adds the windows to `request`, which has everything else. Asks the server for
// the zone of the place where local times need one. Returns INVALID_ARGUMENT if
// something can't be read, and what the server returns.
absl::Status AddWindows(const client::Client& client,
                        const AssociateSearch& search, absl::Time now,
                        v1::SearchAssociatesRequest& request);

// The command that has these flags, for a POSIX shell.
std::string FindCommand(const AssociateSearch& search);

// The command that holds a slot, found by ListAnySlots, with any of those whom
// these flags mean, for a POSIX shell.
std::string HoldAnyCommand(AssociateSearch search, const v1::Slot& slot);

// The flags loosened as a relaxation suggests. Nothing where no flags would do
// that: nothing else says where to search.
std::optional<AssociateSearch> Loosened(
    AssociateSearch search, const v1::AssociateRelaxation& relaxation,
    Units units);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_ASSOCIATE_SEARCH_REQUEST_H_
