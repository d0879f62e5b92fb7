// What callers do who wait for a slot, as an app would: they join, look, take or
// leave what was offered. Each is for the table of operations.cc.
#ifndef RAPPORT_TESTS_SOAK_WAITING_OPERATIONS_H_
#define RAPPORT_TESTS_SOAK_WAITING_OPERATIONS_H_

#include "tests/soak/caller.h"

namespace rapport::soak {

// Holds one of the few slots that people wait for.
void HoldPopular(Caller& caller);
// Cancels one of those.
void LetGo(Caller& caller);

void JoinWaitlist(Caller& caller);
void LeaveWaitlist(Caller& caller);
void ListWaits(Caller& caller);
void GetWait(Caller& caller);
// Confirms what was offered, or gives it back, or lets it run out.
void AnswerOffer(Caller& caller);

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_WAITING_OPERATIONS_H_
