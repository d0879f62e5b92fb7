// Resource names: the API's full ones, and the bare ids that people type.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_NAMES_H_
#define RAPPORT_CLIENTS_CLI_TEXT_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace rapport::cli {

// `brands/demo` for `demo` and for itself.
std::string BrandName(absl::string_view brand);

// The full name of what is `id` in a collection of a brand:
// `brands/demo/stores/s1` for `s1`. A text with a slash is a name already.
std::string FullName(absl::string_view brand, absl::string_view collection,
                     absl::string_view id);

// `brands/demo/associates/a1/schedule` for `a1`, for
// `brands/demo/associates/a1` and for itself.
std::string ScheduleName(absl::string_view brand, absl::string_view associate);

// The last segment of a name.
std::string ShortId(absl::string_view name);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_NAMES_H_
