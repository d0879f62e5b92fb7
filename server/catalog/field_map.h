// What the names of one file mean: what the importer was told first, then the
// known names.
//
// A field that was told has only the name that was told; a known name of it
// means nothing else then.
#ifndef RAPPORT_SERVER_CATALOG_FIELD_MAP_H_
#define RAPPORT_SERVER_CATALOG_FIELD_MAP_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/catalog/import_mapping.h"
#include "server/catalog/store_field.h"

namespace rapport::catalog {

// What rapport.v1.ImportHeader allows.
inline constexpr size_t kFieldMapMax = 50;

// Immutable after Make; a value type.
class FieldMap {
 public:
  struct Told {
    StoreFieldKey field;
    std::string name;  // as the file writes it, spaces collapsed
  };

  FieldMap() = default;
  // From our paths (see FieldPath) to the file's names. Returns
  // INVALID_ARGUMENT naming `header.field_map` and the path: more than
  // kFieldMapMax, a path that is none, or an empty name.
  static absl::StatusOr<FieldMap> Make(
      const std::map<std::string, std::string>& told);

  // What `name` means; nothing, or more than one thing if that was told.
  std::vector<StoreFieldName> MeaningsOf(absl::string_view name) const;
  // The same of a name that is not among those told.
  std::vector<StoreFieldName> KnownMeaningsOf(absl::string_view name) const;

  const std::vector<Told>& told() const { return told_; }

 private:
  std::vector<Told> told_;
};

// What is said of a name of the file: `entries[i].field` of several meanings
// has commas between them.
ImportMapping::Entry MappingEntry(absl::string_view name,
                                  const std::vector<StoreFieldName>& meanings);

// INVALID_ARGUMENT: the file does not have what was told of it.
absl::Status NoSuchName(const FieldMap::Told& told);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_FIELD_MAP_H_
