// What a run of re-anchoring was answered, as JSON.
#ifndef RAPPORT_DB_REANCHOR_JSON_H_
#define RAPPORT_DB_REANCHOR_JSON_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/booking/reanchor.h"

namespace rapport::db {

std::string ReanchorReportToJson(const booking::ReanchorReport& report);

// Returns INTERNAL if `text` is not what ReanchorReportToJson wrote.
absl::Status ReadReanchorReport(absl::string_view text,
                                booking::ReanchorReport& report);

}  // namespace rapport::db

#endif  // RAPPORT_DB_REANCHOR_JSON_H_
