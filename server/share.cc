#include "server/share.h"

#include <utility>

#include "geo/data_dir.h"
#include "server/hours/holidays_file.h"

namespace rapport {
namespace {

// What `load` makes of the file of that name.
template <typename Load>
auto LoadFile(absl::string_view name, const std::string& folder, Load load)
    -> decltype(load(std::string())) {
  absl::StatusOr<std::string> path = geo::FindDataFile(name, folder);
  if (!path.ok()) return path.status();
  return load(*path);
}

}  // namespace

absl::StatusOr<Share> LoadShare(const std::string& folder) {
  absl::StatusOr<geo::ZoneTable> zones =
      LoadFile(geo::ZoneTable::kFileName, folder, geo::ZoneTable::Load);
  if (!zones.ok()) return zones.status();
  absl::StatusOr<places::Gazetteer> gazetteer =
      LoadFile(places::Gazetteer::kFileName, folder, places::Gazetteer::Load);
  if (!gazetteer.ok()) return gazetteer.status();
  absl::StatusOr<hours::HolidayTable> holidays =
      LoadFile(hours::kHolidaysFileName, folder, hours::LoadHolidays);
  if (!holidays.ok()) return holidays.status();
  return Share{
      *std::move(zones), *std::move(gazetteer),
      std::make_shared<const hours::HolidayTable>(*std::move(holidays))};
}

}  // namespace rapport
