// The members of a JSON object as the named texts of a row.
//
// Names are paths: `address.city`. A member means what its own name does if the
// objects around it are of those that hold a place or a contact (`address`,
// `location`, `geo`, `coordinates`, `contact` ...); the less deep goes first.
// A list of texts is one text: lines of an address, languages with commas
// between, else its first. A GeoJSON point among them is a location.
#ifndef RAPPORT_SERVER_CATALOG_JSON_RECORD_H_
#define RAPPORT_SERVER_CATALOG_JSON_RECORD_H_

#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "server/catalog/field_map.h"
#include "server/catalog/import_mapping.h"
#include "server/catalog/store_record.h"

namespace rapport::catalog {

// Collects the texts of rows. Not thread-safe; what it is given outlives it.
class JsonRecords {
 public:
  // `is_schema`: whether hours are schema.org's; see json_hours.h.
  JsonRecords(const FieldMap& map, bool is_schema);

  // Sets all that `object` says. Where `entries` is given, adds what each name
  // is taken for.
  void SetMembers(const nlohmann::json& object, StoreRecord& record,
                  std::vector<ImportMapping::Entry>* entries = nullptr);

  // Sets what was told of the file only, from the paths in `object`.
  void SetTold(const nlohmann::json& object, StoreRecord& record);

  // Returns INVALID_ARGUMENT naming a name that was told and that no row had.
  absl::Status CheckTold() const;

 private:
  struct Place {
    std::string path;  // of the object, empty or with a point at its end
    size_t depth = 0;
    bool means_place = true;  // all objects around are of those that may
  };

  void Walk(const nlohmann::json& object, const Place& place,
            StoreRecord& record, std::vector<ImportMapping::Entry>* entries);
  void SetValue(const StoreFieldName& meaning, const std::string& name,
                const nlohmann::json& value, StoreRecord& record) const;

  const FieldMap& map_;
  const bool is_schema_;
  std::vector<bool> told_was_there_;  // of each that was told
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_JSON_RECORD_H_
