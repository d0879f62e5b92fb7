// Matches a StatusOr that failed for a reason: FailsWith("SLOT_TAKEN").
#ifndef RAPPORT_TESTS_SUPPORT_FAILS_WITH_H_
#define RAPPORT_TESTS_SUPPORT_FAILS_WITH_H_

#include "gmock/gmock.h"
#include "server/vocabulary/error.h"

namespace rapport::test {

MATCHER_P(FailsWith, reason, "") {
  *result_listener << arg.status();
  return !arg.ok() && ReasonOf(arg.status()) == reason;
}

}  // namespace rapport::test

#endif  // RAPPORT_TESTS_SUPPORT_FAILS_WITH_H_
