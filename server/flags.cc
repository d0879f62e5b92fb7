#include "server/flags.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "absl/strings/match.h"

namespace rapport {

bool IsLocal(const std::string& listen) {
  return absl::StartsWith(listen, "unix:") ||
         absl::StartsWith(listen, "127.0.0.1:") ||
         absl::StartsWith(listen, "localhost:") ||
         absl::StartsWith(listen, "[::1]:");
}

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
  app.add_option("--metrics", flags.metrics,
                 "where to serve Prometheus metrics: HOST:PORT; without it "
                 "nowhere");
  app.add_option("--share", flags.share,
                 "the folder of zones.bin; without it ../share/rapport beside "
                 "the program");
  app.add_flag("--trust-caller-metadata", flags.trust_caller_metadata,
               "believe the x-rapport-* metadata about who calls: for "
               "development, on loopback and Unix sockets only");
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
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    exit_code = app.exit(error) == 0 ? 0 : 2;
    return std::nullopt;
  }
  if (flags.trust_caller_metadata && !IsLocal(flags.listen)) {
    std::fprintf(stderr,
                 "--trust-caller-metadata would let anybody on the network be "
                 "anybody; it is for loopback and Unix sockets, not %s\n",
                 flags.listen.c_str());
    exit_code = 2;
    return std::nullopt;
  }
  return flags;
}

}  // namespace rapport
