// What an ExportStores call asks for.
#ifndef RAPPORT_SERVER_CATALOG_EXPORT_CONVERT_H_
#define RAPPORT_SERVER_CATALOG_EXPORT_CONVERT_H_

#include "absl/status/statusor.h"
#include "rapport/v1/catalog_service.pb.h"
#include "server/catalog/catalog_desk.h"
#include "server/catalog/store_export.h"
#include "server/transport/front_desk.h"

namespace rapport::catalog {

// The file, of the stores as they are read now. Returns INVALID_ARGUMENT or
// NOT_FOUND naming the field.
absl::StatusOr<StoreExport> ToExport(const transport::Call& call,
                                     const CatalogDesk& desk,
                                     const v1::ExportStoresRequest& request);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_EXPORT_CONVERT_H_
