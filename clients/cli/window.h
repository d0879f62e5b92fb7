// --from and --to: the window of time that a search is about.

#ifndef RAPPORT_CLIENTS_CLI_WINDOW_H_
#define RAPPORT_CLIENTS_CLI_WINDOW_H_

#include <optional>
#include <string>

#include "CLI/App.hpp"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cpp/client.h"
#include "rapport/v1/common.pb.h"

namespace rapport::cli {

struct WindowOptions {
  std::string from;
  std::string to;
  std::string zone;
};

// How long a window is of which only the start is said; what the API takes
// when neither is.
inline constexpr absl::Duration kWindowDefault = absl::Hours(14 * 24);

// Adds --from, --to and --zone; `whose_zone` says what local times are in
// without --zone.
void AddWindowOptions(CLI::App& command, WindowOptions& options,
                      const std::string& whose_zone);

// The window that `options` say; nothing if they say nothing, which leaves it
// to the server. Local times are in --zone, else in the zone that
// `place_zone` answers; it is asked only if it is needed. Returns
// INVALID_ARGUMENT if a time can't be read or the window is empty, and what
// `place_zone` returns.
absl::StatusOr<std::optional<v1::TimeWindow>> ReadWindow(
    const WindowOptions& options, absl::Time now,
    absl::FunctionRef<absl::StatusOr<std::string>()> place_zone);

// The zone of `store`, or if that is empty of the associate's home store; both
// are full names.
absl::StatusOr<std::string> ZoneOfAssociate(const client::Client& client,
                                            const std::string& associate,
                                            const std::string& store);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_WINDOW_H_
