#include "server/catalog/store_draft.h"

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "server/catalog/details_draft.h"
#include "server/catalog/field_checks.h"
#include "server/catalog/import_phone.h"
#include "server/catalog/own_fields_draft.h"
#include "server/vocabulary/country.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/text.h"

namespace rapport::catalog {
namespace {

FieldProblem Problem(std::string field, absl::string_view reason,
                     absl::string_view message) {
  return {std::move(field), std::string(reason), std::string(message)};
}

// The parts that there are, with a space between.
std::string JoinWords(std::initializer_list<absl::string_view> parts) {
  return CollapseSpaces(absl::StrJoin(parts, " "));
}

// Takes the texts out of a record and notes what the file calls them.
class DraftMaker {
 public:
  DraftMaker(const StoreRecord& record, const StoreDefaults& defaults)
      : record_(record), defaults_(defaults) {}

  std::optional<FieldProblem> CheckEncoding() const;
  std::optional<FieldProblem> Fill();
  void Name(absl::string_view path, absl::string_view name_in_file) {
    draft_.names.emplace_back(path, name_in_file);
  }
  StoreDraft& draft() { return draft_; }

 private:
  std::string Text(StoreField field) const {
    return CollapseSpaces(record_.text(field));
  }
  std::string Take(StoreField field, absl::string_view path) {
    Name(path, record_.name(field));
    return Text(field);
  }
  std::optional<FieldProblem> FillName();
  std::optional<FieldProblem> FillCountry();
  void FillPhone();
  void FillLines();
  void AddLine(std::string line, StoreField field);

  const StoreRecord& record_;
  const StoreDefaults& defaults_;
  StoreDraft draft_;
};

std::optional<FieldProblem> DraftMaker::CheckEncoding() const {
  const auto not_utf8 = [](std::string name) {
    return Problem(std::move(name), reason::kNotUtf8,
                   "bytes that are not UTF-8; texts are UTF-8");
  };
  for (size_t i = 0; i < kPlainStoreFieldCount; ++i) {
    const StoreField field = static_cast<StoreField>(i);
    if (CountCodePoints(record_.text(field)).has_value()) continue;
    return not_utf8(record_.name(field));
  }
  for (const StoreRecord::Keyed& keyed : record_.keyed()) {
    if (!CountCodePoints(keyed.text).has_value()) return not_utf8(keyed.name);
  }
  return std::nullopt;
}

std::optional<FieldProblem> DraftMaker::Fill() {
  StoreContent& content = draft_.content;
  draft_.source_id = Take(StoreField::kSourceId, "source_id");
  content.address.locality = Take(StoreField::kLocality, "address.locality");
  content.address.administrative_area =
      Take(StoreField::kArea, "address.administrative_area");
  content.address.postal_code =
      Take(StoreField::kPostalCode, "address.postal_code");
  content.website_uri = Take(StoreField::kWebsite, "website_uri");
  content.opening_hours_text = Take(StoreField::kHours, "opening_hours_text");
  content.time_zone = Take(StoreField::kZone, "time_zone");
  FillLines();
  std::optional<FieldProblem> problem = FillName();
  if (!problem.has_value()) problem = FillCountry();
  if (problem.has_value()) return problem;
  FillPhone();
  FillDetails(record_, draft_);
  return FillOwnFields(record_, draft_);
}

std::optional<FieldProblem> DraftMaker::FillName() {
  std::string& name = draft_.content.display_name;
  name = Take(StoreField::kName, "display_name");
  if (!name.empty()) return std::nullopt;
  std::string brand = Text(StoreField::kBrand);
  if (brand.empty()) brand = defaults_.brand_name;
  const std::string branch = Text(StoreField::kBranch);
  const std::string& place =
      branch.empty() ? draft_.content.address.locality : branch;
  if (brand.empty() || place.empty()) {
    return Problem(record_.name(StoreField::kName), reason::kRequired,
                   "no name, nor a brand with a branch or city; a store has "
                   "a name");
  }
  name = JoinWords({brand, place});
  return std::nullopt;
}

std::optional<FieldProblem> DraftMaker::FillCountry() {
  const std::string country = Take(StoreField::kCountry, "address.region_code");
  if (country.empty()) {
    draft_.content.address.region_code = defaults_.region_code;
    return std::nullopt;
  }
  const std::optional<std::string> code = CountryCodeOf(country);
  if (!code.has_value()) {
    return Problem(record_.name(StoreField::kCountry), reason::kUnknown,
                   "a country that is not known; it must be an ISO 3166-1 "
                   "code or an English name");
  }
  draft_.content.address.region_code = *code;
  return std::nullopt;
}

void DraftMaker::FillPhone() {
  std::string& phone = draft_.content.phone_number;
  phone = Take(StoreField::kPhone, "phone_number");
  if (phone.empty()) return;
  std::optional<std::string> read =
      ReadPhone(phone, draft_.content.address.region_code);
  if (read.has_value()) {
    phone = *std::move(read);
  } else {
    draft_.remarks.push_back(
        {record_.name(StoreField::kPhone), std::string(reason::kPhoneNotRead),
         "no valid number of the stated country; kept as it is"});
  }
}

void DraftMaker::AddLine(std::string line, StoreField field) {
  if (line.empty()) return;
  std::vector<std::string>& lines = draft_.content.address.lines;
  Name(ElementPath("address.address_lines", lines.size()), record_.name(field));
  lines.push_back(std::move(line));
}

void DraftMaker::FillLines() {
  const std::string street = Text(StoreField::kStreet);
  if (!street.empty()) {
    AddLine(JoinWords({Text(StoreField::kHouseNumber), street}),
            StoreField::kStreet);
  }
  for (StoreField field :
       {StoreField::kAddress, StoreField::kAddress2, StoreField::kAddress3,
        StoreField::kAddress4, StoreField::kAddress5}) {
    // The street and the whole address in one row are the same said twice.
    if (field == StoreField::kAddress && !street.empty()) continue;
    for (absl::string_view line :
         absl::StrSplit(record_.text(field), absl::ByAnyChar("\r\n"))) {
      AddLine(CollapseSpaces(line), field);
    }
  }
  const std::string unit = Text(StoreField::kUnit);
  if (!unit.empty()) {
    AddLine(JoinWords({Text(StoreField::kUnitName), unit}), StoreField::kUnit);
  }
  // Where there are too many lines, they are what the file calls the address.
  Name("address.address_lines", record_.name(StoreField::kAddress));
}

// Puts the number that the record has into `degrees`, or says why not.
std::optional<FieldProblem> ReadDegrees(const StoreRecord& record,
                                        StoreField field, double& degrees) {
  const std::string text(absl::StripAsciiWhitespace(record.text(field)));
  if (text.empty()) {
    return Problem(record.name(field), reason::kNoLocation,
                   "empty; a store has coordinates");
  }
  if (!absl::SimpleAtod(text, &degrees)) {
    return Problem(record.name(field), reason::kMalformed,
                   "not a number; coordinates are decimal degrees");
  }
  return std::nullopt;
}

// What is wrong with one of two coordinates, if anything.
std::optional<FieldProblem> CheckRange(const absl::StatusOr<geo::Point>& point,
                                       const std::string& name) {
  if (point.ok()) return std::nullopt;
  return Problem(name, reason::kOutOfRange, point.status().message());
}

}  // namespace

std::string NameInFile(const FieldNames& names, absl::string_view path) {
  for (const auto& [ours, theirs] : names) {
    if (ours == path) return theirs;
  }
  return std::string(path);
}

std::string IdentityOf(const StoreDraft& draft) {
  if (!draft.source_id.empty()) return draft.source_id;
  const StoreContent& content = draft.content;
  const std::string address = absl::StrCat(
      absl::StrJoin(content.address.lines, " "), " ", content.address.locality);
  const std::string postal_code = absl::StrReplaceAll(
      FoldText(content.address.postal_code), {{" ", ""}, {"-", ""}});
  return absl::StrCat("row-",
                      EncodeId(DeriveId(FoldText(content.display_name),
                                        FoldText(address), postal_code)));
}

StatedLocation MakeLocation(double latitude_deg, double longitude_deg,
                            std::string name) {
  StatedLocation location;
  location.name = std::move(name);
  const absl::StatusOr<geo::Point> point =
      geo::MakePoint(latitude_deg, longitude_deg);
  const absl::StatusOr<geo::Point> swapped =
      geo::MakePoint(longitude_deg, latitude_deg);
  if (swapped.ok()) location.swapped = *swapped;
  if (!point.ok()) {
    location.problem = *CheckRange(point, location.name);
  } else if (*point == geo::Point{0, 0}) {
    location.swapped.reset();
    location.problem = Problem(location.name, reason::kNoLocation,
                               "0, 0, which stands for none; a store has "
                               "coordinates");
  } else {
    location.point = *point;
  }
  return location;
}

StatedLocation LocationOf(const StoreRecord& record) {
  double latitude = 0;
  double longitude = 0;
  std::optional<FieldProblem> problem =
      ReadDegrees(record, StoreField::kLatitude, latitude);
  if (!problem.has_value()) {
    problem = ReadDegrees(record, StoreField::kLongitude, longitude);
  }
  StatedLocation location =
      problem.has_value() ? StatedLocation()
                          : MakeLocation(latitude, longitude,
                                         record.name(StoreField::kLatitude));
  location.name = record.name(StoreField::kLatitude);
  if (problem.has_value()) {
    location.problem = *std::move(problem);
  } else if (location.problem.reason == reason::kOutOfRange) {
    // Which of the two is out of its range.
    problem = CheckRange(geo::MakePoint(latitude, 0),
                         record.name(StoreField::kLatitude));
    if (!problem.has_value()) {
      problem = CheckRange(geo::MakePoint(0, longitude),
                           record.name(StoreField::kLongitude));
    }
    if (problem.has_value()) location.problem = *std::move(problem);
  }
  return location;
}

StoreDraftOrProblem MakeStoreDraft(const StoreRecord& record,
                                   StatedLocation location,
                                   const StoreDefaults& defaults) {
  DraftMaker maker(record, defaults);
  if (auto problem = maker.CheckEncoding()) return *std::move(problem);
  if (auto problem = maker.Fill()) return *std::move(problem);
  StoreDraft& draft = maker.draft();
  const bool may_be_swapped = location.swapped.has_value() &&
                              !draft.content.address.region_code.empty();
  if (!location.point.has_value() && !may_be_swapped &&
      location.problem.reason != reason::kNoLocation) {
    return std::move(location.problem);
  }
  maker.Name("location", location.name);
  draft.location = std::move(location);
  return std::move(draft);
}

StoreDraftOrProblem MakeStoreDraft(const StoreRecord& record,
                                   const StoreDefaults& defaults) {
  return MakeStoreDraft(record, LocationOf(record), defaults);
}

}  // namespace rapport::catalog
