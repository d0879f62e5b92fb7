#include "server/catalog/import_convert.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/country.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

absl::StatusOr<StoreFileFormat> ToStoreFormat(v1::ImportFormat format) {
  switch (format) {
    case v1::IMPORT_FORMAT_UNSPECIFIED:
      return StoreFileFormat::kToldFromContent;
    case v1::IMPORT_FORMAT_GEOJSON:
      return StoreFileFormat::kGeoJson;
    case v1::IMPORT_FORMAT_CSV:
      return StoreFileFormat::kCsv;
    case v1::IMPORT_FORMAT_JSON:
      return StoreFileFormat::kJson;
    case v1::IMPORT_FORMAT_JSON_LD:
      return StoreFileFormat::kJsonLd;
    case v1::IMPORT_FORMAT_OVERPASS:
      return StoreFileFormat::kOverpass;
    default:
      return InvalidField("header.format", "UNKNOWN",
                          "is no format of stores; they come as GeoJSON, CSV, "
                          "JSON, JSON-LD or Overpass's JSON");
  }
}

v1::ImportFormat FromStoreFormat(StoreFileFormat format) {
  switch (format) {
    case StoreFileFormat::kGeoJson:
      return v1::IMPORT_FORMAT_GEOJSON;
    case StoreFileFormat::kCsv:
      return v1::IMPORT_FORMAT_CSV;
    case StoreFileFormat::kJson:
      return v1::IMPORT_FORMAT_JSON;
    case StoreFileFormat::kJsonLd:
      return v1::IMPORT_FORMAT_JSON_LD;
    case StoreFileFormat::kOverpass:
      return v1::IMPORT_FORMAT_OVERPASS;
    case StoreFileFormat::kToldFromContent:
      break;
  }
  return v1::IMPORT_FORMAT_UNSPECIFIED;
}

// The code itself: what a caller sends is no row of a file.
absl::Status CheckDefaultRegion(const std::string& region) {
  if (region.empty() || CountryCodeOf(region) == region) {
    return absl::OkStatus();
  }
  return InvalidField("header.default_region_code", "UNKNOWN",
                      "is no country; it must be an ISO 3166-1 alpha-2 code");
}

}  // namespace

void FromRowOutcome(const BrandId& brand, absl::string_view collection,
                    const RowOutcome& row, v1::ImportRow* out) {
  out->set_position(row.position);
  switch (row.outcome) {
    case ImportOutcome::kCreated:
      out->set_outcome(v1::IMPORT_OUTCOME_CREATED);
      break;
    case ImportOutcome::kUpdated:
      out->set_outcome(v1::IMPORT_OUTCOME_UPDATED);
      break;
    case ImportOutcome::kUnchanged:
      out->set_outcome(v1::IMPORT_OUTCOME_UNCHANGED);
      break;
    case ImportOutcome::kRejected:
      out->set_outcome(v1::IMPORT_OUTCOME_REJECTED);
      out->set_field(row.problem.field);
      out->set_reason(row.problem.reason);
      out->set_message(row.problem.message);
      out->set_first_position(row.first_position);
      return;
  }
  for (const Remark& remark : row.remarks) {
    v1::Remark* told = out->add_remarks();
    told->set_field(remark.field);
    told->set_reason(remark.reason);
    told->set_message(remark.message);
  }
  out->set_name(absl::StrCat(transport::BrandName(brand), "/", collection, "/",
                             EncodeId(row.id)));
}

void FromCounts(const ImportCounts& counts, v1::ImportSummary* out) {
  out->set_rows(counts.rows);
  out->set_created(counts.created);
  out->set_updated(counts.updated);
  out->set_unchanged(counts.unchanged);
  out->set_rejected(counts.rejected);
  out->set_remarked(counts.remarked);
}

void FromMapping(const ImportMapping& mapping, v1::ImportMapping* out) {
  out->set_format(FromStoreFormat(mapping.format));
  out->set_encoding(mapping.encoding);
  for (const ImportMapping::Entry& entry : mapping.entries) {
    v1::ImportMapping::Entry* told = out->add_entries();
    told->set_name(entry.name);
    told->set_field(entry.field);
  }
}

void FromProgress(const ImportProgress& progress, v1::ImportProgress* out) {
  out->set_received_bytes(progress.received_bytes);
  out->set_read_rows(progress.read_rows);
  out->set_done_rows(progress.done_rows);
}

absl::StatusOr<StoreImportHeader> ToStoreImportHeader(
    const v1::ImportHeader& header) {
  absl::StatusOr<StoreFileFormat> format = ToStoreFormat(header.format());
  if (!format.ok()) return format.status();
  absl::StatusOr<FieldMap> map =
      FieldMap::Make({header.field_map().begin(), header.field_map().end()});
  if (!map.ok()) return map.status();
  absl::Status region = CheckDefaultRegion(header.default_region_code());
  if (!region.ok()) return region;
  StoreImportHeader import;
  import.source = header.source();
  import.format = *format;
  import.field_map = *std::move(map);
  import.defaults.region_code = header.default_region_code();
  import.dry_run = header.dry_run();
  import.repair = header.repair();
  return import;
}

absl::Status CheckImportSize(const v1::ImportHeader& header) {
  if (header.size_bytes() >= 0 && header.size_bytes() <= kImportBytesMax) {
    return absl::OkStatus();
  }
  return InvalidField("header.size_bytes", "OUT_OF_RANGE",
                      absl::StrCat("is ", header.size_bytes(),
                                   "; it must be at most ", kImportBytesMax));
}

}  // namespace rapport::catalog
