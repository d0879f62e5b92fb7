#include "server/catalog/store_resource.h"

#include "server/catalog/field_checks.h"

namespace rapport::catalog {

FieldProblems CheckStoreResource(const StoreResource& resource) {
  FieldChecks checks;
  checks.Text("display_name", resource.display_name,
              {1, kDisplayNameLengthMax});
  if (resource.kind.empty()) {
    checks.Add("kind", reason::kRequired,
               "empty; services ask for resources by their kind");
  }
  return checks.Take();
}

}  // namespace rapport::catalog
