#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/soak/rules.h"

namespace rapport::soak {
namespace {

// Whoever has met keeps their seat.
bool HasSeats(const SeenBooking& seat) {
  return IsLiveState(seat.state) || seat.state == kCompleted;
}

std::string About(const SeenBooking& booking) {
  return absl::StrCat(booking.is_seat() ? "seat " : "session ", booking.id,
                      " version ", booking.version, " state ", booking.state,
                      " with ", booking.associate, " at ", booking.start_tick);
}

// The session that a seat is of; null if there is none.
const SeenBooking* SessionOf(const Evidence& evidence,
                             const SeenBooking& seat) {
  const SeenBooking* session = evidence.Row(seat.session);
  return session != nullptr && session->seats > 0 ? session : nullptr;
}

// Of each session, who sits there by the database.
std::map<std::string, int> TakenOf(const Ledger& ledger) {
  std::map<std::string, int> taken;
  for (const SeenBooking& row : ledger.bookings) {
    if (row.is_seat() && HasSeats(row)) taken[row.session] += row.party;
  }
  return taken;
}

// A seat is found by its session, and by no other.
void CheckFound(const Evidence& evidence, Findings& findings) {
  for (const SeenBooking& row : evidence.ledger().bookings) {
    if (!row.is_seat()) continue;
    const auto [first, end] = evidence.ledger().seats.equal_range(row.session);
    findings.Judge(SessionOf(evidence, row) != nullptr &&
                       std::any_of(first, end,
                                   [&](const auto& seat) {
                                     return seat.second == row.id;
                                   }),
                   absl::StrCat(About(row), " is not known to its session"));
  }
  for (const auto& [session, seat] : evidence.ledger().seats) {
    const SeenBooking* row = evidence.Row(seat);
    findings.Judge(
        row != nullptr && row->session == session,
        absl::StrCat("session ", session, " has no such seat: ", seat));
  }
}

// Who sits in a session while others come and go. A seat of which several
// versions surely lived counts once.
class Room {
 public:
  void Come(const SeenBooking& seat) {
    if (++there_[seat.id] == 1) taken_ += seat.party;
  }
  void Go(const SeenBooking& seat) {
    if (--there_[seat.id] == 0) taken_ -= seat.party;
  }
  int taken() const { return taken_; }

 private:
  std::unordered_map<std::string, int> there_;
  int taken_ = 0;
};

std::map<std::string, std::vector<const Span*>> BySession(
    const std::vector<Span>& spans) {
  std::map<std::string, std::vector<const Span*>> sessions;
  for (const Span& span : spans) {
    if (span.booking->is_seat()) {
      sessions[span.booking->session].push_back(&span);
    }
  }
  return sessions;
}

void CheckRoom(const SeenBooking& session, std::vector<const Span*>& seats,
               Findings& findings) {
  struct Edge {
    Instant at;
    bool comes;
    const SeenBooking* seat;
  };
  std::vector<Edge> edges;
  for (const Span* span : seats) {
    edges.push_back({span->from, true, span->booking});
    edges.push_back({span->until, false, span->booking});
  }
  // Who goes, goes first.
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
    return a.at != b.at ? a.at < b.at : a.comes < b.comes;
  });
  Room room;
  for (const Edge& edge : edges) {
    if (!edge.comes) {
      room.Go(*edge.seat);
      continue;
    }
    room.Come(*edge.seat);
    findings.Judge(room.taken() <= session.seats,
                   absl::StrCat(About(*edge.seat), " made ", room.taken(),
                                " of ", session.seats, " seats of ",
                                About(session), " at ", edge.at, " ns"));
  }
}

// A seat ended by nobody who was asked ended with its session.
bool EndedByItself(const Evidence& evidence, const SeenBooking& seat) {
  const auto& deeds = evidence.About(seat.id);
  return std::none_of(deeds.begin(), deeds.end(), [&](const Deed* deed) {
    return deed->MayHaveHappened() && deed->subject != seat.session &&
           (deed->effect == Effect::kFrees ||
            deed->attempts[0]->replaces == seat.id);
  });
}

void CheckFollowed(const Evidence& evidence, const SeenBooking& seat,
                   const SeenBooking& session, Findings& findings) {
  const std::string what = absl::StrCat(About(seat), " of ", About(session));
  if (IsLiveState(seat.state)) {
    findings.Judge(IsLiveState(session.state) && SamePlace(seat, session),
                   absl::StrCat(what, " was left behind"));
  } else if (seat.state == kCompleted || seat.state == kNoShow) {
    findings.Judge(session.state != kCancelled,
                   absl::StrCat(what, ", to which shoppers have come"));
  } else if (seat.state == kCancelled && EndedByItself(evidence, seat)) {
    findings.Judge(session.state == kCancelled,
                   absl::StrCat(what, " ended with nothing"));
  }
}

// What is known of a session, by version.
using Versions = std::map<int64_t, const SeenBooking*>;

// All versions from `first` to the last, or none if one is not known.
std::vector<const SeenBooking*> AllFrom(const Versions& versions,
                                        int64_t first) {
  std::vector<const SeenBooking*> all;
  for (auto it = versions.lower_bound(first); it != versions.end(); ++it) {
    if (it->first != first + static_cast<int64_t>(all.size())) return {};
    all.push_back(it->second);
  }
  return all;
}

// A read of a seat shows it where its session was by what had been acknowledged,
// or has been since.
void CheckFollowedRead(const Evidence& evidence, const Attempt& read,
                       const Versions& versions, Findings& findings) {
  int64_t known = 0;
  for (const Deed* deed : evidence.About(read.answer.session)) {
    if (!deed->granted || deed->done >= read.invoked) continue;
    if (deed->subject == read.answer.session) {
      known = std::max(known, deed->answer.version);
    }
  }
  const std::vector<const SeenBooking*> sessions = AllFrom(versions, known);
  if (known == 0 || sessions.empty()) return;
  findings.Judge(
      std::any_of(sessions.begin(), sessions.end(),
                  [&](const SeenBooking* session) {
                    return IsLiveState(session->state) &&
                           SamePlace(*session, read.answer);
                  }),
      absl::StrCat(About(read.answer), " was shown at ", read.invoked,
                   " ns, after ", About(*sessions[0]), " was acknowledged"));
}

// Who can have been in a session, or held seats of it, while it was asked for
// more.
int MostTaken(const Evidence& evidence, const Attempt& attempt,
              const std::vector<const Span*>& seats) {
  Room room;
  for (const Span* span : seats) {
    const SeenBooking& seat = *span->booking;
    const SeenBooking* row = evidence.Row(seat.id);
    const bool has_met = row != nullptr && row->state == kCompleted;
    if (span->from <= attempt.completed &&
        (attempt.invoked <= span->until || has_met) &&
        seat.id != attempt.replaces) {
      room.Come(seat);
    }
  }
  return room.taken();
}

}  // namespace

void CheckSeats(const Evidence& evidence, Verdict& verdict) {
  Findings findings("seats", verdict);
  CheckFound(evidence, findings);
  for (const auto& [id, taken] : TakenOf(evidence.ledger())) {
    const SeenBooking* session = evidence.Row(id);
    findings.Judge(
        session != nullptr && taken <= session->seats,
        absl::StrCat("session ", id, " has ", taken, " of ",
                     session == nullptr ? 0 : session->seats, " seats taken"));
  }
}

void CheckSeatsThen(const Evidence& evidence, Verdict& verdict) {
  Findings findings("seats-then", verdict);
  const std::vector<Span> spans = evidence.SureSpans();
  for (auto& [id, seats] : BySession(spans)) {
    const SeenBooking* session = evidence.Row(id);
    if (session != nullptr) CheckRoom(*session, seats, findings);
  }
}

void CheckFollows(const Evidence& evidence, Verdict& verdict) {
  Findings findings("follows", verdict);
  std::unordered_map<std::string, Versions> versions;
  for (const SeenBooking& row : evidence.ledger().bookings) {
    const SeenBooking* session =
        row.is_seat() ? SessionOf(evidence, row) : nullptr;
    if (session != nullptr) CheckFollowed(evidence, row, *session, findings);
    if (row.seats > 0) versions[row.id][row.version] = &row;
  }
  for (const Attempt& attempt : evidence.history().attempts) {
    const SeenBooking& answer = attempt.answer;
    if (answer.seats > 0) versions[answer.id][answer.version] = &answer;
  }
  for (const Attempt& read : evidence.history().attempts) {
    if (read.effect != Effect::kReads || !read.answer.is_seat() ||
        !IsLiveState(read.answer.state)) {
      continue;
    }
    CheckFollowedRead(evidence, read, versions[read.answer.session], findings);
  }
}

void CheckFull(const Evidence& evidence, Verdict& verdict) {
  Findings findings("full", verdict);
  const std::vector<Span> spans = evidence.PossibleSpans();
  const auto sessions = BySession(spans);
  for (const Attempt& attempt : evidence.history().attempts) {
    const SeenBooking* session = evidence.Row(attempt.session);
    if (attempt.reason != "SESSION_FULL" || session == nullptr) continue;
    const auto seats = sessions.find(attempt.session);
    const int taken = seats == sessions.end()
                          ? 0
                          : MostTaken(evidence, attempt, seats->second);
    findings.Judge(
        taken + attempt.party > session->seats,
        absl::StrCat(attempt.op, " request ", attempt.request_id, " of ",
                     attempt.party, " refused as full; ", taken, " of ",
                     session->seats, " seats can have been taken"));
  }
}

}  // namespace rapport::soak
