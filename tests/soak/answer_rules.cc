#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/soak/rules.h"

namespace rapport::soak {
namespace {

// Whether one change may lead from one state to the other. A live booking may
// also change while it stays what it is.
bool MayFollow(int from, int to) {
  if (from == to) return IsLiveState(from);
  switch (from) {
    case kHeld:
      return to == kConfirmed || to == kCancelled || to == kExpired;
    case kConfirmed:
      return to == kCheckedIn || to == kCancelled || to == kNoShow;
    case kCheckedIn:
      return to == kCompleted;
    default:
      return false;
  }
}

// Whether `steps` changes may.
bool MayLead(int from, int to, int64_t steps) {
  // Longer ways than through all states only stay somewhere.
  steps = std::min<int64_t>(steps, 8);
  if (steps == 0) return from == to;
  for (int next = kHeld; next <= kNoShow; ++next) {
    if (MayFollow(from, next) && MayLead(next, to, steps - 1)) return true;
  }
  return false;
}

std::string About(const SeenBooking& booking) {
  return absl::StrCat("booking ", booking.id, " version ", booking.version,
                      " state ", booking.state, " with ", booking.associate,
                      " at ", booking.start_tick, "-", booking.end_tick,
                      " of load ", booking.load, " for ", booking.party, " of ",
                      booking.shopper, ", session \"", booking.session,
                      "\", seats ", booking.seats);
}

// An answer that shows a session says nothing of its versions' times.
bool SameContent(const SeenBooking& a, const SeenBooking& b) {
  SeenBooking other = b;
  if (a.create_us == 0 || b.create_us == 0) {
    other.create_us = a.create_us;
    other.update_us = a.update_us;
  }
  return a == other;
}

// Each version of each booking that was ever shown, the row's included.
using Versions = std::map<int64_t, const SeenBooking*>;
std::unordered_map<std::string, std::vector<const SeenBooking*>> ShownOf(
    const Evidence& evidence) {
  std::unordered_map<std::string, std::vector<const SeenBooking*>> shown;
  for (const Attempt& attempt : evidence.history().attempts) {
    if (attempt.outcome == Outcome::kOk && !attempt.answer.id.empty()) {
      shown[attempt.answer.id].push_back(&attempt.answer);
    }
  }
  for (const SeenBooking& row : evidence.ledger().bookings) {
    shown[row.id].push_back(&row);
  }
  return shown;
}

void CheckVersions(const Versions& versions, Findings& findings) {
  const SeenBooking* before = nullptr;
  for (const auto& [version, booking] : versions) {
    if (before == nullptr) {
      // The first is a hold, or a booking made at once.
      const bool can = MayLead(kHeld, booking->state, version - 1) ||
                       MayLead(kConfirmed, booking->state, version - 1);
      findings.Judge(version >= 1 && can, About(*booking));
    } else {
      findings.Judge(
          MayLead(before->state, booking->state, version - before->version),
          absl::StrCat(About(*before), ", then ", About(*booking)));
    }
    before = booking;
  }
}

void CheckSameAnswerOf(const Deed& deed, Findings& findings) {
  if (deed.attempts.size() < 2 || !deed.granted) return;
  const Attempt* first = nullptr;
  for (const Attempt* attempt : deed.attempts) {
    if (attempt->outcome == Outcome::kUnknown) continue;
    const std::string name =
        absl::StrCat(attempt->op, " request ", attempt->request_id);
    if (attempt->outcome == Outcome::kRefused) {
      findings.Judge(attempt->invoked < deed.done,
                     absl::StrCat(name, " refused (", attempt->reason,
                                  ") after it was granted"));
      continue;
    }
    if (first == nullptr) first = attempt;
    findings.Judge(
        attempt->fingerprint == first->fingerprint,
        absl::StrCat(name, " answered in two ways: ", About(first->answer),
                     " and ", About(attempt->answer)));
  }
}

// A booking at a tick: by how many version-spans, and the load of the last.
struct There {
  int spans = 0;
  int load = 0;
};

int LoadOf(const std::map<std::string, There>& there) {
  int load = 0;
  for (const auto& [id, each] : there) load += each.load;
  return load;
}

}  // namespace

void CheckOverlapThen(const Evidence& evidence, Verdict& verdict) {
  Findings findings("overlap-then", verdict);
  struct Edge {
    Instant at;
    int load;  // negative: it ends; so ends come before begins
    const SeenBooking* booking;
  };
  std::map<std::string, std::vector<Edge>> by_associate;
  const std::vector<Span> spans = evidence.SureSpans();
  for (const Span& span : spans) {
    if (span.booking->is_seat()) continue;  // its session takes the time
    std::vector<Edge>& edges = by_associate[span.booking->associate];
    edges.push_back({span.from, span.booking->load, span.booking});
    edges.push_back({span.until, -span.booking->load, span.booking});
  }
  for (auto& [associate, edges] : by_associate) {
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
      return a.at != b.at ? a.at < b.at : a.load < b.load;
    });
    // Who lives, by version-spans of one booking, which count once.
    std::unordered_map<int64_t, std::map<std::string, There>> ticks;
    for (const Edge& edge : edges) {
      bool fits = true;
      for (int64_t tick = edge.booking->start_tick;
           tick < edge.booking->end_tick; ++tick) {
        std::map<std::string, There>& there = ticks[tick];
        There& it = there[edge.booking->id];
        it.spans += edge.load > 0 ? 1 : -1;
        if (edge.load > 0) it.load = edge.load;
        if (it.spans == 0) there.erase(edge.booking->id);
        fits = fits && (edge.load < 0 || LoadOf(there) <= kWholeCapacity);
      }
      if (edge.load > 0) {
        findings.Judge(
            fits, absl::StrCat(About(*edge.booking),
                               " lived beside another at ", edge.at, " ns"));
      }
    }
  }
}

void CheckLost(const Evidence& evidence, Verdict& verdict) {
  Findings findings("lost", verdict);
  for (const Deed& deed : evidence.deeds()) {
    if (!deed.granted) continue;
    const SeenBooking* row = evidence.Row(deed.answer.id);
    if (!findings.Judge(row != nullptr,
                        absl::StrCat(About(deed.answer), " is not there"))) {
      continue;
    }
    findings.Judge(
        row->version >= deed.answer.version,
        absl::StrCat(About(deed.answer), " went back to ", About(*row)));
  }
}

void CheckSameAnswer(const Evidence& evidence, Verdict& verdict) {
  Findings findings("same-answer", verdict);
  for (const Deed& deed : evidence.deeds()) CheckSameAnswerOf(deed, findings);
  for (const Deed& deed : evidence.waits()) CheckSameAnswerOf(deed, findings);
}

// Whether `booking` can have ended for the time that `deed` took. What it took
// without an answer is not known.
bool GaveWay(const SeenBooking& booking, const Deed& deed) {
  if (deed.effect != Effect::kTakes || deed.subject == booking.id) return false;
  return !deed.granted || deed.attempts[0]->replaces == booking.id ||
         (deed.answer.associate == booking.associate &&
          deed.answer.start_tick < booking.end_tick &&
          booking.start_tick < deed.answer.end_tick);
}

void CheckStates(const Evidence& evidence, Verdict& verdict) {
  Findings findings("states", verdict);
  for (const auto& [id, shown] : ShownOf(evidence)) {
    Versions versions;
    for (const SeenBooking* booking : shown) {
      const SeenBooking*& known = versions[booking->version];
      if (known == nullptr) known = booking;
      findings.Judge(SameContent(*known, *booking),
                     absl::StrCat("two contents of one version: ",
                                  About(*known), " and ", About(*booking)));
    }
    CheckVersions(versions, findings);
    const SeenBooking* row = evidence.Row(id);
    if (row == nullptr || row->state != kCancelled) continue;
    const auto& deeds = evidence.About(id);
    findings.Judge(std::any_of(deeds.begin(), deeds.end(),
                               [&](const Deed* deed) {
                                 return deed->MayHaveHappened() &&
                                        (deed->effect == Effect::kFrees ||
                                         deed->effect == Effect::kChanges ||
                                         deed->effect == Effect::kLeaves ||
                                         GaveWay(*row, *deed));
                               }),
                   absl::StrCat(About(*row), " was cancelled by nobody"));
  }
}

void CheckClock(const Evidence& evidence, Verdict& verdict) {
  Findings findings("clock", verdict);
  for (const auto& [id, shown] : ShownOf(evidence)) {
    Versions versions;
    for (const SeenBooking* booking : shown)
      versions[booking->version] = booking;
    const SeenBooking* before = nullptr;
    for (const auto& [version, booking] : versions) {
      const bool next = before != nullptr && before->version + 1 == version &&
                        before->state == kHeld && before->hold_expire_us != 0;
      if (next && booking->state == kConfirmed) {
        findings.Judge(booking->update_us < before->hold_expire_us,
                       absl::StrCat(About(*booking), " confirmed ",
                                    booking->update_us - before->hold_expire_us,
                                    " us after the hold had run out"));
      }
      if (next && booking->state == kExpired) {
        findings.Judge(booking->update_us >= before->hold_expire_us,
                       absl::StrCat(About(*booking), " ended ",
                                    before->hold_expire_us - booking->update_us,
                                    " us before the hold ran out"));
      }
      before = booking;
    }
  }
}

void CheckReads(const Evidence& evidence, Verdict& verdict) {
  Findings findings("reads", verdict);
  for (const Attempt& read : evidence.history().attempts) {
    if (read.effect != Effect::kReads || read.outcome == Outcome::kUnknown) {
      continue;
    }
    for (const Deed* deed : evidence.About(read.subject)) {
      if (!deed->granted || deed->done >= read.invoked) continue;
      if (deed->subject != read.subject) continue;
      findings.Judge(read.outcome == Outcome::kOk &&
                         read.answer.version >= deed->answer.version,
                     absl::StrCat(About(deed->answer),
                                  " was acknowledged, then a read showed ",
                                  read.reason, About(read.answer)));
    }
  }
}

}  // namespace rapport::soak
