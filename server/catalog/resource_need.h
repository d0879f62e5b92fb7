// The rooms and equipment that a service takes besides its associate.
#ifndef RAPPORT_SERVER_CATALOG_RESOURCE_NEED_H_
#define RAPPORT_SERVER_CATALOG_RESOURCE_NEED_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "server/catalog/field_checks.h"
#include "server/vocabulary/resource_id.h"

namespace rapport::catalog {

inline constexpr size_t kNeedsMax = 5;  // of one service
inline constexpr int32_t kNeedCountMax = 4;

// So many of a kind.
struct ResourceNeed {
  ResourceKind kind;
  int32_t count = 1;

  friend bool operator==(const ResourceNeed&, const ResourceNeed&) = default;
};

// Adds to `checks` what is wrong with Service.needs.
void CheckNeeds(const std::vector<ResourceNeed>& needs, FieldChecks& checks);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_RESOURCE_NEED_H_
