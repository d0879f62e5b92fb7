#include "server/catalog/store_field.h"

#include <map>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "server/catalog/store_details.h"
#include "server/catalog/store_field_names.h"
#include "server/catalog/week_hours.h"
#include "server/vocabulary/language.h"
#include "server/vocabulary/text.h"

namespace rapport::catalog {
namespace {

struct KnownPath {
  StoreField field;
  absl::string_view path;  // before the key, where there is one
};

constexpr KnownPath kPaths[] = {
    {StoreField::kSourceId, "source_id"},
    {StoreField::kName, "display_name"},
    {StoreField::kBrand, "brand"},
    {StoreField::kBranch, "branch"},
    {StoreField::kHouseNumber, "house_number"},
    {StoreField::kStreet, "street"},
    {StoreField::kUnitName, "unit_name"},
    {StoreField::kUnit, "unit"},
    {StoreField::kAddress, "address.address_lines[0]"},
    {StoreField::kAddress2, "address.address_lines[1]"},
    {StoreField::kAddress3, "address.address_lines[2]"},
    {StoreField::kAddress4, "address.address_lines[3]"},
    {StoreField::kAddress5, "address.address_lines[4]"},
    {StoreField::kLocality, "address.locality"},
    {StoreField::kArea, "address.administrative_area"},
    {StoreField::kPostalCode, "address.postal_code"},
    {StoreField::kCountry, "address.region_code"},
    {StoreField::kPhone, "phone_number"},
    {StoreField::kWebsite, "website_uri"},
    {StoreField::kHours, "opening_hours_text"},
    {StoreField::kZone, "time_zone"},
    {StoreField::kLatitude, "latitude"},
    {StoreField::kLongitude, "longitude"},
    {StoreField::kSpecialDays, "special_days"},
    {StoreField::kTemporarilyClosed, "temporarily_closed"},
    {StoreField::kLanguages, "language_codes"},
    {StoreField::kServices, "services"},
    {StoreField::kMarket, "market"},
    {StoreField::kChannels, "channels"},
    {StoreField::kAttributes, "attributes"},
    {StoreField::kPrecision, "location_precision"},
    {StoreField::kDayHours, "opening_hours_text"},
    {StoreField::kSecondaryHours, "secondary_hours"},
    {StoreField::kLocalizedName, "localized_names"},
    {StoreField::kDescription, "descriptions"},
    {StoreField::kAttribute, "attributes"},
    {StoreField::kSpecialDay, "special_days"},
    {StoreField::kSpecialDayComment, "special_day_comments"},
};

struct KnownAttribute {
  absl::string_view name;
  absl::string_view word;
};

// Tags whose `yes` clearly says that the store has something.
constexpr KnownAttribute kKnownAttributes[] = {
    {"wheelchair", "wheelchair"},
    {"toilets", "toilets"},
    {"delivery", "delivery"},
    {"takeaway", "takeaway"},
    {"outdoor_seating", "outdoor_seating"},
    {"drive_through", "drive_through"},
    {"drive_thru", "drive_through"},
    {"internet_access", "wifi"},
};

using MeaningByName = std::map<std::string, StoreFieldName, std::less<>>;

MeaningByName ReadKnownNames() {
  MeaningByName meanings;
  size_t rank = 0;
  for (const KnownStoreName& known : KnownStoreNames()) {
    meanings.emplace(known.name, StoreFieldName{{known.field, ""}, rank++});
  }
  for (const KnownAttribute& known : kKnownAttributes) {
    meanings.emplace(known.name, StoreFieldName{{StoreField::kAttribute,
                                                 std::string(known.word)},
                                                rank++});
  }
  return meanings;
}

bool IsLowerOrDigit(char c) {
  return absl::ascii_islower(c) || absl::ascii_isdigit(c);
}

// `name` in the form that names are compared in.
std::string PlainName(absl::string_view name) {
  std::string plain;
  for (char c : absl::StripAsciiWhitespace(name)) {
    if (absl::ascii_isupper(c) && !plain.empty() &&
        IsLowerOrDigit(plain.back())) {
      plain.push_back('_');
    }
    plain.push_back(c == ' ' || c == '-' ? '_' : c);
  }
  absl::AsciiStrToLower(&plain);
  return plain;
}

std::optional<std::string> LanguageOf(absl::string_view text) {
  absl::StatusOr<std::string> tag =
      CanonicalLanguageTag(absl::StripAsciiWhitespace(text));
  if (!tag.ok()) return std::nullopt;
  return *std::move(tag);
}

// What a name in a language means: `base` without it, and the language.
std::optional<StoreFieldName> InLanguage(absl::string_view base,
                                         absl::string_view language) {
  const std::string plain = PlainName(base);
  const bool is_name = plain == "name" || plain == "store_name";
  if (!is_name && plain != "description" && plain != "page_description") {
    return std::nullopt;
  }
  const std::optional<std::string> tag = LanguageOf(language);
  if (!tag.has_value()) return std::nullopt;
  return StoreFieldName{
      {is_name ? StoreField::kLocalizedName : StoreField::kDescription, *tag},
      kLastRank};
}

std::optional<StoreFieldName> FindLocalized(absl::string_view name) {
  constexpr absl::string_view kDash = " - ";
  const size_t dash = name.rfind(kDash);
  if (dash != absl::string_view::npos) {
    return InLanguage(name.substr(0, dash), name.substr(dash + kDash.size()));
  }
  const size_t colon = name.find(':');
  if (colon == absl::string_view::npos) return std::nullopt;
  return InLanguage(name.substr(0, colon), name.substr(colon + 1));
}

// Hours of a day, of something else than the door.
std::optional<StoreFieldName> FindHours(absl::string_view plain) {
  absl::string_view kind = plain;
  if (absl::ConsumePrefix(&kind, "opening_hours:")) {
    if (!IsStoreWord(kind)) return std::nullopt;
    return StoreFieldName{{StoreField::kSecondaryHours, std::string(kind)},
                          kLastRank};
  }
  absl::string_view day = plain;
  absl::ConsumeSuffix(&day, "_hours");
  // `mo` may be anything; `mon` is a day.
  const std::optional<int> number =
      day.size() > 2 ? WeekdayOf(day) : std::nullopt;
  if (!number.has_value()) return std::nullopt;
  return StoreFieldName{
      {StoreField::kDayHours, std::string(WeekdayWord(*number))}, kLastRank};
}

bool IsKeyOf(StoreField field, absl::string_view key) {
  switch (field) {
    case StoreField::kDayHours: {
      const std::optional<int> day = WeekdayOf(key);
      return day.has_value() && WeekdayWord(*day) == key;
    }
    case StoreField::kLocalizedName:
    case StoreField::kDescription:
      return LanguageOf(key) == std::string(key);
    case StoreField::kSpecialDay:
    case StoreField::kSpecialDayComment: {
      absl::CivilDay date;
      return absl::ParseCivilTime(key, &date) &&
             absl::FormatCivilTime(date) == key;
    }
    default:
      return IsStoreWord(key);
  }
}

}  // namespace

std::string FieldPath(const StoreFieldKey& field) {
  for (const KnownPath& known : kPaths) {
    if (known.field != field.field) continue;
    if (!HasKey(field.field)) return std::string(known.path);
    return absl::StrCat(known.path, "[", field.key, "]");
  }
  return "";
}

std::optional<StoreFieldKey> FieldOfPath(absl::string_view path) {
  for (const KnownPath& known : kPaths) {
    if (!HasKey(known.field)) {
      if (path == known.path) return StoreFieldKey{known.field, ""};
      continue;
    }
    absl::string_view key = path;
    if (absl::ConsumePrefix(&key, known.path) &&
        absl::ConsumePrefix(&key, "[") && absl::ConsumeSuffix(&key, "]") &&
        IsKeyOf(known.field, key)) {
      return StoreFieldKey{known.field, std::string(key)};
    }
  }
  return std::nullopt;
}

std::optional<StoreFieldName> FindStoreField(absl::string_view name) {
  static const auto& meanings = *new MeaningByName(ReadKnownNames());
  const std::string plain = PlainName(name);
  const auto found = meanings.find(plain);
  if (found != meanings.end()) return found->second;
  absl::string_view path = name;
  if (absl::ConsumePrefix(&path, kOwnPrefix)) {
    const std::optional<StoreFieldKey> own = FieldOfPath(path);
    if (!own.has_value()) return std::nullopt;
    return StoreFieldName{*own, kLastRank};
  }
  std::optional<StoreFieldName> hours = FindHours(plain);
  return hours.has_value() ? hours : FindLocalized(name);
}

absl::string_view UsualName(StoreField field) {
  for (const KnownStoreName& known : KnownStoreNames()) {
    if (known.field == field) return known.name;
  }
  return "";
}

}  // namespace rapport::catalog
