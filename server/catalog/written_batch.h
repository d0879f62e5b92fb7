// What a Put of the catalog store said of a batch of an import.
#ifndef RAPPORT_SERVER_CATALOG_WRITTEN_BATCH_H_
#define RAPPORT_SERVER_CATALOG_WRITTEN_BATCH_H_

#include <cstddef>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "server/catalog/catalog_store.h"

namespace rapport::catalog {

inline std::vector<WriteOutcome> OutcomesOf(absl::Span<const Written> written) {
  std::vector<WriteOutcome> outcomes;
  for (const Written& one : written) outcomes.push_back(one.outcome);
  return outcomes;
}

// Those of `things` that were created or updated, with their new revision.
// `written` has one element for each of them, in order.
template <typename Thing>
std::vector<Thing> ChangedOf(std::vector<Thing> things,
                             absl::Span<const Written> written) {
  std::vector<Thing> changed;
  for (size_t i = 0; i < things.size() && i < written.size(); ++i) {
    if (written[i].outcome == WriteOutcome::kUnchanged) continue;
    changed.push_back(std::move(things[i]));
    changed.back().revision = written[i].revision;
  }
  return changed;
}

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_WRITTEN_BATCH_H_
