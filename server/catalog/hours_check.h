// The port to what understands opening hours.
#ifndef RAPPORT_SERVER_CATALOG_HOURS_CHECK_H_
#define RAPPORT_SERVER_CATALOG_HOURS_CHECK_H_

#include <functional>
#include <optional>

#include "absl/strings/string_view.h"
#include "server/catalog/remark.h"

namespace rapport::catalog {

// What is to be known of a text of hours, which stays as it is: that it could
// not be read, or how an ambiguity was taken. Nothing if all of it is plain.
// The field of the remark is for the caller to fill. Thread-safe; null: nobody
// looks.
using HoursCheck = std::function<std::optional<Remark>(absl::string_view text)>;

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_HOURS_CHECK_H_
