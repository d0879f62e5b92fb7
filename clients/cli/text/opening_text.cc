#include "clients/cli/text/opening_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "clients/cli/text/schedule_json.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/text/words.h"

namespace rapport::cli {
namespace {

// Whole minutes until then; an instant that has passed meanwhile is now.
absl::Duration WaitUntil(const google::protobuf::Timestamp& then, absl::Time at,
                         bool is_rounded_up) {
  const absl::Duration wait =
      std::max(FromTimestamp(then) - at, absl::ZeroDuration());
  return is_rounded_up ? absl::Ceil(wait, absl::Minutes(1))
                       : absl::Floor(wait, absl::Minutes(1));
}

std::string CommentOf(const std::string& comment) {
  return comment.empty() ? "" : absl::StrCat(" (", comment, ")");
}

bool IsSame(const google::protobuf::Timestamp& a,
            const google::protobuf::Timestamp& b) {
  return FromTimestamp(a) == FromTimestamp(b);
}

absl::CivilDay CivilDayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

std::string FormatDay(absl::CivilDay day) {
  // A civil time read as UTC and written as UTC is itself.
  return absl::FormatTime("%a %d %b", absl::FromCivil(day, absl::UTCTimeZone()),
                          absl::UTCTimeZone());
}

// `20:00`, or `Tue 24 Nov 10:00` on another day than the page's.
std::string OnDay(const v1::StorePage& page, absl::CivilDay day,
                  const google::type::TimeOfDay& time) {
  const bool is_today = day == CivilDayOf(page.days(0).date());
  return absl::StrCat(is_today ? "" : FormatDay(day), is_today ? "" : " ",
                      FormatTimeOfDay(time), " ", page.store().time_zone());
}

// The day on which a period that begins on `day` ends: hours that end at or
// before their start end on the next.
absl::CivilDay EndDay(absl::CivilDay day, const v1::OpeningPeriod& period) {
  const auto minutes = [](const google::type::TimeOfDay& time) {
    return time.hours() * 60 + time.minutes();
  };
  return minutes(period.local_end()) <= minutes(period.local_start()) ? day + 1
                                                                      : day;
}

// What the store's clock shows at an instant, if the page's days tell it: the
// start or the end of one of their periods. Else empty.
std::string LocalTextOf(const v1::StorePage& page,
                        const google::protobuf::Timestamp& instant) {
  for (const v1::OpeningDay& day : page.days()) {
    const absl::CivilDay date = CivilDayOf(day.date());
    for (const v1::OpeningPeriod& period : day.periods()) {
      if (IsSame(period.start_time(), instant)) {
        return OnDay(page, date, period.local_start());
      }
      if (IsSame(period.end_time(), instant)) {
        return OnDay(page, EndDay(date, period), period.local_end());
      }
    }
  }
  return "";
}

}  // namespace

std::string FormatWait(absl::Duration wait) {
  const int64_t minutes = absl::ToInt64Minutes(wait);
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return absl::StrCat(minutes, " min");
  const int64_t hours = minutes / 60;
  const bool is_days = hours >= 24;
  const int64_t large = is_days ? hours / 24 : hours;
  const int64_t small = is_days ? hours % 24 : minutes % 60;
  return absl::StrCat(
      large, is_days ? " d" : " h",
      small == 0 ? "" : absl::StrCat(" ", small, is_days ? " h" : " min"));
}

std::string FormatDay(const google::type::Date& date) {
  return FormatDay(CivilDayOf(date));
}

std::string FormatOpening(const v1::OpeningState& opening, absl::Time at) {
  const std::string comment = CommentOf(opening.comment());
  switch (opening.status()) {
    case v1::OPEN_STATUS_OPEN:
      if (!opening.has_next_close_time()) return absl::StrCat("open", comment);
      return absl::StrCat("open, closes in ",
                          FormatWait(WaitUntil(opening.next_close_time(), at,
                                               /*is_rounded_up=*/false)),
                          comment);
    case v1::OPEN_STATUS_CLOSED:
      if (!opening.has_next_open_time()) return absl::StrCat("closed", comment);
      return absl::StrCat("closed, opens in ",
                          FormatWait(WaitUntil(opening.next_open_time(), at,
                                               /*is_rounded_up=*/true)),
                          comment);
    case v1::OPEN_STATUS_UNKNOWN:
      return absl::StrCat("unknown", comment);
    default:
      return "";
  }
}

std::string FormatOpening(const v1::StorePage& page, absl::Time at) {
  const v1::OpeningState& opening = page.opening();
  if (page.store().temporarily_closed()) return "closed until further notice";
  const bool is_open = opening.status() == v1::OPEN_STATUS_OPEN;
  const bool is_known = is_open ? opening.has_next_close_time()
                                : opening.status() == v1::OPEN_STATUS_CLOSED &&
                                      opening.has_next_open_time();
  if (!is_known) return FormatOpening(opening, at);
  const google::protobuf::Timestamp& then =
      is_open ? opening.next_close_time() : opening.next_open_time();
  const std::string local = LocalTextOf(page, then);
  if (local.empty()) return FormatOpening(opening, at);
  return absl::StrCat(WordOf(opening.status()), " until ", local, " (",
                      FormatWait(WaitUntil(then, at, !is_open)), ")",
                      CommentOf(opening.comment()));
}

std::string FormatHours(const v1::OpeningDay& day) {
  std::string text;
  for (const v1::OpeningPeriod& period : day.periods()) {
    absl::StrAppend(
        &text, text.empty() ? "" : ", ", FormatTimeOfDay(period.local_start()),
        "-", FormatTimeOfDay(period.local_end()),
        period.status() == v1::OPEN_STATUS_UNKNOWN ? " perhaps" : "",
        CommentOf(period.comment()));
  }
  return text.empty() ? "closed" : text;
}

}  // namespace rapport::cli
