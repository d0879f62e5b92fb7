// The checker's rules, each by itself; checker.h says what they are.
#ifndef RAPPORT_TESTS_SOAK_RULES_H_
#define RAPPORT_TESTS_SOAK_RULES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "tests/soak/checker.h"
#include "tests/soak/evidence.h"

namespace rapport::soak {

// Of one rule. Keeps the first kToldMax violations in words, and counts all.
class Findings {
 public:
  static constexpr int kToldMax = 20;

  Findings(absl::string_view rule, Verdict& verdict)
      : rule_(rule), verdict_(verdict) {
    verdict_.judged[rule_] += 0;
  }
  // Something was judged; `ok`, or `what` is wrong. Answers `ok`.
  bool Judge(bool ok, absl::string_view what);

 private:
  const std::string rule_;
  Verdict& verdict_;
};

// Of what the database has.
void CheckOverlap(const Evidence& evidence, Verdict& verdict);
void CheckOccupancy(const Evidence& evidence, Verdict& verdict);
void CheckAllOrNothing(const Evidence& evidence, Verdict& verdict);

// Of what was answered.
void CheckOverlapThen(const Evidence& evidence, Verdict& verdict);
void CheckLost(const Evidence& evidence, Verdict& verdict);
void CheckSameAnswer(const Evidence& evidence, Verdict& verdict);
void CheckStates(const Evidence& evidence, Verdict& verdict);
void CheckClock(const Evidence& evidence, Verdict& verdict);
void CheckReads(const Evidence& evidence, Verdict& verdict);

// Of what was refused, and of schedules.
void CheckRefusal(const Evidence& evidence, Verdict& verdict);
void CheckHours(const Evidence& evidence, Verdict& verdict);
void CheckUncovered(const Evidence& evidence, Verdict& verdict);

// Of who waits, and what they are offered.
void CheckOffer(const Evidence& evidence, Verdict& verdict);
void CheckWaiting(const Evidence& evidence, Verdict& verdict);
void CheckLeft(const Evidence& evidence, Verdict& verdict);
void CheckTurn(const Evidence& evidence, Verdict& verdict);

// Of sessions and their seats.
void CheckSeats(const Evidence& evidence, Verdict& verdict);
void CheckSeatsThen(const Evidence& evidence, Verdict& verdict);
void CheckFollows(const Evidence& evidence, Verdict& verdict);
void CheckFull(const Evidence& evidence, Verdict& verdict);

// Of how much one may have, or be booked.
void CheckLimit(const Evidence& evidence, Verdict& verdict);
void CheckLimitThen(const Evidence& evidence, Verdict& verdict);
void CheckWork(const Evidence& evidence, Verdict& verdict);
void CheckWorkThen(const Evidence& evidence, Verdict& verdict);

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_RULES_H_
