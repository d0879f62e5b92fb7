#include "server/hours/day_plan.h"

#include <algorithm>

#include "server/hours/day_match.h"

namespace rapport::hours {
namespace {

constexpr int kEvening = 17 * 60;
constexpr int kLateEvening = 22 * 60;
constexpr int kOpenEndOfEvening = 10 * 60;
constexpr int kOpenEndOfLateEvening = 8 * 60;

// Puts `stretch` over what is there.
void PaintOver(const Stretch& stretch, Stretches& plan) {
  if (stretch.start >= stretch.end) return;
  Stretches painted;
  for (const Stretch& old : plan) {
    if (old.start < stretch.start) {
      painted.push_back(old);
      painted.back().end = std::min(old.end, stretch.start);
    }
    if (old.end > stretch.end) {
      painted.push_back(old);
      painted.back().start = std::max(old.start, stretch.end);
    }
  }
  const auto at = std::find_if(
      painted.begin(), painted.end(),
      [&](const Stretch& old) { return old.start >= stretch.end; });
  painted.insert(at, stretch);
  plan = std::move(painted);
}

// Puts `stretch` over `plan` where `before` is closed.
void PaintWhereClosed(const Stretch& stretch, const Stretches& before,
                      Stretches& plan) {
  Stretch part = stretch;
  for (const Stretch& old : before) {
    if (old.state == State::kClosed) continue;
    part.end = std::min(stretch.end, old.start);
    PaintOver(part, plan);
    part.start = std::max(part.start, old.end);
  }
  part.end = stretch.end;
  PaintOver(part, plan);
}

std::optional<int> MinuteOf(const Moment& moment, absl::CivilDay date,
                            const Surroundings& around) {
  if (moment.sun == Sun::kNone) return moment.minutes;
  if (!around.place) return std::nullopt;
  const std::optional<int> minute =
      MinuteOfSun(moment.sun, *around.place, date, around.zone);
  if (!minute) return std::nullopt;
  return std::clamp(*minute + moment.minutes, 0, kLastMinute);
}

// What a rule says of one date, by itself. Spans prevail over open ends.
class RulePlan {
 public:
  RulePlan(const Rule& rule, absl::CivilDay date, const Surroundings& around)
      : rule_(rule), date_(date), around_(around) {
    if (rule.times.empty()) Add(0, kMinutesADay, rule.state, rule.comment);
    for (const TimeSpan& span : rule.times) AddOpenEnd(span);
    for (const TimeSpan& span : rule.times) AddSpan(span);
  }

  const Stretches& stretches() const { return stretches_; }

 private:
  void AddSpan(const TimeSpan& span) {
    const std::optional<int> start = MinuteOf(span.start, date_, around_);
    const std::optional<int> end = EndOf(span);
    if (start && end) {
      Add(*start, *end, rule_.state, rule_.comment);
      return;
    }
    // It may lie anywhere between the times that are known.
    const int from = start.value_or(0);
    Add(from, std::max(end.value_or(kMinutesADay), from), State::kUnknown,
        kSunNotKnown);
  }

  void AddOpenEnd(const TimeSpan& span) {
    const std::optional<int> end = EndOf(span);
    if (!span.open_end || !end) return;
    const bool closed = rule_.state == State::kClosed;
    Add(*end, LastMinuteOfOpenEnd(*end),
        closed ? State::kClosed : State::kUnknown,
        rule_.comment.empty() ? kNoClosingTime
                              : absl::string_view(rule_.comment));
  }

  // After the start: `sunset-02:00` ends on the next day.
  std::optional<int> EndOf(const TimeSpan& span) const {
    const std::optional<int> end = MinuteOf(span.end, date_, around_);
    const bool has_sun =
        span.start.sun != Sun::kNone || span.end.sun != Sun::kNone;
    if (!end || !has_sun || span.end == span.start) return end;
    const std::optional<int> start = MinuteOf(span.start, date_, around_);
    if (!start || *end > *start) return end;
    return std::min(*end + kMinutesADay, kLastMinute);
  }

  void Add(int start, int end, State state, absl::string_view comment) {
    const bool cuts = state == State::kClosed && !rule_.times.empty();
    PaintOver({start, end, state, cuts, comment}, stretches_);
  }

  const Rule& rule_;
  const absl::CivilDay date_;
  const Surroundings& around_;
  Stretches stretches_;
};

void Apply(const Rule& rule, absl::CivilDay date, const Surroundings& around,
           Stretches& plan) {
  const bool all_day_off = rule.state == State::kClosed && rule.times.empty();
  const bool stands_alone =
      rule.joint == Joint::kNormal && rule.state != State::kClosed;
  if (stands_alone || (all_day_off && rule.joint != Joint::kFallback)) {
    plan.clear();
  }
  const Stretches before = plan;
  const RulePlan said(rule, date, around);
  for (const Stretch& stretch : said.stretches()) {
    if (rule.joint == Joint::kFallback) {
      PaintWhereClosed(stretch, before, plan);
    } else {
      PaintOver(stretch, plan);
    }
  }
}

Stretches PlanUnder(const OpeningHours& hours, absl::CivilDay date,
                    const Surroundings& around, HolidayGuess& guess) {
  Stretches plan;
  for (const Rule& rule : hours.rules()) {
    if (!Matches(rule, date, around.holidays, guess)) continue;
    Apply(rule, date, around, plan);
  }
  return plan;
}

// The stretch of `plan` at a minute; closed, up to the end, where there is none.
Stretch StretchAt(const Stretches& plan, int minute) {
  for (const Stretch& stretch : plan) {
    if (stretch.start <= minute && minute < stretch.end) return stretch;
  }
  return {};
}

// Every minute at which one of two plans may change, and both ends.
absl::InlinedVector<int, 24> Edges(const Stretches& a, int shift_of_a,
                                   const Stretches& b, int last) {
  absl::InlinedVector<int, 24> edges = {0, last};
  const auto add = [&](int minute) {
    if (0 < minute && minute < last) edges.push_back(minute);
  };
  for (const Stretch& stretch : a) {
    add(stretch.start - shift_of_a);
    add(stretch.end - shift_of_a);
  }
  for (const Stretch& stretch : b) {
    add(stretch.start);
    add(stretch.end);
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

void Append(Stretch stretch, int start, int end, Stretches& stretches) {
  stretch.start = start;
  stretch.end = end;
  if (!stretches.empty() && stretches.back().end == start &&
      stretches.back().SameAs(stretch) &&
      stretches.back().cuts == stretch.cuts) {
    stretches.back().end = end;
    return;
  }
  stretches.push_back(stretch);
}

// Where two plans for one date differ, nothing is known.
Stretches Merge(const Stretches& a, const Stretches& b) {
  Stretches merged;
  const auto edges = Edges(a, 0, b, kLastMinute);
  for (size_t i = 0; i + 1 < edges.size(); ++i) {
    Stretch stretch = StretchAt(a, edges[i]);
    const Stretch other = StretchAt(b, edges[i]);
    if (stretch.state != other.state) {
      stretch.state = State::kUnknown;
      stretch.comment = kHolidaysNotKnown;
    }
    stretch.cuts =
        stretch.state == State::kClosed && stretch.cuts && other.cuts;
    if (stretch.state == State::kClosed && !stretch.cuts &&
        stretch.comment.empty()) {
      continue;
    }
    Append(stretch, edges[i], edges[i + 1], merged);
  }
  return merged;
}

}  // namespace

int LastMinuteOfOpenEnd(int start_minute) {
  int last = kMinutesADay;
  if (start_minute >= kLateEvening) {
    last = start_minute + kOpenEndOfLateEvening;
  } else if (start_minute >= kEvening) {
    last = start_minute + kOpenEndOfEvening;
  }
  return std::min(last, kLastMinute);
}

Stretches PlanOf(const OpeningHours& hours, absl::CivilDay date,
                 const Surroundings& around) {
  if (hours.empty()) return {{0, kMinutesADay, State::kUnknown, false, ""}};
  HolidayGuess none;
  Stretches plan = PlanUnder(hours, date, around, none);
  for (int guessed = 1; guessed < 4; ++guessed) {
    HolidayGuess guess{.public_holiday = (guessed & 1) != 0,
                       .school_holiday = (guessed & 2) != 0};
    if ((guess.public_holiday && !none.public_asked) ||
        (guess.school_holiday && !none.school_asked)) {
      continue;
    }
    plan = Merge(plan, PlanUnder(hours, date, around, guess));
  }
  return plan;
}

Stretches DayOf(const Stretches& plan_before, const Stretches& plan) {
  Stretches day;
  const auto edges = Edges(plan_before, kMinutesADay, plan, kMinutesADay);
  for (size_t i = 0; i + 1 < edges.size(); ++i) {
    const Stretch running = StretchAt(plan_before, edges[i] + kMinutesADay);
    Stretch stretch = StretchAt(plan, edges[i]);
    if (!stretch.cuts && running.state > stretch.state) stretch = running;
    stretch.cuts = false;
    Append(stretch, edges[i], edges[i + 1], day);
  }
  return day;
}

}  // namespace rapport::hours
