// A history and what the database has at its end, to be made wrong: what the
// tests of the checker share.
#ifndef RAPPORT_TESTS_SOAK_CHECKER_FIXTURE_H_
#define RAPPORT_TESTS_SOAK_CHECKER_FIXTURE_H_

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/soak/checker.h"

namespace rapport::soak {

using Rules = std::set<std::string>;

inline constexpr Instant kSecond = 1'000'000'000;
inline constexpr int64_t kMinuteUs = 60'000'000;

class CheckerFixture : public testing::Test {
 protected:
  // What somebody asked for, without an answer, and waited for for a second.
  static Attempt Asked(const std::string& op, Effect effect,
                       const std::string& principal, const std::string& request,
                       Instant invoked) {
    Attempt attempt;
    attempt.op = op;
    attempt.effect = effect;
    attempt.principal = principal;
    attempt.request_id = request;
    attempt.invoked = invoked;
    attempt.completed = invoked + kSecond;
    return attempt;
  }

  // The rules that are broken.
  Rules Broken() const {
    Rules rules;
    for (const Violation& violation : Check(history_, ledger_).violations) {
      rules.insert(violation.rule);
    }
    return rules;
  }

  History history_;
  Ledger ledger_;
};

// A small world in which everything is right, to be made wrong.
class SoundHistory : public CheckerFixture {
 protected:
  SoundHistory() {
    // One is held, then confirmed; another follows it.
    held_ = Hold("h1", "b1", 100, 1 * kSecond);
    Change("c1", Effect::kKeeps, held_, kConfirmed, 3 * kSecond);
    Hold("h2", "b2", 108, 1 * kSecond);
  }

  // A hold of eight ticks, granted within a second.
  SeenBooking Hold(const std::string& request, const std::string& id,
                   int64_t tick, Instant invoked) {
    SeenBooking booking;
    booking.id = id;
    booking.version = 1;
    booking.state = kHeld;
    booking.associate = "ann";
    booking.start_tick = tick;
    booking.end_tick = tick + 8;
    booking.load = kWholeCapacity;
    booking.create_us = invoked / 1000;
    booking.update_us = booking.create_us;
    booking.hold_expire_us = booking.create_us + kMinuteUs;
    Attempt attempt = Asked("hold", Effect::kTakes, request, invoked);
    attempt.associate = booking.associate;
    attempt.start_tick = booking.start_tick;
    attempt.end_tick = booking.end_tick;
    Grant(attempt, booking);
    ledger_.bookings.push_back(booking);
    Happened(request, id);
    Take(booking, kWholeCapacity);
    return booking;
  }

  // A change of state that is granted, and is in the database.
  SeenBooking Change(const std::string& request, Effect effect,
                     const SeenBooking& before, int state, Instant invoked) {
    SeenBooking after = before;
    ++after.version;
    after.state = state;
    after.hold_expire_us = 0;
    after.update_us = invoked / 1000;
    Attempt attempt = Asked("change", effect, request, invoked);
    attempt.subject = before.id;
    Grant(attempt, after);
    Become(after);
    Happened(request, after.id);
    return after;
  }

  // The shopper comes, and within two seconds all is done.
  void Meet(const std::string& id, Instant invoked) {
    const SeenBooking in =
        Change("in", Effect::kKeeps, Row(id), kCheckedIn, invoked);
    Change("done", Effect::kFrees, in, kCompleted, invoked + 2 * kSecond);
  }

  static Attempt Asked(const std::string& op, Effect effect,
                       const std::string& request, Instant invoked) {
    return CheckerFixture::Asked(op, effect, "sam", request, invoked);
  }

  void Grant(Attempt attempt, const SeenBooking& answer) {
    attempt.outcome = Outcome::kOk;
    attempt.answer = answer;
    attempt.fingerprint = static_cast<uint64_t>(answer.version);
    history_.attempts.push_back(attempt);
  }
  void Refuse(Attempt attempt, const std::string& reason) {
    attempt.outcome = Outcome::kRefused;
    attempt.reason = reason;
    history_.attempts.push_back(attempt);
  }

  void Happened(const std::string& request, const std::string& id) {
    ledger_.events.push_back({"sam", request, "done", {id}});
  }
  void Become(const SeenBooking& now) {
    for (SeenBooking& row : ledger_.bookings) {
      if (row.id != now.id) continue;
      row = now;
      if (now.state >= kCompleted && !now.is_seat()) Take(now, 0);
    }
  }
  void Take(const SeenBooking& booking, int load) {
    for (int64_t t = booking.start_tick; t < booking.end_tick; ++t) {
      if (load == 0) {
        ledger_.occupancy.erase({booking.associate, t});
      } else {
        ledger_.occupancy[{booking.associate, t}] += load;
      }
    }
  }
  SeenBooking& Row(const std::string& id) {
    for (SeenBooking& row : ledger_.bookings) {
      if (row.id == id) return row;
    }
    return ledger_.bookings.emplace_back();
  }

  SeenBooking held_;
};

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_CHECKER_FIXTURE_H_
