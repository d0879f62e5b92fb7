#include "server/import_aids.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "server/hours/read_hours.h"
#include "server/vocabulary/error.h"

namespace rapport {

catalog::PlaceAnswer GazetteerFinder::Locate(
    const catalog::PlaceQuery& query) const {
  const absl::StatusOr<places::Location> found = gazetteer_.Locate(
      {.region_code = std::string(query.region_code),
       .administrative_area = std::string(query.administrative_area),
       .locality = std::string(query.locality),
       .postal_code = std::string(query.postal_code)});
  if (!found.ok()) return {std::nullopt, ReasonOf(found.status())};
  return {catalog::FoundPlace{found->point,
                              found->precision == places::Precision::kPostalArea
                                  ? catalog::LocationPrecision::kPostalArea
                                  : catalog::LocationPrecision::kLocality},
          ""};
}

std::optional<catalog::Remark> CheckHours(absl::string_view text) {
  const hours::HoursReading reading = hours::ReadHours(text);
  if (!reading.is_read()) {
    return catalog::Remark{
        "", std::string(hours::kHoursNotRead),
        absl::StrCat("kept as text: ", reading.problem.message())};
  }
  for (const hours::HoursRemark& remark : reading.remarks) {
    if (remark.code == hours::kHoursUnusualText) continue;
    return catalog::Remark{"", std::string(remark.code), remark.text};
  }
  return std::nullopt;
}

}  // namespace rapport
