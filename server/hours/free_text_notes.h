// Notes behind hours: the days on which a store is closed.
#ifndef RAPPORT_SERVER_HOURS_FREE_TEXT_NOTES_H_
#define RAPPORT_SERVER_HOURS_FREE_TEXT_NOTES_H_

#include <vector>

#include "absl/types/span.h"
#include "server/hours/free_text_tokens.h"
#include "server/hours/rule.h"

namespace rapport::hours {

// Reads sentences such as "Closed on December 25/26th, Easter and all bank
// holidays in Munich." or "No closing days." from the front of `tokens`, which
// end with kEnd, and adds a rule a date to `rules`. Answers how many tokens
// whole sentences took.
size_t ReadClosedDays(absl::Span<const Token> tokens, std::vector<Rule>& rules);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_FREE_TEXT_NOTES_H_
