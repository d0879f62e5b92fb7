// What a brand has, for judging what refers to it.
#ifndef RAPPORT_SERVER_CATALOG_CATALOG_LOOKUP_H_
#define RAPPORT_SERVER_CATALOG_CATALOG_LOOKUP_H_

#include "server/vocabulary/id.h"

namespace rapport::catalog {

// Of one brand. Thread-safe.
class CatalogLookup {
 public:
  virtual ~CatalogLookup() = default;
  virtual bool HasStore(const StoreId& store) const = 0;
  virtual bool HasStyle(const StyleId& style) const = 0;
  virtual bool HasService(const ServiceId& service) const = 0;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_CATALOG_LOOKUP_H_
