#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/soak/rules.h"

namespace rapport::soak {
namespace {

constexpr int64_t kTicksOfDay = 288;
// The buffers of the soak's service: hours say nothing of them.
constexpr int64_t kBufferTicks = 1;

// The bookings that touch a tick, by when they lived.
class TickIndex {
 public:
  explicit TickIndex(const std::vector<Span>& spans) {
    for (const Span& span : spans) {
      if (span.booking->is_seat()) continue;  // its session takes the time
      for (int64_t tick = span.booking->start_tick;
           tick < span.booking->end_tick; ++tick) {
        spans_[span.booking->associate][tick].push_back(&span);
      }
    }
  }

  // Whether something else than `except` can have been in the way.
  bool CanBeTaken(const Attempt& attempt, const std::string& except) const {
    const auto associate = spans_.find(attempt.associate);
    if (associate == spans_.end()) return false;
    for (int64_t tick = attempt.start_tick; tick < attempt.end_tick; ++tick) {
      const auto it = associate->second.find(tick);
      if (it == associate->second.end()) continue;
      for (const Span* span : it->second) {
        if (span->from <= attempt.completed && attempt.invoked <= span->until &&
            span->booking->id != except) {
          return true;
        }
      }
    }
    return false;
  }

 private:
  std::unordered_map<std::string,
                     std::unordered_map<int64_t, std::vector<const Span*>>>
      spans_;
};

bool IsWorked(const HoursChange& hours, int64_t tick) {
  const int64_t of_day = tick % kTicksOfDay;
  if (of_day < hours.first_tick_of_day || of_day >= hours.end_tick_of_day) {
    return false;
  }
  return std::none_of(hours.off.begin(), hours.off.end(),
                      [&](const TickRange& off) {
                        return off.first <= tick && tick < off.end;
                      });
}

// Whether somebody with these hours works through the whole meeting.
bool Covers(const HoursChange& hours, const SeenBooking& booking) {
  for (int64_t tick = booking.start_tick + kBufferTicks;
       tick < booking.end_tick - kBufferTicks; ++tick) {
    if (!IsWorked(hours, tick)) return false;
  }
  return true;
}

using Changes = std::vector<const HoursChange*>;

std::unordered_map<std::string, Changes> ChangesOf(const History& history) {
  std::unordered_map<std::string, Changes> changes;
  for (const HoursChange& change : history.hours) {
    changes[change.associate].push_back(&change);
  }
  return changes;
}

// Whether hours that cover `booking` can have been in force some time from
// `from` to `until`. Before the first change everybody works always.
bool CanBeCovered(const Changes& changes, const SeenBooking& booking,
                  Instant from, Instant until) {
  if (changes.empty() || changes[0]->completed >= from) return true;
  for (size_t i = 0; i < changes.size(); ++i) {
    if (changes[i]->invoked > until) break;
    const Instant replaced =
        i + 1 < changes.size() ? changes[i + 1]->completed : kForever;
    if (replaced < from) continue;
    if (Covers(*changes[i], booking)) {
      return true;
    }
  }
  return false;
}

// A change tells of so many and no more, in order of start: of those that start
// later than the last one told, nothing then.
int64_t ToldUntil(const HoursChange& change, const std::vector<Span>& spans) {
  if (change.uncovered.size() < kUncoveredTold) {
    return std::numeric_limits<int64_t>::max();
  }
  for (const Span& span : spans) {
    if (span.booking->id == change.uncovered.back()) {
      return span.booking->start_tick;
    }
  }
  return change.told_from_tick;
}

}  // namespace

void CheckRefusal(const Evidence& evidence, Verdict& verdict) {
  Findings findings("refusal", verdict);
  const std::vector<Span> spans = evidence.PossibleSpans();
  const TickIndex index(spans);
  for (const Attempt& attempt : evidence.history().attempts) {
    if (attempt.reason != "SLOT_TAKEN" || attempt.associate.empty()) continue;
    findings.Judge(
        index.CanBeTaken(attempt, attempt.subject),
        absl::StrCat(attempt.op, " request ", attempt.request_id, " with ",
                     attempt.associate, " at ", attempt.start_tick,
                     " refused as taken; nothing can have been there"));
  }
}

void CheckHours(const Evidence& evidence, Verdict& verdict) {
  Findings findings("hours", verdict);
  const auto changes = ChangesOf(evidence.history());
  for (const Deed& deed : evidence.deeds()) {
    if (!deed.granted || deed.effect != Effect::kTakes) continue;
    if (deed.answer.is_seat()) continue;
    const auto it = changes.find(deed.answer.associate);
    if (it == changes.end()) continue;
    findings.Judge(
        CanBeCovered(it->second, deed.answer, deed.invoked, deed.done),
        absl::StrCat("booking ", deed.answer.id, " at ", deed.answer.start_tick,
                     " with ", deed.answer.associate,
                     " was taken outside the hours of then"));
  }
}

void CheckUncovered(const Evidence& evidence, Verdict& verdict) {
  Findings findings("uncovered", verdict);
  std::unordered_map<std::string, std::vector<Span>> lived;
  for (const Span& span : evidence.SureSpans()) {
    if (span.booking->is_seat()) continue;  // goes with its session
    lived[span.booking->associate].push_back(span);
  }
  for (const HoursChange& change : evidence.history().hours) {
    if (change.completed == kForever) continue;
    const std::unordered_set<std::string> told(change.uncovered.begin(),
                                               change.uncovered.end());
    const std::vector<Span>& spans = lived[change.associate];
    const int64_t told_until = ToldUntil(change, spans);
    for (const Span& span : spans) {
      if (span.from > change.invoked || span.until < change.completed) continue;
      if (span.booking->start_tick < change.told_from_tick ||
          span.booking->start_tick >= told_until) {
        continue;
      }
      if (Covers(change, *span.booking)) {
        continue;
      }
      findings.Judge(
          told.contains(span.booking->id),
          absl::StrCat("booking ", span.booking->id, " version ",
                       span.booking->version, " at ", span.booking->start_tick,
                       " is outside the new hours of ", change.associate,
                       " of ", change.invoked, " to ", change.completed,
                       " ns, and was not told"));
    }
  }
}

}  // namespace rapport::soak
