#include "server/hours/read_hours.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/hours/free_text.h"

namespace rapport::hours {
namespace {

bool StatesNothing(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  for (absl::string_view nothing : {"", "-", "NA", "N/A", "null", "none"}) {
    if (absl::EqualsIgnoreCase(text, nothing)) return true;
  }
  return false;
}

}  // namespace

bool HoursReading::Has(absl::string_view code) const {
  return std::any_of(
      remarks.begin(), remarks.end(),
      [code](const HoursRemark& remark) { return remark.code == code; });
}

HoursReading ReadHours(absl::string_view text) {
  HoursReading reading;
  if (StatesNothing(text)) return reading;
  if (text.size() > kTextLengthMax) {
    reading.problem = NotRead(kTextLengthMax, "no more than 2000 bytes");
    return reading;
  }
  absl::StatusOr<OpeningHours> osm = ParseOpeningHours(text, &reading.remarks);
  if (osm.ok()) {
    reading.hours = *std::move(osm);
    reading.grammar = HoursGrammar::kOsm;
    return reading;
  }
  absl::StatusOr<FreeTextHours> free = ReadFreeText(text);
  if (free.ok()) {
    reading.hours = OpeningHours(std::move(free->rules));
    reading.grammar =
        free->names_days ? HoursGrammar::kFreeText : HoursGrammar::kPlain;
    reading.remarks = std::move(free->remarks);
    return reading;
  }
  // Whoever came further knows better what is wrong.
  const bool osm_further =
      NotReadPosition(osm.status()) >= NotReadPosition(free.status());
  reading.problem = osm_further ? osm.status() : free.status();
  return reading;
}

}  // namespace rapport::hours
