#include "server/calendar/schedule_desk.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/types/span.h"
#include "server/booking/list_all.h"
#include "server/booking/work_check.h"
#include "server/calendar/calendar_uri.h"
#include "server/calendar/ics_reader.h"
#include "server/calendar/time_off_approval.h"
#include "server/calendar/working_time.h"
#include "server/catalog/schedule_fit.h"
#include "server/vocabulary/error.h"

namespace rapport::calendar {
namespace {

// No meeting is longer, and none is booked further ahead (catalog/service.h).
constexpr absl::Duration kMeetingMax = absl::Hours(24);
constexpr absl::Duration kBookedAheadMax = absl::Hours(367 * 24);

// How often a schedule is read again that others change at the same time.
constexpr int kSettleTriesMax = 4;

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
                                                 const ScheduleWrite& wanted) {
  std::shared_ptr<const search::BrandIndex> index = model_.Find(caller.brand());
  const search::AssociateRecord* record =
      FindKept(index.get(), caller, wanted.associate);
  if (record == nullptr) return NoSuchAssociate();
  const FieldProblems problems = CheckFor(*record->associate, wanted.schedule);
  ScheduleWrite write = wanted;
  // Not of more than there may be: that takes long, and is refused.
  if (write.schedule.time_off.size() <= kTimeOffMax) {
    NameTimeOff(write.schedule);
  }
  absl::StatusOr<StoredSchedule> stored;
  if (problems.empty()) {
    const bool settles = index->brand().time_off_needs_approval &&
                         caller.role() == Role::kAssociate;
    stored = settles ? PutSettled(caller, request, write)
                     : schedules_.Put(caller.actor, request, write);
  } else {
    absl::StatusOr<std::optional<StoredSchedule>> before =
        schedules_.Replay(caller.actor, request, write);
    if (!before.ok()) return before.status();
    if (!before->has_value()) return InvalidFields(problems);
    stored = **std::move(before);
  }
  if (!stored.ok()) return stored.status();
  return Changed(caller, *index, *record->associate, *std::move(stored));
}

absl::StatusOr<ScheduleChange> ScheduleDesk::ImportBusy(
    const Caller& caller, const RequestKey& request,
    const AssociateId& associate, const std::string& source_id,
    absl::string_view calendar) {
  std::shared_ptr<const search::BrandIndex> index = model_.Find(caller.brand());
  const search::AssociateRecord* record =
      FindKept(index.get(), caller, associate);
  if (record == nullptr) return NoSuchAssociate();
  absl::Status named = CheckBusySourceId(source_id);
  if (!named.ok()) return named;
  const absl::Time now = model_.Now();
  const Interval window = {TimeOfTick(TickOf(now)),
                           TimeOfTick(TickOf(now + kBusyHorizon))};
  absl::StatusOr<BusyTime> busy = ReadBusyTime(
      calendar, index->ZoneOf(record->associate->content.stores.front()),
      window, OwnUidEnd(caller.brand(), associate));
  if (!busy.ok()) return busy.status();
  absl::StatusOr<StoredSchedule> stored = schedules_.PutBusy(
      caller.actor, request,
      {associate, source_id,
       BusySource{source_id, now, window.end, *std::move(busy)}});
  if (!stored.ok()) return stored.status();
  return Changed(caller, *index, *record->associate, *std::move(stored));
}

absl::StatusOr<StoredSchedule> ScheduleDesk::SubscribeBusy(
    const Caller& caller, const RequestKey& request,
    const AssociateId& associate, const std::string& source_id,
    absl::string_view uri) {
  std::shared_ptr<const search::BrandIndex> index = model_.Find(caller.brand());
  const search::AssociateRecord* record =
      FindKept(index.get(), caller, associate);
  if (record == nullptr) return NoSuchAssociate();
  absl::Status named = CheckBusySourceId(source_id);
  if (!named.ok()) return named;
  absl::StatusOr<std::string> read_from = ReadCalendarUri(uri);
  if (!read_from.ok()) return read_from.status();
  absl::StatusOr<StoredSchedule> stored;
  for (int i = 0; i < kSettleTriesMax; ++i) {
    int64_t version = 0;
    const absl::StatusOr<Schedule> before =
        ReadFresh(caller.brand(), associate, version);
    if (!before.ok()) return before.status();
    const BusySource* known = FindBusySource(before->busy, source_id);
    BusySource source = known == nullptr ? BusySource{.id = source_id} : *known;
    source.uri = *read_from;
    source.fetch_time = absl::UnixEpoch();
    source.error.clear();
    stored =
        schedules_.PutBusy(caller.actor, request,
                           {associate, source_id, std::move(source), version});
    if (ReasonOf(stored.status()) != "ETAG_MISMATCH") break;
  }
  if (!stored.ok()) return stored.status();
  model_.Apply(caller.brand(), absl::MakeConstSpan(&*stored, 1));
  return stored;
}

absl::StatusOr<ScheduleChange> ScheduleDesk::RemoveBusy(
    const Caller& caller, const RequestKey& request,
    const AssociateId& associate, const std::string& source_id) {
  std::shared_ptr<const search::BrandIndex> index = model_.Find(caller.brand());
  const search::AssociateRecord* record =
      FindKept(index.get(), caller, associate);
  if (record == nullptr) return NoSuchAssociate();
  absl::Status named = CheckBusySourceId(source_id);
  if (!named.ok()) return named;
  absl::StatusOr<StoredSchedule> stored = schedules_.PutBusy(
      caller.actor, request, {associate, source_id, std::nullopt});
  if (!stored.ok()) return stored.status();
  return Changed(caller, *index, *record->associate, *std::move(stored));
}

absl::StatusOr<UncoveredBookings> ScheduleDesk::ListUncovered(
    const Caller& caller, const AssociateId& associate) {
  std::shared_ptr<const search::BrandIndex> index = model_.Find(caller.brand());
  const search::AssociateRecord* record =
      FindKept(index.get(), caller, associate);
  if (record == nullptr) return NoSuchAssociate();
  int64_t version = 0;
  const absl::StatusOr<Schedule> schedule =
      ReadFresh(caller.brand(), associate, version);
  if (!schedule.ok()) return schedule.status();
  const absl::StatusOr<Booked> booked =
      BookingsOf(caller.brand(), associate, *schedule);
  if (!booked.ok()) return booked.status();
  return UncoveredBy(*index, *record->associate, *schedule, *booked);
}

absl::StatusOr<Feed> ScheduleDesk::ReadFeed(const Caller& caller,
                                            const AssociateId& associate,
                                            const Interval& window) const {
  std::shared_ptr<const search::BrandIndex> index = model_.Find(caller.brand());
  const search::AssociateRecord* record =
      FindKept(index.get(), caller, associate);
  if (record == nullptr) return NoSuchAssociate();
  return FeedOf(caller, *index, *record->associate, window, bookings_);
}

absl::StatusOr<ScheduleChange> ScheduleDesk::Changed(
    const Caller& caller, const search::BrandIndex& index,
    const catalog::Associate& associate, StoredSchedule stored) {
  model_.Apply(caller.brand(), absl::MakeConstSpan(&stored, 1));
  const absl::StatusOr<Booked> booked =
      BookingsOf(caller.brand(), associate.id, stored.schedule);
  if (!booked.ok()) return booked.status();
  // If there were no limits, memory has forgotten them.
  model_.Apply(caller.brand(), absl::MakeConstSpan(booked->past));
  UncoveredBookings uncovered =
      UncoveredBy(index, associate, stored.schedule, *booked);
  return ScheduleChange{std::move(stored), std::move(uncovered)};
}

// What was there is read from where it is remembered, and must still be there
// when it is replaced: or a manager's word of a moment ago would be lost.
absl::StatusOr<StoredSchedule> ScheduleDesk::PutSettled(
    const Caller& caller, const RequestKey& request,
    const ScheduleWrite& write) {
  absl::StatusOr<StoredSchedule> stored;
  for (int i = 0; i < kSettleTriesMax; ++i) {
    int64_t version = 0;
    const absl::StatusOr<Schedule> before =
        ReadFresh(caller.brand(), write.associate, version);
    if (!before.ok()) return before.status();
    ScheduleWrite settled = write;
    SettleTimeOff(*before, settled.schedule);
    settled.expected_version = write.expected_version.value_or(version);
    stored = schedules_.Put(caller.actor, request, settled);
    const bool changed_meanwhile = ReasonOf(stored.status()) == "ETAG_MISMATCH";
    if (!changed_meanwhile || write.expected_version.has_value()) break;
  }
  return stored;
}

// Of version 0, and empty, where there never was one.
absl::StatusOr<Schedule> ScheduleDesk::ReadFresh(const BrandId& brand,
                                                 const AssociateId& associate,
                                                 int64_t& version) {
  Schedule fresh;
  version = 0;
  const absl::Status status = schedules_.Read(
      brand, {&associate, 1}, [&](const StoredSchedule& stored) {
        fresh = stored.schedule;
        version = stored.version;
      });
  if (!status.ok()) return status;
  return fresh;
}

absl::StatusOr<ScheduleDesk::Booked> ScheduleDesk::BookingsOf(
    const BrandId& brand, const AssociateId& associate,
    const Schedule& schedule) {
  const absl::Time now = model_.Now();
  const bool limits = schedule.limits.limits();
  const absl::StatusOr<std::vector<booking::Booking>> all =
      booking::ListAll(bookings_, brand,
                       {.window = {now - (limits ? kWorkReach : kMeetingMax),
                                   now + kBookedAheadMax},
                        .associate = associate,
                        .shopper = std::nullopt,
                        .stores = {},
                        .state = std::nullopt});
  if (!all.ok()) return all.status();
  Booked booked;
  for (const booking::Booking& booking : *all) {
    if (booking.is_seat()) continue;  // its session takes the time
    // Whether a hold has run out is for the store's clock to say: one that it
    // has not ended may be confirmed yet.
    if (booking::IsLive(booking.state) && booking.meeting.end > now) {
      booked.live.push_back(booking);
    } else if (limits && booking::IsWork(booking)) {
      booked.past.push_back(booking);
    }
  }
  return booked;
}

UncoveredBookings ScheduleDesk::UncoveredBy(const search::BrandIndex& index,
                                            const catalog::Associate& associate,
                                            const Schedule& schedule,
                                            const Booked& booked) const {
  const std::vector<booking::Booking>& live = booked.live;
  std::vector<Interval> before;
  before.reserve(booked.past.size());
  for (const booking::Booking& booking : booked.past) {
    before.push_back(booking.meeting);
  }
  std::vector<BookedMeeting> meetings;
  meetings.reserve(live.size());
  for (const booking::Booking& booking : live) {
    meetings.push_back({booking.meeting, booking.store, booking.channel,
                        booking.occupied, booking.load, booking.create_time});
  }
  const catalog::AssociateContent& content = associate.content;
  UncoveredBookings uncovered;
  const std::vector<UncoveredMeeting> found = Uncovered(
      schedule, {content.stores.front(), content.channels}, meetings,
      [&](const StoreId& id) { return index.DaysOf(id); }, before);
  for (const UncoveredMeeting& each : found) {
    if (uncovered.first.size() == kUncoveredMax) break;
    uncovered.first.push_back({live[each.place].id, each.reason});
  }
  uncovered.more = static_cast<int>(found.size() - uncovered.first.size());
  return uncovered;
}

}  // namespace rapport::calendar
