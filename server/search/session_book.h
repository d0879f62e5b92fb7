// Sessions of classes in memory, and how many of their seats are left.
//
// Kept like everything else of the read model: from bookings that writers hand
// in and followers have read again, in any order, versions deciding. A session
// may be heard of before its seats or after them.
#ifndef RAPPORT_SERVER_SEARCH_SESSION_BOOK_H_
#define RAPPORT_SERVER_SEARCH_SESSION_BOOK_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "server/booking/booking.h"
#include "server/booking/booking_store.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/interval.h"

namespace rapport::search {

// What sessions must be like.
struct SessionFilter {
  std::vector<StoreId> stores = {};  // at one of these; empty: at any
  std::optional<ServiceId> service = std::nullopt;
  std::optional<AssociateId> associate = std::nullopt;  // who takes part
  Interval window;                                      // they start inside
  int seats_left_min = 0;
};

struct FoundSession {
  std::shared_ptr<const booking::Booking> session;  // never null
  int seats_left = 0;                               // never below 0
};

// Thread-safe.
class SessionBook {
 public:
  // `booking` is a session or a seat. Sessions that were over before `past` are
  // forgotten on the way, and seats that were given back before it.
  void Apply(const BrandId& brand, const booking::Booking& booking,
             absl::Time past);

  // The session if it is confirmed and not over at `now`. Holds that have run
  // out by then take no seats.
  std::optional<FoundSession> Find(const BrandId& brand,
                                   const booking::BookingId& id,
                                   absl::Time now) const;

  // At most `limit` of those behind `after`, in order of start, then id.
  std::vector<FoundSession> List(const BrandId& brand,
                                 const SessionFilter& filter,
                                 const booking::BookingCursor& after,
                                 size_t limit, absl::Time now) const;

  // Adds the seats that are taken, as far as is known.
  void AddSeats(const BrandId& brand,
                std::vector<booking::BookingId>& ids) const;

  // How many bookings are kept, for tests of what is forgotten.
  size_t size() const;

 private:
  using Place = std::pair<absl::Time, booking::BookingId>;
  // What sessions are looked up by: all of a brand's are under the first.
  using Key = std::variant<std::monostate, StoreId, ServiceId, AssociateId>;
  struct Hold {
    int seats = 0;
    absl::Time expire_time;
  };
  struct Known {
    int64_t version = 0;                              // of the session
    std::shared_ptr<const booking::Booking> session;  // null: not to be shown
    // Of all seats, also of those given back, so that old news of them is known
    // to be old.
    absl::flat_hash_map<booking::BookingId, int64_t> seat_versions;
    absl::flat_hash_map<booking::BookingId, int> booked;  // seats each
    int booked_seats = 0;                                 // their sum
    absl::flat_hash_map<booking::BookingId, Hold> holds;
    absl::Time end = absl::InfinitePast();  // the latest that was ever heard of
  };
  struct GivenBack {
    absl::Time time;
    booking::BookingId session;
    booking::BookingId seat;
  };
  using Places = std::map<Place, const Known*>;
  struct OfBrand {
    std::map<booking::BookingId, Known> known;  // which stay where they are
    std::map<Key, Places> places;
    std::set<Place> ends;
    std::deque<GivenBack> given_back;
  };

  static std::vector<Key> KeysOf(const booking::Booking& session);
  // Those that have all that the filter may find.
  static std::vector<Key> KeysFor(const SessionFilter& filter);
  static void Show(OfBrand& brand, const Known& known);
  static void Hide(OfBrand& brand, const Known& known);
  static void NoteSession(OfBrand& brand, const booking::Booking& session);
  static void NoteSeat(OfBrand& brand, const booking::Booking& seat);
  static Known& KnownFor(OfBrand& brand, const booking::BookingId& id,
                         absl::Time end);
  static void Forget(OfBrand& brand, absl::Time past);
  static FoundSession FoundIn(const Known& known, absl::Time now);

  mutable std::mutex mutex_;  // guards the rest
  std::map<BrandId, OfBrand> brands_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_SESSION_BOOK_H_
