// A history in the order in which the checker's rules ask about it.
#ifndef RAPPORT_TESTS_SOAK_EVIDENCE_H_
#define RAPPORT_TESTS_SOAK_EVIDENCE_H_

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tests/soak/history.h"
#include "tests/soak/ledger.h"

namespace rapport::soak {

// All attempts at one request, as the one thing that they are.
struct Deed {
  std::vector<const Attempt*> attempts;
  Effect effect = Effect::kReads;
  std::string subject;  // the booking that it is about, or made; or the entry
  Instant invoked = 0;  // the first attempt
  // It had happened by then; kForever if it is not known to have happened.
  Instant done = kForever;
  bool granted = false;
  bool refused = false;  // and cannot have happened
  SeenBooking answer;    // if granted
  SeenEntry entry;       // the same of a wait

  bool MayHaveHappened() const { return !refused; }
};

// A booking lived from `from` until `until`, for sure or possibly.
struct Span {
  const SeenBooking* booking = nullptr;
  Instant from = 0;
  Instant until = kForever;
};

// `history` and `ledger` must outlive it.
class Evidence {
 public:
  Evidence(const History& history, const Ledger& ledger);

  const History& history() const { return history_; }
  const Ledger& ledger() const { return ledger_; }
  // What was done to bookings.
  const std::vector<Deed>& deeds() const { return deeds_; }
  // What was done to entries of the waiting list.
  const std::vector<Deed>& waits() const { return waits_; }
  // Those about a booking: the one that made it among them, and those of other
  // bookings that it gave way to. About what was offered to an entry are also
  // the waits of that; about a seat, what may have ended its session. About an
  // entry: its waits.
  const std::vector<const Deed*>& About(const std::string& subject) const;
  const SeenBooking* Row(const std::string& booking) const;
  const SeenEntry* EntryRow(const std::string& entry) const;
  // The bookings that name an entry: one, if all is well.
  const std::vector<const OfferRow*>& OffersTo(const std::string& entry) const;

  // Where granted bookings lived for sure.
  std::vector<Span> SureSpans() const;
  // Where bookings can have lived at all.
  std::vector<Span> PossibleSpans() const;
  // Whether a clock may have jumped while it was held: then it may have run
  // out for some and not for others.
  bool WasHeldThroughAJump(const std::string& booking) const;

 private:
  void Gather();
  void Settle(Deed& deed);
  void NameSubjects();
  void NameEntries();
  void NameSessions();
  Instant HeldFrom(const Deed& deed) const;

  const History& history_;
  const Ledger& ledger_;
  std::vector<Deed> deeds_;
  std::vector<Deed> waits_;
  std::unordered_map<std::string, std::vector<const Deed*>> about_;
  std::unordered_map<std::string, const SeenBooking*> rows_;
  std::unordered_map<std::string, const SeenEntry*> entries_;
  std::unordered_map<std::string, std::vector<const OfferRow*>> offers_;
  std::unordered_map<std::string, const OfferRow*> offered_;  // by booking
};

bool IsLiveState(int state);
bool SamePlace(const SeenBooking& a, const SeenBooking& b);
// The two names of a request as one.
std::string RequestName(const std::string& principal,
                        const std::string& request_id);

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_EVIDENCE_H_
