// What the commands below `book` have in common.

#ifndef RAPPORT_CLIENTS_CLI_BOOK_COMMANDS_H_
#define RAPPORT_CLIENTS_CLI_BOOK_COMMANDS_H_

#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cli/commands.h"
#include "clients/cli/flag_error.h"
#include "clients/cli/session.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/question_text.h"
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

// `book hold`: with somebody, or with anybody who fits; `book create`.
void AddBookHold(CLI::App& book, Command& chosen);
void AddBookCreate(CLI::App& book, Command& chosen);

// Which booking, and this attempt at a change of it.
struct BookingOptions {
  std::string name;
  std::string request_id;
  std::string etag;
};
void AddBookingFlags(CLI::App& command, BookingOptions& options);

// `--answer`: what the shopper says to the service's questions.
void AddAnswerFlag(CLI::App& command, std::vector<std::string>& answers);

// Adds them to a request. Returns INVALID_ARGUMENT, naming the flag.
template <typename Request>
absl::Status AddAnswers(const std::vector<std::string>& texts,
                        Request& request) {
  for (const std::string& text : texts) {
    const auto answer = ParseAnswer(text);
    if (!answer.ok()) return ForFlag("--answer", answer.status());
    *request.add_answers() = *answer;
  }
  return absl::OkStatus();
}

// A request about that booking.
template <typename Request>
Request ChangeOf(const BookingOptions& options, const Session& session) {
  Request request;
  request.set_name(FullName(session.brand(), "bookings", options.name));
  request.set_request_id(options.request_id);
  request.set_etag(options.etag);
  return request;
}

// WriteBooking, or why there is none.
absl::Status WriteIfOk(const absl::StatusOr<v1::Booking>& booking,
                       const Session& session);

// `book extend`, `move`, `switch`, `reassign`, `check-in`, `complete`,
// `no-show` and `history`.
void AddBookChanges(CLI::App& book, Command& chosen);

// `book reanchor`.
void AddBookReanchor(CLI::App& book, Command& chosen);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_BOOK_COMMANDS_H_
