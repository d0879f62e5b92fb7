#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/soak/rules.h"

namespace rapport::soak {
namespace {

constexpr int64_t kTicksOfDay = 288;
// The buffers of the soak's services: limits say nothing of them.
constexpr int64_t kBufferTicks = 1;

int64_t StartOf(const SeenBooking& booking) {
  return booking.start_tick + kBufferTicks;
}

// Bookings that are there together.
using Together = std::vector<const SeenBooking*>;

// Of one shopper and service, or one associate and day.
using Place = std::pair<std::string, std::string>;
using Places = std::map<Place, Together>;

Place ShopperOf(const SeenBooking& booking) {
  return {booking.shopper, booking.service};
}
Place DayOf(const SeenBooking& booking) {
  return {booking.associate, absl::StrCat(StartOf(booking) / kTicksOfDay)};
}

// The most that start less than `period` ticks apart.
int MostWithin(const Together& bookings, int64_t period) {
  int most = 0;
  for (const SeenBooking* first : bookings) {
    const auto count = std::count_if(
        bookings.begin(), bookings.end(), [&](const SeenBooking* each) {
          return StartOf(*each) >= StartOf(*first) &&
                 StartOf(*each) < StartOf(*first) + period;
        });
    most = std::max(most, static_cast<int>(count));
  }
  return most;
}

// Once for meetings that go on beside each other.
int64_t TicksOf(const Together& bookings) {
  std::set<int64_t> ticks;
  for (const SeenBooking* each : bookings) {
    for (int64_t tick = StartOf(*each); tick < each->end_tick - kBufferTicks;
         ++tick) {
      ticks.insert(tick);
    }
  }
  return static_cast<int64_t>(ticks.size());
}

// Where a move is judged, what was there before may stay; so only what was never
// moved is counted by its start.
bool MayHaveMoved(const Evidence& evidence, const SeenBooking& booking) {
  const auto& deeds = evidence.About(booking.id);
  return std::any_of(deeds.begin(), deeds.end(), [&](const Deed* deed) {
    return deed->effect == Effect::kTakes && deed->MayHaveHappened() &&
           deed->attempts[0]->subject == booking.id;
  });
}

void JudgeShopper(const Evidence& evidence, const ShopperLimit& limit,
                  const Together& bookings, Findings& findings) {
  Together live;
  Together stay;
  for (const SeenBooking* each : bookings) {
    if (IsLiveState(each->state)) live.push_back(each);
    if (!MayHaveMoved(evidence, *each)) stay.push_back(each);
  }
  const SeenBooking& one = *bookings[0];
  findings.Judge(live.size() <= static_cast<size_t>(limit.live_max),
                 absl::StrCat(one.shopper, " has ", live.size(), " of ",
                              one.service, ", one of them ", one.id));
  const int most = MostWithin(stay, limit.period_ticks);
  findings.Judge(most <= limit.count_max,
                 absl::StrCat(one.shopper, " has ", most, " of ", one.service,
                              " within the period, one of them ", one.id));
}

void JudgeDay(const WorkLimit& limit, const Together& bookings,
              Findings& findings) {
  const SeenBooking& one = *bookings[0];
  const int64_t ticks = TicksOf(bookings);
  findings.Judge(
      bookings.size() <= static_cast<size_t>(limit.meetings_max) &&
          ticks <= limit.ticks_max,
      absl::StrCat("associate ", one.associate, " has ", bookings.size(),
                   " meetings of ", ticks, " ticks in the day of tick ",
                   StartOf(one), ", one of them ", one.id));
}

const ShopperLimit* LimitOf(const Evidence& evidence,
                            const SeenBooking& booking) {
  const auto& limits = evidence.history().shopper_limits;
  const auto it = limits.find(booking.service);
  return it == limits.end() ? nullptr : &it->second;
}

// A seat is no work: its session is.
const WorkLimit* WorkOf(const Evidence& evidence, const SeenBooking& booking) {
  const auto& limits = evidence.history().work_limits;
  const auto it = limits.find(booking.associate);
  return it == limits.end() || booking.is_seat() ? nullptr : &it->second;
}

// Whatever the state, whether the shopper has it. A hold that may have run out
// for some and not for others is left out.
bool Counts(const Evidence& evidence, const SeenBooking& row) {
  const bool held = row.state == kHeld;
  return (IsLiveState(row.state) || row.state == kCompleted ||
          row.state == kNoShow) &&
         (!held || row.hold_expire_us > evidence.ledger().now_us) &&
         !evidence.WasHeldThroughAJump(row.id);
}

// Calls `judge` with all that are there together, each time that one has come
// to those of its place.
template <typename PlaceOf, typename Judge>
void Replay(std::vector<const Span*> spans, PlaceOf place_of, Judge judge) {
  struct Edge {
    Instant at;
    bool comes;
    const SeenBooking* booking;
  };
  std::vector<Edge> edges;
  for (const Span* span : spans) {
    edges.push_back({span->from, true, span->booking});
    edges.push_back({span->until, false, span->booking});
  }
  // Who goes, goes first.
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
    return a.at != b.at ? a.at < b.at : a.comes < b.comes;
  });
  // By id: of one of which several versions surely lived, the last.
  std::map<Place, std::map<std::string, Together>> there;
  for (const Edge& edge : edges) {
    auto& here = there[place_of(*edge.booking)];
    Together& versions = here[edge.booking->id];
    if (!edge.comes) {
      versions.erase(std::find(versions.begin(), versions.end(), edge.booking));
      if (versions.empty()) here.erase(edge.booking->id);
      continue;
    }
    versions.push_back(edge.booking);
    Together all;
    for (const auto& [id, each] : here) all.push_back(each.back());
    judge(all);
  }
}

}  // namespace

void CheckLimit(const Evidence& evidence, Verdict& verdict) {
  Findings findings("limit", verdict);
  Places places;
  for (const SeenBooking& row : evidence.ledger().bookings) {
    if (LimitOf(evidence, row) == nullptr || !Counts(evidence, row)) continue;
    places[ShopperOf(row)].push_back(&row);
  }
  for (const auto& [place, bookings] : places) {
    JudgeShopper(evidence, *LimitOf(evidence, *bookings[0]), bookings,
                 findings);
  }
}

void CheckLimitThen(const Evidence& evidence, Verdict& verdict) {
  Findings findings("limit-then", verdict);
  const std::vector<Span> spans = evidence.SureSpans();
  std::vector<const Span*> limited;
  for (const Span& span : spans) {
    if (LimitOf(evidence, *span.booking) == nullptr ||
        evidence.WasHeldThroughAJump(span.booking->id)) {
      continue;
    }
    limited.push_back(&span);
  }
  Replay(limited, ShopperOf, [&](const Together& there) {
    JudgeShopper(evidence, *LimitOf(evidence, *there[0]), there, findings);
  });
}

// A hold that ran out ends with what is booked past it; so all holds count.
void CheckWork(const Evidence& evidence, Verdict& verdict) {
  Findings findings("work", verdict);
  Places places;
  for (const SeenBooking& row : evidence.ledger().bookings) {
    const bool is_work = IsLiveState(row.state) || row.state == kCompleted;
    if (!is_work || WorkOf(evidence, row) == nullptr) continue;
    places[DayOf(row)].push_back(&row);
  }
  for (const auto& [place, bookings] : places) {
    JudgeDay(*WorkOf(evidence, *bookings[0]), bookings, findings);
  }
}

void CheckWorkThen(const Evidence& evidence, Verdict& verdict) {
  Findings findings("work-then", verdict);
  const std::vector<Span> spans = evidence.SureSpans();
  std::vector<const Span*> limited;
  for (const Span& span : spans) {
    if (WorkOf(evidence, *span.booking) != nullptr) limited.push_back(&span);
  }
  Replay(limited, DayOf, [&](const Together& there) {
    JudgeDay(*WorkOf(evidence, *there[0]), there, findings);
  });
}

}  // namespace rapport::soak
