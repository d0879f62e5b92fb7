// Loops whose turns do not depend on each other, on several threads.

#ifndef RAPPORT_GEO_PARALLEL_H_
#define RAPPORT_GEO_PARALLEL_H_

#include <cstddef>

#include "absl/functional/function_ref.h"

namespace rapport::geo {

// Calls turn(0) to turn(count - 1), each once, in no order, on at most
// `threads` threads, the caller's among them; returns when all have returned.
// With one thread, in order and on the caller's only.
void ForEachOf(size_t count, int threads,
               absl::FunctionRef<void(size_t i)> turn);

// The same for ranges [begin, end) that together make [0, count): for turns
// that are too short to be given out one by one.
void ForEachRange(size_t count, int threads,
                  absl::FunctionRef<void(size_t begin, size_t end)> turn);

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_PARALLEL_H_
