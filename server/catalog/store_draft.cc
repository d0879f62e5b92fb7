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
#include "server/catalog/field_checks.h"
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
  explicit DraftMaker(const StoreRecord& record) : record_(record) {}

  std::optional<FieldProblem> CheckEncoding() const {
    for (size_t i = 0; i < kStoreFieldCount; ++i) {
      const StoreField field = static_cast<StoreField>(i);
      if (CountCodePoints(record_.text(field)).has_value()) continue;
      return Problem(record_.name(field), reason::kNotUtf8,
                     "bytes that are not UTF-8; texts are UTF-8");
    }
    return std::nullopt;
  }

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
  void FillLines();
  void AddLine(std::string line, StoreField field);

  const StoreRecord& record_;
  StoreDraft draft_;
};

std::optional<FieldProblem> DraftMaker::Fill() {
  StoreContent& content = draft_.content;
  draft_.source_id = Take(StoreField::kSourceId, "source_id");
  content.address.locality = Take(StoreField::kLocality, "address.locality");
  content.address.administrative_area =
      Take(StoreField::kArea, "address.administrative_area");
  content.address.postal_code =
      Take(StoreField::kPostalCode, "address.postal_code");
  content.phone_number = Take(StoreField::kPhone, "phone_number");
  content.website_uri = Take(StoreField::kWebsite, "website_uri");
  content.opening_hours_text = Take(StoreField::kHours, "opening_hours_text");
  content.time_zone = Take(StoreField::kZone, "time_zone");
  FillLines();
  std::optional<FieldProblem> problem = FillName();
  return problem.has_value() ? problem : FillCountry();
}

std::optional<FieldProblem> DraftMaker::FillName() {
  std::string& name = draft_.content.display_name;
  name = Take(StoreField::kName, "display_name");
  if (!name.empty()) return std::nullopt;
  const std::string brand = Text(StoreField::kBrand);
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
  if (country.empty()) return std::nullopt;
  const std::optional<std::string> code = CountryCodeOf(country);
  if (!code.has_value()) {
    return Problem(record_.name(StoreField::kCountry), reason::kUnknown,
                   "a country that is not known; it must be an ISO 3166-1 "
                   "code or an English name");
  }
  draft_.content.address.region_code = *code;
  return std::nullopt;
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
       {StoreField::kAddress, StoreField::kAddress2, StoreField::kAddress3}) {
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

// The number that the record has, or a problem.
absl::variant<double, FieldProblem> Degrees(const StoreRecord& record,
                                            StoreField field) {
  const std::string text(absl::StripAsciiWhitespace(record.text(field)));
  double degrees = 0;
  if (text.empty()) {
    return Problem(record.name(field), reason::kNoLocation,
                   "empty; a store has coordinates");
  }
  if (!absl::SimpleAtod(text, &degrees)) {
    return Problem(record.name(field), reason::kMalformed,
                   "not a number; coordinates are decimal degrees");
  }
  return degrees;
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

StoreDraftOrProblem MakeStoreDraft(const StoreRecord& record,
                                   const geo::Point& location,
                                   absl::string_view location_name) {
  DraftMaker maker(record);
  if (auto problem = maker.CheckEncoding()) return *std::move(problem);
  if (auto problem = maker.Fill()) return *std::move(problem);
  maker.draft().content.location = location;
  maker.Name("location", location_name);
  return std::move(maker.draft());
}

StoreDraftOrProblem MakeStoreDraft(const StoreRecord& record) {
  double degrees[2];
  size_t next = 0;
  for (StoreField field : {StoreField::kLatitude, StoreField::kLongitude}) {
    absl::variant<double, FieldProblem> found = Degrees(record, field);
    if (auto* problem = absl::get_if<FieldProblem>(&found)) {
      return std::move(*problem);
    }
    degrees[next++] = absl::get<double>(found);
    // A place where the other coordinate is right.
    const absl::StatusOr<geo::Point> point =
        field == StoreField::kLatitude ? geo::MakePoint(degrees[0], 0)
                                       : geo::MakePoint(0, degrees[1]);
    if (!point.ok()) {
      return Problem(record.name(field), reason::kOutOfRange,
                     point.status().message());
    }
  }
  return MakeStoreDraft(record, {degrees[0], degrees[1]},
                        record.name(StoreField::kLatitude));
}

}  // namespace rapport::catalog
