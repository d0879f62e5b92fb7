#ifndef RAPPORT_DB_KNOWN_CLOCK_H_
#define RAPPORT_DB_KNOWN_CLOCK_H_

// What the database's clock says, as far as that is known without asking.

#include <chrono>
#include <mutex>
#include <optional>

#include "absl/time/time.h"

namespace rapport::db {

// From the last time that was heard a steady clock goes on. The guess lags by
// the time that the answer was on its way: it is ahead only if clocks drift or
// jump, so whoever guesses has the database look (RequireCalendars in
// booking_rows.h). Thread-safe.
class KnownClock {
 public:
  using Steady = std::chrono::steady_clock;

  // Then clocks may have drifted too far to guess well.
  static constexpr absl::Duration kKnownFor = absl::Seconds(10);
  // For each guess would be in vain.
  static constexpr absl::Duration kDistrustedFor = absl::Seconds(1);

  // The database has just said that it is `database`.
  void Hear(absl::Time database, Steady::time_point now = Steady::now()) {
    const std::lock_guard<std::mutex> lock(mutex_);
    said_ = database;
    heard_ = now;
  }

  // Answers are on their way for too long.
  void Distrust(Steady::time_point now = Steady::now()) {
    const std::lock_guard<std::mutex> lock(mutex_);
    distrusted_until_ = now + absl::ToChronoSeconds(kDistrustedFor);
  }

  // In microseconds, as the database keeps times. Nothing, if it was not heard
  // lately.
  std::optional<absl::Time> Guess(
      Steady::time_point now = Steady::now()) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    const absl::Duration since = absl::FromChrono(now - heard_);
    if (!said_.has_value() || since > kKnownFor || now < distrusted_until_) {
      return std::nullopt;
    }
    return *said_ + absl::Floor(since, absl::Microseconds(1));
  }

 private:
  mutable std::mutex mutex_;  // guards what follows
  std::optional<absl::Time> said_;
  Steady::time_point heard_;
  Steady::time_point distrusted_until_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_KNOWN_CLOCK_H_
