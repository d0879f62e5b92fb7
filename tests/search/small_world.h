// A brand's catalog as a test would write it down: things by number, with
// usual content to be changed where it matters.
#ifndef RAPPORT_TESTS_SEARCH_SMALL_WORLD_H_
#define RAPPORT_TESTS_SEARCH_SMALL_WORLD_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "server/booking/booking.h"
#include "server/calendar/schedule.h"
#include "server/catalog/associate.h"
#include "server/catalog/brand.h"
#include "server/catalog/service.h"
#include "server/catalog/store.h"

namespace rapport::search {

inline const BrandId kBrand = BrandId::FromStored("demo");
inline const BrandId kOtherBrand = BrandId::FromStored("other");

// Ids in the order of their numbers.
template <typename Id>
Id Numbered(uint32_t number) {
  IdBytes bytes = {0xC0};
  for (int i = 0; i < 4; ++i) {
    bytes[15 - i] = static_cast<uint8_t>(number >> (8 * i));
  }
  return Id(bytes);
}
inline StoreId StoreNo(uint32_t number) { return Numbered<StoreId>(number); }
inline AssociateId AssociateNo(uint32_t number) {
  return Numbered<AssociateId>(number);
}
inline booking::BookingId BookingNo(uint32_t number) {
  return Numbered<booking::BookingId>(number);
}
inline ServiceId ServiceCalled(absl::string_view name) {
  return ServiceId::FromStored(name);
}
inline StyleId StyleCalled(absl::string_view name) {
  return StyleId::FromStored(name);
}

inline catalog::Revision Version(int64_t version) {
  return {version, absl::UnixEpoch(), absl::UnixEpoch()};
}

inline catalog::Brand BrandWith(const std::vector<std::string>& styles,
                                const BrandId& id = kBrand) {
  catalog::Brand brand;
  brand.id = id;
  brand.display_name = "Demo";
  for (const std::string& style : styles) {
    brand.styles.push_back({StyleCalled(style), style, {}});
  }
  brand.revision = Version(1);
  return brand;
}

inline catalog::Store StoreAt(uint32_t number, const geo::Point& location,
                              absl::string_view zone = "Etc/UTC") {
  catalog::Store store;
  store.id = StoreNo(number);
  store.source = "test";
  store.source_id = absl::StrCat(number);
  store.content.display_name = absl::StrCat("Store ", number);
  store.content.location = location;
  store.content.time_zone = std::string(zone);
  store.revision = Version(1);
  return store;
}

// Somebody who speaks English and takes in-store and video.
inline catalog::Associate AssociateAt(uint32_t number,
                                      std::vector<StoreId> stores) {
  catalog::Associate associate;
  associate.id = AssociateNo(number);
  associate.source = "test";
  associate.source_id = absl::StrCat(number);
  associate.content.display_name = absl::StrCat("Associate ", number);
  associate.content.stores = std::move(stores);
  associate.content.languages = {{"en", LanguageLevel::kFluent}};
  associate.content.services = {ServiceCalled("styling")};
  associate.content.channels = {Channel::kInStore, Channel::kVideo};
  associate.revision = Version(1);
  return associate;
}

// An hour every half hour on all channels, without buffers or notice.
inline catalog::Service Service(absl::string_view name) {
  catalog::Service service;
  service.id = ServiceCalled(name);
  service.display_name = std::string(name);
  service.channels = ChannelSet::All();
  service.revision = Version(1);
  return service;
}

// Every day from that hour to the other at the home store.
inline calendar::Schedule DailyHours(int start_hour, int end_hour) {
  calendar::DayPeriod period;
  period.start_minute = start_hour * 60;
  period.end_minute = end_hour * 60;
  calendar::Schedule schedule;
  for (int day = 0; day < 7; ++day) {
    schedule.weekly_periods.push_back(
        {static_cast<absl::Weekday>(day), period});
  }
  return schedule;
}

// A booking in that state and version that occupies [start, end).
inline booking::Booking BookingIn(booking::BookingState state, uint32_t number,
                                  const AssociateId& associate,
                                  const Interval& interval,
                                  int64_t version = 1) {
  booking::Booking booking;
  booking.id = BookingNo(number);
  booking.state = state;
  booking.associate = associate;
  booking.store = StoreNo(1);
  booking.service = ServiceCalled("styling");
  booking.meeting = interval;
  booking.occupied = interval;
  booking.shopper = "ada";
  booking.version = version;
  booking.update_time = interval.start;  // ended ones are remembered till then
  return booking;
}

}  // namespace rapport::search

#endif  // RAPPORT_TESTS_SEARCH_SMALL_WORLD_H_
