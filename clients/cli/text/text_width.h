// How many columns of a terminal a text takes.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_TEXT_WIDTH_H_
#define RAPPORT_CLIENTS_CLI_TEXT_TEXT_WIDTH_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace rapport::cli {

// The columns of UTF-8 `text`: two for East Asian wide and fullwidth
// characters and emoji (UAX #11, Unicode 15), none for combining marks and
// format characters, one for all others. A byte that is not UTF-8 takes one.
size_t TextWidth(absl::string_view text);

// `text` without control characters, which could steer a terminal: each is
// replaced by a space.
std::string Printable(absl::string_view text);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_TEXT_WIDTH_H_
