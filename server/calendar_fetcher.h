// Reads calendars of others over HTTPS, from addresses that callers named.
//
// - https only, also where a server redirects to, at most three times; its
//   certificate is checked by the system's CAs.
// - Only addresses of the public internet are connected to (public_address.h),
//   looked at as the connection is made: a name cannot say one thing before and
//   another then.
// - Ten seconds in all, name and redirects included, and 1 MiB.
// - Nothing of this server goes along: no cookies, no credentials, no proxy that
//   its environment names. No connection is used twice.
#ifndef RAPPORT_SERVER_CALENDAR_FETCHER_H_
#define RAPPORT_SERVER_CALENDAR_FETCHER_H_

#include <string>

#include "absl/time/time.h"
#include "server/calendar/busy_fetcher.h"

namespace rapport {

struct CalendarFetcherOptions {
  // Calendars of the server's own network, too.
  bool allow_private = false;
  absl::Duration timeout = absl::Seconds(10);
  // These are for tests, and no flag sets them.
  bool allow_http = false;
  std::string ca_file = {};  // PEM; empty: the system's
};

// Thread-safe.
class CalendarFetcher final : public calendar::BusyFetcher {
 public:
  explicit CalendarFetcher(CalendarFetcherOptions options = {});

  absl::StatusOr<calendar::FetchedCalendar> Fetch(
      const std::string& uri, const calendar::Validators& known,
      absl::FunctionRef<bool()> stopped) override;

 private:
  const CalendarFetcherOptions options_;
};

}  // namespace rapport

#endif  // RAPPORT_SERVER_CALENDAR_FETCHER_H_
