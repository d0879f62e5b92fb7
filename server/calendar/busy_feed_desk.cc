#include "server/calendar/busy_feed_desk.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "server/calendar/feed_desk.h"
#include "server/calendar/ics_event.h"
#include "server/calendar/ics_reader.h"
#include "server/search/epoch.h"
#include "server/vocabulary/error.h"
#include "server/vocabulary/secret.h"

namespace rapport::calendar {
namespace {

static_assert(kFetchedBytesMax == kIcsBytesMax);

// How often a schedule is read again that others change at the same time.
constexpr int kKeepTriesMax = 4;

const BusySource* FindFeed(const std::vector<BusySource>& sources,
                           const BusyFeedQueue::Due& due) {
  const BusySource* source = FindBusySource(sources, due.name.source_id);
  return source != nullptr && source->uri == due.uri ? source : nullptr;
}

void AddFeedsOf(const search::BrandIndex& index, std::vector<BusyFeed>& feeds) {
  for (const search::AssociateRecord& record : index.associates()) {
    const search::EpochGuard guard;
    const Schedule& schedule = record.person->moment(guard).schedule->schedule;
    for (const BusySource& source : schedule.busy) {
      if (source.uri.empty()) continue;
      feeds.push_back({{index.brand().id, record.associate->id, source.id},
                       source.uri,
                       source.was_fetched()});
    }
  }
}

// The server whose it is.
int64_t OwnerOf(const BusyFeedName& name, const std::vector<int64_t>& servers) {
  int64_t owner = 0;
  std::string highest;
  for (const int64_t server : servers) {
    std::string hash =
        Sha256(absl::StrCat(server, "/", name.brand.text(), "/",
                            name.associate.stored(), "/", name.source_id));
    if (hash <= highest) continue;
    highest = std::move(hash);
    owner = server;
  }
  return owner;
}

Actor Ourselves(const BrandId& brand) {
  return {.brand = brand, .role = Role::kOperator, .principal = "rapport"};
}

RequestKey NewRequest() {
  const std::string id = AssociateId(NewSecret()).ToString();
  return {absl::StrCat("feed-", id), Sha256(id)};
}

// As it is remembered, so that what was written equals what is read.
absl::Time Whole(absl::Time time) {
  return absl::FromUnixMicros(absl::ToUnixMicros(time));
}

}  // namespace

void BusyFeedDesk::Look(const LivingServers& servers) {
  std::vector<BusyFeed> feeds;
  for (const BrandId& brand : model_.Brands()) {
    const std::shared_ptr<const search::BrandIndex> index = model_.Find(brand);
    if (index != nullptr) AddFeedsOf(*index, feeds);
  }
  queue_.Note(feeds, model_.Now(), [&](const BusyFeedName& name) {
    return OwnerOf(name, servers.all) == servers.self;
  });
}

absl::StatusOr<bool> BusyFeedDesk::ReadNext() {
  if (stopping_) return false;
  std::optional<BusyFeedQueue::Due> due = queue_.Take();
  if (!due.has_value()) return false;
  const absl::Cleanup give_back = [&] { queue_.GiveBack(*due); };
  const absl::Status status = ReadOne(*due);
  if (!status.ok()) return status;
  return true;
}

absl::Status BusyFeedDesk::ReadOne(BusyFeedQueue::Due& due) {
  const std::shared_ptr<const search::BrandIndex> index =
      model_.Find(due.name.brand);
  const search::AssociateRecord* const record =
      index == nullptr ? nullptr : index->FindAssociate(due.name.associate);
  if (record == nullptr) return absl::OkStatus();
  const std::shared_ptr<const StoredSchedule> stored =
      record->person->time()->schedule;
  const BusySource* const source = FindFeed(stored->schedule.busy, due);
  if (source == nullptr) return absl::OkStatus();
  Reading reading = Fetch(
      due, *source, index->ZoneOf(record->associate->content.stores.front()));
  if (stopping_) return absl::OkStatus();
  due.memory.failures = reading.time.ok() ? 0 : due.memory.failures + 1;
  return Keep(due, std::move(reading));
}

BusyFeedDesk::Reading BusyFeedDesk::Fetch(const BusyFeedQueue::Due& due,
                                          const BusySource& source,
                                          const absl::TimeZone& zone) {
  const absl::Time now = model_.Now();
  const bool fresh = source.was_fetched() &&
                     source.import_time == due.memory.import_time &&
                     now - source.import_time < kBusyReadAgain;
  absl::StatusOr<FetchedCalendar> fetched =
      fetcher_.Fetch(due.uri, fresh ? due.memory.validators : Validators{},
                     [this] { return stopping_.load(); });
  if (!fetched.ok()) return {.time = fetched.status()};
  if (fetched->unchanged) {
    return {.time = BusyTime{},
            .unchanged = true,
            .validators = due.memory.validators};
  }
  const Interval window = {TimeOfTick(TickOf(now)),
                           TimeOfTick(TickOf(now + kBusyHorizon))};
  return {.time = ReadBusyTime(fetched->text, zone, window,
                               OwnUidEnd(due.name.brand, due.name.associate)),
          .validators = std::move(fetched->validators),
          .window = window};
}

std::optional<BusySource> BusyFeedDesk::After(const BusySource& before,
                                              const Reading& reading,
                                              const BusyFeedMemory& memory,
                                              absl::Time now) {
  BusySource after = before;
  after.fetch_time = now;
  if (!reading.time.ok()) {
    after.error = ReasonOf(reading.time.status());
    const bool may_pass = before.was_read() && before.error.empty() &&
                          before.was_fetched() && memory.failures == 1;
    if (may_pass || (before.was_fetched() && before.error == after.error)) {
      return std::nullopt;
    }
    return after;
  }
  after.error.clear();
  const bool told = before.was_fetched() && before.error.empty();
  if (reading.unchanged) return told ? std::nullopt : std::optional(after);
  const Interval both = {reading.window.start,
                         std::min(before.reach_time, reading.window.end)};
  if (told && now - before.import_time < kBusyReadAgain &&
      SameBusyIn(both, before.time, *reading.time)) {
    return std::nullopt;
  }
  after.import_time = now;
  after.reach_time = reading.window.end;
  after.time = *reading.time;
  return after;
}

absl::Status BusyFeedDesk::Keep(BusyFeedQueue::Due& due, Reading reading) {
  const BrandId& brand = due.name.brand;
  for (int i = 0; i < kKeepTriesMax; ++i) {
    StoredSchedule fresh;
    absl::Status status =
        schedules_.Read(brand, {&due.name.associate, 1},
                        [&](const StoredSchedule& stored) { fresh = stored; });
    if (!status.ok()) return status;
    const BusySource* const before = FindFeed(fresh.schedule.busy, due);
    if (before == nullptr) return absl::OkStatus();  // it was ended
    const std::optional<BusySource> after =
        After(*before, reading, due.memory, Whole(model_.Now()));
    if (reading.time.ok()) {
      due.memory.import_time =
          after.has_value() ? after->import_time : before->import_time;
    }
    if (!after.has_value()) break;
    const absl::StatusOr<StoredSchedule> written = schedules_.PutBusy(
        Ourselves(brand), NewRequest(),
        {due.name.associate, due.name.source_id, *after, fresh.version});
    if (absl::IsAborted(written.status())) continue;
    if (absl::IsInvalidArgument(written.status()) && reading.time.ok()) {
      reading = {.time = written.status()};  // too much beside the others
      due.memory.failures += 2;              // which does not pass by itself
      continue;
    }
    if (!written.ok()) return written.status();
    model_.Apply(brand, absl::MakeConstSpan(&*written, 1));
    break;
  }
  if (reading.time.ok()) due.memory.validators = reading.validators;
  return absl::OkStatus();
}

}  // namespace rapport::calendar
