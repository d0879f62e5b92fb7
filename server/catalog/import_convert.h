// What an import is asked for and what it tells, as rapport.v1 says it.
#ifndef RAPPORT_SERVER_CATALOG_IMPORT_CONVERT_H_
#define RAPPORT_SERVER_CATALOG_IMPORT_CONVERT_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rapport/v1/catalog_service.pb.h"
#include "server/catalog/import_bytes.h"
#include "server/catalog/import_ledger.h"
#include "server/catalog/store_import.h"
#include "server/vocabulary/id.h"

namespace rapport::catalog {

// `collection` is that of the things imported: `stores`, `associates`.
void FromRowOutcome(const BrandId& brand, absl::string_view collection,
                    const RowOutcome& row, v1::ImportRow* out);
void FromCounts(const ImportCounts& counts, v1::ImportSummary* out);
void FromMapping(const ImportMapping& mapping, v1::ImportMapping* out);
void FromProgress(const ImportProgress& progress, v1::ImportProgress* out);

// What the header of an import of stores asks for, but for the actor. Returns
// INVALID_ARGUMENT naming `header.` and the field: an unknown format, a field
// map that FieldMap::Make refuses, or a default country that is no code.
absl::StatusOr<StoreImportHeader> ToStoreImportHeader(
    const v1::ImportHeader& header);

// OK if the file is at most kImportBytesMax; else INVALID_ARGUMENT.
absl::Status CheckImportSize(const v1::ImportHeader& header);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_IMPORT_CONVERT_H_
