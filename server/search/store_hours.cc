#include "server/search/store_hours.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/hours/read_hours.h"

namespace rapport::search {
namespace {

// All that decides when a store with these texts is open. Texts have no control
// characters, so that a null byte keeps them apart.
std::string KeyOf(const catalog::Store& store) {
  const catalog::StoreContent& content = store.content;
  std::string key = absl::StrCat(content.time_zone, absl::string_view("\0", 1),
                                 content.opening_hours_text);
  if (content.details.temporarily_closed) key.push_back('!');
  for (absl::string_view part :
       {content.address.region_code, content.address.administrative_area}) {
    absl::StrAppend(&key, absl::string_view("\0", 1), part);
  }
  for (const catalog::SpecialDay& day : content.details.special_days) {
    absl::StrAppend(&key, absl::string_view("\0", 1),
                    absl::FormatCivilTime(day.date), day.text);
  }
  return key;
}

std::vector<hours::SpecialDay> SpecialDaysOf(const catalog::Store& store) {
  std::vector<hours::SpecialDay> days;
  for (const catalog::SpecialDay& day : store.content.details.special_days) {
    days.push_back({day.date, hours::ReadHours(day.text).hours});
  }
  return days;
}

hours::StoreHours WithHours(const catalog::Store& store,
                            hours::OpeningHours regular, absl::TimeZone zone,
                            const BrandHolidays& holidays) {
  const catalog::StoreContent& content = store.content;
  hours::StoreHours hours;
  hours.regular = std::move(regular);
  hours.holidays = holidays.Of(content.address);
  hours.place = hours::SunPlace{content.location.latitude_deg,
                                content.location.longitude_deg};
  hours.zone = zone;
  return hours;
}

}  // namespace

hours::StoreHours HoursOf(const catalog::Store& store, absl::string_view text,
                          absl::TimeZone zone, const BrandHolidays& holidays) {
  return WithHours(store, hours::ReadHours(text).hours, zone, holidays);
}

StoreOpening OpeningAt(const catalog::Store& store,
                       const hours::StoreHours& hours, absl::Time time) {
  if (store.content.details.temporarily_closed) {
    return {hours::State::kClosed, "temporarily closed", std::nullopt,
            std::nullopt};
  }
  const hours::OpenState at = hours::StateAt(hours, time);
  StoreOpening opening{at.state, std::string(at.comment), std::nullopt,
                       std::nullopt};
  if (at.state != hours::State::kOpen) {
    opening.next_open = hours::NextOpen(hours, time);
  }
  if (at.state == hours::State::kOpen) {
    opening.next_close = hours::NextClose(hours, time);
  } else if (opening.next_open.has_value()) {
    opening.next_close = hours::NextClose(hours, *opening.next_open);
  }
  return opening;
}

uint32_t StoreHoursTable::Add(const catalog::Store& store,
                              absl::TimeZone zone) {
  const std::string& text = store.content.opening_hours_text;
  auto [read, is_new_text] = texts_.try_emplace(text);
  if (is_new_text) read->second = hours::ReadHours(text).hours;
  std::string key = KeyOf(store);
  if (read->second.NamesSun()) {
    absl::StrAppend(&key, store.content.location.latitude_deg, " ",
                    store.content.location.longitude_deg);
  }
  const auto next = static_cast<uint32_t>(hours_.size());
  const uint32_t number = numbers_.emplace(std::move(key), next).first->second;
  if (number == next) {
    hours_.push_back(WithHours(store, read->second, zone, holidays_));
    hours_.back().special_days = SpecialDaysOf(store);
    closed_.push_back(store.content.details.temporarily_closed);
  }
  return number;
}

void StoreHoursTable::Seal() {
  numbers_ = {};
  texts_ = {};
}

}  // namespace rapport::search
