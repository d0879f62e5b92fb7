// What became of an import, for programs: a line of --json or of --report.

#ifndef RAPPORT_CLIENTS_CLI_IMPORT_JSON_H_
#define RAPPORT_CLIENTS_CLI_IMPORT_JSON_H_

#include "nlohmann/json.hpp"
#include "rapport/v1/catalog_service.pb.h"

namespace rapport::cli {

// {"position", "outcome", "name", "field", "reason", "message",
// "first_position", "remarks": [{"field", "reason", "message"}]}; what is
// empty is left out.
nlohmann::ordered_json ImportRowJson(const v1::ImportRow& row);

// {"rows", "created", "updated", "unchanged", "rejected", "remarked"}, and
// "dry_run": true where nothing was written.
nlohmann::ordered_json ImportSummaryJson(const v1::ImportSummary& summary,
                                         bool is_dry_run);

// {"mapping": {"format", "encoding", "entries": [{"name", "field"}]}}; a name
// that is not used has no field.
nlohmann::ordered_json ImportMappingJson(const v1::ImportMapping& mapping);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_IMPORT_JSON_H_
