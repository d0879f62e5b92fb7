// The hours of a brand's stores, each different ones kept and read once,
// however many stores have them.
#ifndef RAPPORT_SERVER_SEARCH_STORE_HOURS_H_
#define RAPPORT_SERVER_SEARCH_STORE_HOURS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "server/catalog/store.h"
#include "server/hours/open_state.h"
#include "server/hours/opening_hours.h"
#include "server/search/brand_holidays.h"

namespace rapport::search {

// What one text of hours says at a store: for its secondary hours.
hours::StoreHours HoursOf(const catalog::Store& store, absl::string_view text,
                          absl::TimeZone zone, const BrandHolidays& holidays);

// Whether a store is open at an instant, and when that changes.
struct StoreOpening {
  hours::State state = hours::State::kUnknown;
  std::string comment;
  std::optional<absl::Time> next_open;
  std::optional<absl::Time> next_close;
};

// By `hours`, which are of the store; one that is temporarily closed is closed,
// nobody knows until when.
StoreOpening OpeningAt(const catalog::Store& store,
                       const hours::StoreHours& hours, absl::Time time);

// Immutable once everything is added; then thread-safe. `holidays` outlives
// it.
class StoreHoursTable {
 public:
  explicit StoreHoursTable(const BrandHolidays& holidays)
      : holidays_(holidays) {}

  // The number of the store's opening hours.
  uint32_t Add(const catalog::Store& store, absl::TimeZone zone);

  // Whether a store with those hours is open; no if it is closed until further
  // notice.
  bool IsOpen(uint32_t number, absl::Time time) const {
    return !closed_[number] &&
           hours::StateAt(hours_[number], time).state == hours::State::kOpen;
  }

  // How many different hours there are.
  size_t size() const { return hours_.size(); }
  const hours::StoreHours& at(uint32_t number) const { return hours_[number]; }

  // Forgets what it needs for adding.
  void Seal();

 private:
  const BrandHolidays& holidays_;
  std::vector<hours::StoreHours> hours_;
  std::vector<bool> closed_;  // of each: until further notice
  // By all that decides; see KeyOf.
  absl::flat_hash_map<std::string, uint32_t> numbers_;
  absl::flat_hash_map<std::string, hours::OpeningHours> texts_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_STORE_HOURS_H_
