// One run of a command: what the user asked for globally, and what the
// program has to do it with.

#ifndef RAPPORT_CLIENTS_CLI_SESSION_H_
#define RAPPORT_CLIENTS_CLI_SESSION_H_

#include <functional>
#include <istream>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/text/place.h"
#include "clients/cpp/client.h"
#include "google/protobuf/message.h"
#include "nlohmann/json.hpp"

namespace rapport::cli {

// The program's surroundings.
struct Environment {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  // Whether somebody watches `err`, and a progress bar makes sense.
  bool err_is_terminal = false;
  client::Clock& clock = client::Clock::Real();
};

// Flags that every command takes.
struct Globals {
  std::string address = "127.0.0.1:8910";
  client::TlsFiles tls = {};
  std::string brand = "demo";
  // ROLE[:principal]; empty: the command's own role.
  std::string as;
  std::vector<std::string> as_stores;
  std::string as_shopper;
  bool json = false;
  bool miles = false;
  std::string timeout = "10s";
};

// Who a command is run as by default where the user does not say.
inline constexpr char kDefaultPrincipal[] = "cli";

// What `--as`, `--as-stores` and `--as-shopper` say. Returns INVALID_ARGUMENT
// if the role is unknown.
absl::StatusOr<client::Caller> ParseCaller(const Globals& globals,
                                           client::Role default_role);

// Owns nothing; lives within one run. Not thread-safe.
class Session {
 public:
  Session(const Globals& globals, Environment& environment)
      : globals_(globals), environment_(environment) {}

  // A client for the role that fits the command unless --as says another.
  // Returns INVALID_ARGUMENT if a global flag can't be read.
  absl::StatusOr<client::Client> Connect(client::Role default_role) const;

  const std::string& brand() const { return globals_.brand; }
  // `brands/{brand}`.
  std::string parent() const;
  bool json() const { return globals_.json; }
  Units units() const {
    return globals_.miles ? Units::kMiles : Units::kMetric;
  }
  std::istream& in() const { return environment_.in; }
  std::ostream& out() const { return environment_.out; }
  std::ostream& err() const { return environment_.err; }
  bool err_is_terminal() const { return environment_.err_is_terminal; }
  client::Clock& clock() const { return environment_.clock; }

  // One line of --json.
  void PrintJson(const google::protobuf::Message& message) const;
  void PrintJson(const nlohmann::ordered_json& value) const;
  // What a program may want to know but did not ask for: a line on err, so
  // that every line on out is a result.
  void PrintNote(const nlohmann::ordered_json& value) const;

 private:
  const Globals& globals_;
  Environment& environment_;
};

// What the arguments chose to do.
using Command = std::function<absl::Status(const Session&)>;

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_SESSION_H_
