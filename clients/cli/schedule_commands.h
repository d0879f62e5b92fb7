// The commands below `schedule` that have a file of their own.

#ifndef RAPPORT_CLIENTS_CLI_SCHEDULE_COMMANDS_H_
#define RAPPORT_CLIENTS_CLI_SCHEDULE_COMMANDS_H_

#include "CLI/App.hpp"
#include "clients/cli/commands.h"
#include "clients/cli/session.h"

namespace rapport::cli {

// `schedule busy import`, `subscribe`, `list` and `remove`: calendars kept elsewhere.
void AddScheduleBusy(CLI::App& schedule, Command& chosen);

// `schedule feed`: bookings for a calendar program.
void AddScheduleFeed(CLI::App& schedule, Command& chosen);

// `schedule address`: where a calendar program subscribes to them.
void AddScheduleAddress(CLI::App& schedule, Command& chosen);

// `schedule uncovered`: bookings that no working time covers.
void AddScheduleUncovered(CLI::App& schedule, Command& chosen);

// Notes that there are `more` uncovered bookings than were told, if any.
void WriteMore(int more, const Session& session);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_SCHEDULE_COMMANDS_H_
