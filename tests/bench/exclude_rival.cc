#include "tests/bench/exclude_rival.h"

#include <libpq-fe.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace rapport::bench {
namespace {

constexpr absl::Duration kStartMax = absl::Seconds(60);
constexpr absl::Duration kStopMax = absl::Seconds(20);

// The same tables and keys as ours, in its own best types; the constraint takes
// the place of `claim`.
constexpr char kSchema[] = R"(
CREATE EXTENSION btree_gist;
CREATE TABLE calendar (
  brand_id text, associate_id uuid, version bigint NOT NULL,
  bookings bigint NOT NULL DEFAULT 0, schedule text NOT NULL,
  update_time timestamptz NOT NULL, PRIMARY KEY (brand_id, associate_id));
CREATE TABLE booking (
  brand_id text, booking_id uuid, version bigint NOT NULL,
  state smallint NOT NULL, associate_id uuid NOT NULL, store_id uuid NOT NULL,
  service_id text NOT NULL, channel smallint NOT NULL,
  start_time timestamptz NOT NULL, end_time timestamptz NOT NULL,
  during int8range NOT NULL, time_zone text NOT NULL,
  local_start timestamp NOT NULL, utc_offset_s int NOT NULL,
  tzdata_version text NOT NULL, shopper text NOT NULL,
  hold_expire_time timestamptz, create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  PRIMARY KEY (brand_id, booking_id),
  EXCLUDE USING gist (brand_id WITH =, associate_id WITH =, during WITH &&)
    WHERE (state IN (1, 2, 3)));
CREATE INDEX ON booking (brand_id, associate_id, start_time, booking_id);
CREATE INDEX ON booking (brand_id, shopper, start_time, booking_id);
CREATE INDEX ON booking (brand_id, start_time, booking_id);
CREATE INDEX ON booking (state, hold_expire_time);
CREATE TABLE event (
  seq bigserial PRIMARY KEY, kind smallint NOT NULL, brand_id text NOT NULL,
  role smallint NOT NULL, principal text NOT NULL, action text NOT NULL,
  request_id text, request_hash bytea, subjects bytea NOT NULL, reply text,
  occur_time timestamptz NOT NULL, UNIQUE (brand_id, principal, request_id));
)";

struct Prepared {
  const char* name;
  const char* sql;
};
constexpr Prepared kTouch = {
    "touch",
    "UPDATE calendar SET bookings = bookings + 1 WHERE brand_id = 'bench'"
    " AND associate_id = $1::uuid AND version = 1"};
constexpr Prepared kLook = {
    "look",
    "SELECT now(), e.request_hash, e.reply FROM (SELECT 1) AS always"
    " LEFT JOIN event AS e ON e.brand_id = 'bench' AND e.principal = 'bench'"
    " AND e.request_id = $1"};
constexpr Prepared kInsertBooking = {
    "booking",
    "INSERT INTO booking VALUES ('bench', $1::uuid, 1, 1, $2::uuid,"
    " '00000000-0000-0000-0000-000000000001', 'fitting', 1,"
    " to_timestamp($3::bigint * 300), to_timestamp($4::bigint * 300),"
    " int8range($3::bigint, $4::bigint), 'Etc/UTC',"
    " to_timestamp($3::bigint * 300) AT TIME ZONE 'UTC', 0, '', 'shopper',"
    " now() + interval '10 minutes', now(), now())"};
constexpr Prepared kInsertEvent = {
    "event",
    "INSERT INTO event (kind, brand_id, role, principal, action, request_id,"
    " request_hash, subjects, reply, occur_time) VALUES (6, 'bench', 1,"
    " 'bench', 'HoldSlot', $1, $2::bytea, $3::bytea, $4, now())"};

// Where Debian puts it.
std::string Programs() {
  const std::filesystem::path root = "/usr/lib/postgresql";
  std::error_code none;
  std::string newest;
  for (const auto& entry : std::filesystem::directory_iterator(root, none)) {
    const std::string bin = entry.path() / "bin";
    if (std::filesystem::exists(bin + "/postgres")) {
      newest = std::max(newest, bin);
    }
  }
  return newest;
}

// What makes a command another user's, if this is root.
std::vector<std::string> As(const std::string& folder) {
  if (geteuid() != 0) return {};
  const passwd* user = getpwnam("postgres");
  if (user == nullptr) user = getpwnam("nobody");
  if (user == nullptr || chown(folder.c_str(), user->pw_uid, user->pw_gid)) {
    return {};
  }
  return {"/usr/bin/setpriv",
          absl::StrCat("--reuid=", user->pw_uid),
          absl::StrCat("--regid=", user->pw_gid),
          "--clear-groups",
          "--pdeathsig=KILL",
          "--"};
}

absl::Status RunToEnd(const std::vector<std::string>& command,
                      const std::string& output) {
  auto child =
      db::ChildProcess::Start({.command = command, .output_path = output});
  if (!child.ok()) return child.status();
  (*child)->WaitUntil(absl::Now() + kStartMax);
  return (*child)->End();
}

std::string Uuid(uint64_t kind, int64_t n) {
  return absl::StrFormat("%08x-0000-0000-%04x-%012x", kind, n >> 48,
                         n & 0xFFFF'FFFF'FFFF);
}

absl::Status ErrorOf(PGconn* connection) {
  return absl::InternalError(PQerrorMessage(connection));
}

// Runs several statements, and reads nothing.
absl::Status Execute(PGconn* connection, const std::string& sql) {
  PGresult* result = PQexec(connection, sql.c_str());
  const ExecStatusType status = PQresultStatus(result);
  PQclear(result);
  const bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
  return ok ? absl::OkStatus() : ErrorOf(connection);
}

// The five characters of SQLSTATE; empty if it went well.
std::string Run(PGconn* connection, const Prepared& statement,
                const std::vector<std::string>& values) {
  std::vector<const char*> texts;
  for (const std::string& value : values) texts.push_back(value.c_str());
  PGresult* result =
      PQexecPrepared(connection, statement.name, static_cast<int>(texts.size()),
                     texts.data(), nullptr, nullptr, 0);
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  std::string code = state == nullptr ? "" : state;
  PQclear(result);
  return code;
}

absl::Status Prepare(PGconn* connection) {
  for (const Prepared& each : {kTouch, kLook, kInsertBooking, kInsertEvent}) {
    PGresult* result = PQprepare(connection, each.name, each.sql, 0, nullptr);
    const bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    if (!ok) return ErrorOf(connection);
  }
  return absl::OkStatus();
}

std::string CalendarsSql() {
  std::string sql;
  for (int i = 0; i < kAssociates; ++i) {
    absl::StrAppend(&sql, "INSERT INTO calendar VALUES ('bench', '",
                    Uuid(0xA, i), "', 1, 0, '{}', now());");
  }
  return sql;
}

// What a repeated request would be answered; as long as ours.
std::string Answer(const std::string& id) {
  return absl::StrCat("{\"id\":\"", id, "\",\"rest\":\"", std::string(500, 'x'),
                      "\"}");
}

}  // namespace

absl::StatusOr<std::unique_ptr<ExcludeRival>> ExcludeRival::Start(int clients) {
  if (Programs().empty()) return absl::NotFoundError("no PostgreSQL");
  auto rival = std::unique_ptr<ExcludeRival>(new ExcludeRival);
  absl::Status status = rival->Serve();
  if (status.ok()) status = rival->Connect(clients);
  if (!status.ok()) return status;
  return rival;
}

absl::Status ExcludeRival::Serve() {
  const std::string folder = dir_.path();
  const std::string data = folder + "/data";
  std::vector<std::string> init = As(folder);
  std::vector<std::string> serve = init;
  const std::string programs = Programs();
  init.insert(init.end(), {programs + "/initdb", "-D", data, "-U", "bench",
                           "-A", "trust", "-E", "UTF8", "--locale=C"});
  absl::Status status = RunToEnd(init, folder + "/log");
  if (!status.ok()) return status;
  serve.insert(serve.end(), {programs + "/postgres", "-D", data, "-k", folder});
  // As durable, and with as much memory, as ours; with more log.
  for (const std::string setting :
       {"listen_addresses=", "fsync=on", "synchronous_commit=on",
        "full_page_writes=on", "shared_buffers=256MB", "max_wal_size=2GB"}) {
    serve.insert(serve.end(), {"-c", setting});
  }
  serve.insert(serve.end(),
               {"-c", absl::StrCat("max_connections=", kClientsMax + 16)});
  auto server = db::ChildProcess::Start(
      {.command = serve, .output_path = folder + "/log"});
  if (!server.ok()) return server.status();
  server_ = *std::move(server);
  return absl::OkStatus();
}

absl::Status ExcludeRival::Connect(int clients) {
  const std::string where =
      absl::StrCat("host=", dir_.path(), " user=bench dbname=postgres");
  const absl::Time deadline = absl::Now() + kStartMax;
  PGconn* first = PQconnectdb(where.c_str());
  while (PQstatus(first) != CONNECTION_OK && absl::Now() < deadline &&
         server_->running()) {
    PQfinish(first);
    absl::SleepFor(absl::Milliseconds(50));
    first = PQconnectdb(where.c_str());
  }
  clients_.push_back(first);
  absl::Status status = Execute(first, kSchema);
  if (status.ok()) status = Execute(first, CalendarsSql());
  while (static_cast<int>(clients_.size()) < clients) {
    clients_.push_back(PQconnectdb(where.c_str()));
  }
  for (PGconn* client : clients_) status.Update(Prepare(client));
  return status;
}

ExcludeRival::~ExcludeRival() {
  for (PGconn* client : clients_) PQfinish(client);
  if (server_ == nullptr) return;
  server_->Signal(SIGINT);  // its "fast" shutdown
  server_->WaitUntil(absl::Now() + kStopMax);
}

bool ExcludeRival::Book(int client, const Wish& wish) {
  constexpr char kExclusionViolation[] = "23P01";
  constexpr char kDeadlock[] = "40P01";
  const int64_t n = next_++;
  const std::string request = absl::StrCat("request-", n);
  const std::string id = Uuid(0xB, n);
  const std::string associate = Uuid(0xA, wish.associate);
  const std::string hash = "\\x" + std::string(64, 'f');
  const std::string subjects = absl::StrCat("\\x", std::string(32, 'b'));
  PGconn* connection = clients_[client];
  while (true) {
    Check(Execute(connection, "BEGIN"), "BEGIN");
    std::string code = Run(connection, kTouch, {associate});
    if (code.empty()) code = Run(connection, kLook, {request});
    if (code.empty()) {
      code = Run(connection, kInsertBooking,
                 {id, associate, absl::StrCat(wish.first_tick),
                  absl::StrCat(wish.first_tick + kTicks)});
    }
    if (code.empty()) {
      code =
          Run(connection, kInsertEvent, {request, hash, subjects, Answer(id)});
    }
    if (code.empty()) {
      Check(Execute(connection, "COMMIT"), "COMMIT");
      return true;
    }
    const absl::Status why = ErrorOf(connection);
    Check(Execute(connection, "ROLLBACK"), "ROLLBACK");
    if (code == kExclusionViolation) return false;
    if (code != kDeadlock) Check(why, "booking");
  }
}

}  // namespace rapport::bench
