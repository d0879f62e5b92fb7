#include "server/places/gazetteer.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "geo/whole_file.h"
#include "server/places/locate.h"
#include "server/places/place_index.h"
#include "server/places/place_table.h"
#include "server/places/suggest.h"

namespace rapport::places {

absl::StatusOr<Gazetteer> Gazetteer::Load(const std::string& path) {
  const absl::StatusOr<std::string> bytes = geo::ReadWholeFile(path);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<PlaceTable> table = DecodePlaceTable(*bytes);
  if (!table.ok()) {
    return absl::DataLossError(
        absl::StrCat(path, ": ", table.status().message()));
  }
  return Gazetteer(*std::move(table));
}

Gazetteer::Gazetteer(PlaceTable table)
    : index_(std::make_unique<const PlaceIndex>(std::move(table))) {}

Gazetteer::~Gazetteer() = default;
Gazetteer::Gazetteer(Gazetteer&&) noexcept = default;
Gazetteer& Gazetteer::operator=(Gazetteer&&) noexcept = default;

std::vector<Place> Gazetteer::Suggest(const SuggestQuery& query) const {
  return SuggestPlaces(*index_, query);
}

absl::StatusOr<Location> Gazetteer::Locate(const AddressQuery& query) const {
  return LocateAddress(*index_, query);
}

size_t Gazetteer::place_count() const { return index_->table().places.size(); }
size_t Gazetteer::name_count() const { return index_->table().names.size(); }
size_t Gazetteer::MemoryBytes() const { return index_->MemoryBytes(); }

}  // namespace rapport::places
