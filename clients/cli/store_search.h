// `stores find` and `stores near`: the stores that fit what a shopper asks.

#ifndef RAPPORT_CLIENTS_CLI_STORE_SEARCH_H_
#define RAPPORT_CLIENTS_CLI_STORE_SEARCH_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/cli/session.h"

namespace rapport::cli {

// The flags, as they were typed; see --help. What is empty was not said.
struct StoreSearch {
  std::string near;
  std::string radius;
  std::string box;
  std::string polygon;
  std::string route;
  std::string corridor;
  std::string market;
  std::string text;
  bool open_now = false;
  std::string open_at;
  std::string zone;
  std::vector<std::string> services;
  std::vector<std::string> channels;
  std::vector<std::string> languages;
  std::vector<std::string> attributes;
  std::string order;
  std::vector<std::string> reading_languages;
  int limit = 10;
};

// Searches and writes the answer: a table, or with --json one StoreHit a line.
// Nothing found is no failure: people are told which condition emptied the
// answer and what the nearest stores without it are; with --json that is an
// object on `err`, {"empty": EmptySearch}.
absl::Status RunStoreSearch(const StoreSearch& search, const Session& session);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_STORE_SEARCH_H_
