#include "server/catalog/request_convert.h"

#include <optional>

#include "server/transport/convert.h"

namespace rapport::catalog {

absl::StatusOr<std::shared_ptr<const search::BrandIndex>> ReadBrand(
    const transport::Call& call, const CatalogDesk& desk,
    absl::string_view field, absl::string_view name) {
  std::shared_ptr<const search::BrandIndex> index = desk.Read(call.caller);
  if (index == nullptr) return transport::NotFound(field, name);
  return index;
}

absl::StatusOr<WriteCondition> ToCondition(absl::string_view field,
                                           absl::string_view etag,
                                           bool allow_missing) {
  absl::StatusOr<std::optional<int64_t>> version =
      transport::ToVersion(field, etag);
  if (!version.ok()) return version.status();
  return WriteCondition{allow_missing, *version};
}

}  // namespace rapport::catalog
