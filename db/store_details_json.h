// The details of a store within the JSON text of its content.
//
// Only what differs from the default is written: most stores have few details,
// and the texts from before there were any read the same.
#ifndef RAPPORT_DB_STORE_DETAILS_JSON_H_
#define RAPPORT_DB_STORE_DETAILS_JSON_H_

#include <nlohmann/json.hpp>
#include <vector>

#include "server/catalog/store_details.h"

namespace rapport::db {

// [[tag, text], ...]
nlohmann::json TextsJson(const std::vector<catalog::LocalizedName>& texts);
std::vector<catalog::LocalizedName> TextsFrom(const nlohmann::json& pairs);

// Adds members to `object`.
void AddDetails(const catalog::StoreDetails& details, nlohmann::json& object);

// Replaces `details` by what `object` says. Throws what ReadJson catches.
void ReadDetails(const nlohmann::json& object, catalog::StoreDetails& details);

}  // namespace rapport::db

#endif  // RAPPORT_DB_STORE_DETAILS_JSON_H_
