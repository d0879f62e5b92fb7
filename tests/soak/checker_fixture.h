// A history and what the database has at its end, to be made wrong: what the
// tests of the checker share.
#ifndef RAPPORT_TESTS_SOAK_CHECKER_FIXTURE_H_
#define RAPPORT_TESTS_SOAK_CHECKER_FIXTURE_H_

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/soak/checker.h"

namespace rapport::soak {

using Rules = std::set<std::string>;

inline constexpr Instant kSecond = 1'000'000'000;
inline constexpr int64_t kMinuteUs = 60'000'000;

// The states of a booking, as the database has them.
inline constexpr int kHeld = 1, kConfirmed = 2, kCancelled = 5, kExpired = 6;

class CheckerFixture : public testing::Test {
 protected:
  // What somebody asked for, without an answer, and waited for for a second.
  static Attempt Asked(const std::string& op, Effect effect,
                       const std::string& principal, const std::string& request,
                       Instant invoked) {
    Attempt attempt;
    attempt.op = op;
    attempt.effect = effect;
    attempt.principal = principal;
    attempt.request_id = request;
    attempt.invoked = invoked;
    attempt.completed = invoked + kSecond;
    return attempt;
  }

  // The rules that are broken.
  Rules Broken() const {
    Rules rules;
    for (const Violation& violation : Check(history_, ledger_).violations) {
      rules.insert(violation.rule);
    }
    return rules;
  }

  History history_;
  Ledger ledger_;
};

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_CHECKER_FIXTURE_H_
