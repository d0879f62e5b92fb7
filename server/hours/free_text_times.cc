#include "server/hours/free_text_times.h"

namespace rapport::hours {
namespace {

constexpr int kHalfDay = 12 * 60;
constexpr int kMorning = 6 * 60;  // few close later on the next day

// Whether the hour may be of a twelve-hour clock: 1:00 to 12:59.
bool MayBeHalf(int minutes) { return minutes >= 60 && minutes < 13 * 60; }

int InHalf(int minutes, Half half) {
  return minutes % kHalfDay + (half == Half::kPm ? kHalfDay : 0);
}

int LengthOf(int start, int end) {
  const int length = (end - start + kMinutesADay) % kMinutesADay;
  return length == 0 ? kMinutesADay : length;
}

SettledSpan Span(int start, int end, absl::string_view doubt = "") {
  if (end <= start) end += kMinutesADay;
  return {{.start = {.minutes = start}, .end = {.minutes = end}}, doubt};
}

SettledSpan SettleMarked(int start, int end) {
  if (end < start && end > kMorning) {
    return Span(start, end, "ends on the next day, as it is written");
  }
  if (end == start && start != 0) {
    return Span(start, end, "ends when it starts: taken as 24 hours");
  }
  return Span(start, end);
}

// `other` has no AM or PM: it takes that which makes the span the shorter.
SettledSpan SettleHalfMarked(int marked, int other, bool other_is_start) {
  const auto span_with = [&](int minutes, absl::string_view doubt) {
    return other_is_start ? Span(minutes, marked, doubt)
                          : Span(marked, minutes, doubt);
  };
  if (!MayBeHalf(other)) return span_with(other, "");
  const auto length_with = [&](Half half) {
    const int minutes = InHalf(other, half);
    return other_is_start ? LengthOf(minutes, marked)
                          : LengthOf(marked, minutes);
  };
  const Half half =
      length_with(Half::kAm) < length_with(Half::kPm) ? Half::kAm : Half::kPm;
  return span_with(InHalf(other, half),
                   "one time has no am or pm: taken as the shorter span");
}

SettledSpan SettleUnmarked(int start, int end) {
  if (end > start || end == 0) return Span(start, end);
  if (end == start) {
    return Span(start, end,
                start == 0 ? "" : "ends when it starts: taken as 24 hours");
  }
  if (MayBeHalf(start) && MayBeHalf(end) && end + kHalfDay > start &&
      end < kHalfDay) {
    return Span(start, end + kHalfDay, "no am or pm: the end is taken as pm");
  }
  return Span(start, end);
}

}  // namespace

std::optional<SettledSpan> SettleSpan(const Token& start, const Token& end) {
  const bool start_marked = start.half != Half::kNone;
  const bool end_marked = end.half != Half::kNone;
  const int from =
      start_marked ? InHalf(start.number, start.half) : start.number;
  const int to = end_marked ? InHalf(end.number, end.half) : end.number;
  if (start.is_ordinal || end.is_ordinal || from >= kMinutesADay) {
    return std::nullopt;
  }
  if (start_marked && end_marked) return SettleMarked(from, to);
  if (start_marked) {
    return SettleHalfMarked(from, to, /*other_is_start=*/false);
  }
  if (end_marked) return SettleHalfMarked(to, from, /*other_is_start=*/true);
  return SettleUnmarked(from, to);
}

}  // namespace rapport::hours
