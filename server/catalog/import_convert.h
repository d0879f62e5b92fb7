// What an import tells, as rapport.v1 says it.
#ifndef RAPPORT_SERVER_CATALOG_IMPORT_CONVERT_H_
#define RAPPORT_SERVER_CATALOG_IMPORT_CONVERT_H_

#include "absl/strings/string_view.h"
#include "rapport/v1/catalog_service.pb.h"
#include "server/catalog/import_ledger.h"
#include "server/vocabulary/id.h"

namespace rapport::catalog {

// `collection` is that of the things imported: `stores`, `associates`.
void FromRowOutcome(const BrandId& brand, absl::string_view collection,
                    const RowOutcome& row, v1::ImportRow* out);
void FromCounts(const ImportCounts& counts, v1::ImportSummary* out);
void FromProgress(const ImportProgress& progress, v1::ImportProgress* out);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_IMPORT_CONVERT_H_
