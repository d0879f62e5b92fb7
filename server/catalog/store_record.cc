#include "server/catalog/store_record.h"

#include <iterator>
#include <map>

#include "absl/strings/ascii.h"

namespace rapport::catalog {
namespace {

struct KnownName {
  absl::string_view name;
  StoreField field;
};

constexpr KnownName kKnownNames[] = {
    {"ref", StoreField::kSourceId},
    {"source_id", StoreField::kSourceId},
    {"@id", StoreField::kSourceId},
    {"id", StoreField::kSourceId},
    {"store_number", StoreField::kSourceId},
    {"store_id", StoreField::kSourceId},
    {"store_code", StoreField::kSourceId},
    {"location_id", StoreField::kSourceId},
    {"handle", StoreField::kSourceId},
    {"name", StoreField::kName},
    {"store_name", StoreField::kName},
    {"display_name", StoreField::kName},
    {"location_name", StoreField::kName},
    {"brand", StoreField::kBrand},
    {"branch", StoreField::kBranch},
    {"addr:housenumber", StoreField::kHouseNumber},
    {"addr:street", StoreField::kStreet},
    {"addr:place", StoreField::kStreet},
    {"addr:unitname", StoreField::kUnitName},
    {"addr:unit", StoreField::kUnit},
    {"addr:street_address", StoreField::kAddress},
    {"addr:full", StoreField::kAddress},
    {"address", StoreField::kAddress},
    {"address1", StoreField::kAddress},
    {"address_1", StoreField::kAddress},
    {"address_line1", StoreField::kAddress},
    {"address_line_1", StoreField::kAddress},
    {"street_address", StoreField::kAddress},
    {"street", StoreField::kAddress},
    {"address2", StoreField::kAddress2},
    {"address_2", StoreField::kAddress2},
    {"address_line2", StoreField::kAddress2},
    {"address_line_2", StoreField::kAddress2},
    {"address3", StoreField::kAddress3},
    {"address_3", StoreField::kAddress3},
    {"address_line3", StoreField::kAddress3},
    {"address_line_3", StoreField::kAddress3},
    {"addr:city", StoreField::kLocality},
    {"city", StoreField::kLocality},
    {"town", StoreField::kLocality},
    {"locality", StoreField::kLocality},
    {"suburb", StoreField::kLocality},
    {"addr:state", StoreField::kArea},
    {"addr:province", StoreField::kArea},
    {"state", StoreField::kArea},
    {"province", StoreField::kArea},
    {"state/province/region", StoreField::kArea},
    {"addr:postcode", StoreField::kPostalCode},
    {"zip_code", StoreField::kPostalCode},
    {"zipcode", StoreField::kPostalCode},
    {"zip", StoreField::kPostalCode},
    {"postal_code", StoreField::kPostalCode},
    {"postcode", StoreField::kPostalCode},
    {"postal/zip_code", StoreField::kPostalCode},
    {"addr:country", StoreField::kCountry},
    {"country", StoreField::kCountry},
    {"country_code", StoreField::kCountry},
    {"phone", StoreField::kPhone},
    {"contact:phone", StoreField::kPhone},
    {"phone_number", StoreField::kPhone},
    {"telephone", StoreField::kPhone},
    {"website", StoreField::kWebsite},
    {"contact:website", StoreField::kWebsite},
    {"website_uri", StoreField::kWebsite},
    {"url", StoreField::kWebsite},
    {"opening_hours", StoreField::kHours},
    {"store_hours", StoreField::kHours},
    {"hours", StoreField::kHours},
    {"time_zone", StoreField::kZone},
    {"timezone", StoreField::kZone},
    {"tz", StoreField::kZone},
    {"latitude", StoreField::kLatitude},
    {"lat", StoreField::kLatitude},
    {"longitude", StoreField::kLongitude},
    {"lon", StoreField::kLongitude},
    {"lng", StoreField::kLongitude},
};
static_assert(std::size(kKnownNames) < kLastRank);

using MeaningByName = std::map<std::string, StoreFieldName, std::less<>>;

MeaningByName ReadKnownNames() {
  MeaningByName meanings;
  for (size_t rank = 0; rank < std::size(kKnownNames); ++rank) {
    meanings.emplace(kKnownNames[rank].name,
                     StoreFieldName{kKnownNames[rank].field, rank});
  }
  return meanings;
}

}  // namespace

std::optional<StoreFieldName> FindStoreField(absl::string_view name) {
  static const auto& meanings = *new MeaningByName(ReadKnownNames());
  std::string plain = absl::AsciiStrToLower(absl::StripAsciiWhitespace(name));
  for (char& c : plain) {
    if (c == ' ' || c == '-') c = '_';
  }
  const auto found = meanings.find(plain);
  if (found == meanings.end()) return std::nullopt;
  return found->second;
}

void StoreRecord::Set(StoreFieldName meaning, absl::string_view name,
                      absl::string_view text) {
  Entry& entry = entries_[static_cast<size_t>(meaning.field)];
  const bool wins = entry.text.empty() == text.empty()
                        ? meaning.rank < entry.rank
                        : entry.text.empty();
  if (wins) entry = {std::string(name), std::string(text), meaning.rank};
}

const std::string& StoreRecord::text(StoreField field) const {
  return entries_[static_cast<size_t>(field)].text;
}

std::string StoreRecord::name(StoreField field) const {
  const Entry& entry = entries_[static_cast<size_t>(field)];
  if (!entry.name.empty()) return entry.name;
  for (const KnownName& known : kKnownNames) {
    if (known.field == field) return std::string(known.name);
  }
  return "";
}

}  // namespace rapport::catalog
