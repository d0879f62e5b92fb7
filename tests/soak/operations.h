// What callers do. A new operation of the API is a function and a line of the
// table here; the checker needs to know only its effect.
#ifndef RAPPORT_TESTS_SOAK_OPERATIONS_H_
#define RAPPORT_TESTS_SOAK_OPERATIONS_H_

#include "absl/types/span.h"
#include "tests/soak/caller.h"

namespace rapport::soak {

struct Operation {
  const char* name;
  int weight;  // how often, against the others'
  void (*run)(Caller& caller);
};

absl::Span<const Operation> Operations();

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_OPERATIONS_H_
