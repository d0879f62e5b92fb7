// A finder of the few places that a test adds.
#ifndef RAPPORT_TESTS_CATALOG_FAKE_PLACE_FINDER_H_
#define RAPPORT_TESTS_CATALOG_FAKE_PLACE_FINDER_H_

#include <map>
#include <string>
#include <utility>

#include "server/catalog/place_finder.h"

namespace rapport::catalog {

class FakePlaceFinder final : public PlaceFinder {
 public:
  // `word` is a postal code or a locality.
  void Add(const std::string& region, const std::string& word,
           const FoundPlace& place) {
    places_[{region, word}] = place;
  }

  PlaceAnswer Locate(const PlaceQuery& query) const override {
    for (absl::string_view word : {query.postal_code, query.locality}) {
      const auto found =
          places_.find({std::string(query.region_code), std::string(word)});
      if (found != places_.end()) return {found->second, ""};
    }
    return {std::nullopt, "UNKNOWN_PLACE"};
  }

 private:
  std::map<std::pair<std::string, std::string>, FoundPlace> places_;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_TESTS_CATALOG_FAKE_PLACE_FINDER_H_
