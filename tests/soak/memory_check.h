// Whether what a server knows by heart is what the database has.
#ifndef RAPPORT_TESTS_SOAK_MEMORY_CHECK_H_
#define RAPPORT_TESTS_SOAK_MEMORY_CHECK_H_

#include <string>

#include "tests/soak/arena.h"
#include "tests/soak/ledger.h"

namespace rapport::soak {

// How the sessions that a server lists, and the seats that it says are left of
// them, differ from those of `ledger`; empty if they do not. News, and holds
// that run out, may be under way: whoever asks should ask again.
std::string HowSessionsDiffer(const Arena& arena, int server,
                              const Ledger& ledger);

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_MEMORY_CHECK_H_
