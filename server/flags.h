// What the server is told on its command line.
#ifndef RAPPORT_SERVER_FLAGS_H_
#define RAPPORT_SERVER_FLAGS_H_

#include <optional>
#include <string>

#include "server/housekeeping/past.h"

namespace rapport {

struct Flags {
  std::string listen = "127.0.0.1:8910";
  std::string database;  // empty: a private one
  std::string data_dir = "var/rapport";
  std::string tls_certificate;  // PEM files; empty: plaintext
  std::string tls_key;
  std::string tls_client_ca;  // empty: clients need no certificate
  bool behind_tls_proxy = false;
  std::string metrics;         // empty: none
  std::string share;           // empty: beside the program
  std::string feeds;           // HOST:PORT; empty: none
  std::string feeds_base_uri;  // what stands before /calendars; without a /
  bool busy_feeds_allow_private = false;
  bool unsafe_durability = false;
  bool check_database = false;
  bool trust_caller_metadata = false;
  bool log_requests = true;
  int workers = 128;     // threads that wait for the database
  int connections = 16;  // that do their work
  int drain_seconds = 10;
  housekeeping::Retentions keep;  // in days
};

// Reads the command line. Where the program is to end instead (--help, or a
// mistake, which has been told), sets `exit_code` and answers nothing.
std::optional<Flags> ParseFlags(int argc, char** argv, int& exit_code);

// Whether `listen` can be reached from this machine only.
bool IsLocal(const std::string& listen);

// What of the flags would let strangers in or listen, and what to do instead;
// empty: nothing.
std::string WhatIsUnsafe(const Flags& flags);

}  // namespace rapport

#endif  // RAPPORT_SERVER_FLAGS_H_
