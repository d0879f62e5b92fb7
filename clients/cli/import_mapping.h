// How a file of stores is understood: what the user says with --map, and what
// the server answers.

#ifndef RAPPORT_CLIENTS_CLI_IMPORT_MAPPING_H_
#define RAPPORT_CLIENTS_CLI_IMPORT_MAPPING_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "rapport/v1/catalog_service.pb.h"

namespace rapport::cli {

// The names of a file that are listed, of those that are used and of those
// that are not; wide tables have hundreds.
inline constexpr int kMappedShownMax = 60;
inline constexpr int kUnusedShownMax = 20;

// Adds the FIELD=NAMEs of --map; NAME may have further equals signs. Returns
// INVALID_ARGUMENT if one has no field or no name, or a field is said twice.
absl::Status AddFieldMap(const std::vector<std::string>& map,
                         v1::ImportHeader& header);

// `read as csv, windows-1252`, a table of the names that are used and what for,
// and the names that are not.
void WriteMapping(const v1::ImportMapping& mapping, std::ostream& out);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_IMPORT_MAPPING_H_
