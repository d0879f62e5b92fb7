// What the flags of `stores find` ask the server for.

#ifndef RAPPORT_CLIENTS_CLI_STORE_SEARCH_REQUEST_H_
#define RAPPORT_CLIENTS_CLI_STORE_SEARCH_REQUEST_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clients/cli/session.h"
#include "clients/cli/store_search.h"
#include "clients/cpp/client.h"

namespace rapport::cli {

// All but --near and --open-at, which need the server. Returns
// INVALID_ARGUMENT, naming the flag, if one can't be read.
absl::StatusOr<v1::SearchStoresRequest> SearchRequestOf(
    const StoreSearch& search, const Session& session);

// The instant of --open-at. A local time is in --zone, else in `place_zone`
// (that of a typed place), else in that of the brand's store nearest to
// `near`. Returns INVALID_ARGUMENT if it can't be read, is a whole day, or is
// local and there is no zone to be had.
absl::StatusOr<absl::Time> ReadOpenAt(const client::Client& client,
                                      const StoreSearch& search,
                                      const v1::SearchStoresRequest& request,
                                      const std::string& place_zone,
                                      absl::Time now);

// `brands/demo/regions/emea/markets/fr` for `emea/fr`, `brands/demo/regions/
// emea` for `emea`; a full name is itself.
std::string MarketName(absl::string_view brand, absl::string_view market);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_STORE_SEARCH_REQUEST_H_
