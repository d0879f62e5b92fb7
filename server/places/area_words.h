// What a place can be said to be in: "OR", "Oregon", "France".
#ifndef RAPPORT_SERVER_PLACES_AREA_WORDS_H_
#define RAPPORT_SERVER_PLACES_AREA_WORDS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/places/place_table.h"

namespace rapport::places {

// A country, or one administrative area of it.
struct Within {
  std::string country_code;
  uint16_t area = PlaceTable::kNoArea;  // kNoArea: the whole country

  bool operator==(const Within&) const = default;
};

bool IsWithin(const PlaceTable::Place& place, const Within& within);
// Whether any has the place; true of no condition at all.
bool IsWithinAny(const PlaceTable::Place& place,
                 const std::vector<Within>& anywhere_if_empty);

// The same for many places.
//
// Thread-safety: immutable.
class WithinSet {
 public:
  WithinSet(const PlaceTable& table,
            const std::vector<Within>& anywhere_if_empty);

  bool Has(const PlaceTable::Place& place) const;

 private:
  bool anywhere_;
  std::vector<bool> areas_;
  std::vector<bool> countries_;  // by CountryGroup
};

// What is in both.
std::vector<Within> Both(const std::vector<Within>& some,
                         const std::vector<Within>& others);

// The administrative areas with the name or code. A text of several areas,
// such as "WA" (Washington, Western Australia), is all of them.
std::vector<Within> AreasNamed(const PlaceTable& table, absl::string_view text);

// The same, of which `text` is only the beginning; none if that is empty.
std::vector<Within> AreasBeginning(const PlaceTable& table,
                                   absl::string_view text);

// The areas and the country that the text names.
std::vector<Within> AllNamed(const PlaceTable& table, absl::string_view text);

}  // namespace rapport::places

#endif  // RAPPORT_SERVER_PLACES_AREA_WORDS_H_
