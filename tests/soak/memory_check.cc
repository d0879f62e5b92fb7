#include "tests/soak/memory_check.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/vocabulary/interval.h"
#include "tests/soak/bag.h"
#include "tests/soak/evidence.h"

namespace rapport::soak {
namespace {

constexpr int kPageSize = 1000;
constexpr absl::Duration kCallTimeout = absl::Seconds(8);
// Further than any session of a soak.
constexpr absl::Duration kAhead = absl::Hours(24 * 100);

// A session's place, and what is left of it.
struct Shown {
  int64_t start_s = 0;
  std::string associate;
  int seats_left = 0;
  bool operator==(const Shown&) const = default;
};
using Sessions = std::map<std::string, Shown>;

std::string Text(const std::string& id, const Shown& shown) {
  return absl::StrCat("session ", id, " with ", shown.associate, " at ",
                      shown.start_s, " s with ", shown.seats_left, " left");
}

int64_t Seconds(int64_t tick) { return absl::ToUnixSeconds(TimeOfTick(tick)); }

// Those that are not over, by the same clock as the server's.
Sessions SessionsIn(const Ledger& ledger) {
  const int64_t now_us = absl::ToUnixMicros(absl::Now());
  Sessions sessions;
  for (const SeenBooking& row : ledger.bookings) {
    // Of the buffer of a tick on both sides nobody is told.
    if (row.seats == 0 || row.state != kConfirmed ||
        Seconds(row.end_tick - 1) * 1'000'000 <= now_us) {
      continue;
    }
    sessions[row.id] = {Seconds(row.start_tick + 1), row.associate, row.seats};
  }
  for (const SeenBooking& row : ledger.bookings) {
    const auto session = sessions.find(row.session);
    const bool is_over =
        row.hold_expire_us != 0 && row.hold_expire_us <= now_us;
    if (session == sessions.end() || is_over ||
        !(IsLiveState(row.state) || row.state == kCompleted)) {
      continue;
    }
    session->second.seats_left -= row.party;
  }
  return sessions;
}

// False if it did not answer.
bool ListAll(const Arena& arena, int server, Sessions& sessions) {
  v1::ListSessionsRequest request;
  request.set_parent(test::SmallBrand::kName);
  request.set_page_size(kPageSize);
  // Those that have begun, too.
  request.mutable_window()->mutable_start_time()->set_seconds(
      absl::ToUnixSeconds(absl::Now() - absl::Hours(2)));
  request.mutable_window()->mutable_end_time()->set_seconds(
      absl::ToUnixSeconds(absl::Now() + kAhead));
  do {
    grpc::ClientContext context;
    test::SetCaller(context, "shopper", "reader");
    context.set_deadline(absl::ToChronoTime(absl::Now() + kCallTimeout));
    v1::ListSessionsResponse answer;
    const grpc::Status status =
        arena.door(server)->sessions->ListSessions(&context, request, &answer);
    if (!status.ok()) return false;
    for (const v1::Session& each : answer.sessions()) {
      sessions[IdIn(each.booking())] = {each.start_time().seconds(),
                                        IdIn(each.associate()),
                                        each.seats_left()};
    }
    request.set_page_token(answer.next_page_token());
  } while (!request.page_token().empty());
  return true;
}

}  // namespace

std::string HowSessionsDiffer(const Arena& arena, int server,
                              const Ledger& ledger) {
  Sessions listed;
  if (!ListAll(arena, server, listed)) return "it does not answer";
  const Sessions there = SessionsIn(ledger);
  for (const auto& [id, shown] : there) {
    const auto it = listed.find(id);
    if (it == listed.end()) return absl::StrCat("no ", Text(id, shown));
    if (it->second == shown) continue;
    return absl::StrCat(Text(id, it->second), "; there is ", Text(id, shown));
  }
  for (const auto& [id, shown] : listed) {
    if (!there.contains(id)) return absl::StrCat(Text(id, shown), ", is none");
  }
  return "";
}

}  // namespace rapport::soak
