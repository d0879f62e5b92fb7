// A store of schedules to be held to the contract, and what its tests share.
#ifndef RAPPORT_TESTS_CONTRACT_SCHEDULE_STORE_UNDER_TEST_H_
#define RAPPORT_TESTS_CONTRACT_SCHEDULE_STORE_UNDER_TEST_H_

#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/calendar/schedule_store.h"

namespace rapport::calendar {

// An empty store, and what it needs to live.
struct ScheduleStoreUnderTest {
  std::shared_ptr<void> world;  // outlives the store
  std::unique_ptr<ScheduleStore> store;
  // Called for every associate before their first schedule, where a store
  // wants them to exist. May be empty.
  std::function<void(const BrandId&, const AssociateId&)> add_associate;

  // The store goes before the world it lives in.
  ~ScheduleStoreUnderTest() { store.reset(); }
  ScheduleStoreUnderTest() = default;
  ScheduleStoreUnderTest(ScheduleStoreUnderTest&&) = default;
  ScheduleStoreUnderTest& operator=(ScheduleStoreUnderTest&&) = default;
};

struct ScheduleStoreCase {
  std::string name;
  std::function<ScheduleStoreUnderTest()> make;
};

inline std::string NameOfScheduleStore(
    const testing::TestParamInfo<ScheduleStoreCase>& info) {
  return info.param.name;
}

inline void PrintTo(const StoredSchedule& stored, std::ostream* out) {
  *out << stored.associate.ToString() << " version " << stored.version << " of "
       << stored.update_time << ", " << stored.schedule.weekly_periods.size()
       << " weekly, " << stored.schedule.overrides.size() << " overrides, "
       << stored.schedule.time_off.size() << " off";
}

MATCHER_P(IsStored, expected, "") {
  return arg.associate == expected.associate &&
         arg.schedule == expected.schedule && arg.version == expected.version &&
         arg.update_time == expected.update_time;
}

class ScheduleStoreContract : public testing::TestWithParam<ScheduleStoreCase> {
 protected:
  using StatusCode = absl::StatusCode;

  ScheduleStoreContract() : under_test_(GetParam().make()) {
    for (const BrandId& brand : {brand_, other_brand_}) {
      for (uint8_t number = 1; number <= 9; ++number) {
        if (!under_test_.add_associate) continue;
        under_test_.add_associate(brand, Associate(number));
      }
    }
  }

  ScheduleStore& store() { return *under_test_.store; }

  static AssociateId Associate(uint8_t number) {
    IdBytes bytes = {};
    bytes[0] = 0xA5;
    bytes[15] = number;
    return AssociateId(bytes);
  }

  Actor ActorOf(const BrandId& brand, const std::string& principal) const {
    return {brand, Role::kBrandAdmin, principal};
  }
  Actor admin() const { return ActorOf(brand_, "admin"); }

  // A request of that name; its hash stands for its body.
  static RequestKey Request(const std::string& name, char body = 'a') {
    return {absl::StrCat("request-", name), std::string(32, body)};
  }

  // Mondays from that hour to the next.
  static Schedule MondaysAt(int hour) {
    DayPeriod period;
    period.start_minute = hour * 60;
    period.end_minute = hour * 60 + 60;
    Schedule schedule;
    schedule.weekly_periods.push_back({absl::Weekday::monday, period});
    return schedule;
  }

  // A schedule that uses everything, at its bounds.
  static Schedule Rich() {
    Schedule schedule = MondaysAt(0);
    WeeklyPeriod sunday;
    sunday.day = absl::Weekday::sunday;
    sunday.period = {1435, 1440, StoreId(Associate(77).bytes()),
                     ChannelSet::All()};
    schedule.weekly_periods.push_back(sunday);
    schedule.overrides.push_back({absl::CivilDay(1970, 1, 1), {}});
    DayPeriod video;
    video.end_minute = 1440;
    video.channels = {Channel::kVideo, Channel::kEmail};
    schedule.overrides.push_back({absl::CivilDay(2200, 12, 31), {video}});
    const absl::Time new_year =
        absl::FromCivil(absl::CivilDay(2027, 1, 1), absl::UTCTimeZone());
    schedule.time_off.push_back({{new_year, new_year + kTimeOffLengthMax}});
    schedule.time_off.push_back({{new_year, new_year + kTick}});
    schedule.time_off.push_back({{new_year, new_year + kTick},
                                 "new-year",
                                 TimeOffState::kRequested,
                                 "\"\u00e9\\"});
    schedule.off_on_public_holidays = true;
    schedule.travel_times = {{StoreId(Associate(77).bytes()),
                              StoreId(Associate(78).bytes()), absl::Hours(4)}};
    schedule.channel_capacities = {{Channel::kChat, 3}, {Channel::kSms, 20}};
    schedule.limits = {.booked_per_week = absl::Hours(168),
                       .bookings_per_day = 100};
    return schedule;
  }

  // A source of one busy hour, that many hours into 2027.
  static BusySource Busy(const std::string& id, int hour) {
    BusySource source;
    source.id = id;
    source.import_time =
        absl::FromCivil(absl::CivilDay(2026, 12, 1), absl::UTCTimeZone()) +
        absl::Microseconds(7);
    source.reach_time =
        source.import_time - absl::Microseconds(7) + absl::Hours(24 * 400);
    const absl::Time start =
        absl::FromCivil(absl::CivilHour(2027, 1, 1, hour), absl::UTCTimeZone());
    source.time = {{{start, start + absl::Hours(1)}}, 9, 3, 2};
    return source;
  }

  absl::StatusOr<StoredSchedule> PutBusy(const std::string& request_name,
                                         uint8_t associate,
                                         const BusySource& source) {
    return store().PutBusy(admin(), Request(request_name),
                           {Associate(associate), source.id, source});
  }

  absl::StatusOr<StoredSchedule> RemoveBusy(const std::string& request_name,
                                            uint8_t associate,
                                            const std::string& id) {
    return store().PutBusy(admin(), Request(request_name),
                           {Associate(associate), id, std::nullopt});
  }

  absl::StatusOr<StoredSchedule> Put(const std::string& request_name,
                                     uint8_t associate,
                                     const Schedule& schedule) {
    return store().Put(admin(), Request(request_name),
                       {Associate(associate), schedule, std::nullopt});
  }

  // All of a brand, or those named.
  std::map<AssociateId, StoredSchedule> ReadAll(
      const BrandId& brand, const std::vector<AssociateId>& associates = {}) {
    std::map<AssociateId, StoredSchedule> found;
    const absl::Status status =
        store().Read(brand, associates, [&](const StoredSchedule& stored) {
          EXPECT_TRUE(found.emplace(stored.associate, stored).second)
              << "read twice";
        });
    EXPECT_TRUE(status.ok()) << status;
    return found;
  }

  int64_t VersionOf(uint8_t associate) {
    const auto found = ReadAll(brand_, {Associate(associate)});
    return found.empty() ? 0 : found.begin()->second.version;
  }

  const BrandId brand_ = BrandId::FromStored("demo");
  const BrandId other_brand_ = BrandId::FromStored("other");

 private:
  ScheduleStoreUnderTest under_test_;
};

}  // namespace rapport::calendar

#endif  // RAPPORT_TESTS_CONTRACT_SCHEDULE_STORE_UNDER_TEST_H_
