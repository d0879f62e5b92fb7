#include "tests/e2e/event_judge.h"

#include <gtest/gtest.h>

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "db/errors.h"
#include "server/vocabulary/id.h"

namespace rapport::test {
namespace {

// The event of a hold names its booking first; those it ended come after.
constexpr char kLiveWithTheirHolds[] =
    "SELECT e.origin_id, e.seq, b.start_tick, b.end_tick"
    " FROM booking b JOIN event e ON e.brand_id = b.brand_id"
    " AND e.action = 'HoldSlot' AND SUBSTRING(e.subjects, 1, 16) = b.booking_id"
    " WHERE b.associate_id = ? AND b.state IN (1, 2, 3)"
    " AND (b.hold_expire_time IS NULL"
    " OR b.hold_expire_time > UTC_TIMESTAMP(6))";
constexpr char kEventsOfAKind[] =
    "SELECT origin_id, seq, subjects FROM event"
    " WHERE kind = ? AND INSTR(subjects, ?) > 0";
constexpr char kNewest[] =
    "SELECT origin_id, MAX(seq) FROM event GROUP BY origin_id";

constexpr size_t kIdBytes = 16;
constexpr int64_t kTickSeconds = 300;

bool Names(const std::string& subjects, const std::string& id) {
  for (size_t i = 0; i < subjects.size(); i += kIdBytes) {
    if (subjects.compare(i, kIdBytes, id) == 0) return true;
  }
  return false;
}

absl::Time StartOf(int64_t tick) {
  return absl::FromUnixSeconds(tick * kTickSeconds);
}

}  // namespace

std::string StoredIdOf(const std::string& resource) {
  // All 16-byte ids are written alike.
  const absl::StatusOr<StoreId> id =
      StoreId::Parse(resource.substr(resource.rfind('/') + 1));
  EXPECT_TRUE(id.ok()) << resource;
  return std::string(id->stored());
}

EventJudge::EventJudge(const db::DatabaseUrl& url) {
  absl::StatusOr<std::unique_ptr<db::Connection>> open =
      db::Connection::Open(url);
  EXPECT_TRUE(open.ok()) << open.status();
  connection_ = *std::move(open);
}

std::vector<std::string> EventJudge::WronglyFree(
    const std::string& associate, const std::vector<Interval>& shown,
    const Position& position) {
  std::vector<std::string> wrong;
  const absl::Status status = connection_->Query(
      kLiveWithTheirHolds, {StoredIdOf(associate)}, [&](const db::Row& row) {
        const int64_t origin = row.Int64(0);
        const int64_t seq = row.Int64(1);
        if (position.SeqOf(origin) < seq) return absl::OkStatus();
        const Interval taken = {StartOf(row.Int64(2)), StartOf(row.Int64(3))};
        for (const Interval& free : shown) {
          if (free.start < taken.end && taken.start < free.end) {
            wrong.push_back(absl::StrCat(
                absl::FormatTime(free.start), " was shown free, taken since ",
                origin, ":", seq, " at ", position.ToText()));
            break;
          }
        }
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  return wrong;
}

int64_t EventJudge::VersionAt(db::EventKind kind, const std::string& resource,
                              const Position& position) {
  const std::string id = StoredIdOf(resource);
  int64_t version = 0;
  const absl::Status status = connection_->Query(
      kEventsOfAKind, {static_cast<int>(kind), id}, [&](const db::Row& row) {
        if (position.SeqOf(row.Int64(0)) >= row.Int64(1) &&
            Names(row.Bytes(2), id)) {
          ++version;
        }
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  return version;
}

Position EventJudge::Newest() {
  Position newest;
  const absl::Status status =
      connection_->Query(kNewest, {}, [&](const db::Row& row) {
        newest.Join(Position::UpTo(row.Int64(0), row.Int64(1)));
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  return newest;
}

void EventJudge::Execute(absl::string_view sql) {
  absl::StatusOr<int64_t> rows = connection_->Execute(sql);
  // On a cluster a write elsewhere may have been first.
  for (int i = 0; i < 100 && db::Retryable(db::OutcomeOf(rows.status())); ++i) {
    rows = connection_->Execute(sql);
  }
  EXPECT_TRUE(rows.ok()) << rows.status();
}

}  // namespace rapport::test
