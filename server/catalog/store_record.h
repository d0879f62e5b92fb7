// One row of a file of stores as named texts, whatever its format is.
//
// Where a row has several names for one thing, the first in the table of names
// that has a text is taken. A text that is wholly one of `NA`, `N/A`, `#N/A`,
// `null`, `-` or `--`, in any case, is how writers say that there is none, and
// is read so; but the country `NA` is Namibia.
#ifndef RAPPORT_SERVER_CATALOG_STORE_RECORD_H_
#define RAPPORT_SERVER_CATALOG_STORE_RECORD_H_

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/catalog/store_field.h"

namespace rapport::catalog {

// Whether `text` is one of the words for "none" above, or nothing but spaces.
bool IsAbsent(absl::string_view text);

// A value type.
class StoreRecord {
 public:
  // A field with a key.
  struct Keyed {
    StoreFieldKey field;
    std::string name;
    std::string text;
    size_t rank = 0;
  };

  // Says that the file has `text` under `name`.
  void Set(const StoreFieldName& meaning, absl::string_view name,
           absl::string_view text);

  // As the file has it; empty where it has none. Of fields without a key.
  const std::string& text(StoreField field) const;
  // What the file calls it, or what is usual where the file has none.
  std::string name(StoreField field) const;
  // Whether the file says anything of it, be it that there is none. Of a field
  // with a key: of any of its keys.
  bool Has(StoreField field) const;

  // In the order in which they were first set, each key once.
  const std::vector<Keyed>& keyed() const { return keyed_; }

 private:
  struct Entry {
    std::string name;
    std::string text;
    size_t rank = kLastRank + 1;
  };
  std::array<Entry, kPlainStoreFieldCount> entries_;
  std::vector<Keyed> keyed_;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_RECORD_H_
