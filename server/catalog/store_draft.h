// A store as a row of a file says it is, and how that is made of the row.
//
//   display name   `name`; else `brand`, a space, and `branch` or the city;
//                  else the row is rejected
//   address lines  house number and street, else the address as it stands (a
//                  line break begins another line); then the unit
//   country        a code or an English name; unknown where there is none
//   all texts      trimmed; each run of white space or line breaks is one
//                  space; HTML entities and the like are left as they are
//
// A text that is empty is unknown. Nothing is looked up: a row without
// coordinates is rejected.
#ifndef RAPPORT_SERVER_CATALOG_STORE_DRAFT_H_
#define RAPPORT_SERVER_CATALOG_STORE_DRAFT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/variant.h"
#include "geo/point.h"
#include "server/catalog/store.h"
#include "server/catalog/store_record.h"
#include "server/vocabulary/field_problem.h"

namespace rapport::catalog {

// What the file calls our fields: pairs of a path of rapport.v1.Store and the
// file's own name.
using FieldNames = std::vector<std::pair<std::string, std::string>>;

struct StoreDraft {
  std::string source_id;  // empty: the file gives none
  StoreContent content;   // time_zone empty: the file gives none
  FieldNames names;
};

// What the file calls `path`; `path` itself where it has no name for it.
std::string NameInFile(const FieldNames& names, absl::string_view path);

// The source's own id of the store, or else a text derived from the name, the
// address lines with the city, and the postal code, in folded form (and a
// postal code without spaces and hyphens): `row-` and 26 characters.
std::string IdentityOf(const StoreDraft& draft);

using StoreDraftOrProblem = absl::variant<StoreDraft, FieldProblem>;

// The store that `record` says, at `location`, which the file calls
// `location_name`. A problem (NOT_UTF8, REQUIRED, UNKNOWN) names the field as
// the file does. Bounds are not checked: see CheckStore.
StoreDraftOrProblem MakeStoreDraft(const StoreRecord& record,
                                   const geo::Point& location,
                                   absl::string_view location_name);

// The same at the latitude and longitude of the record. Problems are
// NO_LOCATION, MALFORMED and OUT_OF_RANGE too.
StoreDraftOrProblem MakeStoreDraft(const StoreRecord& record);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_DRAFT_H_
