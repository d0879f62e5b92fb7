#include "clients/cli/local_windows.h"

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clients/cli/flag_error.h"
#include "clients/cli/text/time_text.h"

namespace rapport::cli {
namespace {

using PlaceZone = absl::FunctionRef<absl::StatusOr<std::string>()>;

void SetDate(absl::CivilDay day, google::type::Date* out) {
  out->set_year(static_cast<int>(day.year()));
  out->set_month(day.month());
  out->set_day(day.day());
}

// Reads days as they are typed.
class DayReader {
 public:
  DayReader(const LocalWindowOptions& options, absl::Time now,
            PlaceZone place_zone)
      : options_(options), now_(now), place_zone_(place_zone) {}

  // `tomorrow`, `2026-11-23`.
  absl::StatusOr<absl::CivilDay> Read(const std::string& text) {
    const auto time = ParseTime(text);
    if (!time.ok()) return ForFlag("--on", time.status());
    if (!time->local.has_value() || time->local->time_of_day.has_value()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--on is '", text, "'; it is a day: 2026-11-23, today, tomorrow"));
    }
    if (time->local->date.has_value()) return *time->local->date;
    const auto zone = Zone();
    if (!zone.ok()) return zone.status();
    return absl::CivilDay(WallTime(*time, now_, *zone));
  }

 private:
  absl::StatusOr<absl::TimeZone> Zone() {
    if (zone_.has_value()) return *zone_;
    std::string name = options_.clock;
    if (name.empty()) {
      auto place = place_zone_();
      if (!place.ok()) return place.status();
      name = *std::move(place);
    }
    const auto zone = ZoneOfName(name);
    if (!zone.ok()) return ForFlag("--clock", zone.status());
    zone_ = *zone;
    return *zone;
  }

  const LocalWindowOptions& options_;
  const absl::Time now_;
  const PlaceZone place_zone_;
  std::optional<absl::TimeZone> zone_;
};

absl::StatusOr<v1::LocalWindow> ReadDays(const std::string& text,
                                         DayReader& reader) {
  const std::vector<std::string> ends =
      absl::StrSplit(text, absl::MaxSplits("..", 1));
  v1::LocalWindow window;
  const auto first = reader.Read(ends[0]);
  if (!first.ok()) return first.status();
  SetDate(*first, window.mutable_first_date());
  if (ends.size() == 1) return window;
  const auto last = reader.Read(ends[1]);
  if (!last.ok()) return last.status();
  SetDate(*last, window.mutable_last_date());
  return window;
}

// `15:00`, up to `24:00`.
bool ReadTimeOfDay(absl::string_view text, google::type::TimeOfDay* out) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ':');
  int hours = 0;
  int minutes = 0;
  if (parts.size() != 2 || parts[1].size() != 2 ||
      !absl::SimpleAtoi(parts[0], &hours) ||
      !absl::SimpleAtoi(parts[1], &minutes)) {
    return false;
  }
  const bool is_of_a_day = hours >= 0 && minutes >= 0 && minutes < 60 &&
                           hours * 60 + minutes <= 24 * 60;
  out->set_hours(hours);
  out->set_minutes(minutes);
  return is_of_a_day;
}

absl::Status ReadHours(const std::string& text, v1::LocalWindow& window) {
  const std::vector<absl::string_view> ends = absl::StrSplit(text, '-');
  if (ends.size() == 2 && ReadTimeOfDay(ends[0], window.mutable_start_time()) &&
      ReadTimeOfDay(ends[1], window.mutable_end_time())) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "--between is '", text, "'; it is two times of day: 15:00-17:00"));
}

}  // namespace

void AddLocalWindowOptions(CLI::App& command, LocalWindowOptions& options) {
  CLI::Option* on =
      command
          .add_option("--on", options.on,
                      "On these days of each store's clock: tomorrow, "
                      "2026-11-23, 2026-11-23..2026-11-25")
          ->delimiter(',');
  command
      .add_option("--between", options.between,
                  "Within these hours of the days of --on: 15:00-17:00. "
                  "Without it: all day")
      ->delimiter(',')
      ->needs(on);
  command
      .add_option("--clock", options.clock,
                  "IANA zone in which --on and --between are read, for example "
                  "the shopper's. Without it: each store's own")
      ->needs(on);
}

absl::StatusOr<std::vector<v1::LocalWindow>> ReadLocalWindows(
    const LocalWindowOptions& options, absl::Time now, PlaceZone place_zone) {
  std::vector<v1::LocalWindow> windows;
  DayReader reader(options, now, place_zone);
  for (const std::string& days : options.on) {
    auto window = ReadDays(days, reader);
    if (!window.ok()) return window.status();
    window->set_time_zone(options.clock);
    if (options.between.empty()) windows.push_back(*window);
    for (const std::string& hours : options.between) {
      const absl::Status status = ReadHours(hours, *window);
      if (!status.ok()) return status;
      windows.push_back(*window);
    }
  }
  return windows;
}

}  // namespace rapport::cli
