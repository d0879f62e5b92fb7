// A row of the formats that are JSON, as a draft of a store.
#ifndef RAPPORT_SERVER_CATALOG_GEOJSON_STORES_H_
#define RAPPORT_SERVER_CATALOG_GEOJSON_STORES_H_

#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"
#include "server/catalog/field_map.h"
#include "server/catalog/json_record.h"
#include "server/catalog/store_draft.h"

namespace rapport::catalog {

// A GeoJSON feature: a point with tags. Names that were told are looked for in
// its properties, then in the feature.
StoreDraftOrProblem ReadFeature(const nlohmann::json& feature,
                                const FieldMap& map, JsonRecords& records,
                                const StoreDefaults& defaults);

// An element of Overpass's answer: tags, with lat and lon or a center. Its id
// is `node/1`, as ref is seldom unique there. NOT_A_STORE if it has no tags.
StoreDraftOrProblem ReadElement(const nlohmann::json& element,
                                const FieldMap& map, JsonRecords& records,
                                const StoreDefaults& defaults);

// A node of JSON-LD. NOT_A_STORE if its type is one of those that are no place
// (WebSite, Organization ...), or it has neither an address nor a geo.
StoreDraftOrProblem ReadNode(const nlohmann::json& node, JsonRecords& records,
                             const StoreDefaults& defaults);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_GEOJSON_STORES_H_
