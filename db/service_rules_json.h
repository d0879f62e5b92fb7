// The rules that a service has for its bookings, as parts of its JSON text.
// Private to this room's *_json.cc files. Services from before there were any
// say nothing of them.
#ifndef RAPPORT_DB_SERVICE_RULES_JSON_H_
#define RAPPORT_DB_SERVICE_RULES_JSON_H_

#include <nlohmann/json.hpp>

#include "server/catalog/service.h"

namespace rapport::db {

void AddServiceRules(const catalog::Service& service, nlohmann::json& object);

// Throws if `object` was not written here. What it does not say is as in a new
// service.
void ReadServiceRules(const nlohmann::json& object, catalog::Service& service);

}  // namespace rapport::db

#endif  // RAPPORT_DB_SERVICE_RULES_JSON_H_
