// A service's questions and rules for its bookings, and answers, as people type
// and read them.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_QUESTION_TEXT_H_
#define RAPPORT_CLIENTS_CLI_TEXT_QUESTION_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rapport/v1/booking_resources.pb.h"
#include "rapport/v1/catalog_resources.pb.h"

namespace rapport::cli {

// For --help.
inline constexpr char kQuestionHelp[] =
    "What shoppers are asked, each: size=Which size? With choices: "
    "occasion=What for?|wedding|gala. first?=... is answered yes or no; "
    "size!=... must be answered. none: nothing is asked";

// Returns INVALID_ARGUMENT if `text` is no question as kQuestionHelp says.
absl::StatusOr<v1::Question> ParseQuestion(absl::string_view text);

// `ID=TEXT`. Returns INVALID_ARGUMENT for anything else.
absl::StatusOr<v1::Answer> ParseAnswer(absl::string_view text);

// `cancel 24h before, 2 questions, party of 4`; empty if there are none.
std::string FormatRules(const v1::Service& service);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_QUESTION_TEXT_H_
