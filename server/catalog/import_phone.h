// Telephone numbers as lists of stores write them.
#ifndef RAPPORT_SERVER_CATALOG_IMPORT_PHONE_H_
#define RAPPORT_SERVER_CATALOG_IMPORT_PHONE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace rapport::catalog {

// The E.164 form of what `text` means in `region_code` (ISO 3166-1 alpha-2;
// empty: unknown, then only what begins with + can be read), by Google's
// libphonenumber. Of several numbers with ; between it is the first. Nothing if
// it is no valid number, or one with an extension, which E.164 can't say.
// Thread-safe.
std::optional<std::string> ReadPhone(absl::string_view text,
                                     absl::string_view region_code);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_IMPORT_PHONE_H_
