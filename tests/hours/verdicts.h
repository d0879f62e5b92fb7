// What npm's opening_hours, the most used reader of the grammar, says of texts:
// the judge of tests, asked through tests/hours/verdicts.mjs.
#ifndef RAPPORT_TESTS_HOURS_VERDICTS_H_
#define RAPPORT_TESTS_HOURS_VERDICTS_H_

#include <string>
#include <utility>
#include <vector>

#include "server/hours/opening_hours.h"

namespace rapport::hours {

// From and to, in minutes from 6 May 2024, a Monday, 00:00 UTC.
using MinuteSpans = std::vector<std::pair<int, int>>;

struct Verdict {
  bool is_valid = false;
  MinuteSpans open;  // of that week; where it is open for sure
};

// One for each text; none if the judge cannot be run.
std::vector<Verdict> VerdictsOf(const std::vector<std::string>& texts);

// The same week by our own reading.
MinuteSpans OpenMinutes(const OpeningHours& hours);

}  // namespace rapport::hours

#endif  // RAPPORT_TESTS_HOURS_VERDICTS_H_
