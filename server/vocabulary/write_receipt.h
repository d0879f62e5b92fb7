// Which events a call has left, so that its answer can say from which position
// on they can be seen.
#ifndef RAPPORT_SERVER_VOCABULARY_WRITE_RECEIPT_H_
#define RAPPORT_SERVER_VOCABULARY_WRITE_RECEIPT_H_

#include <cstdint>
#include <vector>

namespace rapport {

// An event, by its origin and its number there (position.h).
struct EventName {
  int64_t origin = 0;
  int64_t seq = 0;

  friend bool operator==(const EventName& a, const EventName& b) {
    return a.origin == b.origin && a.seq == b.seq;
  }
};

// Of one call, whose work is done by one thread at a time. Whoever remembers
// things fills it in. Not thread-safe.
struct WriteReceipt {
  // Committed by this call: in memory here by the time it is answered.
  std::vector<EventName> written;
  // Committed by an earlier call or attempt that this one repeats, here or
  // elsewhere, as far as one can tell, or by this call to more than what it
  // answers: memory may not know all of them yet.
  std::vector<EventName> repeated;
};

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_WRITE_RECEIPT_H_
