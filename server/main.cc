// The server program: flags, wiring, graceful shutdown.
#include <prometheus/exposer.h>

#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/background.h"
#include "server/calendar/busy_feed_desk.h"
#include "server/calendar_fetcher.h"
#include "server/feed_server.h"
#include "server/flags.h"
#include "server/housekeeping/housekeeper.h"
#include "server/keep_house.h"
#include "server/rpc_server.h"
#include "server/search/read_model.h"
#include "server/search/replica.h"
#include "server/share.h"
#include "server/storage.h"
#include "server/transport/caller_reader.h"
#include "server/transport/tls.h"

namespace rapport {
namespace {

constexpr absl::Duration kAliveEvery = absl::Seconds(1);
// Beside the callers': following, the lease, dead holds, offers, demand, the
// past, two imports, one for all who read calendars.
constexpr int kOwnConnections = 9;

void Say(absl::string_view text) {
  std::fprintf(stderr, "rapport-server: %.*s\n", static_cast<int>(text.size()),
               text.data());
}

// SIGTERM and SIGINT are waited for, in all threads: call before any begins.
// Nobody is to die of a connection that the other side has closed.
sigset_t SettleSignals() {
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// Returns once the program is to stop; false if its database is gone.
bool WaitForStop(const sigset_t& signals, const Storage& storage) {
  const timespec pause = absl::ToTimespec(kAliveEvery);
  while (sigtimedwait(&signals, nullptr, &pause) < 0) {
    if (!storage.alive()) return false;
  }
  return true;
}

void StartBackground(Storage& storage, search::ReadModel& model,
                     search::Replica& replica, transport::Metrics& metrics,
                     Background& background) {
  prometheus::Gauge& followed = metrics.AddGauge(
      "rapport_followed_timestamp_seconds",
      "When this server last knew all that had changed, in Unix time");
  prometheus::Gauge& in_use = metrics.AddGauge(
      "rapport_database_connections_in_use", "Connections that do work");
  const auto follow = [&] {
    in_use.Set(storage.pool().stats().in_use);
    absl::Status status = replica.Follow().status();
    if (status.ok()) followed.SetToCurrentTime();
    return status;
  };
  const auto pause = [&board = model.board()] {
    return board.waiting() > 0 ? kFollowWhileAwaited : kFollowEvery;
  };
  model.board().OnWait(background.Every(pause, "following changes", follow));
  background.Every(kHeartbeatEvery, "keeping the lease",
                   [&] { return storage.log().Heartbeat(); });
  background.Every(kExpireEvery, "ending dead holds", [&] {
    size_t ended = booking::kExpireMax;
    while (ended == booking::kExpireMax) {
      auto expired = storage.stores().bookings.ExpireDue();
      if (!expired.ok()) return expired.status();
      for (const auto& each : *expired) {
        model.Apply(each.brand, absl::MakeConstSpan(&each.booking, 1));
      }
      ended = expired->size();
    }
    return absl::OkStatus();
  });
}

// How bookings share their commits; writes by rounds is the size of one.
void WatchRounds(const Storage& storage, transport::Metrics& metrics,
                 Background& background) {
  prometheus::Gauge& rounds = metrics.AddGauge(
      "rapport_booking_rounds", "Transactions shared by bookings, since start");
  prometheus::Gauge& writes = metrics.AddGauge(
      "rapport_booking_round_writes", "Bookings that took part in them");
  prometheus::Gauge& took = metrics.AddGauge("rapport_booking_round_seconds",
                                             "What all of them took together");
  prometheus::Gauge& alone = metrics.AddGauge(
      "rapport_booking_writes_alone",
      "Changes of bookings that were transactions of their own, since start");
  prometheus::Gauge& waiting = metrics.AddGauge(
      "rapport_booking_writes_waiting", "Bookings that wait for a round");
  background.Every(kWatchRoundsEvery, "counting shared commits", [&] {
    const db::RoundStats stats = storage.round_stats();
    rounds.Set(static_cast<double>(stats.rounds));
    writes.Set(static_cast<double>(stats.in_them));
    took.Set(absl::ToDoubleSeconds(stats.took));
    alone.Set(static_cast<double>(stats.alone));
    waiting.Set(static_cast<double>(stats.waiting));
    return absl::OkStatus();
  });
}

// Correctness needs none of it: these are statistics.
void KeepDemand(Storage& storage, search::DemandLog& demand,
                transport::Metrics& metrics, Background& background) {
  prometheus::Gauge& dropped = metrics.AddGauge(
      "rapport_demand_dropped",
      "Searches that found nobody and were not counted, as too many differed");
  background.Every(kWriteDemandEvery, "writing demand", [&] {
    dropped.Set(static_cast<double>(demand.dropped()));
    return demand.WriteTo(storage.demand());
  });
}

// Whether, of the servers that live, this one has run for longest.
absl::StatusOr<bool> IsOldest(db::ChangeLog& log) {
  const auto living = log.LivingOrigins();
  if (!living.ok()) return living.status();
  return !living->empty() && living->front() == log.origin();
}

// Calendars that are kept elsewhere.
void ReadFeeds(Storage& storage, calendar::BusyFeedDesk& feeds,
               Background& background) {
  background.Every(kLookForFeedsEvery, "looking for calendars to read", [&] {
    auto living = storage.log().LivingOrigins();
    if (!living.ok()) return living.status();
    feeds.Look({storage.log().origin(), *std::move(living)});
    return absl::OkStatus();
  });
  for (int i = 0; i < kFeedReaders; ++i) {
    background.Every(kReadFeedsEvery, "reading calendars", [&] {
      absl::StatusOr<bool> more = true;
      while (more.ok() && *more) more = feeds.ReadNext();
      return more.status();
    });
  }
}

// Null: plaintext.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> CredentialsOf(
    const Flags& flags) {
  if (flags.tls_certificate.empty()) return nullptr;
  return transport::TlsCredentials({.certificate = flags.tls_certificate,
                                    .key = flags.tls_key,
                                    .client_ca = flags.tls_client_ca},
                                   absl::Now());
}

StorageOptions StorageOf(const Flags& flags) {
  return {.database = flags.database,
          .data_dir = flags.data_dir,
          .connections_max = flags.connections + kOwnConnections,
          .callers_max = flags.workers + kOwnConnections + kFeedReaders,
          .unsafe_durability = flags.unsafe_durability};
}

// Serves until told to stop.
absl::Status Serve(const Flags& flags, const sigset_t& signals) {
  absl::StatusOr<Share> share = LoadShare(flags.share);
  if (!share.ok()) return share.status();
  const auto credentials = CredentialsOf(flags);
  if (!credentials.ok()) return credentials.status();
  auto storage = Storage::Open(StorageOf(flags), Say);
  if (!storage.ok()) return storage.status();
  search::ReadModel model(absl::Now, share->holidays);
  search::Replica replica((*storage)->stores(), (*storage)->feed(), model);
  absl::Status loaded = replica.Load(Say);
  if (!loaded.ok()) return loaded;

  const transport::NobodyReader nobody;
  const transport::MetadataReader metadata;
  const transport::CallerReader& callers =
      flags.trust_caller_metadata
          ? static_cast<const transport::CallerReader&>(metadata)
          : nobody;
  RpcServer server((*storage)->stores(), model, *share, callers,
                   {.address = flags.listen,
                    .workers = flags.workers,
                    .request_log = flags.log_requests ? stderr : nullptr,
                    .credentials = *credentials,
                    .feeds = {.store = &(*storage)->feeds(),
                              .base_uri = flags.feeds_base_uri}});
  std::optional<prometheus::Exposer> exposer;
  if (!flags.metrics.empty()) {
    exposer.emplace(flags.metrics);
    exposer->RegisterCollectable(server.metrics().registry());
  }
  absl::Status started = server.Start();
  if (!started.ok()) return started;
  FeedServer feeds([&server, &model](absl::string_view token) {
    return server.feeds().Read(token, model.Now());
  });
  if (!flags.feeds.empty()) {
    const absl::Status serving = feeds.Start(flags.feeds);
    if (!serving.ok()) return serving;
    Say(absl::StrCat("calendars on ", feeds.address()));
  }
  CalendarFetcher fetcher({.allow_private = flags.busy_feeds_allow_private});
  calendar::BusyFeedDesk busy_feeds((*storage)->stores().schedules, model,
                                    fetcher);
  housekeeping::Housekeeper housekeeper(
      (*storage)->purge(),
      HousekeepingOf(
          flags.keep, [&log = (*storage)->log()] { return IsOldest(log); },
          Say));
  Background background;
  StartBackground(**storage, model, replica, server.metrics(), background);
  WatchRounds(**storage, server.metrics(), background);
  background.Every(kOfferEvery, "offering free time",
                   [&server] { return server.waitlist().Sweep(); });
  KeepDemand(**storage, server.demand(), server.metrics(), background);
  KeepHouse(housekeeper, server.metrics(), background);
  ReadFeeds(**storage, busy_feeds, background);
  std::printf("rapport-server ready on %s\n", server.address().c_str());
  std::fflush(stdout);

  const bool told = WaitForStop(signals, **storage);
  Say(told ? "stopping: no new calls, waiting for those under way"
           : "stopping: the private database has ended");
  busy_feeds.Stop();
  server.Drain(absl::Now() + absl::Seconds(flags.drain_seconds));
  background.Stop();
  const absl::Status written = server.demand().WriteTo((*storage)->demand());
  if (!written.ok()) Say(absl::StrCat("demand is lost: ", written.ToString()));
  return told ? absl::OkStatus()
              : absl::UnavailableError("the private database has ended");
}

// --check-database.
absl::Status SayWhatIsWrong(const Flags& flags) {
  absl::StatusOr<db::DatabaseUrl> url = db::DatabaseUrl::Parse(flags.database);
  if (!url.ok()) return url.status();
  int remarks = 0;
  const absl::StatusOr<bool> loses =
      CheckDatabase(*url, flags.connections + kOwnConnections,
                    [&remarks](absl::string_view text) {
                      ++remarks;
                      Say(text);
                    });
  if (!loses.ok()) return loses.status();
  if (remarks == 0) {
    Say("database: its settings are as they should be");
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      *loses ? "bookings that were acknowledged can be lost"
             : "no acknowledged booking can be lost, but see above");
}

}  // namespace
}  // namespace rapport

int main(int argc, char** argv) {
  int exit_code = 0;
  const auto flags = rapport::ParseFlags(argc, argv, exit_code);
  if (!flags.has_value()) return exit_code;
  const sigset_t signals = rapport::SettleSignals();
  const absl::Status status = flags->check_database
                                  ? rapport::SayWhatIsWrong(*flags)
                                  : rapport::Serve(*flags, signals);
  if (status.ok()) return 0;
  rapport::Say(status.ToString());
  return 1;
}
