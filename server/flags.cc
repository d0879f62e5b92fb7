#include "server/flags.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"

namespace rapport {

bool IsLocal(const std::string& listen) {
  return absl::StartsWith(listen, "unix:") ||
         absl::StartsWith(listen, "127.0.0.1:") ||
         absl::StartsWith(listen, "localhost:") ||
         absl::StartsWith(listen, "[::1]:");
}

std::string WhatIsUnsafe(const Flags& flags) {
  if (!flags.feeds.empty() && !IsLocal(flags.feeds) &&
      !flags.behind_tls_proxy) {
    return absl::StrCat(
        "--feeds ", flags.feeds,
        " is open to the network, where the addresses of calendars can be "
        "read; "
        "say --behind-tls-proxy if only a proxy that does TLS can reach it");
  }
  if (IsLocal(flags.listen)) return "";
  // Whoever shows a certificate of the operator's own CA is not anybody.
  if (flags.trust_caller_metadata && flags.tls_client_ca.empty()) {
    return absl::StrCat(
        "--trust-caller-metadata would let anybody on the network be anybody; "
        "it is for loopback and Unix sockets, or with --tls-client-ca, not ",
        flags.listen);
  }
  if (flags.tls_certificate.empty() && !flags.behind_tls_proxy) {
    return absl::StrCat(
        "--listen ", flags.listen,
        " is open to the network, where plaintext can be read and changed; "
        "give --tls-certificate and --tls-key, or say --behind-tls-proxy if "
        "only a proxy that does TLS can reach it");
  }
  return "";
}

namespace {

void AddTls(CLI::App& app, Flags& flags) {
  CLI::Option* const certificate = app.add_option(
      "--tls-certificate", flags.tls_certificate,
      "serve TLS with this certificate chain, a PEM file; read again when it "
      "changes");
  CLI::Option* const key =
      app.add_option("--tls-key", flags.tls_key,
                     "its private key, a PEM file without a passphrase");
  certificate->needs(key);
  key->needs(certificate);
  app.add_option("--tls-client-ca", flags.tls_client_ca,
                 "let in only clients with a certificate of this CA, a PEM "
                 "file")
      ->needs(certificate);
  app.add_flag("--behind-tls-proxy", flags.behind_tls_proxy,
               "serve plaintext to the network: only where nobody but a proxy "
               "that does TLS can reach it");
}

void AddFeedFlags(CLI::App& app, Flags& flags) {
  app.add_option("--feeds", flags.feeds,
                 "where to serve calendars to programs that subscribe: "
                 "HOST:PORT, or PORT on loopback; without it nowhere");
  app.add_option("--feeds-base-uri", flags.feeds_base_uri,
                 "where these programs reach it: https://HOST[/PATH], of a "
                 "proxy that has a certificate; without it --feeds itself");
  app.add_flag("--busy-feeds-allow-private", flags.busy_feeds_allow_private,
               "read calendars that associates keep elsewhere from private "
               "addresses too: whoever keeps a schedule can then have this "
               "server ask hosts of its own network, by https");
}

// For how many days something is kept, at least for `min`.
void AddDays(CLI::App& app, const std::string& name, absl::Duration min,
             absl::Duration& kept, const std::string& what) {
  using housekeeping::Days;
  CLI::Option* const option =
      app.add_option_function<int>(
             name, [&kept](int days) { kept = Days(days); }, what)
          ->check(
              CLI::Range(static_cast<int>(min / Days(1)),
                         static_cast<int>(housekeeping::kKeptMax / Days(1))));
  if (kept != absl::InfiniteDuration()) {
    option->default_str(absl::StrCat(kept / Days(1)));
  }
}

void AddKeepFlags(CLI::App& app, housekeeping::Retentions& keep) {
  using housekeeping::kKeptMin;
  AddDays(app, "--keep-events-days", kKeptMin, keep.events,
          "purge the news of changes, and the request ids of those that were "
          "of no booking, after so long; a server that was away for longer "
          "loads everything anew");
  AddDays(app, "--keep-occupancy-days", kKeptMin, keep.occupancy,
          "purge so long after it that somebody's time was taken; the bookings "
          "stay");
  AddDays(app, "--keep-waits-days", kKeptMin, keep.waits,
          "purge entries of the waiting list that have ended so long after "
          "their window");
  AddDays(app, "--keep-expired-holds-days", kKeptMin, keep.holds,
          "purge holds that ran out so long after their slot");
  AddDays(app, "--keep-bookings-days", housekeeping::kBookingsKeptMin,
          keep.bookings,
          "purge bookings so long after their end, whatever became of them, "
          "with their histories; without it never");
  AddDays(app, "--keep-demand-days", kKeptMin, keep.demand,
          "forget searches that found nobody after so long");
}

// A token on the way to anything but this machine must be hidden. Whether the
// flags say so; they are then whole.
bool SettleFeeds(Flags& flags) {
  if (!absl::StrContains(flags.feeds, ':')) {
    flags.feeds = absl::StrCat("127.0.0.1:", flags.feeds);
  }
  std::string& base = flags.feeds_base_uri;
  if (base.empty() && IsLocal(flags.feeds) &&
      !absl::EndsWith(flags.feeds, ":0")) {  // of which no address can be told
    base = absl::StrCat("http://", flags.feeds);
  }
  while (absl::EndsWith(base, "/")) base.pop_back();
  absl::string_view rest = base;
  if (absl::ConsumePrefix(&rest, "https://") ||
      (absl::ConsumePrefix(&rest, "http://") && IsLocal(std::string(rest)))) {
    if (!rest.empty()) return true;
  }
  std::fprintf(
      stderr,
      "--feeds-base-uri must be https://HOST[/PATH], unless --feeds is "
      "a port of loopback: who sees the address of a calendar can read "
      "it\n");
  return false;
}

}  // namespace

std::optional<Flags> ParseFlags(int argc, char** argv, int& exit_code) {
  Flags flags;
  CLI::App app{
      "Rapport's server: finds the right associate in the right store at the "
      "right time, and books that person."};
  app.add_option("--listen", flags.listen,
                 "where to serve gRPC: HOST:PORT or unix:/path")
      ->capture_default_str();
  app.add_option("--database", flags.database,
                 "mysql://USER:PASSWORD@HOST:PORT/SCHEMA, several nodes as "
                 "HOST:PORT,HOST:PORT, or with ?socket=/path; without it the "
                 "server runs a private "
                 "database of its own")
      ->envname("RAPPORT_DATABASE");
  app.add_option("--data-dir", flags.data_dir,
                 "where the private database lives")
      ->capture_default_str();
  app.add_flag("--unsafe-durability", flags.unsafe_durability,
               "serve although the database's settings can lose bookings "
               "that were acknowledged: for tests");
  app.add_flag("--check-database", flags.check_database,
               "only say what of the database's settings is wrong and what "
               "breaks by it; exit 1 if anything does");
  AddTls(app, flags);
  app.add_option("--metrics", flags.metrics,
                 "where to serve Prometheus metrics: HOST:PORT; without it "
                 "nowhere");
  AddFeedFlags(app, flags);
  app.add_option("--share", flags.share,
                 "the folder of zones.bin; without it ../share/rapport beside "
                 "the program");
  app.add_flag("--trust-caller-metadata", flags.trust_caller_metadata,
               "believe the x-rapport-* metadata about who calls: for "
               "development, on loopback and Unix sockets only, or for "
               "gateways that have a certificate of --tls-client-ca");
  app.add_flag("!--no-request-log", flags.log_requests,
               "do not write a line to standard error for each call");
  app.add_option("--workers", flags.workers,
                 "calls that may wait for the database at once, a thread each")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  app.add_option("--connections", flags.connections,
                 "connections that do the database's work for them")
      ->check(CLI::Range(1, 240))
      ->capture_default_str();
  app.add_option("--drain-seconds", flags.drain_seconds,
                 "how long calls under way may take to end after SIGTERM")
      ->check(CLI::Range(0, 600))
      ->capture_default_str();
  AddKeepFlags(app, flags.keep);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    exit_code = app.exit(error) == 0 ? 0 : 2;
    return std::nullopt;
  }
  if (!flags.feeds.empty() && !SettleFeeds(flags)) {
    exit_code = 2;
    return std::nullopt;
  }
  const std::string unsafe = WhatIsUnsafe(flags);
  if (!unsafe.empty()) {
    std::fprintf(stderr, "%s\n", unsafe.c_str());
    exit_code = 2;
    return std::nullopt;
  }
  return flags;
}

}  // namespace rapport
