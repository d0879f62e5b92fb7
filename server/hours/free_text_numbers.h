// Numbers in hours that are written freely: times of day in all their forms,
// days of the month, and `24 hours`.
#ifndef RAPPORT_SERVER_HOURS_FREE_TEXT_NUMBERS_H_
#define RAPPORT_SERVER_HOURS_FREE_TEXT_NUMBERS_H_

#include "server/hours/free_text_signs.h"
#include "server/hours/free_text_tokens.h"

namespace rapport::hours {

// Reads what the digit here begins: kTime, kAllDay, or kWord if it is neither.
// `10`, `10:00`, `10.00`, `10h`, `10h30`, `1030`, `9:AM`, `10:00 a.m.`, `9P`,
// `12 noon`, `25th`, `24/7`. The position is not set.
Token ReadNumber(SignCursor& cursor);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_FREE_TEXT_NUMBERS_H_
