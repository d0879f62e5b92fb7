// What the server knows of the world, read at start from the files that the
// build makes: which zone a point is in, where places are, when holidays are.
#ifndef RAPPORT_SERVER_SHARE_H_
#define RAPPORT_SERVER_SHARE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "geo/zone_table.h"
#include "server/hours/holidays.h"
#include "server/places/gazetteer.h"

namespace rapport {

// Thread-safe: immutable.
struct Share {
  geo::ZoneTable zones;
  places::Gazetteer gazetteer;
  std::shared_ptr<const hours::HolidayTable> holidays;  // never null
};

// Reads the files of `folder`; empty: where geo/data_dir.h looks for them.
// Returns NOT_FOUND if one is not there, DATA_LOSS if one is damaged.
absl::StatusOr<Share> LoadShare(const std::string& folder);

}  // namespace rapport

#endif  // RAPPORT_SERVER_SHARE_H_
