// `associates find`: who near a place speaks, knows, does and takes what is
// asked, and when they are free.

#ifndef RAPPORT_CLIENTS_CLI_ASSOCIATE_SEARCH_H_
#define RAPPORT_CLIENTS_CLI_ASSOCIATE_SEARCH_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/cli/session.h"
#include "clients/cli/window.h"

namespace rapport::cli {

// The flags, as they were typed; see --help.
struct AssociateSearch {
  std::string near;
  std::string radius;
  std::vector<std::string> languages;
  std::vector<std::string> styles;
  std::string service;
  std::vector<std::string> channels;
  WindowOptions window;
  bool include_unavailable = false;
  int limit = 10;
};

// Searches and writes the answer: a table and how to hold the first slot, or
// with --json one AssociateHit a line. Nobody found is no failure.
absl::Status RunAssociateSearch(const AssociateSearch& search,
                                const Session& session);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_ASSOCIATE_SEARCH_H_
