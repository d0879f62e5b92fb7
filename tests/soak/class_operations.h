// What is done with classes: staff make sessions, and change and end them;
// shoppers have seats of them. Each is for the table of operations.cc.
#ifndef RAPPORT_TESTS_SOAK_CLASS_OPERATIONS_H_
#define RAPPORT_TESTS_SOAK_CLASS_OPERATIONS_H_

#include "tests/soak/caller.h"

namespace rapport::soak {

void CreateSession(Caller& caller);
void MoveSession(Caller& caller);
void ReassignSession(Caller& caller);
void SwitchSession(Caller& caller);
void CancelSession(Caller& caller);
// By which the others learn how it is now.
void GetSession(Caller& caller);

void HoldSeats(Caller& caller);
void ConfirmSeats(Caller& caller);
void CancelSeats(Caller& caller);
void GetSeats(Caller& caller);
// Which is refused: they go with their session.
void MoveSeats(Caller& caller);
// Whoever comes, or does not.
void AttendSession(Caller& caller);

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_CLASS_OPERATIONS_H_
