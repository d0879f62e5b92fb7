#include <utility>

#include "server/hours/opening_hours.h"
#include "server/hours/rule_parser.h"
#include "server/hours/words.h"

namespace rapport::hours {
namespace {

bool ReadModifier(HoursCursor& cursor, Rule& rule, bool& has_state) {
  cursor.SkipSpace();
  has_state = true;
  if (cursor.TryWord("open")) {
    rule.state = State::kOpen;
  } else if (cursor.TryWord("closed") || cursor.TryWord("off")) {
    rule.state = State::kClosed;
  } else if (cursor.TryWord("unknown")) {
    rule.state = State::kUnknown;
  } else {
    has_state = false;
  }
  cursor.SkipSpace();
  if (cursor.Peek() != '"') return true;
  std::optional<std::string> comment = cursor.TryQuoted();
  if (!comment) return cursor.Fail("a comment that ends with `\"`");
  rule.comment = *std::move(comment);
  // A comment alone says that it depends.
  if (!has_state) rule.state = State::kUnknown;
  has_state = true;
  return true;
}

// The parts before the times, which the specification lets stand in any order.
bool ReadSelectors(HoursCursor& cursor, Rule& rule) {
  for (;;) {
    cursor.SkipSpace();
    const bool fresh_dates = rule.dates.empty();
    const bool fresh_days = rule.weekdays.empty() && rule.holidays.empty();
    if (rule.years.empty() && fresh_dates && AtYear(cursor)) {
      if (!ReadYears(cursor, rule)) return false;
      continue;
    }
    if (fresh_dates && AtDate(cursor)) {
      if (!ReadDates(cursor, rule)) return false;
    } else if (rule.weeks.empty() && cursor.PeekWord() == "week") {
      if (!ReadWeeks(cursor, rule)) return false;
    } else if (fresh_days && AtDay(cursor)) {
      if (!ReadDays(cursor, rule)) return false;
    } else {
      return true;
    }
    cursor.SkipSpace();
    cursor.TryChar(':');
  }
}

bool ReadRule(HoursCursor& cursor, Rule& rule) {
  cursor.SkipSpace();
  const size_t from = cursor.position();
  bool has_times = cursor.TryText("24/7");
  if (!has_times) {
    if (!ReadSelectors(cursor, rule)) return false;
    cursor.SkipSpace();
    if (AtTime(cursor)) {
      if (!ReadTimes(cursor, rule)) return false;
      has_times = true;
    } else if (cursor.TryText("24/7")) {  // `Mo-Su 24/7`
      cursor.NoteUnusual();
      has_times = true;
    }
  }
  const bool has_selectors = cursor.position() != from;
  bool has_state = false;
  if (!ReadModifier(cursor, rule, has_state)) return false;
  if (has_times || has_state) return true;
  if (!has_selectors) return cursor.Fail("a day, a time or a state");
  if (cursor.Peek() == ',') return cursor.Fail("a time such as 10:00");
  cursor.Remark(kHoursWithoutTimes, from,
                "neither times nor a state: taken as open all day");
  return true;
}

bool ReadJoint(HoursCursor& cursor, Joint& joint) {
  if (cursor.TryText("||")) {
    joint = Joint::kFallback;
  } else if (cursor.TryChar(';')) {
    joint = Joint::kNormal;
  } else if (cursor.TryChar(',')) {
    joint = Joint::kAdditional;
  } else {
    return cursor.Fail("`;`, `,`, `||` or the end");
  }
  cursor.SkipSpace();
  return true;
}

// `;;`, and `;` at the end.
void SkipEmptyRules(HoursCursor& cursor) {
  cursor.SkipSpace();
  while (cursor.TryChar(';')) {
    cursor.NoteUnusual();
    cursor.SkipSpace();
  }
}

bool ReadRules(HoursCursor& cursor, std::vector<Rule>& rules) {
  Joint joint = Joint::kNormal;
  for (;;) {
    Rule rule{.joint = joint};
    if (!ReadRule(cursor, rule)) return false;
    rules.push_back(std::move(rule));
    cursor.SkipSpace();
    if (cursor.AtEnd()) return true;
    if (rules.size() >= kRulesMax) return cursor.Fail("no more than 100 rules");
    if (!ReadJoint(cursor, joint)) return false;
    if (joint == Joint::kNormal) {
      SkipEmptyRules(cursor);
      if (!cursor.AtEnd()) continue;
      cursor.NoteUnusual();
      return true;
    }
  }
}

}  // namespace

absl::StatusOr<OpeningHours> ParseOpeningHours(absl::string_view text,
                                               HoursRemarks* remarks) {
  if (text.size() > kTextLengthMax) {
    return NotRead(kTextLengthMax, "no more than 2000 bytes");
  }
  HoursCursor cursor(text);
  std::vector<Rule> rules;
  if (!ReadRules(cursor, rules)) return cursor.failure();
  if (remarks != nullptr) {
    remarks->insert(remarks->end(), cursor.remarks().begin(),
                    cursor.remarks().end());
  }
  return OpeningHours(std::move(rules));
}

}  // namespace rapport::hours
