// Why a search of stores found nothing, as people read it.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_EMPTY_SEARCH_TEXT_H_
#define RAPPORT_CLIENTS_CLI_TEXT_EMPTY_SEARCH_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clients/cli/text/place.h"
#include "rapport/v1/locator_service.pb.h"

namespace rapport::cli {

// The flag of `stores find` that sets a field of SearchStoresRequest:
// `--channel` for `channels`. A field that this program does not know yet is
// itself.
std::string FlagOfField(absl::string_view field);

// A sentence each: which conditions emptied the search, and then the nearest
// stores to be had, with the flag to drop. `at` is the instant that was asked
// about.
std::vector<std::string> EmptySearchSentences(const v1::EmptySearch& empty,
                                              absl::Time at, Units units);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_EMPTY_SEARCH_TEXT_H_
