#include "server/calendar/schedule_desk.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/types/span.h"
#include "server/calendar/uncovered.h"
#include "server/calendar/working_time.h"
#include "server/catalog/schedule_fit.h"
#include "server/vocabulary/error.h"

namespace rapport::calendar {
namespace {

// No meeting is longer, and none is booked further ahead (catalog/service.h).
constexpr absl::Duration kMeetingMax = absl::Hours(24);
constexpr absl::Duration kBookedAheadMax = absl::Hours(367 * 24);

absl::Status NoSuchAssociate() {
  return Error(absl::StatusCode::kNotFound, "ASSOCIATE_NOT_FOUND",
               "there is no such associate");
}

// Whether `caller` may see and change the calendar of `associate`.
bool MayKeep(const Caller& caller, const catalog::Associate& associate) {
  if (caller.role() == Role::kBrandAdmin) return true;
  if (caller.role() == Role::kAssociate) {
    return caller.associate == associate.id;
  }
  const std::vector<StoreId>& stores = associate.content.stores;
  return std::any_of(stores.begin(), stores.end(), [&](const StoreId& store) {
    return std::find(caller.stores.begin(), caller.stores.end(), store) !=
           caller.stores.end();
  });
}

// The associate, if `caller` may know of their calendar; else null.
const search::AssociateRecord* FindKept(const search::BrandIndex* index,
                                        const Caller& caller,
                                        const AssociateId& id) {
  if (index == nullptr) return nullptr;
  const search::AssociateRecord* record = index->FindAssociate(id);
  if (record == nullptr || !MayKeep(caller, *record->associate)) return nullptr;
  return record;
}

// Everything wrong with `schedule` for that associate.
FieldProblems CheckFor(const catalog::Associate& associate,
                       const Schedule& schedule) {
  FieldProblems problems = CheckSchedule(schedule);
  if (!problems.empty()) return problems;
  return catalog::CheckScheduleFits(associate.content, schedule);
}

}  // namespace

absl::StatusOr<StoredSchedule> ScheduleDesk::Get(
    const Caller& caller, const AssociateId& associate) const {
  std::shared_ptr<const search::BrandIndex> index = model_.Find(caller.brand());
  const search::AssociateRecord* record =
      FindKept(index.get(), caller, associate);
  if (record == nullptr) return NoSuchAssociate();
  StoredSchedule schedule = *record->person->time()->schedule;
  schedule.associate = associate;
  return schedule;
}

absl::StatusOr<ScheduleChange> ScheduleDesk::Put(const Caller& caller,
                                                 const RequestKey& request,
                                                 const ScheduleWrite& write) {
  std::shared_ptr<const search::BrandIndex> index = model_.Find(caller.brand());
  const search::AssociateRecord* record =
      FindKept(index.get(), caller, write.associate);
  if (record == nullptr) return NoSuchAssociate();
  const FieldProblems problems = CheckFor(*record->associate, write.schedule);
  absl::StatusOr<StoredSchedule> stored;
  if (problems.empty()) {
    stored = schedules_.Put(caller.actor, request, write);
  } else {
    absl::StatusOr<std::optional<StoredSchedule>> before =
        schedules_.Replay(caller.actor, request, write);
    if (!before.ok()) return before.status();
    if (!before->has_value()) return InvalidFields(problems);
    stored = **std::move(before);
  }
  if (!stored.ok()) return stored.status();
  model_.Apply(caller.brand(), absl::MakeConstSpan(&*stored, 1));
  absl::StatusOr<std::vector<booking::Booking>> live =
      LiveBookings(caller.brand(), write.associate);
  if (!live.ok()) return live.status();
  std::vector<booking::BookingId> uncovered =
      UncoveredBy(*index, *record->associate, stored->schedule, *live);
  return ScheduleChange{*std::move(stored), std::move(uncovered)};
}

absl::StatusOr<std::vector<booking::Booking>> ScheduleDesk::LiveBookings(
    const BrandId& brand, const AssociateId& associate) {
  const absl::Time now = model_.Now();
  const booking::BookingFilter filter = {
      .window = {now - kMeetingMax, now + kBookedAheadMax},
      .associate = associate,
      .shopper = std::nullopt,
      .stores = {},
      .state = std::nullopt};
  std::vector<booking::Booking> live;
  booking::BookingCursor after;
  while (true) {
    absl::StatusOr<std::vector<booking::Booking>> page = bookings_.List(
        brand, filter, after, kUncoveredMax, absl::InfiniteFuture());
    if (!page.ok()) return page.status();
    for (const booking::Booking& booking : *page) {
      // Whether a hold has run out is for the store's clock to say: one that it
      // has not ended may be confirmed yet.
      if (booking::IsLive(booking.state) && booking.meeting.end > now) {
        live.push_back(booking);
      }
    }
    if (page->size() < kUncoveredMax) return live;
    after = {page->back().meeting.start, page->back().id};
  }
}

std::vector<booking::BookingId> ScheduleDesk::UncoveredBy(
    const search::BrandIndex& index, const catalog::Associate& associate,
    const Schedule& schedule, const std::vector<booking::Booking>& live) const {
  if (live.empty()) return {};
  Interval window = live.front().meeting;
  std::vector<BookedMeeting> meetings;
  meetings.reserve(live.size());
  for (const booking::Booking& booking : live) {
    window = {std::min(window.start, booking.meeting.start),
              std::max(window.end, booking.meeting.end)};
    meetings.push_back({booking.meeting, booking.store, booking.channel});
  }
  auto zone_of = [&](const StoreId& id) { return index.ZoneOf(id); };
  const catalog::AssociateContent& content = associate.content;
  const std::vector<WorkSpan> spans = WorkingTime(
      schedule, {content.stores.front(), content.channels}, window, zone_of);
  std::vector<booking::BookingId> uncovered;
  for (size_t i : Uncovered(spans, meetings)) {
    if (uncovered.size() == kUncoveredMax) break;
    uncovered.push_back(live[i].id);
  }
  return uncovered;
}

}  // namespace rapport::calendar
