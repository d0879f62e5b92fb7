// How the events of one transaction are written: the EventWriter of
// change_log.h. change_log.cc keeps the origin that they are of.
#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "db/change_log.h"
#include "db/errors.h"
#include "db/multi_row.h"

namespace rapport::db {
namespace {

// PRIMARY
constexpr char kUseLane[] =
    "UPDATE origin_lane SET uses = uses + 1"
    " WHERE origin_id = ? AND lane = ?";

constexpr char kInsertEvents[] =
    "INSERT INTO event (origin_id, seq, kind, brand_id, role, principal,"
    " action, request_id, request_hash, subject_id, subjects, reply,"
    " occur_time) VALUES";
// PRIMARY of origin: the shared lock is what fencing waits for. An origin that
// is fenced has no such row, and no event is without its origin.
constexpr MultiRow::RowText kEventRows = {
    "((SELECT origin_id FROM origin WHERE origin_id = ? AND fenced = 0"
    " LOCK IN SHARE MODE),?,?,?,?,?,?,?,?,?,?,?,UTC_TIMESTAMP(6))",
    "(?,?,?,?,?,?,?,?,?,?,?,?,UTC_TIMESTAMP(6))"};
constexpr int kEventColumns = 12;
constexpr int kNullRefused = 1048;  // ER_BAD_NULL_ERROR, on both servers

std::vector<Value> ValuesOf(int64_t origin, int64_t seq, const Event& event) {
  const bool again = event.request != nullptr;
  return {origin,
          seq,
          static_cast<int>(event.kind),
          event.actor.brand.text(),
          static_cast<int>(event.actor.role),
          event.actor.principal,
          event.action,
          again ? Value(event.request->request_id) : Value(),
          again ? Value(event.request->request_hash) : Value(),
          event.subject.empty() ? Value() : Value(event.subject),
          event.subjects,
          again || !event.reply.empty() ? Value(event.reply) : Value()};
}

}  // namespace

absl::Status EventWriter::Append(const Event& event) {
  return AppendAll(absl::MakeConstSpan(&event, 1));
}

absl::Status EventWriter::AppendAll(absl::Span<const Event> events, When when) {
  absl::StatusOr<MultiRow> rows = NumberRows(events);
  if (!rows.ok()) return rows.status();
  const absl::Status status = rows->Execute(transaction_, when);
  return SaysFenced(status) ? Fence() : status;
}

absl::StatusOr<MultiRow> EventWriter::NumberRows(
    absl::Span<const Event> events) {
  for (const Event& event : events) {
    if (event.subjects.size() <= kEventSubjectsBytesMax) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("an event of ", event.subjects.size(),
                     " bytes of subjects; at most ", kEventSubjectsBytesMax));
  }
  const size_t first = taken_.size();
  for (const Event& event : events) {
    const std::optional<int64_t> seq = log_.TakeSeq(origin_);
    if (!seq.has_value()) return Fence();
    const bool is_whole =
        event.subject.empty() || event.subjects == event.subject;
    taken_.push_back({*seq, event.actor.receipt, is_whole});
  }
  MultiRow rows(kInsertEvents, kEventColumns, kEventRows);
  if (events.empty()) return rows;
  const absl::StatusOr<bool> may = UseLane(taken_[first].seq);
  if (!may.ok()) return may.status();
  if (!*may) return Fence();
  for (size_t i = 0; i < events.size(); ++i) {
    rows.Add(ValuesOf(origin_, taken_[first + i].seq, events[i]));
  }
  return rows;
}

// The subquery of kEventRows finds nothing then.
bool EventWriter::SaysFenced(const absl::Status& status) {
  return ErrorNumberOf(status) == kNullRefused &&
         absl::StrContains(status.message(), "'origin_id'");
}

absl::Status EventWriter::Fence() {
  fenced_ = true;
  return Fenced();
}

absl::Status EventWriter::Fenced() {
  return absl::AbortedError("this origin was fenced; another takes its place");
}

absl::StatusOr<bool> EventWriter::UseLane(int64_t seq) {
  if (has_lane_ || !transaction_.is_galera()) return true;
  const absl::StatusOr<int64_t> rows =
      transaction_.Execute(kUseLane, {origin_, seq % kOriginLanes});
  if (!rows.ok()) return rows.status();
  has_lane_ = *rows > 0;
  return has_lane_;
}

}  // namespace rapport::db
