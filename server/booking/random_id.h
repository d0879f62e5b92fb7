// Ids for what is new.
#ifndef RAPPORT_SERVER_BOOKING_RANDOM_ID_H_
#define RAPPORT_SERVER_BOOKING_RANDOM_ID_H_

#include <cstdint>

#include "absl/random/random.h"
#include "absl/time/time.h"
#include "server/vocabulary/id.h"

namespace rapport::booking {

// Random, in order of time, so that rows of one time lie together.
template <typename Id>
Id RandomId(absl::Time now) {
  thread_local absl::BitGen random;
  return Id(TimeOrderedId(absl::ToUnixMillis(now),
                          absl::Uniform<uint64_t>(random),
                          absl::Uniform<uint16_t>(random)));
}

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_RANDOM_ID_H_
