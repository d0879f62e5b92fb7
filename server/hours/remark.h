// What there is to say about a text of hours that was read, and where one that
// was not read went wrong. Codes are stable: reports and programs use them.
#ifndef RAPPORT_SERVER_HOURS_REMARK_H_
#define RAPPORT_SERVER_HOURS_REMARK_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace rapport::hours {

// The text does not follow any grammar.
inline constexpr absl::string_view kHoursNotRead = "HOURS_NOT_READ";
// It means two things; the remark says which was taken, by which rule.
inline constexpr absl::string_view kHoursAmbiguous = "HOURS_AMBIGUOUS";
// From the position on, or at it, stands a note that was not understood.
inline constexpr absl::string_view kHoursPartlyRead = "HOURS_PARTLY_READ";
// Not as the specification writes it, but not in doubt either.
inline constexpr absl::string_view kHoursUnusualText = "HOURS_UNUSUAL_TEXT";
// Days with neither times nor a state: taken as open all day.
inline constexpr absl::string_view kHoursWithoutTimes = "HOURS_WITHOUT_TIMES";

struct HoursRemark {
  absl::string_view code;  // one of the above
  size_t position = 0;     // in bytes from the start of the text
  std::string text;        // lower case, no final period; none of the text's

  friend bool operator==(const HoursRemark&, const HoursRemark&) = default;
};
using HoursRemarks = std::vector<HoursRemark>;

// INVALID_ARGUMENT with reason HOURS_NOT_READ: "at 12: expected a time".
absl::Status NotRead(size_t position, absl::string_view expected);

// The position in a status of NotRead; nothing if it is another's.
std::optional<size_t> NotReadPosition(const absl::Status& status);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_REMARK_H_
