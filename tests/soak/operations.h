// What callers do. A new operation of the API is a function and a line of the
// table here; the checker needs to know only its effect.
#ifndef RAPPORT_TESTS_SOAK_OPERATIONS_H_
#define RAPPORT_TESTS_SOAK_OPERATIONS_H_

#include <string>
#include <utility>

#include "absl/types/span.h"
#include "tests/soak/caller.h"

namespace rapport::soak {

struct Operation {
  const char* name;
  int weight;  // how often, against the others'
  void (*run)(Caller& caller);
};

absl::Span<const Operation> Operations();

// Has `method` change a booking, or read it, if there is one; sometimes only as
// it was when last seen. `wish` says what else there is to say.
template <typename Request>
void DoTo(Caller& caller, const v1::Booking& booking, Caller::Wish wish,
          Caller::Method<Request> method, Request request = {}) {
  if (booking.name().empty()) return;
  request.set_name(booking.name());
  if constexpr (requires { request.set_etag(booking.etag()); }) {
    if (request.etag().empty() && caller.Below(3) == 0) {
      request.set_etag(booking.etag());
    }
  }
  wish.subject = booking.name();
  caller.Call(std::move(wish), method, std::move(request));
}

v1::Channel AnyChannel(Caller& caller);
// Whether it may begin before the soak ends. Of a meeting that goes on only the
// rest takes another load, which answers say nothing of; so these keep theirs.
bool IsNear(const v1::Booking& booking);

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_OPERATIONS_H_
