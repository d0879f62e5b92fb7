// The places of the world by name: what a shopper who types means, and where an
// address without coordinates is. All from memory.
//
// The data: GeoNames' towns of over 1,000 inhabitants with their names in all
// scripts, and the ZIP code areas of the United States; the build makes the
// file (scripts/node/gazetteer_table.mjs, tools/make_place_table.cc).
//
//   const auto gazetteer = Gazetteer::Load(*geo::FindDataFile(kFileName));
//   gazetteer->Suggest({.text = "Muench"});  // München, Münchenstein, ...
#ifndef RAPPORT_SERVER_PLACES_GAZETTEER_H_
#define RAPPORT_SERVER_PLACES_GAZETTEER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/places/place.h"

namespace rapport::places {

struct PlaceTable;
class PlaceIndex;

// Thread-safety: immutable; any number of threads may ask at once.
class Gazetteer {
 public:
  // Its name within the data folder (geo/data_dir.h).
  static constexpr absl::string_view kFileName = "places.bin";

  // Reads the file. Returns NOT_FOUND if it cannot be opened, DATA_LOSS if it
  // is cut short, damaged or of another version.
  static absl::StatusOr<Gazetteer> Load(const std::string& path);

  explicit Gazetteer(PlaceTable table);
  ~Gazetteer();
  Gazetteer(Gazetteer&&) noexcept;
  Gazetteer& operator=(Gazetteer&&) noexcept;

  // The places that the text may mean, the best first, each once; see
  // suggest.h for the order. None if nothing was typed, or over
  // kPlaceTextBytesMax.
  std::vector<Place> Suggest(const SuggestQuery& query) const;

  // Where the address is, as near as the gazetteer knows; see locate.h for the
  // rules and the reasons of failure.
  absl::StatusOr<Location> Locate(const AddressQuery& query) const;

  size_t place_count() const;
  size_t name_count() const;

  // Bytes of memory held.
  size_t MemoryBytes() const;

 private:
  std::unique_ptr<const PlaceIndex> index_;
};

}  // namespace rapport::places

#endif  // RAPPORT_SERVER_PLACES_GAZETTEER_H_
