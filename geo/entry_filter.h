// What entries must have to be found: conditions on numbered attributes, whose
// meaning (a service, a language, a market) only the caller knows.

#ifndef RAPPORT_GEO_ENTRY_FILTER_H_
#define RAPPORT_GEO_ENTRY_FILTER_H_

#include <cstdint>

#include "absl/container/inlined_vector.h"

namespace rapport::geo {

// Numbers are the positions in the `attributes` that the index was built from;
// no entry has an attribute of a higher number.
struct EntryFilter {
  // An entry must have each of these,
  absl::InlinedVector<uint32_t, 8> all_of{};
  // and of each of these at least one. Nothing has one of none.
  absl::InlinedVector<absl::InlinedVector<uint32_t, 8>, 1> any_of{};

  bool empty() const { return all_of.empty() && any_of.empty(); }
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_ENTRY_FILTER_H_
