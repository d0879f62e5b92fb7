// What the database has at the end, by queries that share nothing with the
// code that wrote it.
#ifndef RAPPORT_TESTS_SOAK_LEDGER_H_
#define RAPPORT_TESTS_SOAK_LEDGER_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "db/database_url.h"
#include "tests/soak/history.h"

namespace rapport::soak {

// What the database remembers of one write.
struct LedgerEvent {
  std::string principal;
  std::string request_id;  // empty: the program's own
  std::string action;
  std::vector<std::string> subjects;  // ids of the bookings that it changed
};

// A booking that was made for somebody who waited.
struct OfferRow {
  std::string booking;
  std::string entry;
  std::string shopper;
  std::string service;
  std::string associate;
  int channel = 0;  // as rapport.v1.Channel
  int64_t start_us = 0;
  int64_t end_us = 0;  // of the meeting
};

struct Ledger {
  std::vector<SeenBooking> bookings;
  int64_t now_us = 0;  // by the database's clock
  // By whom seats are found: session and booking.
  std::multimap<std::string, std::string> seats;
  std::vector<OfferRow> offers;    // of bookings, those that name an entry
  std::vector<SeenEntry> entries;  // of the waiting list
  std::vector<LedgerEvent> events;
  std::vector<LedgerEvent> entry_events;  // subjects: entries
  // How much of an associate's tick is said to be taken.
  std::map<std::pair<std::string, int64_t>, int> occupancy;
};

// Reads it all, whichever of the two forms occupancy has there: rows of
// `claim`, or of `resource_day`. Returns the codes of db::Connection.
absl::StatusOr<Ledger> ReadLedger(const db::DatabaseUrl& url);

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_LEDGER_H_
