// How long a search may take.
#ifndef RAPPORT_SERVER_SEARCH_SEARCH_LIMIT_H_
#define RAPPORT_SERVER_SEARCH_SEARCH_LIMIT_H_

#include <algorithm>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/vocabulary/error.h"

namespace rapport::search {

// A search keeps a thread busy that others wait for.
inline constexpr absl::Duration kSearchTimeMax = absl::Seconds(2);

// What an explanation may add to it: the search itself has been answered.
inline constexpr absl::Duration kExplanationTimeMax = absl::Milliseconds(200);

// Begins when it is made; not thread-safe.
class SearchLimit {
 public:
  // Until the call's deadline, but no longer than `most`.
  explicit SearchLimit(absl::Time deadline,
                       absl::Duration most = kSearchTimeMax)
      : end_(std::min(deadline, absl::Now() + most)) {}

  absl::Time end() const { return end_; }

  bool IsOver() { return was_over_ = was_over_ || absl::Now() >= end_; }
  // Whether somebody was told so: then the search is not whole.
  bool was_over() const { return was_over_; }

  // DEADLINE_EXCEEDED (SEARCH_TOO_LONG).
  absl::Status TooLong() const {
    return Error(absl::StatusCode::kDeadlineExceeded, "SEARCH_TOO_LONG",
                 "too much had to be looked at; narrow the search by a radius "
                 "or a shorter window");
  }

 private:
  const absl::Time end_;
  bool was_over_ = false;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_SEARCH_LIMIT_H_
