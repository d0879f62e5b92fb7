#include "server/storage.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "db/connection.h"
#include "db/migrations.h"
#include "db/settings_check.h"

namespace rapport {
namespace {

// The schema of a private database.
constexpr absl::string_view kSchema = "rapport";

absl::StatusOr<db::DatabaseUrl> GivenDatabase(const std::string& text) {
  absl::StatusOr<db::DatabaseUrl> url = db::DatabaseUrl::Parse(text);
  if (url.ok() && url->schema.empty()) {
    return absl::InvalidArgumentError(
        "--database names no schema; end it in /SCHEMA");
  }
  return url;
}

absl::StatusOr<std::unique_ptr<db::EmbeddedDatabase>> StartPrivateDatabase(
    const std::string& data_dir) {
#ifdef RAPPORT_EMBEDDED_DATABASE
  db::EmbeddedDatabaseOptions options;
  options.data_dir = data_dir;
  return db::EmbeddedDatabase::Start(options);
#else
  return absl::FailedPreconditionError(absl::StrCat(
      "this program was built without a private database, and cannot run one "
      "in ",
      data_dir, "; give it one by --database"));
#endif
}

absl::Status MustBeDurable(const db::DatabaseUrl& url,
                           const StorageOptions& options,
                           absl::FunctionRef<void(absl::string_view)> say) {
  const absl::StatusOr<bool> loses =
      CheckDatabase(url, options.connections_max, say);
  if (!loses.ok()) return loses.status();
  if (!*loses || options.unsafe_durability) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "the database's settings can lose bookings that were acknowledged; mend "
      "them, or serve all the same with --unsafe-durability");
}

db::PoolOptions PoolOf(const StorageOptions& options) {
  db::PoolOptions pool;
  pool.connections_max = options.connections_max;
  pool.waiters_max = options.callers_max;
  return pool;
}

}  // namespace

absl::StatusOr<bool> CheckDatabase(
    const db::DatabaseUrl& url, int connections_max,
    absl::FunctionRef<void(absl::string_view)> say) {
  bool loses = false;
  absl::Status asked = absl::UnavailableError("the database has no host");
  for (const db::DatabaseHost& host : url.hosts) {
    db::DatabaseUrl node = url.WithSchema("");
    node.hosts = {host};
    const std::string prefix =
        url.hosts.size() == 1
            ? "database: "
            : absl::StrCat("database node ", host.name, ":", host.port, ": ");
    const auto connection =
        db::Connection::Open(node, {.may_be_read_only = true});
    auto settings =
        connection.ok()
            ? db::ReadSettings(**connection, absl::Now())
            : absl::StatusOr<db::DatabaseSettings>(connection.status());
    if (!settings.ok()) {
      if (!asked.ok()) asked = settings.status();
      say(absl::StrCat(prefix, "not asked: ", settings.status().message()));
      continue;
    }
    asked = absl::OkStatus();
    settings->hosts = static_cast<int>(url.hosts.size());
    settings->connections_max = connections_max;
    const std::vector<db::SettingsRemark> remarks =
        db::CheckSettings(*settings);
    for (const db::SettingsRemark& remark : remarks) {
      say(absl::StrCat(prefix, db::ToText(remark)));
    }
    loses = loses || db::LosesBookings(remarks);
  }
  if (!asked.ok()) return asked;
  return loses;
}

absl::StatusOr<std::unique_ptr<Storage>> Storage::Open(
    const StorageOptions& options,
    absl::FunctionRef<void(absl::string_view)> say) {
  std::unique_ptr<db::EmbeddedDatabase> embedded;
  db::DatabaseUrl url;
  if (options.database.empty()) {
    say(absl::StrCat("starting the private database in ", options.data_dir));
    auto started = StartPrivateDatabase(options.data_dir);
    if (!started.ok()) return started.status();
    embedded = *std::move(started);
    url = embedded->url(kSchema);
  } else {
    absl::StatusOr<db::DatabaseUrl> given = GivenDatabase(options.database);
    if (!given.ok()) return given.status();
    url = *std::move(given);
  }
  const absl::Status durable = MustBeDurable(url, options, say);
  if (!durable.ok()) return durable;
  absl::StatusOr<int> applied = db::Migrate(url, db::ProgramMigrations());
  if (!applied.ok()) return applied.status();
  if (*applied > 0) say(absl::StrCat("applied ", *applied, " migrations"));
  std::unique_ptr<Storage> storage(
      new Storage(std::move(embedded), url, options));
  absl::Status started = storage->log_.Start();
  if (!started.ok()) return started;
  return storage;
}

Storage::Storage(std::unique_ptr<db::EmbeddedDatabase> embedded,
                 const db::DatabaseUrl& url, const StorageOptions& options)
    : embedded_(std::move(embedded)),
      pool_(url, PoolOf(options)),
      log_(pool_),
      catalog_(pool_, log_),
      schedules_(pool_, log_),
      bookings_(pool_, log_),
      waitlist_(pool_, log_),
      feed_(pool_),
      demand_(pool_),
      feeds_(pool_, log_),
      purge_(pool_) {}

}  // namespace rapport
