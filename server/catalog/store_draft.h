// A store as a row of a file says it is, and how that is made of the row.
//
//   display name   `name`; else `brand`, or the name of the brand that imports,
//                  a space, and `branch` or the city; else the row is rejected
//   address lines  house number and street, else the address as it stands (a
//                  line break begins another line); then the unit
//   country        a code or an English name; where there is none, the
//                  default that the importer was told, else unknown
//   phone          E.164 where it can be read as a number of the country (see
//                  ReadPhone), else as it stands, with a remark
//   hours          a text as it stands; of days in columns one composed text
//                  (see ComposeWeek), or, where one is not plain, all of them
//                  as they stand: `Mon 9 - 5, Tue closed`
//   details        names and texts in languages, secondary hours, special
//                  days, languages and attributes: only what clearly says so;
//                  what can't be read is left out, with a remark
//   all texts      trimmed; each run of white space or line breaks is one
//                  space; HTML entities and the like are left as they are
//
// A text that is empty, or one of the words for none (see StoreRecord), is
// unknown. Nothing is looked up: a row may be without coordinates.
#ifndef RAPPORT_SERVER_CATALOG_STORE_DRAFT_H_
#define RAPPORT_SERVER_CATALOG_STORE_DRAFT_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/variant.h"
#include "geo/point.h"
#include "server/catalog/remark.h"
#include "server/catalog/store.h"
#include "server/catalog/store_record.h"
#include "server/vocabulary/field_problem.h"

namespace rapport::catalog {

// What the file calls our fields: pairs of a path of rapport.v1.Store and the
// file's own name.
using FieldNames = std::vector<std::pair<std::string, std::string>>;

// Where a row says that the store is.
struct StatedLocation {
  std::optional<geo::Point> point;
  // The same with latitude and longitude swapped, where that is a point.
  std::optional<geo::Point> swapped;
  std::string name;      // what the file calls it
  FieldProblem problem;  // why there is no point: NO_LOCATION ...
};

// Which details the file has a name for in this row, be they empty.
struct SaidDetails {
  bool localized_names = false;
  bool descriptions = false;
  bool secondary_hours = false;
  bool special_days = false;
  bool languages = false;
  bool attributes = false;
  bool temporarily_closed = false;
  bool services = false;
  bool market = false;
  bool channels = false;
};

// What is taken of rows that do not say it; empty: nothing is.
struct StoreDefaults {
  std::string region_code = {};  // ISO 3166-1 alpha-2
  std::string brand_name = {};   // as shoppers know it
};

struct StoreDraft {
  std::string source_id;  // empty: the file gives none
  // time_zone empty: the file gives none. The location is not set yet.
  StoreContent content;
  StatedLocation location;
  SaidDetails said;
  FieldNames names;
  std::vector<Remark> remarks;
};

// What the file calls `path`; `path` itself where it has no name for it.
std::string NameInFile(const FieldNames& names, absl::string_view path);

// The source's own id of the store, or else a text derived from the name, the
// address lines with the city, and the postal code, in folded form (and a
// postal code without spaces and hyphens): `row-` and 26 characters.
std::string IdentityOf(const StoreDraft& draft);

using StoreDraftOrProblem = absl::variant<StoreDraft, FieldProblem>;

// The latitude and longitude of `record`. Problems are NO_LOCATION (0, 0 is no
// location: it is what writers put for none), MALFORMED and OUT_OF_RANGE.
StatedLocation LocationOf(const StoreRecord& record);

// Of two numbers, which may be anything, under a name.
StatedLocation MakeLocation(double latitude_deg, double longitude_deg,
                            std::string name);

// The store that `record` says, at `location`. A problem (NOT_UTF8, REQUIRED,
// UNKNOWN, and that of a location other than NO_LOCATION, unless the swapped
// one may be meant) names the field as the file does. Bounds are not checked:
// see CheckStore.
StoreDraftOrProblem MakeStoreDraft(const StoreRecord& record,
                                   StatedLocation location,
                                   const StoreDefaults& defaults = {});

// The same at the latitude and longitude of the record.
StoreDraftOrProblem MakeStoreDraft(const StoreRecord& record,
                                   const StoreDefaults& defaults = {});

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_DRAFT_H_
