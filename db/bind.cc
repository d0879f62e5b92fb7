#include "db/bind.h"

#include <cstdint>
#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "db/datetime_text.h"

namespace rapport::db {
namespace {

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

}  // namespace rapport::db
