// Whether a history and what the database has at its end can both be true of
// a service that books nobody twice and loses nothing that it acknowledged.
// Pure, and shares no rule with the product: what is asked here is written
// down a second time.
//
//   rule            what may not be
//   --------------  --------------------------------------------------------
//   overlap         at the end, more live load on an associate's tick than fits
//   overlap-then    the same at any time, of bookings that surely lived then
//   occupancy       ticks said to be taken by no live booking, or the reverse
//   lost            an acknowledged change that the database does not have
//   same-answer     a request that is answered in two ways, or refused after it
//                   was granted
//   all-or-nothing  a booking's version that is not the count of its events; a
//                   request that is done twice, or done and never asked for
//   states          a state that its one before may not become; two contents of
//                   one version; an end that nobody asked for
//   clock           confirmed after the hold ran out, or ended before
//   hours           held where the schedule of then has no time, or time off
//   refusal         refused as taken while nothing can have been there
//   reads           a read that shows less than was acknowledged before it
//   uncovered       a change of hours or time off that keeps quiet about a
//                   booking outside
//   offer           an offer of another shopper's, of another service or outside
//                   the wish; a second one; one whose entry says otherwise
//   waiting         an acknowledged entry that is not there, is another, goes
//                   back, or ended although nobody asked for it
//   left            an entry that came to something after its shopper left
//   turn            an offer to one entry while an earlier one, known for long,
//                   waited for just that slot
//   seats           at the end, more shoppers in a session than it has seats; a
//                   seat that its session does not know, or the reverse
//   seats-then      the first at any time, of seats that surely lived then
//   follows         a live seat that is not where its session is, or whose
//                   session has ended; one that ended while its session goes on
//                   and nobody asked for it; a read of a seat that does not know
//                   of an acknowledged change of its session
//   full            seats refused as there were none left, while there were
//   limit           at the end, more bookings of a limited service than a
//                   shopper may have
//   limit-then      the same at any time, of bookings that surely lived then
//   work            at the end, more meetings in a day than an associate who has
//                   limits may be booked for
//   work-then       the same at any time, of bookings that surely lived then
//
// soak.cc also asks, of a cluster, that all nodes have the same (`nodes`), and of
// servers that they list the sessions that there are (`memory`).
#ifndef RAPPORT_TESTS_SOAK_CHECKER_H_
#define RAPPORT_TESTS_SOAK_CHECKER_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/soak/history.h"
#include "tests/soak/ledger.h"

namespace rapport::soak {

// A hold that is acknowledged lives at least this long after it was asked for,
// unless a clock jumps. Holds of the soak are of a minute.
inline constexpr int64_t kSurelyHeldNs = 40'000'000'000;

struct Violation {
  std::string rule;
  std::string what;
};

struct Verdict {
  std::vector<Violation> violations;
  // How many things each rule looked at: none, and it has proved nothing.
  std::map<std::string, int64_t> judged;

  int64_t Count(const std::string& rule) const;
};

Verdict Check(const History& history, const Ledger& ledger);

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_CHECKER_H_
