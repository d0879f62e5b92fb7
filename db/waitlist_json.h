// An entry of a waiting list as JSON: the answer to a repeated request, and
// what no query looks at.
#ifndef RAPPORT_DB_WAITLIST_JSON_H_
#define RAPPORT_DB_WAITLIST_JSON_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/booking/waitlist_entry.h"

namespace rapport::db {

// Returns INVALID_ARGUMENT if a text is not UTF-8.
absl::StatusOr<std::string> EntryToJson(const booking::WaitlistEntry& entry);
// Returns INTERNAL if `text` was not written by it.
absl::StatusOr<booking::WaitlistEntry> EntryFromJson(absl::string_view text);

// The column `content`, and back.
std::string EntryContentToJson(const booking::WaitlistEntry& entry);
absl::Status ReadEntryContent(absl::string_view text,
                              booking::WaitlistEntry& entry);

}  // namespace rapport::db

#endif  // RAPPORT_DB_WAITLIST_JSON_H_
