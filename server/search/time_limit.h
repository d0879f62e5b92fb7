// How long a search may go on.
#ifndef RAPPORT_SERVER_SEARCH_TIME_LIMIT_H_
#define RAPPORT_SERVER_SEARCH_TIME_LIMIT_H_

#include <algorithm>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/vocabulary/error.h"

namespace rapport::search {

// A search keeps a thread busy that others wait for.
inline constexpr absl::Duration kSearchTimeMax = absl::Seconds(2);

// Not thread-safe.
class TimeLimit {
 public:
  // From now on, at most to the caller's deadline.
  explicit TimeLimit(absl::Time deadline)
      : end_(std::min(deadline, absl::Now() + kSearchTimeMax)) {}

  bool IsOver() { return was_over_ = was_over_ || absl::Now() >= end_; }
  // Whether somebody was told so: then the search is not whole.
  bool was_over() const { return was_over_; }

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

#endif  // RAPPORT_SERVER_SEARCH_TIME_LIMIT_H_
