#include "tests/soak/hours_changer.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "rapport/v1/calendar_service.grpc.pb.h"

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

v1::UpdateScheduleRequest RequestOf(const std::string& associate, int first,
                                    int end) {
  v1::UpdateScheduleRequest request;
  request.mutable_schedule()->set_name(associate + "/schedule");
  for (int day = google::type::MONDAY; day <= google::type::SUNDAY; ++day) {
    v1::WeeklyPeriod& period =
        *request.mutable_schedule()->add_weekly_periods();
    period.set_day(static_cast<google::type::DayOfWeek>(day));
    period.mutable_start_time()->set_hours(first);
    period.mutable_end_time()->set_hours(end);
  }
  test::SmallBrand::ShareChats(*request.mutable_schedule());
  return request;
}

}  // namespace

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
  v1::UpdateScheduleRequest request = RequestOf(associate, day.first, day.end);
  request.set_request_id(absl::StrCat("hours-change-", ++requests_));
  HoursChange change = {.associate = IdIn(associate),
                        .first_tick_of_day = day.first * kTicksOfHour,
                        .end_tick_of_day = day.end * kTicksOfHour,
                        .invoked = Now(),
                        .completed = kForever,
                        .uncovered = {}};
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
