#include "db/block.h"

#include <algorithm>
#include <cmath>
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
struct Written {
  absl::StatusOr<std::string> operator()(std::monostate) const {
    return "NULL";
  }
  absl::StatusOr<std::string> operator()(int64_t number) const {
    return absl::StrCat(number);
  }
  absl::StatusOr<std::string> operator()(uint64_t number) const {
    return absl::StrCat(number);
  }
  absl::StatusOr<std::string> operator()(double number) const {
    if (!std::isfinite(number)) {
      return absl::InvalidArgumentError("the database holds finite numbers");
    }
    return absl::StrFormat("%.16e", number);  // without exponent, a DECIMAL
  }
  absl::StatusOr<std::string> operator()(const std::string& bytes) const {
    // '' is NULL in some modes.
    if (!bytes.empty() && std::all_of(bytes.begin(), bytes.end(), IsPlain)) {
      return absl::StrCat("'", bytes, "'");
    }
    return absl::StrCat("X'", absl::BytesToHexString(bytes), "'");
  }
  absl::StatusOr<std::string> operator()(absl::Time time) const {
    const absl::StatusOr<std::string> at = DatetimeText(time);
    if (!at.ok()) return at.status();
    return absl::StrCat("'", *at, "'");
  }
};

}  // namespace

absl::Status Block::Add(absl::string_view sql, absl::Span<const Value> params) {
  return Write({"", sql, "; "}, params);
}

// A comparison that is true or false even if the query finds NULL.
absl::Status Block::Require(absl::string_view count,
                            absl::Span<const Value> params, int64_t wanted) {
  const std::string end = absl::StrCat(
      ") <=> ", wanted, ") THEN SIGNAL SQLSTATE '45000'; END IF; ");
  return Write({"IF NOT ((", count, end}, params);
}

std::string Block::Take(absl::string_view last) {
  const std::string statements = std::exchange(statements_, "");
  return absl::StrCat("BEGIN NOT ATOMIC ", statements, last,
                      last.empty() ? "" : "; ", "END");
}

absl::Status Block::Write(const Framed& text, absl::Span<const Value> params) {
  const size_t size_before = statements_.size();
  absl::StrAppend(&statements_, text.before);
  auto value = params.begin();
  for (size_t begin = 0; begin < text.sql.size();) {
    const size_t mark = std::min(text.sql.find('?', begin), text.sql.size());
    absl::StrAppend(&statements_, text.sql.substr(begin, mark - begin));
    begin = mark + 1;
    if (mark == text.sql.size()) break;
    ABSL_RAW_CHECK(value != params.end(), "a `?` has a value");
    const absl::StatusOr<std::string> written =
        std::visit(Written(), value->variant());
    if (!written.ok()) {
      statements_.resize(size_before);
      return written.status();
    }
    absl::StrAppend(&statements_, *written);
    ++value;
  }
  ABSL_RAW_CHECK(value == params.end(), "a value has a `?`");
  absl::StrAppend(&statements_, text.after);
  return absl::OkStatus();
}

}  // namespace rapport::db
