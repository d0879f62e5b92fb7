#include "tests/soak/evidence.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/soak/checker.h"

namespace rapport::soak {
namespace {

const std::vector<const Deed*> kNone;
const std::vector<const OfferRow*> kNoOffers;

// The first instant from `from` on at which the clock may have jumped.
Instant NextJump(const History& history, Instant from) {
  Instant next = kForever;
  for (const ClockJump& jump : history.clock_jumps) {
    if (jump.end >= from) next = std::min(next, std::max(from, jump.begin));
  }
  return next;
}

bool MayEnd(const Deed& deed) {
  return deed.effect == Effect::kFrees || deed.effect == Effect::kChanges ||
         deed.effect == Effect::kTakes || deed.effect == Effect::kLeaves;
}

}  // namespace

bool IsLiveState(int state) { return state >= kHeld && state <= kCheckedIn; }

bool SamePlace(const SeenBooking& a, const SeenBooking& b) {
  return a.associate == b.associate && a.start_tick == b.start_tick &&
         a.end_tick == b.end_tick;
}

std::string RequestName(const std::string& principal,
                        const std::string& request_id) {
  return absl::StrCat(principal, "\n", request_id);
}

Evidence::Evidence(const History& history, const Ledger& ledger)
    : history_(history), ledger_(ledger) {
  for (const SeenBooking& row : ledger.bookings) rows_[row.id] = &row;
  for (const SeenEntry& row : ledger.entries) entries_[row.id] = &row;
  for (const OfferRow& offer : ledger.offers) {
    offers_[offer.entry].push_back(&offer);
    offered_[offer.booking] = &offer;
  }
  Gather();
  for (Deed& deed : deeds_) Settle(deed);
  for (Deed& deed : waits_) Settle(deed);
  NameSubjects();
  for (const Deed& deed : deeds_) {
    if (!deed.subject.empty()) about_[deed.subject].push_back(&deed);
  }
  NameEntries();
  NameSessions();
}

void Evidence::Gather() {
  std::unordered_map<std::string, size_t> at;
  for (const Attempt& attempt : history_.attempts) {
    if (attempt.effect == Effect::kReads) continue;
    const bool waits =
        attempt.effect == Effect::kJoins || attempt.effect == Effect::kLeaves;
    std::vector<Deed>& deeds = waits ? waits_ : deeds_;
    const auto [it, is_new] = at.emplace(
        RequestName(attempt.principal, attempt.request_id), deeds.size());
    if (is_new) deeds.emplace_back();
    deeds[it->second].attempts.push_back(&attempt);
  }
}

void Evidence::Settle(Deed& deed) {
  bool unknown = false;
  deed.invoked = kForever;
  for (const Attempt* attempt : deed.attempts) {
    deed.invoked = std::min(deed.invoked, attempt->invoked);
    unknown = unknown || attempt->outcome == Outcome::kUnknown;
    if (attempt->outcome != Outcome::kOk) continue;
    deed.granted = true;
    deed.done = std::min(deed.done, attempt->completed);
    deed.answer = attempt->answer;
    if (!attempt->entries.empty()) deed.entry = attempt->entries[0];
  }
  deed.effect = deed.attempts[0]->effect;
  deed.subject = deed.attempts[0]->subject;
  if (deed.granted) {
    deed.subject = deed.entry.id.empty() ? deed.answer.id : deed.entry.id;
  }
  deed.refused = !deed.granted && !unknown;
}

// What was taken without an answer is found by the name of its request, and so
// are holds that gave way to what was taken.
void Evidence::NameSubjects() {
  std::unordered_map<std::string, const LedgerEvent*> events;
  for (const LedgerEvent& event : ledger_.events) {
    if (event.request_id.empty()) continue;
    events[RequestName(event.principal, event.request_id)] = &event;
  }
  for (Deed& deed : deeds_) {
    const Attempt& first = *deed.attempts[0];
    const auto it = events.find(RequestName(first.principal, first.request_id));
    if (it == events.end() || it->second->subjects.empty()) continue;
    const std::vector<std::string>& subjects = it->second->subjects;
    if (deed.subject.empty()) deed.subject = subjects[0];
    for (const std::string& subject : subjects) {
      if (subject == deed.subject) continue;
      // What was freed was offered: that made it, and ended nothing.
      if (deed.effect != Effect::kTakes && offered_.contains(subject)) continue;
      // What has run out gave way to the clock, which is judged by itself.
      const SeenBooking* row = Row(subject);
      if (row != nullptr && row->state == kCancelled) {
        about_[subject].push_back(&deed);
      }
    }
  }
}

void Evidence::NameEntries() {
  std::unordered_map<std::string, const LedgerEvent*> events;
  for (const LedgerEvent& event : ledger_.entry_events) {
    if (event.request_id.empty() || event.subjects.empty()) continue;
    events[RequestName(event.principal, event.request_id)] = &event;
  }
  for (Deed& deed : waits_) {
    const Attempt& first = *deed.attempts[0];
    const auto it = events.find(RequestName(first.principal, first.request_id));
    if (deed.subject.empty() && it != events.end()) {
      deed.subject = it->second->subjects[0];
    }
    if (deed.subject.empty()) continue;
    about_[deed.subject].push_back(&deed);
    for (const OfferRow* offer : OffersTo(deed.subject)) {
      about_[offer->booking].push_back(&deed);
    }
  }
}

void Evidence::NameSessions() {
  for (const SeenBooking& row : ledger_.bookings) {
    if (!row.is_seat()) continue;
    for (const Deed* deed : std::vector(About(row.session))) {
      if (deed->effect == Effect::kFrees || deed->effect == Effect::kChanges) {
        about_[row.id].push_back(deed);
      }
    }
  }
}

const std::vector<const Deed*>& Evidence::About(
    const std::string& subject) const {
  const auto it = about_.find(subject);
  return it == about_.end() ? kNone : it->second;
}

const SeenEntry* Evidence::EntryRow(const std::string& entry) const {
  const auto it = entries_.find(entry);
  return it == entries_.end() ? nullptr : it->second;
}

const std::vector<const OfferRow*>& Evidence::OffersTo(
    const std::string& entry) const {
  const auto it = offers_.find(entry);
  return it == offers_.end() ? kNoOffers : it->second;
}

const SeenBooking* Evidence::Row(const std::string& booking) const {
  const auto it = rows_.find(booking);
  return it == rows_.end() ? nullptr : it->second;
}

// The first that may have given it the time at which it runs out: a hold that
// is moved keeps that time. What was offered may have been since they joined.
Instant Evidence::HeldFrom(const Deed& deed) const {
  Instant from = deed.invoked;
  for (const Deed* other : About(deed.answer.id)) {
    const bool same = other->granted ? other->answer.hold_expire_us ==
                                           deed.answer.hold_expire_us
                                     : other->MayHaveHappened();
    if (same || other->effect == Effect::kJoins)
      from = std::min(from, other->invoked);
  }
  return from;
}

std::vector<Span> Evidence::SureSpans() const {
  std::vector<Span> spans;
  for (const Deed& deed : deeds_) {
    if (!deed.granted || !IsLiveState(deed.answer.state)) continue;
    Span span = {&deed.answer, deed.done, kForever};
    bool stayed = deed.answer.hold_expire_us == 0;
    for (const Deed* other : About(deed.answer.id)) {
      if (other == &deed || !other->MayHaveHappened()) continue;
      if (other->granted && other->subject == deed.subject) {
        if (other->answer.version < deed.answer.version) continue;
        // From the moment it takes less, others may be beside it.
        if (IsLiveState(other->answer.state) &&
            other->answer.load == deed.answer.load &&
            SamePlace(other->answer, deed.answer)) {
          // A hold that was extended runs out all the same.
          stayed = stayed || other->answer.hold_expire_us == 0;
          continue;
        }
      } else if (!MayEnd(*other)) {
        continue;
      }
      span.until = std::min(span.until, other->invoked);
    }
    if (!stayed) {
      const Instant held = HeldFrom(deed);
      span.until = std::min(
          {span.until, held + kSurelyHeldNs, NextJump(history_, held)});
    }
    if (span.from < span.until) spans.push_back(span);
  }
  return spans;
}

std::vector<Span> Evidence::PossibleSpans() const {
  std::vector<Span> spans;
  const auto add = [&](const SeenBooking& booking) {
    Span span = {&booking, kForever, kForever};
    for (const Deed* deed : About(booking.id)) {
      span.from = std::min(span.from, deed->invoked);
      if (deed->subject == booking.id && deed->granted &&
          !IsLiveState(deed->answer.state)) {
        span.until = std::min(span.until, deed->done);
      }
    }
    spans.push_back(span);
  };
  for (const SeenBooking& row : ledger_.bookings) add(row);
  // Where they were before they moved.
  for (const Deed& deed : deeds_) {
    const SeenBooking* row = deed.granted ? Row(deed.answer.id) : nullptr;
    if (row != nullptr && !SamePlace(*row, deed.answer)) add(deed.answer);
  }
  return spans;
}

bool Evidence::WasHeldThroughAJump(const std::string& booking) const {
  Instant from = kForever;
  Instant until = kForever;
  for (const Deed* deed : About(booking)) {
    if (deed->subject != booking) continue;
    from = std::min(from, deed->invoked);
    if (deed->granted && deed->answer.hold_expire_us == 0) {
      until = std::min(until, deed->done);
    }
  }
  return std::any_of(history_.clock_jumps.begin(), history_.clock_jumps.end(),
                     [&](const ClockJump& jump) {
                       return jump.begin <= until && from <= jump.end;
                     });
}

}  // namespace rapport::soak
