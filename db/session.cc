#include "db/session.h"

#include <algorithm>
#include <exception>
#include <limits>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "db/bind.h"
#include "db/errors.h"

namespace rapport::db {
namespace {

// A statement keeps its last result at the client until it runs again, so one
// that had more rows than this is not kept.
constexpr size_t kKeptResultRowsMax = 1000;

// Loading the driver is not thread-safe, and once is enough.
sql::Driver& Driver() {
  static sql::Driver* const driver = sql::mysql::get_driver_instance();
  return *driver;
}

int WholeSeconds(absl::Duration duration) {
  constexpr int64_t kMax = std::numeric_limits<int>::max();
  const int64_t seconds =
      absl::ToInt64Seconds(absl::Ceil(duration, absl::Seconds(1)));
  return static_cast<int>(std::clamp<int64_t>(seconds, 1, kMax));
}

sql::ConnectOptionsMap Properties(const DatabaseUrl& url,
                                  const ConnectOptions& options) {
  sql::ConnectOptionsMap properties;
  properties["userName"] = sql::SQLString(url.user);
  properties["password"] = sql::SQLString(url.password);
  if (url.socket_path.empty()) {
    properties["hostName"] = sql::SQLString(url.hosts.front().name);
    properties["port"] = url.hosts.front().port;
  } else {
    properties["hostName"] = sql::SQLString("unix://" + url.socket_path);
  }
  if (!url.schema.empty()) properties["schema"] = sql::SQLString(url.schema);
  properties["OPT_CONNECT_TIMEOUT"] = WholeSeconds(options.connect_timeout);
  properties["OPT_READ_TIMEOUT"] = WholeSeconds(options.read_timeout);
  properties["OPT_WRITE_TIMEOUT"] = WholeSeconds(options.write_timeout);
  properties["OPT_RECONNECT"] = false;
  properties["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
  properties["CLIENT_FOUND_ROWS"] = true;
  return properties;
}

// Runs `work`, a Status or a StatusOr, and makes a status of what it throws.
template <typename Work>
auto Guarded(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const sql::SQLException& e) {
    return StatusFromServer(e.getErrorCode(), e.getSQLState(), e.what());
  } catch (const std::exception& e) {
    return MakeDbStatus(DbOutcome::kOther, 0,
                        absl::StrCat("database connector: ", e.what()));
  }
}

// Known since it was prepared. Nothing has run yet.
bool ReturnsRows(sql::PreparedStatement& statement) {
  return statement.getMetaData()->getColumnCount() > 0;
}

absl::Status WrongKind(absl::string_view what) {
  return absl::InternalError(absl::StrCat("statement ", what));
}

// Hands out all rows of `result`, which are at the client already.
absl::Status HandOut(sql::ResultSet& result,
                     absl::FunctionRef<absl::Status(const Row&)> each) {
  const ResultCursor cursor(result);
  const int columns = static_cast<int>(result.getMetaData()->getColumnCount());
  while (result.next()) {
    const Row row(cursor, columns);
    const absl::Status status = each(row);
    if (!row.status().ok()) return row.status();
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Session>> Session::Open(
    const DatabaseUrl& url, const ConnectOptions& options) {
  return Guarded([&]() -> absl::StatusOr<std::unique_ptr<Session>> {
    sql::ConnectOptionsMap properties = Properties(url, options);
    return std::unique_ptr<Session>(new Session(
        std::unique_ptr<sql::Connection>(Driver().connect(properties))));
  });
}

absl::StatusOr<int64_t> Session::Execute(absl::string_view sql,
                                         absl::Span<const Value> params) {
  return Guarded([&]() -> absl::StatusOr<int64_t> {
    sql::PreparedStatement& statement = Prepared(sql);
    if (ReturnsRows(statement)) return WrongKind("returns rows; use Query");
    const absl::Status bound = Bind(statement, params);
    if (!bound.ok()) return bound;
    return int64_t{statement.executeUpdate()};
  });
}

absl::Status Session::Query(absl::string_view sql,
                            absl::Span<const Value> params,
                            absl::FunctionRef<absl::Status(const Row&)> each) {
  return Guarded([&] { return QueryOrThrow(sql, params, each); });
}

absl::Status Session::QueryOrThrow(
    absl::string_view sql, absl::Span<const Value> params,
    absl::FunctionRef<absl::Status(const Row&)> each) {
  sql::PreparedStatement& statement = Prepared(sql);
  if (!ReturnsRows(statement)) return WrongKind("returns no rows; use Execute");
  const absl::Status bound = Bind(statement, params);
  if (!bound.ok()) return bound;
  absl::Status status;
  bool large = false;
  {
    std::unique_ptr<sql::ResultSet> result(statement.executeQuery());
    status = HandOut(*result, each);
    large = result->rowsCount() > kKeptResultRowsMax;
  }
  if (large) Forget(sql);
  return status;
}

absl::Status Session::ExecuteText(absl::string_view sql) {
  return Guarded([&] {
    std::unique_ptr<sql::Statement> statement(connection_->createStatement());
    statement->execute(sql::SQLString(sql.data(), sql.size()));
    return absl::OkStatus();
  });
}

absl::Status Session::ExecuteBlock(absl::string_view text) {
  constexpr int kSyntaxError = 1064;
  absl::Status status = ExecuteText(text);
  return ErrorNumberOf(status) == kSyntaxError
             ? StatusFromServer(kSyntaxError, "42000", "a block")
             : status;
}

absl::Status Session::Prepare(absl::string_view sql) {
  return Guarded([&] {
    Prepared(sql);
    return absl::OkStatus();
  });
}

sql::PreparedStatement& Session::Prepared(absl::string_view sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return *found->second;
  if (statements_.size() >= kPreparedStatementsMax) {
    Forget(std::string(order_.front()));
  }
  // Its results come to the client whole, before the first row is seen
  // (TYPE_SCROLL_INSENSITIVE, the default; connector 1.1 lets nobody set it),
  // so one that is left half read is not in the way of the next statement.
  std::unique_ptr<sql::PreparedStatement> statement(
      connection_->prepareStatement(sql::SQLString(sql.data(), sql.size())));
  order_.emplace_back(sql);
  return *statements_.emplace(std::string(sql), std::move(statement))
              .first->second;
}

void Session::Forget(absl::string_view sql) {
  statements_.erase(sql);
  order_.erase(std::remove(order_.begin(), order_.end(), sql), order_.end());
}

}  // namespace rapport::db
