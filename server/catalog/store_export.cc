#include "server/catalog/store_export.h"

#include <csv.h>

#include <nlohmann/json.hpp>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/catalog/own_fields_draft.h"
#include "server/catalog/store_field.h"

namespace rapport::catalog {
namespace {

using nlohmann::ordered_json;
using Texts = std::vector<std::pair<std::string, std::string>>;

std::string Own(StoreField field, absl::string_view key = "") {
  return absl::StrCat(kOwnPrefix, FieldPath({field, std::string(key)}));
}

// The shortest text that reads as the same number.
std::string NumberText(double number) { return ordered_json(number).dump(); }

void AddAddress(const StoreAddress& address, Texts& texts) {
  texts.emplace_back("addr:street_address", absl::StrJoin(address.lines, "\n"));
  texts.emplace_back("addr:city", address.locality);
  texts.emplace_back("addr:state", address.administrative_area);
  texts.emplace_back("addr:postcode", address.postal_code);
  texts.emplace_back("addr:country", address.region_code);
}

void AddLists(const StoreContent& content, Texts& texts) {
  const StoreDetails& details = content.details;
  texts.emplace_back(
      Own(StoreField::kServices),
      absl::StrJoin(content.services, ",",
                    [](std::string* out, const ServiceId& service) {
                      out->append(service.text());
                    }));
  std::vector<absl::string_view> channels;
  for (Channel channel : kAllChannels) {
    if (details.channels.Has(channel)) channels.push_back(ChannelWord(channel));
  }
  texts.emplace_back(Own(StoreField::kChannels), absl::StrJoin(channels, ","));
  texts.emplace_back(Own(StoreField::kLanguages),
                     absl::StrJoin(details.languages, ","));
  texts.emplace_back(Own(StoreField::kAttributes),
                     absl::StrJoin(details.attributes, ","));
}

// Keyed fields, which most stores have few of.
void AddKeyed(const StoreDetails& details, Texts& texts) {
  for (const LocalizedName& name : details.localized_names) {
    texts.emplace_back(Own(StoreField::kLocalizedName, name.language_tag),
                       name.text);
  }
  for (const LocalizedName& text : details.descriptions) {
    texts.emplace_back(Own(StoreField::kDescription, text.language_tag),
                       text.text);
  }
  for (const SecondaryHours& hours : details.secondary_hours) {
    texts.emplace_back(Own(StoreField::kSecondaryHours, hours.kind),
                       hours.text);
  }
  for (const SpecialDay& day : details.special_days) {
    const std::string date = absl::FormatCivilTime(day.date);
    texts.emplace_back(Own(StoreField::kSpecialDay, date), day.text);
    if (day.comment.empty()) continue;
    texts.emplace_back(Own(StoreField::kSpecialDayComment, date), day.comment);
  }
}

void AppendCsvField(absl::string_view text, std::string& row) {
  // Quotes around it, and each of its own twice: at most so long.
  std::string field(2 * text.size() + 2, '\0');
  field.resize(csv_write(field.data(), field.size(), text.data(), text.size()));
  if (!row.empty()) row.push_back(',');
  row += field;
}

std::string CsvRow(const std::vector<std::string>& fields) {
  std::string row;
  for (const std::string& field : fields) AppendCsvField(field, row);
  return row + "\r\n";
}

std::string Feature(const Store& store) {
  ordered_json properties;
  for (const auto& [name, text] : ExportedTexts(store)) {
    properties[name] = text;
  }
  const geo::Point& at = store.content.location;
  const ordered_json feature = {
      {"type", "Feature"},
      {"geometry",
       {{"type", "Point"},
        {"coordinates", {at.longitude_deg, at.latitude_deg}}}},
      {"properties", std::move(properties)}};
  return feature.dump();
}

}  // namespace

Texts ExportedTexts(const Store& store) {
  const StoreContent& content = store.content;
  Texts texts = {{"ref", store.source_id}, {"name", content.display_name}};
  AddAddress(content.address, texts);
  texts.emplace_back("phone", content.phone_number);
  texts.emplace_back("website", content.website_uri);
  texts.emplace_back("opening_hours", content.opening_hours_text);
  texts.emplace_back(Own(StoreField::kZone), content.time_zone);
  texts.emplace_back(Own(StoreField::kMarket), content.market);
  texts.emplace_back(Own(StoreField::kTemporarilyClosed),
                     content.details.temporarily_closed ? "yes" : "no");
  texts.emplace_back(
      Own(StoreField::kPrecision),
      std::string(PrecisionWord(content.details.location_precision)));
  AddLists(content, texts);
  AddKeyed(content.details, texts);
  return texts;
}

StoreExport::StoreExport(StoreFileFormat format, Stores stores)
    : is_csv_(format == StoreFileFormat::kCsv), stores_(std::move(stores)) {
  if (!is_csv_) return;
  columns_ = {"latitude", "longitude"};
  // Those that every store has, then those that any has.
  for (auto& [name, text] : ExportedTexts(Store())) columns_.push_back(name);
  absl::flat_hash_set<std::string> seen;
  for (const auto& store : stores_) {
    Texts keyed;
    AddKeyed(store->content.details, keyed);
    for (auto& [name, text] : keyed) {
      if (seen.insert(name).second) columns_.push_back(name);
    }
  }
}

std::string StoreExport::RowOf(const Store& store) const {
  if (!is_csv_) return Feature(store);
  absl::flat_hash_map<std::string, std::string> texts;
  for (auto& [name, text] : ExportedTexts(store)) {
    texts.emplace(std::move(name), std::move(text));
  }
  texts.emplace("latitude", NumberText(store.content.location.latitude_deg));
  texts.emplace("longitude", NumberText(store.content.location.longitude_deg));
  std::vector<std::string> fields;
  for (const std::string& column : columns_) {
    const auto found = texts.find(column);
    fields.push_back(found == texts.end() ? "" : std::move(found->second));
  }
  return CsvRow(fields);
}

std::string StoreExport::Begin() {
  begun_ = true;
  if (is_csv_) return CsvRow(columns_);
  return "{\"type\":\"FeatureCollection\",\"features\":[\n";
}

std::string StoreExport::End() const { return is_csv_ ? "" : "\n]}\n"; }

std::string StoreExport::Next(size_t bytes) {
  std::string piece = begun_ ? "" : Begin();
  while (next_ < stores_.size() && piece.size() < bytes) {
    if (!is_csv_ && next_ > 0) piece += ",\n";
    piece += RowOf(*stores_[next_++]);
  }
  if (next_ == stores_.size() && !done_) {
    piece += End();
    done_ = true;
  }
  return piece;
}

}  // namespace rapport::catalog
