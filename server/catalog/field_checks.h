// Collects what is wrong with the fields of something, under the paths of
// rapport.v1. Messages say what was seen, then the rule, and never repeat a
// text that somebody sent: it may be a person's.
//
// Lengths are counted in Unicode code points; a text is UTF-8 without control
// characters.
#ifndef RAPPORT_SERVER_CATALOG_FIELD_CHECKS_H_
#define RAPPORT_SERVER_CATALOG_FIELD_CHECKS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/catalog/localized_name.h"
#include "server/vocabulary/field_problem.h"

namespace rapport::catalog {

// The stable reasons of this room.
namespace reason {
inline constexpr absl::string_view kRequired = "REQUIRED";
inline constexpr absl::string_view kTooLong = "TOO_LONG";
inline constexpr absl::string_view kTooMany = "TOO_MANY";
inline constexpr absl::string_view kMalformed = "MALFORMED";
inline constexpr absl::string_view kOutOfRange = "OUT_OF_RANGE";
inline constexpr absl::string_view kOffTick = "OFF_TICK";
inline constexpr absl::string_view kUnknown = "UNKNOWN";
inline constexpr absl::string_view kDuplicate = "DUPLICATE";
// Of rows of imported files.
inline constexpr absl::string_view kNotUtf8 = "NOT_UTF8";
inline constexpr absl::string_view kNoLocation = "NO_LOCATION";
inline constexpr absl::string_view kUnknownKey = "UNKNOWN_KEY";
inline constexpr absl::string_view kDuplicateIdentity = "DUPLICATE_IDENTITY";
inline constexpr absl::string_view kCoordinatesSwapped = "COORDINATES_SWAPPED";
inline constexpr absl::string_view kNotAStore = "NOT_A_STORE";
// Of remarks.
inline constexpr absl::string_view kPhoneNotRead = "PHONE_NOT_READ";
inline constexpr absl::string_view kValueNotRead = "VALUE_NOT_READ";
inline constexpr absl::string_view kFromPostalArea =
    "LOCATION_FROM_POSTAL_AREA";
inline constexpr absl::string_view kFromLocality = "LOCATION_FROM_LOCALITY";
}  // namespace reason

// How long a text may be, in code points. A minimum above 0 makes it required.
struct LengthBounds {
  size_t min = 0;
  size_t max = 0;
};

// The longest of a brand's own words for its associates.
inline constexpr size_t kWordLengthMax = 40;

// Inclusive.
struct NumberBounds {
  int64_t min = 0;
  int64_t max = 0;
};

// The inclusive bounds of a duration.
struct DurationBounds {
  absl::Duration min;
  absl::Duration max;
};

// `list[index]`, and `list[index].field` where `field` is given.
std::string ElementPath(absl::string_view list, size_t index,
                        absl::string_view field = "");

// Not thread-safe.
class FieldChecks {
 public:
  void Add(absl::string_view field, absl::string_view reason,
           absl::string_view message);

  // Adds REQUIRED, TOO_LONG or MALFORMED.
  void Text(absl::string_view field, const std::string& text,
            LengthBounds bounds);
  // Adds REQUIRED or TOO_MANY.
  void Count(absl::string_view field, size_t count, LengthBounds bounds);
  // Adds MALFORMED or UNKNOWN if `tag` is not in canonical form.
  void LanguageTag(absl::string_view field, const std::string& tag);
  // Adds TOO_MANY over kLocalizedNamesMax, DUPLICATE for a language that comes
  // twice, and what LanguageTag and Text add.
  void LocalizedTexts(absl::string_view field,
                      const std::vector<LocalizedName>& texts,
                      LengthBounds bounds);
  // Adds TOO_MANY over `max`, MALFORMED for what is no word (CheckSlug, of at
  // most kWordLengthMax) and DUPLICATE for what comes twice.
  void Words(absl::string_view field, const std::vector<std::string>& words,
             size_t max);
  // Adds OUT_OF_RANGE.
  void Number(absl::string_view field, int64_t number, NumberBounds bounds);
  // Adds OUT_OF_RANGE.
  void Length(absl::string_view field, absl::Duration length,
              DurationBounds bounds);
  // The same; adds OFF_TICK if it is no multiple of five minutes.
  void TickedLength(absl::string_view field, absl::Duration length,
                    DurationBounds bounds);

  FieldProblems Take() { return std::move(problems_); }

 private:
  FieldProblems problems_;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_FIELD_CHECKS_H_
