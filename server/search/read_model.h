// What all reads are answered from: an index of each brand, in memory.
//
// Writers hand in what they have stored; followers what they have read again.
// Both may come late, twice or in any order: versions decide. A change of the
// catalog shows in a new BrandIndex, made by one thread in the background; a
// change of somebody's time shows at once, in the index that is there.
#ifndef RAPPORT_SERVER_SEARCH_READ_MODEL_H_
#define RAPPORT_SERVER_SEARCH_READ_MODEL_H_

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/booking/booking.h"
#include "server/calendar/schedule.h"
#include "server/search/brand_index.h"
#include "server/search/session_book.h"
#include "server/search/time_bell.h"
#include "server/search/waiting_list.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/position_board.h"

namespace rapport::search {

// Bookings that ended longer ago than this are forgotten: longer than any
// news of them can be late.
inline constexpr absl::Duration kPastKept = absl::Hours(24);

// Thread-safe. Owns the thread that makes indexes.
class ReadModel {
 public:
  using Clock = std::function<absl::Time()>;

  // `holidays` are those that opening hours mean; unset: all are unknown.
  explicit ReadModel(Clock clock = absl::Now,
                     std::shared_ptr<const hours::HolidayTable> holidays =
                         std::make_shared<const hours::HolidayTable>());
  ~ReadModel();
  ReadModel(const ReadModel&) = delete;
  ReadModel& operator=(const ReadModel&) = delete;

  // The brand as last published; null if there is no such brand.
  std::shared_ptr<const BrandIndex> Find(const BrandId& brand) const;

  std::vector<BrandId> Brands() const;

  // Changes of the catalog; seen in Find after the next publication. All but
  // that of a brand are dropped if the brand is not known.
  void Apply(const catalog::Brand& brand);
  void Apply(const BrandId& brand, absl::Span<const catalog::Store> stores);
  void Apply(const BrandId& brand,
             absl::Span<const catalog::Associate> associates);
  void Apply(const BrandId& brand, absl::Span<const catalog::Service> services);
  void Apply(const BrandId& brand,
             absl::Span<const catalog::OfferPolicy> policies);
  void Apply(const BrandId& brand,
             absl::Span<const catalog::StoreResource> resources);

  // Changes of somebody's time; seen at once.
  void Apply(const BrandId& brand,
             absl::Span<const calendar::StoredSchedule> schedules);
  void Apply(const BrandId& brand, absl::Span<const booking::Booking> bookings);

  // Those that take anybody's time or seats, as far as is known; some may be
  // named twice.
  std::vector<booking::BookingId> LiveBookings(const BrandId& brand) const;

  // Who waits; seen at once.
  void Apply(const BrandId& brand,
             absl::Span<const booking::WaitlistEntry> entries);
  const WaitingList& waiting() const { return waiting_; }

  // Of the same bookings: which sessions there are, and their seats.
  const SessionBook& sessions() const { return sessions_; }

  // Returns once Find shows all that was applied before.
  void WaitPublished(const BrandId& brand);

  // Everything up to `position` has been applied: says so on the board, once
  // Find shows it. Does not wait for that.
  void Reach(const Position& position);

  // How far the model is, for those who answer from it.
  PositionBoard& board() { return board_; }

  // Rings for changes once they can be seen.
  TimeBell& bell() { return bell_; }

  absl::Time Now() const { return clock_(); }

 private:
  struct BrandState {
    BrandCatalog catalog;
    int64_t changes = 0;    // counts the changes of `catalog`
    int64_t published = 0;  // those that Find shows
  };

  // A position that has been applied, and what Find must show before it may be
  // said.
  struct Unsaid {
    Position position;
    std::vector<std::pair<const BrandState*, int64_t>> changes;
  };

  void NoteChange(BrandState& state);  // needs mutex_
  // Takes those of unsaid_ out that Find shows. Needs mutex_.
  Position TakeShown();
  void PublishLoop();
  bool AnyDirty() const;  // needs mutex_
  // Lets `lock`, which is of mutex_, go while it makes an index.
  void PublishDirty(std::unique_lock<std::mutex>& lock);
  // With whom the shopper holds time, if it is a hold.
  void ApplyToHolds(const BrandId& brand, const booking::Booking& booking);
  // What the booking takes of rooms and equipment.
  void ApplyToResources(const BrandId& brand, const booking::Booking& booking,
                        absl::Time past);
  std::shared_ptr<Person> PersonOf(const BrandId& brand,
                                   const AssociateId& associate);

  const Clock clock_;
  const std::shared_ptr<const hours::HolidayTable> holidays_;
  const std::shared_ptr<WorkPatterns> patterns_;

  PositionBoard board_;
  TimeBell bell_;
  WaitingList waiting_;
  SessionBook sessions_;

  mutable std::mutex mutex_;  // guards the next five
  std::condition_variable something_to_do_;
  std::condition_variable published_something_;
  bool stopping_ = false;
  // A map whose elements stay where they are while the publisher works.
  std::map<BrandId, BrandState> brands_;
  std::deque<Unsaid> unsaid_;  // in order of time

  // What readers see; apart, so that they never wait for a writer at work.
  mutable std::mutex published_mutex_;  // guards the next one
  absl::flat_hash_map<BrandId, std::shared_ptr<const BrandIndex>> published_;

  std::thread publisher_;  // last: it uses all of the above
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_READ_MODEL_H_
