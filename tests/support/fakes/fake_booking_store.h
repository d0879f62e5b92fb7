// Bookings remembered in memory, by the same rules as in the database.
#ifndef RAPPORT_TESTS_SUPPORT_FAKES_FAKE_BOOKING_STORE_H_
#define RAPPORT_TESTS_SUPPORT_FAKES_FAKE_BOOKING_STORE_H_

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "server/booking/booking_store.h"
#include "server/booking/waitlist_store.h"
#include "server/calendar/schedule_store.h"

namespace rapport::booking {

// Behaves as BookingStore says. A deadline is of the real clock, as a call's
// is; everything else is of `now`. Thread-safe.
class FakeBookingStore : public BookingStore {
 public:
  // Who has a tick: the bytes of an associate's id or a resource's.
  using Tick = std::tuple<BrandId, AssociateId, int64_t>;

  // `schedules` tells the versions that holds must match; it must outlive this.
  // `now` is called under a lock.
  FakeBookingStore(std::function<absl::Time()> now,
                   calendar::ScheduleStore& schedules);

  // The next call of any kind fails with `status` and does nothing.
  void FailNext(absl::Status status);
  // The next write of a new booking finds that `between` has happened before
  // it: for what others do between a caller's look and its write.
  void BeforeNextHold(std::function<void()> between);
  // Lets the time of a hold be over.
  void RunOut(const BrandId& brand, const BookingId& id);
  std::multimap<Tick, BookingId> Claims() const;
  // Writes of new bookings that were answered or refused.
  int holds() const;

  absl::StatusOr<Booking> Write(const Actor& actor, const RequestKey& request,
                                const BookingWrite& write,
                                absl::Time deadline) override;
  absl::StatusOr<std::optional<Booking>> Replay(const Actor& actor,
                                                const RequestKey& request,
                                                absl::Time deadline) override;
  absl::StatusOr<Booking> Get(const BrandId& brand, const BookingId& id,
                              absl::Time deadline) override;
  absl::StatusOr<std::vector<BookingChange>> Changes(
      const BrandId& brand, const BookingId& id, absl::Time deadline) override;
  absl::StatusOr<std::vector<Booking>> List(const BrandId& brand,
                                            const BookingFilter& filter,
                                            const BookingCursor& after,
                                            size_t limit,
                                            absl::Time deadline) override;
  void OfferFreedTime(OffersOf offers) override;
  absl::StatusOr<std::vector<Expired>> ExpireDue() override;
  absl::StatusOr<ReanchorAnswer> Reanchor(const Actor& actor,
                                          const RequestKey& request,
                                          const ReanchorStep& step,
                                          absl::Time deadline) override;
  absl::Status Read(const BrandId& brand, absl::Span<const BookingId> ids,
                    absl::FunctionRef<void(const Booking&)> each) override;
  absl::Status ReadWork(const BrandId& brand, absl::Time from,
                        absl::FunctionRef<void(const Booking&)> each) override;

 private:
  friend class FakeWaitlistStore;  // the same storage by its other port
  using EntryKey = std::pair<BrandId, WaitlistEntryId>;
  using Key = std::pair<BrandId, BookingId>;
  // Brand, principal, request id.
  using RequestName = std::tuple<BrandId, std::string, std::string>;
  struct Answer {
    std::string request_hash;
    Booking reply;
    std::optional<ReanchorReport> report = std::nullopt;  // of a Reanchor
  };

  // These need the lock.
  absl::Status Begin(absl::Time deadline);
  absl::StatusOr<std::optional<Booking>> AnswerTo(const Actor& actor,
                                                  const RequestKey& request);
  absl::StatusOr<Booking> Judge(const BrandId& brand,
                                const BookingWrite& write);
  absl::Status FindReplaced(const BrandId& brand, const BookingWrite& write,
                            const Booking& after, absl::Time now,
                            std::set<BookingId>& ended);
  absl::Status SitDown(const BrandId& brand, const BookingWrite& write,
                       absl::Time now, Booking& seat) const;
  absl::Status TakeSeats(const BrandId& brand, const Booking& seat,
                         absl::Time now, std::set<BookingId>& ended) const;
  absl::Status CheckFollowers(const BrandId& brand, const Booking& before,
                              const Booking& after) const;
  void FollowSession(const Actor& actor, const Booking& session,
                     absl::Time now);
  // Those but `but` that have a claim there, each once.
  std::vector<Booking> InTheWayOf(const BrandId& brand, const TimeOf& time,
                                  std::set<BookingId> but) const;
  absl::Status FindBlockers(const BrandId& brand, const BookingWrite& write,
                            const Booking& after, const TimeOf& time,
                            absl::Time now, std::set<BookingId>& ended);
  absl::Status CheckLimit(const BrandId& brand, const BookingWrite& write,
                          const Booking* before, const Booking& after,
                          absl::Time now,
                          const std::set<BookingId>& ended) const;
  absl::Status CheckWorkOf(const BrandId& brand, const BookingWrite& write,
                           const Booking* before, const Booking& after,
                           absl::Time now,
                           const std::set<BookingId>& ended) const;
  void End(const BrandId& brand, Booking& booking, absl::Time now);
  absl::StatusOr<ReanchorPlan> PlanStep(const BrandId& brand,
                                        const ReanchorStep& step,
                                        absl::Time now);
  std::vector<Booking> Do(const Actor& actor, const ReanchorPlan& plan,
                          absl::Time now);
  void Occupy(const BrandId& brand, const BookingId& id,
              const OccupancyChange& change);
  // What a booking that changed means to those who wait.
  void Became(const BrandId& brand, const Booking& before,
              const Booking& after);
  // Ends the offer that `before` is, if it is one; its entry is in `state` then.
  // Unset: it goes on.
  void Settle(const BrandId& brand, const Booking& before,
              std::optional<WaitlistState> state, absl::Time now);
  // Offers what was freed since.
  void MakeOffers(absl::Time now);
  bool HasTimeFor(const BrandId& brand, const HoldWrite& offered,
                  const BookingWrite& write, const Booking& hold);
  bool HasSeatsFor(const BrandId& brand, const BookingWrite& write,
                   const Booking& hold, absl::Time now) const;
  std::optional<Booking> Take(const BrandId& brand, const Offer& offer,
                              absl::Time now);
  int64_t ScheduleVersion(const BrandId& brand, const AssociateId& associate);

  const std::function<absl::Time()> now_;
  calendar::ScheduleStore& schedules_;
  // Guards what follows.
  mutable std::mutex mutex_;
  absl::Status failure_;
  std::function<void()> before_hold_;
  int holds_ = 0;
  std::map<Key, Booking> bookings_;
  std::multimap<Tick, BookingId> claims_;
  std::map<RequestName, Answer> answers_;
  std::map<Key, std::vector<BookingChange>> changes_;
  OffersOf offers_;
  struct Freed {
    BrandId brand;
    Booking before;
    Booking after;
  };
  std::vector<Freed> freed_;
  std::map<EntryKey, WaitlistEntry> entries_;
};

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_SUPPORT_FAKES_FAKE_BOOKING_STORE_H_
