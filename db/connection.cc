#include "db/connection.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/base/internal/raw_logging.h"
#include "absl/strings/str_cat.h"
#include "db/errors.h"
#include "db/session.h"

namespace rapport::db {
namespace {

// Not a variable of the same name on both servers, so a statement of its own.
constexpr char kSetUpText[] =
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";
constexpr char kSelectIdentity[] = "SELECT VERSION(), CONNECTION_ID()";
constexpr char kSelectReadOnly[] = "SELECT @@global.read_only";
// A variable of MariaDB's only, so it cannot be selected.
constexpr char kShowGalera[] = "SHOW GLOBAL VARIABLES LIKE 'wsrep_on'";
// A node without its cluster answers questions that are about no table.
constexpr char kShowReady[] = "SHOW GLOBAL STATUS LIKE 'wsrep_ready'";
constexpr char kReadCausally[] = "SET SESSION wsrep_sync_wait=1";
// Goes with the transaction, however quietly that goes.
constexpr char kMark[] = "SAVEPOINT preparing";
constexpr char kForgetMark[] = "RELEASE SAVEPOINT preparing";

// Compared byte by byte unless a column says otherwise: the servers' defaults
// are not the same collation.
std::string SetVariablesText() {
  return absl::StrCat(
      "SET NAMES utf8mb4 COLLATE utf8mb4_bin, time_zone='+00:00'",
      ", sql_mode='", kSqlMode, "', autocommit=1, innodb_lock_wait_timeout=",
      absl::ToInt64Seconds(kLockWaitMax),
      ", wait_timeout=", absl::ToInt64Seconds(kSilenceMax));
}

// As the server says it of a statement that writes.
absl::Status ReadOnly() {
  constexpr int kReadOnlyServer = 1290;
  return MakeDbStatus(DbOutcome::kNotCommitted, kReadOnlyServer,
                      "this node of the database is read only");
}

// As a node says it of a statement that is about a table.
absl::Status NotReady() {
  constexpr int kUnknownCommand = 1047;
  return MakeDbStatus(DbOutcome::kNotCommitted, kUnknownCommand,
                      "this node of the database is cut off from the others");
}

// Of the mark that is to be forgotten: a transaction that is gone is told of.
absl::Status IfMarkIsGone(const absl::Status& status) {
  constexpr int kNoSuchSavepoint = 1305;
  if (ErrorNumberOf(status) != kNoSuchSavepoint) return status;
  return MakeDbStatus(
      DbOutcome::kRolledBack, kNoSuchSavepoint,
      "the transaction was rolled back while a statement was being prepared");
}

}  // namespace

Connection::Connection(std::unique_ptr<Session> session, DatabaseHost host,
                       FaultHook fault)
    : session_(std::move(session)),
      fault_(std::move(fault)),
      host_(std::move(host)) {}

Connection::~Connection() = default;

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(
    const DatabaseUrl& url, const ConnectOptions& options) {
  absl::StatusOr<std::unique_ptr<Connection>> connection =
      OpenFirst(url, options);
  for (size_t i = 1; i < url.hosts.size(); ++i) {
    if (OutcomeOf(connection.status()) != DbOutcome::kNotCommitted) break;
    connection = OpenFirst(url.StartingAt(url.hosts[i]), options);
  }
  return connection;
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::OpenFirst(
    const DatabaseUrl& url, const ConnectOptions& options) {
  if (options.fault) {
    const absl::Status fault = options.fault(FaultPoint::kConnect, "");
    if (!fault.ok()) return fault;
  }
  absl::StatusOr<std::unique_ptr<Session>> session =
      Session::Open(url, options);
  if (!session.ok()) return session.status();
  std::unique_ptr<Connection> connection(
      new Connection(*std::move(session), url.hosts.front(), options.fault));
  const absl::Status status = connection->SetUp(options);
  if (!status.ok()) return status;
  return connection;
}

absl::Status Connection::SetUp(const ConnectOptions& options) {
  may_be_read_only_ = options.may_be_read_only;
  absl::Status status = session_->ExecuteText(kSetUpText);
  if (status.ok()) status = session_->ExecuteText(SetVariablesText());
  if (status.ok()) status = LearnKind();
  if (status.ok()) status = CheckNode();
  if (status.ok() && is_galera_) status = session_->ExecuteText(kReadCausally);
  is_galera_ = is_galera_ || options.as_if_galera;
  return status;
}

absl::Status Connection::LearnKind() {
  const absl::Status status =
      session_->Query(kSelectIdentity, {}, [this](const Row& row) {
        server_version_ = row.String(0);
        server_kind_ = ServerKindOf(server_version_);
        session_id_ = row.Int64(1);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return session_->Query(kShowGalera, {}, [this](const Row& row) {
    is_galera_ = row.String(1) == "ON";
    return absl::OkStatus();
  });
}

absl::Status Connection::CheckNode() {
  const absl::Status status =
      session_->Query(kSelectReadOnly, {}, [this](const Row& row) {
        const bool may = may_be_read_only_ || !row.Bool(0);
        return may ? absl::OkStatus() : ReadOnly();
      });
  if (!status.ok() || !is_galera_) return status;
  return session_->Query(kShowReady, {}, [](const Row& row) {
    return row.String(1) == "ON" ? absl::OkStatus() : NotReady();
  });
}

absl::Status Connection::AtOwnNode(const absl::Status& status) {
  const bool waited = OutcomeOf(status) == DbOutcome::kLockWait;
  return is_galera_ && waited && !in_transaction_ ? NotReady() : status;
}

absl::Status Connection::AtFault(FaultPoint point, absl::string_view sql) {
  if (!usable_) {
    return MakeDbStatus(DbOutcome::kNotCommitted, 0,
                        "the session was lost before this statement");
  }
  return fault_ ? fault_(point, sql) : absl::OkStatus();
}

absl::Status Connection::BeforeStatement(absl::string_view sql) {
  const absl::Status fault = AtFault(FaultPoint::kBeforeStatement, sql);
  if (!fault.ok() || in_transaction_) return fault;
  return SetAutocommit(true);
}

absl::Status Connection::PrepareInCluster(absl::string_view sql) {
  if (!is_galera_ || !in_transaction_ || session_->IsPrepared(sql)) {
    return absl::OkStatus();
  }
  absl::Status marked = session_->ExecuteText(kMark);
  if (!marked.ok()) return marked;
  absl::Status prepared = session_->Prepare(sql);
  absl::Status stands = IfMarkIsGone(session_->ExecuteText(kForgetMark));
  return stands.ok() ? prepared : stands;
}

absl::Status Connection::SetAutocommit(bool on) {
  if (autocommit_ == on) return absl::OkStatus();
  absl::Status status =
      session_->ExecuteText(on ? "SET autocommit=1" : "SET autocommit=0");
  if (status.ok()) autocommit_ = on;
  return status;
}

absl::Status Connection::Noted(absl::Status status) {
  if (PoisonsConnection(status)) usable_ = false;
  return status;
}

absl::StatusOr<int64_t> Connection::Execute(absl::string_view sql,
                                            absl::Span<const Value> params) {
  absl::Status ready = BeforeStatement(sql);
  if (ready.ok()) ready = PrepareInCluster(sql);
  if (!ready.ok()) return Noted(ready);
  absl::StatusOr<int64_t> rows = session_->Execute(sql, params);
  if (!rows.ok()) return Noted(rows.status());
  return rows;
}

absl::Status Connection::Query(
    absl::string_view sql, absl::Span<const Value> params,
    absl::FunctionRef<absl::Status(const Row&)> each) {
  absl::Status ready = BeforeStatement(sql);
  if (ready.ok()) ready = PrepareInCluster(sql);
  if (!ready.ok()) return Noted(ready);
  return Noted(AtOwnNode(session_->Query(sql, params, each)));
}

absl::StatusOr<bool> Connection::QueryOne(
    absl::string_view sql, absl::Span<const Value> params,
    absl::FunctionRef<absl::Status(const Row&)> each) {
  int rows = 0;
  const absl::Status status =
      Query(sql, params, [&](const Row& row) -> absl::Status {
        if (++rows > 1) {
          return absl::InternalError("more than one row; at most one is asked");
        }
        return each(row);
      });
  if (!status.ok()) return status;
  return rows == 1;
}

absl::Status Connection::ExecuteText(absl::string_view sql) {
  const absl::Status ready = BeforeStatement(sql);
  if (!ready.ok()) return Noted(ready);
  return Noted(session_->ExecuteText(sql));
}

absl::Status Connection::BeforeBlock(absl::string_view sql) {
  return Noted(AtFault(FaultPoint::kBeforeStatement, sql));
}

absl::Status Connection::ExecuteBlock(Block& block) {
  ABSL_RAW_CHECK(takes_blocks(), "nobody else is sent a block");
  return Noted(session_->ExecuteBlock(block.Take("")));
}

absl::Status Connection::Begin() {
  const absl::Status fault = AtFault(FaultPoint::kBeforeBegin, "");
  if (!fault.ok()) return Noted(fault);
  const absl::Status status =
      AtOwnNode(session_->ExecuteText("START TRANSACTION"));
  in_transaction_ = status.ok();
  return Noted(status);
}

absl::Status Connection::BeginAtFirstStatement() {
  if (is_galera_) return Begin();
  const absl::Status fault = AtFault(FaultPoint::kBeforeBegin, "");
  if (!fault.ok()) return Noted(fault);
  const absl::Status status = SetAutocommit(false);
  in_transaction_ = status.ok();
  return Noted(status);
}

absl::Status Connection::Commit() {
  const absl::Status fault = AtFault(FaultPoint::kBeforeCommit, "");
  if (!fault.ok()) return Noted(fault);
  in_transaction_ = false;
  absl::Status status = session_->ExecuteText("COMMIT");
  if (status.ok() && fault_) status = fault_(FaultPoint::kAfterCommit, "");
  return Noted(StatusFromCommit(status));
}

absl::Status Connection::CommitAfter(Block& block) {
  ABSL_RAW_CHECK(takes_blocks(), "nobody else is sent a block");
  const absl::Status fault = AtFault(FaultPoint::kBeforeCommit, "");
  if (!fault.ok()) return Noted(fault);
  absl::Status status = session_->ExecuteBlock(block.Take("COMMIT"));
  if (status.ok() && fault_) status = fault_(FaultPoint::kAfterCommit, "");
  status = StatusFromBlock(status);
  if (status.ok()) in_transaction_ = false;
  return Noted(status);
}

absl::Status Connection::Rollback() {
  in_transaction_ = false;
  if (!usable_) return absl::OkStatus();  // the server does it for a lost one
  absl::Status status = AtFault(FaultPoint::kBeforeRollback, "");
  if (status.ok()) status = session_->ExecuteText("ROLLBACK");
  if (OutcomeOf(status) == DbOutcome::kRolledBack) return absl::OkStatus();
  if (!status.ok()) usable_ = false;  // whether it rolled back is unknown
  return status;
}

bool Connection::Ping() {
  absl::Status status = AtFault(FaultPoint::kBeforeStatement, "");
  if (status.ok()) status = CheckNode();
  if (!status.ok()) usable_ = false;
  return usable_;
}

}  // namespace rapport::db
