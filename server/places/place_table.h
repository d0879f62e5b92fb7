// The places of a gazetteer as a file: what make_place_table writes and
// Gazetteer reads.
//
// All texts lie in one arena, each once: a byte of length, then that many bytes
// of UTF-8. A text is named by where its length is. The first is empty.
//
// The file, all numbers little-endian:
//   char[8]  "RAPPLAC\n"
//   u32      version, 1
//   u32      how many places, names, administrative areas, area words, zones, and bytes of
//            texts
//            (6 × u32)
//   u32      0
//   Place[], Name[], Area[], AreaWord[]   as below
//   u32[]    zones: the texts of their names
//   char[]   texts
//   u64      a checksum of all the bytes before, see Checksum
#ifndef RAPPORT_SERVER_PLACES_PLACE_TABLE_H_
#define RAPPORT_SERVER_PLACES_PLACE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rapport::places {

// What a length in one byte can say; GeoNames' longest is 193.
inline constexpr size_t kTextBytesMax = 255;

struct PlaceTable {
  using Text = uint32_t;

  static constexpr uint16_t kNoArea = 0xffff;
  static constexpr uint8_t kTown = 0, kPostalArea = 1;

  struct Place {
    uint32_t id;  // GeoNames' id, or the number of a ZIP code
    int32_t latitude_microdeg, longitude_microdeg;
    uint32_t population;
    Text name;
    uint16_t area;    // an index, or kNoArea
    uint16_t zone;    // an index
    char country[2];  // ISO 3166-1 alpha-2
    uint8_t kind;     // kTown or kPostalArea
    uint8_t zero;
  };
  struct Name {
    Text folded;  // by FoldForSearch or OtherSpellings
    Text shown;   // as people write it
    uint32_t place;
  };
  // An administrative area of the first level: a state, a province.
  struct Area {
    Text name;
    char country[2];
    uint16_t zero;
  };
  // A name or code of an area, folded.
  struct AreaWord {
    Text folded;
    uint32_t area;
  };

  // The text that begins there.
  absl::string_view At(Text text) const {
    return absl::string_view(texts.data() + text + 1,
                             static_cast<unsigned char>(texts[text]));
  }

  std::vector<Place> places;  // the most populous first
  std::vector<Name> names;    // by the bytes of their folded text, then place
  std::vector<Area> areas;
  std::vector<AreaWord> area_words;  // by the bytes of their folded text
  std::vector<Text> zones;
  std::string texts;
};

std::string EncodePlaceTable(const PlaceTable& table);

// Returns DATA_LOSS if the bytes are not a whole, undamaged table of this
// version, or name a text, place, area or zone that they do not have.
absl::StatusOr<PlaceTable> DecodePlaceTable(absl::string_view bytes);

}  // namespace rapport::places

#endif  // RAPPORT_SERVER_PLACES_PLACE_TABLE_H_
