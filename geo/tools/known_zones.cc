#include "geo/tools/known_zones.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace rapport::geo {

absl::Status CheckZonesAreKnown(absl::Span<const std::string> zones) {
  std::vector<absl::string_view> unknown;
  for (const std::string& name : zones) {
    absl::TimeZone zone;
    if (!absl::LoadTimeZone(name, &zone)) unknown.push_back(name);
  }
  if (unknown.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("zones that this machine's tzdata does not know: ",
                   absl::StrJoin(unknown, " ")));
}

}  // namespace rapport::geo
