// Runs `rapport` commands in this process and keeps what they wrote.

#ifndef RAPPORT_TESTS_CLIENTS_CLI_CLI_RUNNER_H_
#define RAPPORT_TESTS_CLIENTS_CLI_CLI_RUNNER_H_

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/clients/support/fake_clock.h"
#include "tests/clients/support/fake_server.h"

namespace rapport::cli {

struct Outcome {
  int exit_code = 0;
  std::string out;
  std::string err;

  // The lines of `out`.
  std::vector<std::string> lines() const;
  // The lines of `out` as JSON.
  std::vector<nlohmann::json> json_lines() const;
};

// Runs a command; `input` is what it reads from `-`.
Outcome RunRapport(std::vector<std::string> arguments, client::Clock& clock,
                   const std::string& input = "", bool err_is_terminal = false);

// A fixture with a server, at a known time.
class CliTest : public testing::Test {
 protected:
  // Runs a command against server_, at the time of clock_.
  Outcome Rapport(std::vector<std::string> arguments,
                  const std::string& input = "", bool err_is_terminal = false);

  // Writes a file that goes with the test; returns its path.
  std::string File(const std::string& name, const std::string& content);

  // A folder that goes with the test.
  const std::string& folder() const { return folder_; }

  CliTest();
  ~CliTest() override;

  client::FakeServer server_;
  // 2026-11-22T05:30:00Z: in Chicago still the 21st, 23:30.
  client::FakeClock clock_;

 private:
  std::string folder_;
};

// Midday slots for tests: `hour`:`minute` on 23 November 2026 in Chicago,
// which is 6 hours behind UTC.
v1::Slot ChicagoSlot(int hour, int minute);

}  // namespace rapport::cli

#endif  // RAPPORT_TESTS_CLIENTS_CLI_CLI_RUNNER_H_
