#include "tests/soak/hours_changer.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/vocabulary/interval.h"
#include "tests/soak/soak_brand.h"

namespace rapport::soak {
namespace {

constexpr absl::Duration kPause = absl::Milliseconds(60);
constexpr absl::Duration kCallTimeout = absl::Seconds(8);
// It is asked again until it is answered; a cluster that is not back by then
// will not come back.
constexpr int kTriesMax = 400;
constexpr int64_t kTicksOfHour = 12;

// Hours of the day, most often all.
constexpr struct {
  int first, end;
} kDays[] = {{0, 24}, {0, 24}, {0, 24}, {0, 24}, {0, 24},
             {0, 24}, {0, 24}, {6, 18}, {0, 12}, {12, 24}};

// More than any server's clock is set ahead.
constexpr absl::Duration kClockAheadMax = absl::Minutes(70);
// Of an associate, at once; of half an hour to three hours each.
constexpr size_t kTimeOffMax = 4;
constexpr int64_t kTimeOffTicksMin = 6;
constexpr int64_t kTimeOffTicksMax = 36;

}  // namespace

v1::UpdateScheduleRequest HoursChanger::RequestOf(const HoursChange& change,
                                                  const std::string& name) {
  v1::UpdateScheduleRequest request;
  request.mutable_schedule()->set_name(name + "/schedule");
  request.set_request_id(absl::StrCat("hours-change-", ++requests_));
  for (int day = google::type::MONDAY; day <= google::type::SUNDAY; ++day) {
    v1::WeeklyPeriod& period =
        *request.mutable_schedule()->add_weekly_periods();
    period.set_day(static_cast<google::type::DayOfWeek>(day));
    period.mutable_start_time()->set_hours(
        static_cast<int>(change.first_tick_of_day / kTicksOfHour));
    period.mutable_end_time()->set_hours(
        static_cast<int>(change.end_tick_of_day / kTicksOfHour));
  }
  for (const TickRange& off : change.off) {
    v1::TimeWindow& window =
        *request.mutable_schedule()->add_time_off()->mutable_window();
    window.mutable_start_time()->set_seconds(
        absl::ToUnixSeconds(TimeOfTick(off.first)));
    window.mutable_end_time()->set_seconds(
        absl::ToUnixSeconds(TimeOfTick(off.end)));
  }
  test::SmallBrand::ShareChats(*request.mutable_schedule());
  LimitWork(fight_.arena->brand().associates(), name,
            *request.mutable_schedule());
  return request;
}

void HoursChanger::ChangeTimeOff(std::vector<TickRange>& off) {
  if (!off.empty() && (off.size() >= kTimeOffMax || random_() % 2 == 0)) {
    off.erase(off.begin() + static_cast<int64_t>(random_() % off.size()));
    return;
  }
  TickRange added;
  added.first = TickOf(fight_.first_start) +
                static_cast<int64_t>(random_() % fight_.ticks);
  added.end =
      added.first + kTimeOffTicksMin +
      static_cast<int64_t>(random_() % (kTimeOffTicksMax - kTimeOffTicksMin));
  off.push_back(added);
}

void HoursChanger::Run() {
  while (fight_.left > 0) {
    ChangeSomebody();
    absl::SleepFor(kPause);
  }
}

void HoursChanger::ChangeSomebody() {
  const auto& associates = fight_.arena->brand().associates();
  const std::string& associate = associates[random_() % associates.size()];
  const auto& day = kDays[random_() % std::size(kDays)];
  std::vector<TickRange>& off = off_[associate];
  ChangeTimeOff(off);
  HoursChange change = {.associate = IdIn(associate),
                        .first_tick_of_day = day.first * kTicksOfHour,
                        .end_tick_of_day = day.end * kTicksOfHour,
                        .off = off,
                        .invoked = Now(),
                        .completed = kForever,
                        .uncovered = {},
                        .told_from_tick = TickOf(absl::Now() + kClockAheadMax)};
  const v1::UpdateScheduleRequest request = RequestOf(change, associate);
  for (int tries = 0; tries < kTriesMax; ++tries) {
    const auto door = fight_.arena->door(
        static_cast<int>(random_() % fight_.arena->servers()));
    v1::CalendarService::Stub calendar(door->channel);
    grpc::ClientContext context;
    test::SetCaller(context, "brand-admin", "hours");
    context.set_deadline(absl::ToChronoTime(absl::Now() + kCallTimeout));
    v1::UpdateScheduleResponse answer;
    const grpc::Status status =
        calendar.UpdateSchedule(&context, request, &answer);
    if (status.ok()) {
      change.completed = Now();
      for (const std::string& name : answer.uncovered_bookings()) {
        change.uncovered.push_back(IdIn(name));
      }
      break;
    }
    absl::SleepFor(kPause);
  }
  changes_.push_back(std::move(change));
}

}  // namespace rapport::soak
