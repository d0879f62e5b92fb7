// What the commands below `book` have in common.

#ifndef RAPPORT_CLIENTS_CLI_BOOK_COMMANDS_H_
#define RAPPORT_CLIENTS_CLI_BOOK_COMMANDS_H_

#include <string>

#include "CLI/App.hpp"
#include "clients/cli/commands.h"
#include "clients/cli/session.h"
#include "rapport/v1/booking_resources.pb.h"

namespace rapport::cli {

// For --help.
inline constexpr char kRequestIdHelp[] =
    "Names this attempt, 8 to 64 characters: repeated, it answers as the "
    "first time. Without it: a new one";

// A fact a line, or with --json the booking itself. `with` is the associate's
// name for people; empty: not told.
void WriteBooking(const v1::Booking& booking, const Session& session,
                  const std::string& with = "");

// `book hold`: with somebody, or with anybody who fits.
void AddBookHold(CLI::App& book, Command& chosen);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_BOOK_COMMANDS_H_
