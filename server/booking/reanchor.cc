#include "server/booking/reanchor.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/booking/changes.h"
#include "server/vocabulary/error.h"
#include "server/vocabulary/interval.h"

namespace rapport::booking {
namespace {

Anchor At(absl::Time start) {
  if (!OnTick(start)) return {std::nullopt, "START_NOT_ON_TICK"};
  return {start, ""};
}

absl::Duration OffsetAt(absl::CivilSecond reading, absl::Time instant) {
  return absl::FromCivil(reading, absl::UTCTimeZone()) - instant;
}

Interval Later(const Interval& interval, absl::Duration by) {
  return {interval.start + by, interval.end + by};
}

bool MayBeAnchored(const Booking& booking) {
  return booking.state == BookingState::kHeld ||
         booking.state == BookingState::kConfirmed;
}

bool TakesOthers(const Booking& booking) {
  return !booking.more_associates.empty() || !booking.resources.empty();
}

// Whether two that are at those times cannot both be had.
bool Clash(const Booking& a, const Interval& at, const Booking& b,
           const Interval& b_at) {
  return at.Overlaps(b_at) && (a.load == kWholeLoad || b.load == kWholeLoad);
}

// Time that is somebody's whatever is moved.
struct Fixed {
  const Booking* booking;
  Interval occupied;
};

struct Move {
  Booking before;
  Booking after;
  bool refused = false;
};

bool MadeFirst(const Move& a, const Move& b) {
  return std::tie(a.before.create_time, a.before.id) <
         std::tie(b.before.create_time, b.before.id);
}

// `booking` at its promise by the rules, where it starts at `start`.
Booking Anchored(const Booking& booking, absl::Time start,
                 const ZoneRules& rules, absl::Time now) {
  Booking after = booking;
  const absl::Duration by = start - booking.meeting.start;
  after.meeting = Later(booking.meeting, by);
  after.occupied = Later(booking.occupied, by);
  after.utc_offset_s = static_cast<int>(
      absl::ToInt64Seconds(OffsetAt(booking.local_start, start)));
  after.tzdata_version = rules.version;
  Stamp(&booking, now, after);
  return after;
}

// How many of `there` are at the same time within `within`, at most.
int MostAtOnce(const Interval& within, const std::vector<Interval>& there) {
  std::ptrdiff_t most = 0;
  for (const Interval& begins : there) {
    if (!begins.Overlaps(within)) continue;
    const absl::Time at = std::max(begins.start, within.start);
    most = std::max(
        most,
        std::count_if(there.begin(), there.end(), [&](const Interval& one) {
          return one.start <= at && at < one.end;
        }));
  }
  return static_cast<int>(most);
}

class Planning {
 public:
  Planning(const ReanchorScene& scene, const ZoneRules& rules, absl::Time now)
      : scene_(scene), rules_(rules), now_(now) {}

  absl::Status Run();
  ReanchorPlan Finish();

 private:
  void Add(const Booking& booking);
  void AddStale(const Booking& booking);
  void Refuse(Move& move);
  bool RefuseThoseInTheWayOfFixed();
  bool RefuseTheFirstTwin();
  bool HasPlace(const Move& move) const;
  bool RefuseTheFirstWithoutPlace();
  void FindGone();

  const ReanchorScene& scene_;
  const ZoneRules& rules_;
  const absl::Time now_;
  std::vector<Fixed> fixed_;
  std::vector<Booking> dead_;
  std::vector<Move> moves_;
  ReanchorPlan plan_;
};

void Planning::Refuse(Move& move) {
  move.refused = true;
  fixed_.push_back({&move.before, move.before.occupied});
}

void Planning::AddStale(const Booking& booking) {
  ReanchorReport& report = plan_.report;
  const Anchor anchor = AnchorOf(booking, rules_);
  const absl::Time old_start = booking.meeting.start;
  const absl::Time last = std::max(old_start, anchor.start.value_or(old_start));
  if (last <= now_) {
    fixed_.push_back({&booking, booking.occupied});
    return;
  }
  ++report.looked_at;
  const bool stays = anchor.start == old_start;
  if (!anchor.start.has_value() || (!stays && TakesOthers(booking))) {
    report.conflicts.push_back(
        {booking.id, old_start, anchor.start,
         anchor.start ? "TAKES_OTHERS" : std::string(anchor.reason)});
    fixed_.push_back({&booking, booking.occupied});
    return;
  }
  Booking after = Anchored(booking, *anchor.start, rules_, now_);
  if (!stays) {
    moves_.push_back({booking, std::move(after)});
    return;
  }
  ++report.kept;
  fixed_.push_back({&booking, booking.occupied});
  plan_.changes.push_back({booking, std::move(after)});
}

void Planning::Add(const Booking& booking) {
  if (HasRunOut(booking, now_) && !TakesOthers(booking)) {
    dead_.push_back(booking);
  } else if (!MayBeAnchored(booking) || HasRunOut(booking, now_) ||
             booking.tzdata_version == rules_.version ||
             plan_.report.looked_at == static_cast<int>(kReanchorMax)) {
    fixed_.push_back({&booking, booking.occupied});
  } else {
    AddStale(booking);
  }
}

bool Planning::RefuseThoseInTheWayOfFixed() {
  bool any = false;
  for (Move& move : moves_) {
    if (move.refused) continue;
    const auto clashes = [&](const Fixed& fixed) {
      return Clash(move.after, move.after.occupied, *fixed.booking,
                   fixed.occupied);
    };
    if (std::none_of(fixed_.begin(), fixed_.end(), clashes)) continue;
    Refuse(move);
    any = true;
  }
  return any;
}

// Of two moves to the same time, the one of the later booking.
bool Planning::RefuseTheFirstTwin() {
  for (size_t i = 0; i < moves_.size(); ++i) {
    if (moves_[i].refused) continue;
    for (size_t j = 0; j < i; ++j) {
      if (moves_[j].refused ||
          !Clash(moves_[i].after, moves_[i].after.occupied, moves_[j].after,
                 moves_[j].after.occupied)) {
        continue;
      }
      Refuse(moves_[i]);
      return true;
    }
  }
  return false;
}

// Of one that shares somebody's time: beside what stays, and the moves before
// it.
bool Planning::HasPlace(const Move& move) const {
  std::vector<Interval> before;
  for (const Booking& booking : scene_.bookings) {
    if (booking.load != kWholeLoad) before.push_back(booking.occupied);
  }
  std::vector<Interval> beside;
  for (const Fixed& fixed : fixed_) {
    if (fixed.booking->load != kWholeLoad) beside.push_back(fixed.occupied);
  }
  for (const Move& other : moves_) {
    if (&other == &move) break;
    if (other.refused || other.after.load == kWholeLoad) continue;
    beside.push_back(other.after.occupied);
  }
  const int places = std::max(scene_.schedule.CapacityOf(move.after.channel),
                              MostAtOnce(move.before.occupied, before));
  return MostAtOnce(move.after.occupied, beside) < places;
}

bool Planning::RefuseTheFirstWithoutPlace() {
  for (Move& move : moves_) {
    if (move.refused || move.after.load == kWholeLoad || HasPlace(move)) {
      continue;
    }
    Refuse(move);
    return true;
  }
  return false;
}

// What stays may take the place of what would have moved away; so on until
// nothing changes. Each round refuses one at least.
absl::Status Planning::Run() {
  for (const Booking& booking : scene_.others) {
    fixed_.push_back({&booking, booking.occupied});
  }
  for (const Booking& booking : scene_.bookings) {
    if (MayBeAnchored(booking) && booking.tzdata_version > rules_.version) {
      return TzdataOlder(rules_);
    }
    Add(booking);
  }
  std::sort(moves_.begin(), moves_.end(), MadeFirst);
  while (RefuseThoseInTheWayOfFixed() || RefuseTheFirstTwin() ||
         RefuseTheFirstWithoutPlace()) {
  }
  return absl::OkStatus();
}

void Planning::FindGone() {
  for (const Booking& hold : dead_) {
    const auto takes_it = [&](const BookingPair& change) {
      return Clash(change.after, change.after.occupied, hold, hold.occupied);
    };
    if (std::any_of(plan_.changes.begin(), plan_.changes.end(), takes_it)) {
      plan_.gone.push_back(hold);
    }
  }
}

ReanchorPlan Planning::Finish() {
  for (Move& move : moves_) {
    Shifted shifted = {move.before.id, move.before.meeting.start,
                       move.after.meeting.start, ""};
    if (move.refused) {
      shifted.reason = "SLOT_TAKEN";
      plan_.report.conflicts.push_back(std::move(shifted));
      continue;
    }
    plan_.report.moved.push_back(std::move(shifted));
    plan_.changes.push_back({move.before, std::move(move.after)});
  }
  FindGone();
  return std::move(plan_);
}

}  // namespace

Anchor AnchorOf(const Booking& booking, const ZoneRules& rules) {
  const absl::StatusOr<absl::TimeZone> zone = rules.find(booking.time_zone);
  if (!zone.ok()) return {std::nullopt, "TIME_ZONE_UNKNOWN"};
  const absl::CivilSecond reading = booking.local_start;
  const absl::TimeZone::TimeInfo info = zone->At(reading);
  if (info.kind == absl::TimeZone::TimeInfo::SKIPPED) {
    return {std::nullopt, "LOCAL_TIME_SKIPPED"};
  }
  const bool is_the_second =
      info.kind == absl::TimeZone::TimeInfo::REPEATED &&
      OffsetAt(reading, info.post) == absl::Seconds(booking.utc_offset_s);
  return At(is_the_second ? info.post : info.pre);
}

absl::StatusOr<ReanchorPlan> PlanReanchor(const ReanchorScene& scene,
                                          const ZoneRules& rules,
                                          absl::Time now) {
  Planning planning(scene, rules, now);
  absl::Status status = planning.Run();
  if (!status.ok()) return status;
  return planning.Finish();
}

absl::Status TzdataOlder(const ZoneRules& rules) {
  return Error(
      absl::StatusCode::kFailedPrecondition, "TZDATA_OLDER",
      absl::StrCat("this server's tzdata is ",
                   rules.version.empty() ? "of unknown version" : rules.version,
                   "; a booking was made under newer rules, which decide"));
}

}  // namespace rapport::booking
