#include "tests/soak/checker.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/soak/evidence.h"
#include "tests/soak/rules.h"

namespace rapport::soak {

int64_t Verdict::Count(const std::string& rule) const {
  return std::count_if(violations.begin(), violations.end(),
                       [&](const Violation& v) { return v.rule == rule; });
}

bool Findings::Judge(bool ok, absl::string_view what) {
  ++verdict_.judged[rule_];
  if (!ok && verdict_.Count(rule_) < kToldMax) {
    verdict_.violations.push_back({rule_, std::string(what)});
  }
  return ok;
}

Verdict Check(const History& history, const Ledger& ledger) {
  Verdict verdict;
  const Evidence evidence(history, ledger);
  for (auto* rule :
       {CheckOverlap,    CheckOverlapThen,  CheckOccupancy, CheckLost,
        CheckSameAnswer, CheckAllOrNothing, CheckStates,    CheckClock,
        CheckHours,      CheckRefusal,      CheckReads,     CheckUncovered,
        CheckOffer,      CheckWaiting,      CheckLeft,      CheckTurn,
        CheckSeats,      CheckSeatsThen,    CheckFollows,   CheckFull,
        CheckLimit,      CheckLimitThen,    CheckWork,      CheckWorkThen}) {
    rule(evidence, verdict);
  }
  return verdict;
}

}  // namespace rapport::soak
