// How a file was understood: what it is, and what its names are taken for.
#ifndef RAPPORT_SERVER_CATALOG_IMPORT_MAPPING_H_
#define RAPPORT_SERVER_CATALOG_IMPORT_MAPPING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace rapport::catalog {

enum class StoreFileFormat : uint8_t {
  kToldFromContent,
  kGeoJson,
  kCsv,
  kJson,
  kJsonLd,
  kOverpass,
};

struct ImportMapping {
  // A name of the file and what it holds.
  struct Entry {
    std::string name;   // as the file writes it
    std::string field;  // as FieldPath gives it; empty: it is not used

    friend bool operator==(const Entry&, const Entry&) = default;
  };

  StoreFileFormat format = StoreFileFormat::kToldFromContent;
  std::string encoding;        // `UTF-8`, `UTF-16LE` ...: see EncodingName
  std::vector<Entry> entries;  // in the file's order
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_IMPORT_MAPPING_H_
