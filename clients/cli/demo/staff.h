// Plausible associates for stores: languages that fit the place, styles,
// services, channels and weekly hours.
//
// Everything about the n-th associate of a store follows from the seed, the
// store's key and n alone, so that the same store has the same staff whatever
// other stores there are.

#ifndef RAPPORT_CLIENTS_CLI_DEMO_STAFF_H_
#define RAPPORT_CLIENTS_CLI_DEMO_STAFF_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "rapport/v1/calendar_resources.pb.h"
#include "rapport/v1/catalog_resources.pb.h"

namespace rapport::demo {

// A store that is to have staff.
struct Site {
  // What the import is told: an id at the store's source, or a full name.
  std::string store;
  // As `store`, of another store of the same city; empty: none.
  std::string sibling;
  std::string country_code;
};

// What the brand has for them to know and to do.
struct Vocabulary {
  std::vector<std::string> styles;  // ids, the more usual ones first
  std::vector<v1::Service> services;
};

// An associate to be. The messages are those of the API, with names as the
// import is told them (see Site.store).
struct Member {
  std::string source_id;
  v1::Associate associate;
  std::vector<v1::WeeklyPeriod> hours;
};

class Staff {
 public:
  Staff(Vocabulary vocabulary, uint64_t seed);

  // The associate `number` (0, 1, ...) of a site.
  Member At(const Site& site, size_t number) const;

 private:
  Vocabulary vocabulary_;
  uint64_t seed_;
};

// How many associates each of `sites` stores has, `total` in all: at least one
// each while they last, and the earlier ones, the larger cities, more.
std::vector<size_t> StaffSizes(size_t sites, size_t total);

}  // namespace rapport::demo

#endif  // RAPPORT_CLIENTS_CLI_DEMO_STAFF_H_
