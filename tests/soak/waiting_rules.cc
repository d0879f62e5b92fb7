#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/soak/rules.h"

namespace rapport::soak {
namespace {

// As in rapport.v1.WaitlistState.
enum EntryState { kWaiting = 1, kOffered, kBooked, kLeft, kOver };

std::string About(const SeenEntry& entry) {
  return absl::StrCat("entry ", entry.id, " version ", entry.version, " state ",
                      entry.state, " of ", entry.shopper, " with booking \"",
                      entry.booking, "\"");
}

// Nobody here waits for seats, so nobody waits again.
bool MayBecome(int from, int to) {
  if (from == to) return true;
  if (from == kWaiting) return true;
  return from == kOffered && to > kOffered;
}

bool SameWish(const SeenEntry& a, const SeenEntry& b) {
  return std::tie(a.id, a.shopper, a.service, a.associate, a.channels,
                  a.start_us, a.end_us, a.create_us) ==
         std::tie(b.id, b.shopper, b.service, b.associate, b.channels,
                  b.start_us, b.end_us, b.create_us);
}

bool Wishes(const SeenEntry& entry, const OfferRow& offer) {
  return (entry.associate.empty() || entry.associate == offer.associate) &&
         (entry.channels >> offer.channel & 1) != 0 &&
         entry.start_us <= offer.start_us && offer.end_us <= entry.end_us;
}

// What an entry is whose offer is a booking of that state. Of what was confirmed
// nothing that comes later is the waiting list's.
bool Agree(const SeenEntry& entry, const SeenBooking& booking) {
  switch (booking.state) {
    case kHeld:
      return entry.state == kOffered;
    case kExpired:
      return entry.state == kOver;
    case kCancelled:
      return entry.state == kLeft || entry.state == kBooked;
    default:
      return entry.state == kBooked;
  }
}

// Whether somebody may have given it another time, associate or channel, or
// confirmed it.
bool MayHaveHad(const Evidence& evidence, const std::string& booking,
                Effect effect) {
  const auto& deeds = evidence.About(booking);
  return std::any_of(deeds.begin(), deeds.end(), [&](const Deed* deed) {
    return deed->effect == effect && deed->MayHaveHappened();
  });
}

// Extending and confirming keep the place too; only a switch does not.
bool IsWhereItWasOffered(const Evidence& evidence, const std::string& booking) {
  const auto& deeds = evidence.About(booking);
  return std::none_of(deeds.begin(), deeds.end(), [](const Deed* deed) {
    return deed->MayHaveHappened() && (deed->effect == Effect::kTakes ||
                                       deed->attempts[0]->op == "switch");
  });
}

void CheckOfferRow(const Evidence& evidence, const OfferRow& offer,
                   Findings& findings) {
  const SeenEntry* entry = evidence.EntryRow(offer.entry);
  const SeenBooking* row = evidence.Row(offer.booking);
  if (!findings.Judge(
          entry != nullptr && row != nullptr,
          absl::StrCat("booking ", offer.booking, " was offered to nobody"))) {
    return;
  }
  const std::string what =
      absl::StrCat(About(*entry), ": booking ", offer.booking, " state ",
                   row->state, " of ", offer.shopper);
  findings.Judge(
      offer.shopper == entry->shopper && offer.service == entry->service,
      absl::StrCat(what, " is not theirs"));
  findings.Judge(entry->booking == offer.booking && Agree(*entry, *row),
                 absl::StrCat(what, " says otherwise"));
  if (IsWhereItWasOffered(evidence, offer.booking)) {
    findings.Judge(Wishes(*entry, offer),
                   absl::StrCat(what, " is not what they wait for"));
  }
}

// Each version that was ever shown, and that they follow each other.
void CheckShown(const Evidence& evidence, const SeenEntry& shown,
                Findings& findings) {
  const SeenEntry* row = evidence.EntryRow(shown.id);
  if (!findings.Judge(row != nullptr,
                      absl::StrCat(About(shown), " is not there"))) {
    return;
  }
  findings.Judge(SameWish(shown, *row),
                 absl::StrCat(About(shown), " waits for something else now"));
  // Nothing that is over by the clock has become so in its row.
  const bool same = row->version == shown.version;
  findings.Judge(row->version >= shown.version &&
                     MayBecome(shown.state, row->state) &&
                     (!same || row->state == shown.state),
                 absl::StrCat(About(shown), ", then ", About(*row)));
}

// That somebody asked for the end of an entry that was offered nothing.
void CheckEnd(const Evidence& evidence, const SeenEntry& row,
              Findings& findings) {
  if (!row.booking.empty() || row.state < kBooked) return;
  findings.Judge(
      row.state == kOver ||
          (row.state == kLeft && MayHaveHad(evidence, row.id, Effect::kLeaves)),
      absl::StrCat(About(row), " ended by itself"));
}

// When an entry surely waited, and when it can have been offered its booking.
struct Wait {
  Instant known = kForever;  // acknowledged
  Instant asked = kForever;  // to join
  Instant seen_waiting = 0;  // the last time; kForever: at the end
  Instant seen_offered = kForever;
};

std::unordered_map<std::string, Wait> WaitsOf(const Evidence& evidence) {
  std::unordered_map<std::string, Wait> waits;
  for (const Attempt& attempt : evidence.history().attempts) {
    for (const SeenEntry& shown : attempt.entries) {
      Wait& wait = waits[shown.id];
      wait.known = std::min(wait.known, attempt.completed);
      if (shown.booking.empty() && shown.state == kWaiting &&
          attempt.effect == Effect::kReads) {
        wait.seen_waiting = std::max(wait.seen_waiting, attempt.invoked);
      } else if (!shown.booking.empty()) {
        wait.seen_offered = std::min(wait.seen_offered, attempt.completed);
      }
    }
  }
  for (const Deed& deed : evidence.waits()) {
    if (deed.subject.empty()) continue;
    Wait& wait = waits[deed.subject];
    const bool never_offered = evidence.OffersTo(deed.subject).empty();
    if (deed.effect == Effect::kJoins) {
      wait.asked = deed.invoked;
      wait.seen_waiting = std::max(wait.seen_waiting, deed.invoked);
    } else if (deed.granted && never_offered) {
      wait.seen_waiting = std::max(wait.seen_waiting, deed.invoked);
    }
  }
  for (const SeenEntry& row : evidence.ledger().entries) {
    if (row.state == kWaiting) waits[row.id].seen_waiting = kForever;
  }
  return waits;
}

// Who waits for one slot and nothing else: associate, channel, time.
using Slot = std::tuple<std::string, unsigned, int64_t, int64_t>;
constexpr int64_t kMeetingUs = 30LL * 60 * 1'000'000;

}  // namespace

void CheckOffer(const Evidence& evidence, Verdict& verdict) {
  Findings findings("offer", verdict);
  for (const SeenEntry& row : evidence.ledger().entries) {
    const auto& offers = evidence.OffersTo(row.id);
    findings.Judge(offers.size() == (row.booking.empty() ? 0 : 1),
                   absl::StrCat(About(row), " has ", offers.size(),
                                " bookings that name it"));
    if (row.state == kOffered || row.state == kBooked) {
      const SeenBooking* booking = evidence.Row(row.booking);
      findings.Judge(booking != nullptr && Agree(row, *booking),
                     absl::StrCat(About(row), " has no such booking"));
    }
    if (row.state == kBooked) {
      findings.Judge(MayHaveHad(evidence, row.booking, Effect::kKeeps),
                     absl::StrCat(About(row), " was confirmed by nobody"));
    }
  }
  for (const OfferRow& offer : evidence.ledger().offers) {
    CheckOfferRow(evidence, offer, findings);
  }
}

void CheckWaiting(const Evidence& evidence, Verdict& verdict) {
  Findings findings("waiting", verdict);
  for (const Attempt& attempt : evidence.history().attempts) {
    for (const SeenEntry& shown : attempt.entries) {
      CheckShown(evidence, shown, findings);
      if (attempt.effect != Effect::kReads) continue;
      for (const Deed* deed : evidence.About(shown.id)) {
        if (!deed->granted || deed->done >= attempt.invoked) continue;
        findings.Judge(shown.version >= deed->entry.version,
                       absl::StrCat(About(deed->entry),
                                    " was acknowledged, then a read showed ",
                                    About(shown)));
      }
    }
    const bool denied =
        attempt.op == "get-wait" && attempt.outcome == Outcome::kRefused;
    if (denied) {
      findings.Judge(
          false, absl::StrCat("entry ", attempt.subject,
                              " was shown, then refused: ", attempt.reason));
    }
  }
  for (const SeenEntry& row : evidence.ledger().entries) {
    CheckEnd(evidence, row, findings);
  }
}

void CheckLeft(const Evidence& evidence, Verdict& verdict) {
  Findings findings("left", verdict);
  for (const Deed& deed : evidence.waits()) {
    if (!deed.granted || deed.effect != Effect::kLeaves) continue;
    const SeenEntry* row = evidence.EntryRow(deed.entry.id);
    if (row == nullptr) continue;  // is lost
    findings.Judge(deed.entry.state == kLeft && *row == deed.entry,
                   absl::StrCat(About(deed.entry), ", then ", About(*row)));
    for (const OfferRow* offer : evidence.OffersTo(row->id)) {
      const SeenBooking* booking = evidence.Row(offer->booking);
      findings.Judge(offer->booking == deed.entry.booking &&
                         booking != nullptr && booking->state == kCancelled,
                     absl::StrCat(About(deed.entry), ", then booking ",
                                  offer->booking, " was theirs"));
    }
  }
}

void CheckTurn(const Evidence& evidence, Verdict& verdict) {
  Findings findings("turn", verdict);
  const auto waits = WaitsOf(evidence);
  std::map<Slot, std::vector<const SeenEntry*>> particular;
  for (const SeenEntry& row : evidence.ledger().entries) {
    if (row.end_us - row.start_us != kMeetingUs) continue;
    particular[{row.associate, row.channels, row.start_us, row.end_us}]
        .push_back(&row);
  }
  for (const OfferRow& offer : evidence.ledger().offers) {
    const auto it = waits.find(offer.entry);
    const SeenEntry* entry = evidence.EntryRow(offer.entry);
    if (entry == nullptr || it == waits.end() ||
        !IsWhereItWasOffered(evidence, offer.booking)) {
      continue;
    }
    const Wait& theirs = it->second;
    const Instant offered_after =
        theirs.seen_waiting == kForever ? theirs.asked : theirs.seen_waiting;
    const auto others = particular.find(
        {offer.associate, 1U << offer.channel, offer.start_us, offer.end_us});
    if (others == particular.end()) continue;
    for (const SeenEntry* other : others->second) {
      const auto at = waits.find(other->id);
      if (at == waits.end() || other->id == offer.entry) continue;
      const Wait& wait = at->second;
      if (wait.known == kForever || wait.asked == kForever) continue;
      // It was there for long when they can first have been offered something.
      if (wait.known + evidence.history().known_after_ns > offered_after)
        continue;
      if (other->create_us >= entry->create_us) continue;
      findings.Judge(
          theirs.seen_offered > wait.seen_waiting,
          absl::StrCat(About(*other), " waited from ", wait.known, " to ",
                       wait.seen_waiting, " ns for what entry ", offer.entry,
                       " was offered between ", offered_after, " and ",
                       theirs.seen_offered, " ns"));
    }
  }
}

}  // namespace rapport::soak
