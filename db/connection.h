#ifndef RAPPORT_DB_CONNECTION_H_
#define RAPPORT_DB_CONNECTION_H_

// One session with the database, on MySQL's Connector/C++.
//
// Every session is the same on both servers: READ COMMITTED (the connector
// forces REPEATABLE READ, we force it back), time zone +00:00, utf8mb4, the
// sql_mode of dialect.h, autocommit for what is outside transactions, no silent
// reconnecting. The count of an UPDATE is the rows it *matched*, not those it
// changed (CLIENT_FOUND_ROWS), so a compare-and-set that writes the same
// values still counts 1; INSERT ... ON DUPLICATE KEY UPDATE counts 1 for a
// new row, 2 for a changed one and 1 for one that stayed as it was.
//
// A session is had only with a node that can write: one that is read only (a
// replica), or not in its cluster's primary component, is passed over like one
// that is down. On Galera a session's reads wait for all that was committed
// anywhere before them (wsrep_sync_wait=1), so that it does not matter which
// node is asked.
//
// Statements are prepared once a session and kept under their text: hand in
// named constants, never assembled text, except through multi_row.h or block.h.

#include <cstdint>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "db/block.h"
#include "db/database_url.h"
#include "db/dialect.h"
#include "db/faults.h"
#include "db/row.h"
#include "db/value.h"

namespace rapport::db {

// Prepared statements kept in a session; beyond it the oldest goes. Servers
// allow 16,382 in all sessions together.
inline constexpr int kPreparedStatementsMax = 256;

// The longest wait for a row lock; then the statement fails (kLockWait). Less
// than read_timeout, which would cost the session; the servers' default, 50 s,
// is more.
inline constexpr absl::Duration kLockWaitMax = absl::Seconds(5);

// A session that is silent for this long is ended by the server, and its
// transaction rolled back: so a machine that is gone holds no lock for longer.
inline constexpr absl::Duration kSilenceMax = absl::Seconds(60);

// Timeouts are whole seconds to the client library: rounded up, at least 1 s.
struct ConnectOptions {
  absl::Duration connect_timeout = absl::Seconds(5);
  // Without an answer for this long a statement fails and the session with it.
  absl::Duration read_timeout = absl::Seconds(30);
  absl::Duration write_timeout = absl::Seconds(30);
  FaultHook fault = {};  // tests only
  // A node that only reads is as good: for questions about itself.
  bool may_be_read_only = false;
  // Tests only: a single server is dealt with as a node of a cluster.
  bool as_if_galera = false;
};

class Session;  // session.h: the connector's objects

// Not thread-safe: one thread at a time. Movable never; owned by unique_ptr.
// Must be destroyed before the program's static objects are.
class Connection {
 public:
  // With the first of the hosts that can write. Returns UNAVAILABLE
  // (kNotCommitted) if no session can be had, FAILED_PRECONDITION (kRefused) if
  // the server refuses the user or the schema is not there.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(
      const DatabaseUrl& url, const ConnectOptions& options = {});

  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Runs a statement that returns no rows; answers the rows it inserted,
  // deleted or matched. Returns the codes of errors.h.
  absl::StatusOr<int64_t> Execute(absl::string_view sql,
                                  absl::Span<const Value> params = {});

  // Runs a query and hands its rows to `each` in order; `each` must not use
  // this connection. The first non-OK of `each` ends the handing out and is
  // returned; the result is drained all the same, so the session stays usable.
  // The whole result is held in memory meanwhile. Returns the codes of
  // errors.h, and INTERNAL if a row was misread.
  absl::Status Query(absl::string_view sql, absl::Span<const Value> params,
                     absl::FunctionRef<absl::Status(const Row&)> each);

  // The same for a query whose answer is at most one row: whether there was
  // one. Returns INTERNAL if there were more.
  absl::StatusOr<bool> QueryOne(
      absl::string_view sql, absl::Span<const Value> params,
      absl::FunctionRef<absl::Status(const Row&)> row);

  // A statement that is sent as it is, without being prepared (DDL, SET).
  absl::Status ExecuteText(absl::string_view sql);

  // Whether the server takes blocks, and a node's transaction stands them: a
  // cluster is sent one statement after the other, since what becomes of a block
  // that another node's commit pushes aside is not known.
  bool takes_blocks() const {
    return server_kind_ == ServerKind::kMariaDb && !is_galera_;
  }

  // The fault that a test injects where a statement is added to a block.
  absl::Status BeforeBlock(absl::string_view sql);

  // Use RunTransaction (transaction.h) rather than these six.
  absl::Status Begin();
  // The same in no round trip: the session is left without autocommit until it
  // is used outside a transaction again. Costs as much as Begin whenever that
  // changes, and on Galera, where a transaction begins by waiting for what the
  // other nodes have committed.
  absl::Status BeginAtFirstStatement();
  // kCommitUnknown for whatever does not plainly say that it was rolled back.
  absl::Status Commit();
  // Runs the statements of `block`, which is empty then. Only if takes_blocks,
  // as is the next.
  absl::Status ExecuteBlock(Block& block);
  // The same and Commit, in one round trip. If a statement is refused the
  // transaction stays open: roll it back.
  absl::Status CommitAfter(Block& block);
  // OK too if the server had rolled back already.
  absl::Status Rollback();

  // Whether BeginAtFirstStatement would be for nothing.
  bool begins_by_itself() const { return !autocommit_; }

  // False after any failure that leaves the session in doubt: drop it then.
  bool usable() const { return usable_; }

  // Asks the server; false, and no longer usable, if it does not answer, has
  // become read only or has lost its cluster.
  bool Ping();

  ServerKind server_kind() const { return server_kind_; }
  absl::string_view server_version() const { return server_version_; }
  // The server's number of this session, as KILL takes it.
  int64_t session_id() const { return session_id_; }
  // Whether the server is a node of a Galera cluster, where locks bind only
  // those who use the same node, and certification of what was written judges.
  bool is_galera() const { return is_galera_; }
  const DatabaseHost& host() const { return host_; }

 private:
  Connection(std::unique_ptr<Session> session, DatabaseHost host,
             FaultHook fault);

  static absl::StatusOr<std::unique_ptr<Connection>> OpenFirst(
      const DatabaseUrl& url, const ConnectOptions& options);
  absl::Status SetUp(const ConnectOptions& options);
  absl::Status LearnKind();
  // That the node is one that can write.
  absl::Status CheckNode();
  // A wait for what other nodes have committed ends as a wait for a lock does;
  // where no lock is waited for, that says that the node is cut off.
  absl::Status AtOwnNode(const absl::Status& status);
  absl::Status AtFault(FaultPoint point, absl::string_view sql);
  absl::Status BeforeStatement(absl::string_view sql);
  // While a node of Galera prepares a statement it may roll back the transaction
  // for what another node has committed, and tell nobody: what comes after would
  // be committed statement by statement. Returns ABORTED (kRolledBack) then.
  absl::Status PrepareInCluster(absl::string_view sql);
  // Outside a transaction each statement is one of its own.
  absl::Status SetAutocommit(bool on);
  // Remembers what `status` says about the session, and hands it back.
  absl::Status Noted(absl::Status status);

  std::unique_ptr<Session> session_;
  FaultHook fault_;
  bool usable_ = true;
  ServerKind server_kind_ = ServerKind::kMariaDb;
  std::string server_version_;
  int64_t session_id_ = 0;
  bool may_be_read_only_ = false;
  bool is_galera_ = false;
  bool in_transaction_ = false;
  bool autocommit_ = true;
  DatabaseHost host_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_CONNECTION_H_
