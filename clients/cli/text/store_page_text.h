// A store's page as people read it.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_STORE_PAGE_TEXT_H_
#define RAPPORT_CLIENTS_CLI_TEXT_STORE_PAGE_TEXT_H_

#include <ostream>

#include "absl/time/time.h"
#include "rapport/v1/locator_service.pb.h"

namespace rapport::cli {

// Special days that are listed; a brand may have told 400.
inline constexpr int kSpecialDaysShownMax = 10;

// Writes what is known of the store and whether it is open at `at`; then, with
// a title each, where there are any: the hours of the days to come on the
// store's clock, special days, secondary hours, services, who is there with
// their first slots, and how to hold the first of these.
void WriteStorePage(const v1::StorePage& page, absl::Time at,
                    std::ostream& out);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_STORE_PAGE_TEXT_H_
