// The time the client library goes by, so that its waits can be tested.

#ifndef RAPPORT_CLIENTS_CPP_CLOCK_H_
#define RAPPORT_CLIENTS_CPP_CLOCK_H_

#include "absl/time/time.h"

namespace rapport::client {

// Thread-safety: any number of threads may call one clock.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() = 0;
  virtual void Sleep(absl::Duration duration) = 0;

  // The machine's. Lives as long as the program.
  static Clock& Real();
};

}  // namespace rapport::client

#endif  // RAPPORT_CLIENTS_CPP_CLOCK_H_
