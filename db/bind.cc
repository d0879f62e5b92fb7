#include "db/bind.h"

#include <cstdint>
#include <string>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"

namespace rapport::db {
namespace {

constexpr int kYearMax = 9999;

// One Value into one parameter; an empty answer is success.
struct Binder {
  sql::PreparedStatement& statement;
  const unsigned index;  // from 1

  absl::Status operator()(std::monostate) const {
    statement.setNull(index, sql::DataType::VARCHAR);
    return absl::OkStatus();
  }
  absl::Status operator()(int64_t number) const {
    statement.setInt64(index, number);
    return absl::OkStatus();
  }
  absl::Status operator()(uint64_t number) const {
    statement.setUInt64(index, number);
    return absl::OkStatus();
  }
  absl::Status operator()(double number) const {
    statement.setDouble(index, number);
    return absl::OkStatus();
  }
  absl::Status operator()(const std::string& bytes) const {
    statement.setString(index, sql::SQLString(bytes.data(), bytes.size()));
    return absl::OkStatus();
  }
  absl::Status operator()(absl::Time time) const {
    const absl::StatusOr<std::string> text = DatetimeText(time);
    if (text.ok()) statement.setDateTime(index, sql::SQLString(*text));
    return text.status();
  }
};

}  // namespace

absl::Status Bind(sql::PreparedStatement& statement,
                  absl::Span<const Value> params) {
  for (size_t i = 0; i < params.size(); ++i) {
    const Binder binder{statement, static_cast<unsigned>(i) + 1};
    const absl::Status status = std::visit(binder, params[i].variant());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> DatetimeText(absl::Time time) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  const absl::TimeZone::CivilInfo at = utc.At(time);
  if (at.cs.year() < 1 || at.cs.year() > kYearMax) {
    return absl::InvalidArgumentError(
        "time outside what the database holds; years are 1 to 9999");
  }
  // A booking has seven of them, and absl::FormatTime takes its time.
  return absl::StrFormat("%04d-%02d-%02d %02d:%02d:%02d.%06d", at.cs.year(),
                         at.cs.month(), at.cs.day(), at.cs.hour(),
                         at.cs.minute(), at.cs.second(),
                         absl::ToInt64Microseconds(at.subsecond));
}

absl::StatusOr<absl::Time> ParseDatetime(absl::string_view text) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime("%Y-%m-%d %H:%M:%E*S", text, absl::UTCTimeZone(), &time,
                       &error)) {
    return absl::InvalidArgumentError(error);
  }
  return time;
}

}  // namespace rapport::db
