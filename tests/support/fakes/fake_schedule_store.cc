#include "tests/support/fakes/fake_schedule_store.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "server/vocabulary/error.h"

namespace rapport::calendar {

FakeScheduleStore::FakeScheduleStore(std::function<absl::Time()> now)
    : now_(std::move(now)) {}

absl::StatusOr<StoredSchedule> FakeScheduleStore::Put(
    const Actor& actor, const RequestKey& request, const ScheduleWrite& write) {
  std::lock_guard<std::mutex> lock(mutex_);
  absl::StatusOr<std::optional<StoredSchedule>> answer =
      FindAnswer(actor, request);
  if (!answer.ok()) return answer.status();
  if (answer->has_value()) return **answer;
  const Key key = {actor.brand, write.associate};
  absl::Status version = CheckVersion(key, write.expected_version);
  if (!version.ok()) return version;
  StoredSchedule stored = Write(key, write);
  answers_[{actor.brand, actor.principal, request.request_id}] = {
      request.request_hash, stored};
  return stored;
}

absl::StatusOr<StoredSchedule> FakeScheduleStore::PutBusy(
    const Actor& actor, const RequestKey& request, const BusyWrite& write) {
  std::lock_guard<std::mutex> lock(mutex_);
  absl::StatusOr<std::optional<StoredSchedule>> answer =
      FindAnswer(actor, request);
  if (!answer.ok()) return answer.status();
  const Key key = {actor.brand, write.associate};
  StoredSchedule stored = Find(key);
  if (answer->has_value()) return stored;
  absl::Status status = CheckVersion(key, write.expected_version);
  if (!status.ok()) return status;
  status = Apply(write, stored.schedule.busy);
  if (!status.ok()) return status;
  ++stored.version;
  stored.update_time = now_();
  answers_[{actor.brand, actor.principal, request.request_id}] = {
      request.request_hash, stored};
  return schedules_[key] = stored;
}

absl::StatusOr<std::optional<StoredSchedule>> FakeScheduleStore::Replay(
    const Actor& actor, const RequestKey& request, const ScheduleWrite&) {
  std::lock_guard<std::mutex> lock(mutex_);
  return FindAnswer(actor, request);
}

absl::StatusOr<std::optional<StoredSchedule>> FakeScheduleStore::FindAnswer(
    const Actor& actor, const RequestKey& request) const {
  const auto answered =
      answers_.find({actor.brand, actor.principal, request.request_id});
  if (answered == answers_.end()) return std::nullopt;
  if (answered->second.request_hash == request.request_hash) {
    return answered->second.reply;
  }
  return InvalidField("request_id", "REQUEST_ID_REUSED",
                      "request id was used for another request; a request "
                      "id names one request");
}

absl::StatusOr<std::vector<StoredSchedule>> FakeScheduleStore::PutMany(
    const Actor& actor, absl::Span<const ScheduleWrite> writes) {
  if (writes.size() > kSchedulesPutMax) {
    return Error(absl::StatusCode::kInvalidArgument, "TOO_MANY",
                 absl::StrCat(writes.size(), " schedules; at most ",
                              kSchedulesPutMax, " are written at once"));
  }
  std::lock_guard<std::mutex> lock(mutex_);
  for (const ScheduleWrite& write : writes) {
    absl::Status version =
        CheckVersion({actor.brand, write.associate}, write.expected_version);
    if (!version.ok()) return version;
  }
  std::vector<StoredSchedule> stored;
  stored.reserve(writes.size());
  for (const ScheduleWrite& write : writes) {
    const Key key = {actor.brand, write.associate};
    StoredSchedule before = Find(key);
    Schedule after = write.schedule;
    after.busy = before.schedule.busy;
    const bool differs = before.schedule != after;
    stored.push_back(differs ? Write(key, write) : std::move(before));
  }
  return stored;
}

absl::Status FakeScheduleStore::Read(
    const BrandId& brand, absl::Span<const AssociateId> associates,
    absl::FunctionRef<void(const StoredSchedule&)> each) {
  std::vector<StoredSchedule> found;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [key, stored] : schedules_) {
      if (key.first == brand && associates.empty()) found.push_back(stored);
    }
    const std::set<AssociateId> wanted(associates.begin(), associates.end());
    for (const AssociateId& associate : wanted) {
      const auto at = schedules_.find({brand, associate});
      if (at != schedules_.end()) found.push_back(at->second);
    }
  }
  for (const StoredSchedule& stored : found) each(stored);
  return absl::OkStatus();
}

StoredSchedule FakeScheduleStore::Find(const Key& key) const {
  const auto at = schedules_.find(key);
  if (at != schedules_.end()) return at->second;
  StoredSchedule never;
  never.associate = key.second;
  return never;
}

absl::Status FakeScheduleStore::CheckVersion(
    const Key& key, std::optional<int64_t> expected) const {
  const int64_t version = Find(key).version;
  if (version == expected.value_or(version)) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH",
               absl::StrCat("schedule is at version ", version, "; version ",
                            *expected, " was expected"));
}

StoredSchedule FakeScheduleStore::Write(const Key& key,
                                        const ScheduleWrite& write) {
  StoredSchedule& stored = schedules_[key];
  stored.associate = write.associate;
  std::vector<BusySource> busy = std::move(stored.schedule.busy);
  stored.schedule = write.schedule;
  stored.schedule.busy = std::move(busy);
  ++stored.version;
  stored.update_time = now_();
  return stored;
}

}  // namespace rapport::calendar
