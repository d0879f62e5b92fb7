// Whether a store is open, as people read it.
//
// The server tells when a store opens and closes as instants. What they are on
// the store's clock it tells only on a store's page, with the days' hours;
// elsewhere it is told how long there is to go, which needs no zone.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_OPENING_TEXT_H_
#define RAPPORT_CLIENTS_CLI_TEXT_OPENING_TEXT_H_

#include <string>

#include "absl/time/time.h"
#include "google/type/date.pb.h"
#include "rapport/v1/locator_service.pb.h"

namespace rapport::cli {

// `less than a minute`, `45 min`, `2 h 10 min`, `3 d 4 h`: whole minutes, a
// part of one not counted; from a day on whole hours.
std::string FormatWait(absl::Duration wait);

// `Mon 23 Nov`.
std::string FormatDay(const google::type::Date& date);

// `open, closes in 2 h 10 min`, `closed, opens in 3 d 4 h (by appointment)`,
// `unknown`: the state at the instant `at`. Empty if nothing is said. A shop
// is never reached too late or too early by it: waits until it closes are
// rounded down, until it opens up.
std::string FormatOpening(const v1::OpeningState& opening, absl::Time at);

// The same with the times of the store's clock that the page's days tell:
// `open until 20:00 Europe/Paris (2 h 10 min)`, `closed until Tue 24 Nov 10:00
// Europe/Paris (14 h 30 min)`. A store that is closed until further notice is
// said to be.
std::string FormatOpening(const v1::StorePage& page, absl::Time at);

// The hours of a day: `10:00-13:00, 14:00-20:00`, `closed`; a period of which
// the hours leave it open has `perhaps` behind it, and its comment.
std::string FormatHours(const v1::OpeningDay& day);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_OPENING_TEXT_H_
