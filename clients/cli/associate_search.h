// `associates find`: who speaks, knows, does and takes what is asked, the best
// first, when they are free, and why there are no more.

#ifndef RAPPORT_CLIENTS_CLI_ASSOCIATE_SEARCH_H_
#define RAPPORT_CLIENTS_CLI_ASSOCIATE_SEARCH_H_

#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "clients/cli/commands.h"
#include "clients/cli/local_windows.h"
#include "clients/cli/session.h"
#include "clients/cli/window.h"

namespace rapport::cli {

// The flags, as they were typed; see --help.
struct AssociateSearch {
  std::string near;
  std::string radius;
  std::vector<std::string> stores;
  std::string market;
  std::vector<std::string> associates;
  std::vector<std::string> familiar;
  std::vector<std::string> languages;
  std::vector<std::string> styles;
  std::vector<std::string> any_styles;
  std::vector<std::string> attributes;
  std::string service;
  std::string duration;
  std::vector<std::string> channels;
  WindowOptions window;
  LocalWindowOptions local_windows;
  bool include_unavailable = false;
  std::string order;
  bool no_explanation = false;
  int limit = 10;
};

// The flags that say where, who, and on which channels, for every command that
// searches for people.
void AddWhereFlags(CLI::App& command, AssociateSearch& search);
void AddWhoFlags(CLI::App& command, AssociateSearch& search);
void AddChannelsFlag(CLI::App& command, AssociateSearch& search);

void AddAssociatesFind(CLI::App& associates, Command& chosen);

// Searches and writes the answer: a table with the scores and how to hold the
// first slot, and where there are few, which condition costs how many and the
// commands that would find more; or with --json one AssociateHit a line, and
// {"sparse": SparseAssociates} on err. Nobody found is no failure.
absl::Status RunAssociateSearch(const AssociateSearch& search,
                                const Session& session);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_ASSOCIATE_SEARCH_H_
