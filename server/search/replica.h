// Keeps the read model equal to the database: loads it whole at start, then
// follows the news, reading again what has changed. Who was away for longer than
// news are kept loads it whole once more, while it goes on being read.
#ifndef RAPPORT_SERVER_SEARCH_REPLICA_H_
#define RAPPORT_SERVER_SEARCH_REPLICA_H_

#include <map>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/booking/booking_store.h"
#include "server/booking/waitlist_store.h"
#include "server/calendar/schedule_store.h"
#include "server/catalog/catalog_store.h"
#include "server/search/change_feed.h"
#include "server/search/read_model.h"

namespace rapport::search {

// Where everything is remembered. Does not own it.
struct Stores {
  catalog::CatalogStore& catalog;
  calendar::ScheduleStore& schedules;
  booking::BookingStore& bookings;
  booking::WaitlistStore& waitlist;
};

// Not thread-safe: one thread loads and follows.
class Replica {
 public:
  Replica(Stores stores, ChangeFeed& feed, ReadModel& model);

  // Reads everything. `progress` hears what has been read so far, in words.
  // Returns the codes of the stores; then the model is not whole.
  absl::Status Load(absl::FunctionRef<void(absl::string_view)> progress);

  // Applies what has changed since, and says on the model's board how far that
  // is. Returns how many changes there were; after a failure the same changes
  // come again. Returns OUT_OF_RANGE once, when changes have been missed; the
  // calls after it load everything anew.
  absl::StatusOr<int> Follow();

 private:
  // What changed of one brand, each id once.
  struct Changed {
    bool brand = false;
    bool services = false;
    bool offer_policies = false;
    std::vector<ResourceId> resources;
    std::vector<StoreId> stores;
    std::vector<AssociateId> associates;
    std::vector<AssociateId> schedules;
    std::vector<booking::BookingId> bookings;
    std::vector<booking::WaitlistEntryId> waitlist;
  };

  // Reads again what lives, as far as the model knows: of what ended unheard
  // Load finds nothing.
  absl::Status ReadWhatEnded(const BrandId& brand);
  absl::Status ReadBookings(const BrandId& brand,
                            absl::Span<const booking::BookingId> ids);
  absl::Status ReadEntries(const BrandId& brand,
                           absl::Span<const booking::WaitlistEntryId> ids);
  absl::Status LoadBrand(const BrandId& brand,
                         absl::FunctionRef<void(absl::string_view)> progress);
  absl::Status ReadAgain(const BrandId& brand, const Changed& changed);
  absl::Status ReadSchedules(const BrandId& brand,
                             const std::vector<AssociateId>& ids);
  absl::Status ReadBrands();
  absl::Status ReadServices(const BrandId& brand);
  absl::Status ReadOfferPolicies(const BrandId& brand);

  Stores stores_;
  ChangeFeed& feed_;
  ReadModel& model_;
  // News that could not be read again yet.
  std::map<BrandId, Changed> pending_;
  bool missed_ = false;  // some; all must be loaded
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_REPLICA_H_
