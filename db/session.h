#ifndef RAPPORT_DB_SESSION_H_
#define RAPPORT_DB_SESSION_H_

// The connector's objects behind a Connection, and nothing else: all its
// exceptions end here. Private to this room.

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "db/connection.h"
#include "db/connector.h"
#include "db/database_url.h"
#include "db/row.h"
#include "db/value.h"

namespace rapport::db {

// A result that is at the client already. Columns count from 0.
class ResultCursor {
 public:
  explicit ResultCursor(sql::ResultSet& result) : result_(result) {}

  bool IsNull(int column) const { return result_.isNull(column + 1); }
  int64_t Int64(int column) const { return result_.getInt64(column + 1); }
  uint64_t Uint64(int column) const { return result_.getUInt64(column + 1); }
  double Double(int column) const {
    return static_cast<double>(result_.getDouble(column + 1));
  }
  std::string Bytes(int column) const {
    return result_.getString(column + 1).asStdString();
  }

 private:
  sql::ResultSet& result_;
};

// Not thread-safe.
class Session {
 public:
  // With the first host of `url`, whatever it may be good for.
  static absl::StatusOr<std::unique_ptr<Session>> Open(
      const DatabaseUrl& url, const ConnectOptions& options);

  // As Connection's of the same names, without faults and without memory.
  absl::StatusOr<int64_t> Execute(absl::string_view sql,
                                  absl::Span<const Value> params);
  absl::Status Query(absl::string_view sql, absl::Span<const Value> params,
                     absl::FunctionRef<absl::Status(const Row&)> each);
  absl::Status ExecuteText(absl::string_view sql);
  // The same for a text that holds values: no failure repeats it.
  absl::Status ExecuteBlock(absl::string_view text);

  // Whether Execute and Query send `sql` itself no more. Prepare sends it now.
  bool IsPrepared(absl::string_view sql) const {
    return statements_.contains(sql);
  }
  absl::Status Prepare(absl::string_view sql);

 private:
  explicit Session(std::unique_ptr<sql::Connection> connection)
      : connection_(std::move(connection)) {}

  // Those below throw what the connector throws.
  sql::PreparedStatement& Prepared(absl::string_view sql);
  void Forget(absl::string_view sql);
  absl::Status QueryOrThrow(absl::string_view sql,
                            absl::Span<const Value> params,
                            absl::FunctionRef<absl::Status(const Row&)> each);

  std::unique_ptr<sql::Connection> connection_;
  // By text; those first prepared go first. Gone before the connection is.
  absl::flat_hash_map<std::string, std::unique_ptr<sql::PreparedStatement>>
      statements_;
  std::deque<std::string> order_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_SESSION_H_
