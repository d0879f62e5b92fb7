#include "server/search/person.h"

#include <algorithm>
#include <utility>

namespace rapport::search {

Person::Person()
    : schedule_(std::make_shared<calendar::StoredSchedule>()),
      time_(std::make_shared<PersonTime>(
          PersonTime{std::make_shared<calendar::StoredSchedule>(), {}})) {}

std::shared_ptr<const PersonTime> Person::time() const {
  std::lock_guard lock(time_mutex_);
  return time_;
}

void Person::Apply(const calendar::StoredSchedule& schedule) {
  std::lock_guard lock(change_mutex_);
  if (schedule.version <= schedule_->version) return;
  schedule_ = std::make_shared<calendar::StoredSchedule>(schedule);
  Publish();
}

void Person::Apply(const booking::Booking& booking, absl::Time past) {
  std::lock_guard lock(change_mutex_);
  booking::Booking& known = bookings_[booking.id];
  if (booking.version <= known.version) return;
  known = booking;
  absl::erase_if(bookings_, [&](const auto& entry) {
    const booking::Booking& each = entry.second;
    return each.occupied.end <= past ||
           (!booking::IsLive(each.state) && each.update_time <= past);
  });
  Publish();
}

void Person::Publish() {
  auto time = std::make_shared<PersonTime>();
  time->schedule = schedule_;
  for (const auto& [id, booking] : bookings_) {
    if (!booking::IsLive(booking.state)) continue;
    time->busy.push_back({booking.occupied, booking.hold_expire_time});
  }
  std::sort(time->busy.begin(), time->busy.end(),
            [](const calendar::Busy& a, const calendar::Busy& b) {
              return a.interval.start < b.interval.start;
            });
  std::shared_ptr<const PersonTime> published = std::move(time);
  std::lock_guard lock(time_mutex_);
  time_.swap(published);
}

}  // namespace rapport::search
