// The rules that a service has for its bookings, between rapport.v1 and values:
// notices, questions, how many come together, how much one shopper may have.
#ifndef RAPPORT_SERVER_CATALOG_SERVICE_RULES_CONVERT_H_
#define RAPPORT_SERVER_CATALOG_SERVICE_RULES_CONVERT_H_

#include "absl/status/status.h"
#include "rapport/v1/catalog_resources.pb.h"
#include "server/catalog/service.h"

namespace rapport::catalog {

void FromServiceRules(const Service& service, v1::Service* out);

// INVALID_ARGUMENT, naming the field. Bounds are CheckService's.
absl::Status SetServiceRules(const v1::Service& in, Service& service);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_SERVICE_RULES_CONVERT_H_
