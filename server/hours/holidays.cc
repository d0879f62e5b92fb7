#include "server/hours/holidays.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace rapport::hours {
namespace {

using absl::CivilDay;
using Dates = std::vector<CivilDay>;

bool Has(const Dates& dates, CivilDay date) {
  return std::binary_search(dates.begin(), dates.end(), date);
}

bool SpeaksOf(const HolidayDates* own, CivilDay date) {
  return own != nullptr && own->first <= date && date <= own->last;
}

// A file is not to make the table grow without bound.
constexpr size_t kDatesMax = 10000;  // of one place
constexpr int kGapMax = 100000;      // days from one date to the next

std::optional<CivilDay> ParseDate(absl::string_view text) {
  int number = 0;
  if (text.size() != 8 || !absl::SimpleAtoi(text, &number)) return std::nullopt;
  const CivilDay date(number / 10000, number / 100 % 100, number % 100);
  if (date.month() != number / 100 % 100 || date.day() != number % 100) {
    return std::nullopt;
  }
  return date;
}

// `20240101+88+3`
std::optional<Dates> ParseDates(absl::string_view text) {
  Dates dates;
  if (text == "-") return dates;
  for (absl::string_view part : absl::StrSplit(text, '+')) {
    if (dates.empty()) {
      const std::optional<CivilDay> first = ParseDate(part);
      if (!first) return std::nullopt;
      dates.push_back(*first);
      continue;
    }
    int days = 0;
    if (!absl::SimpleAtoi(part, &days) || days < 1 || days > kGapMax ||
        dates.size() >= kDatesMax) {
      return std::nullopt;
    }
    dates.push_back(dates.back() + days);
  }
  return dates;
}

// What a line of the table says of a place itself.
struct Written {
  Dates public_dates;
  Dates school_dates;
};

struct WrittenTable {
  CivilDay first;
  CivilDay last;
  std::map<std::string, Written> places;
};

bool ReadYears(absl::string_view line, WrittenTable& table) {
  const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
  int first = 0;
  int last = 0;
  if (words.size() != 4 || !absl::SimpleAtoi(words[2], &first) ||
      !absl::SimpleAtoi(words[3], &last) || first > last) {
    return false;
  }
  table.first = CivilDay(first, 1, 1);
  table.last = CivilDay(last, 12, 31);
  return true;
}

bool ReadLine(absl::string_view line, WrittenTable& table) {
  if (absl::StartsWith(line, "# years ")) return ReadYears(line, table);
  if (line.empty() || line[0] == '#') return true;
  const std::vector<absl::string_view> columns = absl::StrSplit(line, '\t');
  if (columns.size() != 3 || columns[0].empty()) return false;
  std::optional<Dates> dates = ParseDates(columns[2]);
  if (!dates) return false;
  Written& place = table.places[std::string(columns[0])];
  if (columns[1] == "public") {
    place.public_dates = *std::move(dates);
  } else if (columns[1] == "school") {
    place.school_dates = *std::move(dates);
  } else {
    return false;
  }
  return true;
}

Dates Common(const Dates& a, const Dates& b) {
  Dates common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                        std::back_inserter(common));
  return common;
}

Dates Union(const Dates& a, const Dates& b) {
  Dates both;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(),
                 std::back_inserter(both));
  return both;
}

Dates Without(const Dates& a, const Dates& b) {
  Dates left;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(),
                      std::back_inserter(left));
  return left;
}

}  // namespace

std::vector<CivilDay> HolidayCalendar::PublicHolidays() const {
  Dates dates;
  if (source_ != nullptr) dates = source_->public_everywhere;
  if (own_public_ != nullptr) {
    dates.insert(dates.end(), own_public_->dates.begin(),
                 own_public_->dates.end());
    std::sort(dates.begin(), dates.end());
    dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
  }
  dates.erase(std::remove_if(dates.begin(), dates.end(),
                             [&](CivilDay date) {
                               return IsPublicHoliday(date) != Answer::kYes;
                             }),
              dates.end());
  return dates;
}

Answer HolidayCalendar::IsPublicHoliday(CivilDay date) const {
  if (SpeaksOf(own_public_.get(), date)) {
    return Has(own_public_->dates, date) ? Answer::kYes : Answer::kNo;
  }
  if (source_ == nullptr || date < source_->first || date > source_->last) {
    return Answer::kUnknown;
  }
  if (Has(source_->public_everywhere, date)) return Answer::kYes;
  if (Has(source_->public_somewhere, date)) return Answer::kUnknown;
  return Answer::kNo;
}

Answer HolidayCalendar::IsSchoolHoliday(CivilDay date) const {
  if (SpeaksOf(own_school_.get(), date)) {
    return Has(own_school_->dates, date) ? Answer::kYes : Answer::kNo;
  }
  if (source_ != nullptr && Has(source_->school_everywhere, date)) {
    return Answer::kYes;
  }
  return Answer::kUnknown;
}

HolidayCalendar HolidayCalendar::WithOwnPublic(HolidayDates own) const {
  std::sort(own.dates.begin(), own.dates.end());
  HolidayCalendar calendar = *this;
  calendar.own_public_ = std::make_shared<HolidayDates>(std::move(own));
  return calendar;
}

HolidayCalendar HolidayCalendar::WithOwnSchool(HolidayDates own) const {
  std::sort(own.dates.begin(), own.dates.end());
  HolidayCalendar calendar = *this;
  calendar.own_school_ = std::make_shared<HolidayDates>(std::move(own));
  return calendar;
}

absl::StatusOr<HolidayTable> HolidayTable::Parse(absl::string_view text) {
  WrittenTable written;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (!ReadLine(line, written)) {
      return absl::DataLossError(
          absl::StrCat("line ", number, " of the holidays is not such a line"));
    }
  }
  HolidayTable table;
  for (const auto& [place, own] : written.places) {
    HolidayCalendar::Source source{written.first, written.last,
                                   own.public_dates, own.public_dates,
                                   own.school_dates};
    const std::string within = place + "/";
    for (auto part = written.places.lower_bound(within);
         part != written.places.end() && absl::StartsWith(part->first, within);
         ++part) {
      const Written& dates = part->second;
      source.public_everywhere =
          Common(source.public_everywhere, dates.public_dates);
      source.public_somewhere =
          Union(source.public_somewhere, dates.public_dates);
      source.school_everywhere =
          Common(source.school_everywhere, dates.school_dates);
    }
    source.public_somewhere =
        Without(source.public_somewhere, source.public_everywhere);
    table.by_place_[place] =
        std::make_shared<HolidayCalendar::Source>(std::move(source));
  }
  return table;
}

HolidayCalendar HolidayTable::For(absl::string_view country_code,
                                  absl::string_view subdivision) const {
  const std::string country = absl::AsciiStrToUpper(country_code);
  std::string part = absl::AsciiStrToUpper(subdivision);
  if (absl::StartsWith(part, country + "-")) part.erase(0, country.size() + 1);
  HolidayCalendar calendar;
  auto found = by_place_.find(absl::StrCat(country, "/", part));
  if (part.empty() || found == by_place_.end()) found = by_place_.find(country);
  if (found != by_place_.end()) calendar.source_ = found->second;
  return calendar;
}

size_t HolidayTable::country_count() const {
  return std::count_if(
      by_place_.begin(), by_place_.end(),
      [](const auto& place) { return !absl::StrContains(place.first, "/"); });
}

}  // namespace rapport::hours
