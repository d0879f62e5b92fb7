// Which times of a day a span means that is written with a twelve-hour clock,
// or may be: the rules of read_hours.h.
#ifndef RAPPORT_SERVER_HOURS_FREE_TEXT_TIMES_H_
#define RAPPORT_SERVER_HOURS_FREE_TEXT_TIMES_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "server/hours/free_text_tokens.h"
#include "server/hours/rule.h"

namespace rapport::hours {

struct SettledSpan {
  TimeSpan span;
  absl::string_view doubt;  // the rule that was needed; empty if none
};

// `start` and `end` are times. Nothing if they make no span.
std::optional<SettledSpan> SettleSpan(const Token& start, const Token& end);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_FREE_TEXT_TIMES_H_
