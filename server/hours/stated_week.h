// What a free text has said so far of the days of the week and of holidays.
#ifndef RAPPORT_SERVER_HOURS_STATED_WEEK_H_
#define RAPPORT_SERVER_HOURS_STATED_WEEK_H_

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "server/hours/free_text_tokens.h"
#include "server/hours/rule.h"

namespace rapport::hours {

// Which days an entry is of.
struct DaySet {
  DayBits days = 0;
  bool holiday = false;
};

// What an entry says of its days: spans, or none if closed; a comment makes it
// unknown.
struct What {
  std::vector<TimeSpan> spans = {};
  std::string comment = {};
};

// Not thread-safe.
class StatedWeek {
 public:
  enum class Taken {
    kNew,
    kLater,     // a day that was said of more days took the later hours
    kConflict,  // it contradicts what was said; some days may be taken
  };

  // An entry. Of a day that was said before, the entry of fewer days holds;
  // entries of the same days add up if their spans do not overlap.
  Taken TakeDown(const DaySet& days, const What& what);

  bool is_empty() const;
  bool has_every_day() const;

  // Days that are alike together; without week days if all are.
  std::vector<Rule> Rules() const;

 private:
  static constexpr int kDaysAWeek = 7;

  // What is known of a day, and the days of the entry that said it.
  struct Record {
    What what;
    DayBits said_of = 0;
  };

  static Taken TakeDownDay(Record& record, DayBits said_of, const What& what);

  std::array<Record, kDaysAWeek> days_;
  std::optional<What> holiday_;
};

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_STATED_WEEK_H_
