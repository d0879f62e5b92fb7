#include "server/catalog/export_convert.h"

#include <utility>

#include "server/catalog/request_convert.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {

absl::StatusOr<StoreExport> ToExport(const transport::Call& call,
                                     const CatalogDesk& desk,
                                     const v1::ExportStoresRequest& request) {
  absl::Status parent =
      transport::CheckBrandName(call.caller, "parent", request.parent());
  if (!parent.ok()) return parent;
  if (request.format() != v1::IMPORT_FORMAT_GEOJSON &&
      request.format() != v1::IMPORT_FORMAT_CSV) {
    return InvalidField("format",
                        request.format() == v1::IMPORT_FORMAT_UNSPECIFIED
                            ? "REQUIRED"
                            : "UNSUPPORTED",
                        "must be GEOJSON or CSV");
  }
  if (!request.source().empty()) {
    const FieldProblems problems = CheckSourceName(request.source());
    if (!problems.empty()) return InvalidFields(problems);
  }
  auto index = ReadBrand(call, desk, "parent", request.parent());
  if (!index.ok()) return index.status();
  StoreExport::Stores stores;
  for (const search::StoreRecord& record : (*index)->stores()) {
    if (request.source().empty() || record.store->source == request.source()) {
      stores.push_back(record.store);
    }
  }
  return StoreExport(request.format() == v1::IMPORT_FORMAT_CSV
                         ? StoreFileFormat::kCsv
                         : StoreFileFormat::kGeoJson,
                     std::move(stores));
}

}  // namespace rapport::catalog
