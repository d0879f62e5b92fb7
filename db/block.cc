#include "db/block.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/base/internal/raw_logging.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "db/datetime_text.h"

namespace rapport::db {
namespace {

bool IsPlain(char c) { return c >= ' ' && c <= '~' && c != '\'' && c != '\\'; }

// One Value as it stands in a statement.
struct Writer {
  std::string& text;

  absl::Status operator()(std::monostate) const { return Append("NULL"); }
  absl::Status operator()(int64_t number) const {
    return Append(absl::StrCat(number));
  }
  absl::Status operator()(uint64_t number) const {
    return Append(absl::StrCat(number));
  }
  absl::Status operator()(double number) const {
    return Append(absl::StrFormat("%.17g", number));
  }
  absl::Status operator()(const std::string& bytes) const {
    if (std::all_of(bytes.begin(), bytes.end(), IsPlain)) {
      return Append(absl::StrCat("'", bytes, "'"));
    }
    return Append(absl::StrCat("X'", absl::BytesToHexString(bytes), "'"));
  }
  absl::Status operator()(absl::Time time) const {
    const absl::StatusOr<std::string> at = DatetimeText(time);
    return at.ok() ? Append(absl::StrCat("'", *at, "'")) : at.status();
  }

  absl::Status Append(absl::string_view more) const {
    absl::StrAppend(&text, more);
    return absl::OkStatus();
  }
};

}  // namespace

absl::Status Block::Add(absl::string_view sql, absl::Span<const Value> params) {
  absl::Status status = Write(sql, params);
  statements_ += "; ";
  return status;
}

absl::Status Block::Require(absl::string_view count,
                            absl::Span<const Value> params, int64_t wanted) {
  statements_ += "IF (";
  absl::Status status = Write(count, params);
  absl::StrAppend(&statements_, ") <> ", wanted,
                  " THEN SIGNAL SQLSTATE '45000'; END IF; ");
  return status;
}

std::string Block::Take(absl::string_view last) {
  const std::string statements = std::exchange(statements_, "");
  return absl::StrCat("BEGIN NOT ATOMIC ", statements, last,
                      last.empty() ? "" : "; ", "END");
}

absl::Status Block::Write(absl::string_view sql,
                          absl::Span<const Value> params) {
  auto value = params.begin();
  for (size_t begin = 0; begin < sql.size();) {
    const size_t mark = std::min(sql.find('?', begin), sql.size());
    absl::StrAppend(&statements_, sql.substr(begin, mark - begin));
    begin = mark + 1;
    if (mark == sql.size()) break;
    ABSL_RAW_CHECK(value != params.end(), "a `?` has a value");
    absl::Status status = std::visit(Writer{statements_}, value->variant());
    if (!status.ok()) return status;
    ++value;
  }
  ABSL_RAW_CHECK(value == params.end(), "a value has a `?`");
  return absl::OkStatus();
}

}  // namespace rapport::db
