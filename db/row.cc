#include "db/row.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "db/datetime_text.h"
#include "db/session.h"

namespace rapport::db {

bool Row::IsNull(int column) const {
  if (column < 0 || column >= columns_) {
    Misread(column, absl::StrCat("the row has ", columns_));
    return true;
  }
  return result_.IsNull(column);
}

int64_t Row::Int64(int column) const {
  return Readable(column) ? result_.Int64(column) : 0;
}

uint64_t Row::Uint64(int column) const {
  return Readable(column) ? result_.Uint64(column) : 0;
}

double Row::Double(int column) const {
  return Readable(column) ? result_.Double(column) : 0;
}

std::string Row::Bytes(int column) const {
  return Readable(column) ? result_.Bytes(column) : "";
}

absl::Time Row::Time(int column) const {
  if (!Readable(column)) return absl::UnixEpoch();
  const absl::StatusOr<absl::Time> time = ParseDatetime(result_.Bytes(column));
  if (time.ok()) return *time;
  Misread(column, "holds no date and time");
  return absl::UnixEpoch();
}

std::optional<int64_t> Row::OptionalInt64(int column) const {
  if (IsNull(column)) return std::nullopt;
  return Int64(column);
}

std::optional<std::string> Row::OptionalString(int column) const {
  if (IsNull(column)) return std::nullopt;
  return String(column);
}

std::optional<absl::Time> Row::OptionalTime(int column) const {
  if (IsNull(column)) return std::nullopt;
  return Time(column);
}

bool Row::Readable(int column) const {
  if (!IsNull(column)) return true;
  Misread(column, "is NULL");
  return false;
}

void Row::Misread(int column, absl::string_view why) const {
  if (!status_.ok()) return;  // the first one counts
  status_ = absl::InternalError(
      absl::StrCat("misread row: column ", column, ": ", why));
}

}  // namespace rapport::db
