// Whether bookings and claims agree, by queries that share nothing with the
// code that wrote them.
#ifndef RAPPORT_TESTS_E2E_BOOKS_H_
#define RAPPORT_TESTS_E2E_BOOKS_H_

#include <cstdint>
#include <map>
#include <string>

#include "db/database_url.h"

namespace rapport::test {

struct Books {
  int64_t overlaps = 0;               // pairs of live bookings that meet
                                      // although one takes all of somebody
  int64_t live_ticks = 0;             // that they say they occupy, but seats
  int64_t claims = 0;                 // rows
  int64_t stray_claims = 0;           // that no live booking explains
  int64_t overfull_sessions = 0;      // with more shoppers than seats
  int64_t stray_seats = 0;            // live, and not where their session is
  std::map<std::string, int> states;  // of all bookings, by resource id

  // No overlaps, each tick of each live booking claimed once, and seats as
  // their sessions have them.
  bool Agree() const {
    return overlaps == 0 && stray_claims == 0 && live_ticks == claims &&
           overfull_sessions == 0 && stray_seats == 0;
  }
};

// Reads them. Fails the test if it cannot.
Books ReadBooks(const db::DatabaseUrl& url);

}  // namespace rapport::test

#endif  // RAPPORT_TESTS_E2E_BOOKS_H_
