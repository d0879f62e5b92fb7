// What staff do for guests, with a service of which these may have only so much.
// Each is for the table of operations.cc.
#ifndef RAPPORT_TESTS_SOAK_LIMITED_OPERATIONS_H_
#define RAPPORT_TESTS_SOAK_LIMITED_OPERATIONS_H_

#include "tests/soak/caller.h"

namespace rapport::soak {

void HoldLimited(Caller& caller);
// Two at the same moment, for one guest.
void RushLimited(Caller& caller);
void CreateLimited(Caller& caller);
void MoveLimited(Caller& caller);
void ConfirmLimited(Caller& caller);
// So that they may have another.
void CancelLimited(Caller& caller);

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_LIMITED_OPERATIONS_H_
