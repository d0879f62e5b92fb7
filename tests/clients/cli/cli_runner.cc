#include "tests/clients/cli/cli_runner.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "clients/cli/cli.h"
#include "clients/cli/text/time_text.h"

namespace rapport::cli {
namespace {

const absl::Time kNow = absl::FromCivil(
    absl::CivilSecond(2026, 11, 22, 5, 30, 0), absl::UTCTimeZone());

std::string MakeFolder() {
  std::string folder =
      (std::filesystem::temp_directory_path() / "rapport_cli_XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) abort();
  return folder;
}

}  // namespace

std::vector<std::string> Outcome::lines() const {
  std::vector<std::string> lines = absl::StrSplit(out, '\n');
  if (lines.back().empty()) lines.pop_back();
  return lines;
}

std::vector<nlohmann::json> Outcome::json_lines() const {
  std::vector<nlohmann::json> values;
  for (const std::string& line : lines()) {
    values.push_back(nlohmann::json::parse(line, nullptr, false));
    EXPECT_FALSE(values.back().is_discarded()) << line;
  }
  return values;
}

Outcome RunRapport(std::vector<std::string> arguments, client::Clock& clock,
                   const std::string& input, bool err_is_terminal) {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  Environment environment{.in = in,
                          .out = out,
                          .err = err,
                          .err_is_terminal = err_is_terminal,
                          .clock = clock};
  Outcome outcome;
  outcome.exit_code = RunCli(arguments, environment);
  outcome.out = out.str();
  outcome.err = err.str();
  return outcome;
}

CliTest::CliTest() : clock_(kNow), folder_(MakeFolder()) {}

CliTest::~CliTest() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Outcome CliTest::Rapport(std::vector<std::string> arguments,
                         const std::string& input, bool err_is_terminal) {
  arguments.push_back("--address");
  arguments.push_back(server_.address());
  return RunRapport(std::move(arguments), clock_, input, err_is_terminal);
}

std::string CliTest::File(const std::string& name, const std::string& content) {
  const std::string path = (std::filesystem::path(folder_) / name).string();
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

v1::Slot ChicagoSlot(int hour, int minute) {
  const absl::CivilSecond local(2026, 11, 23, hour, minute, 0);
  const absl::Time start =
      absl::FromCivil(local, absl::FixedTimeZone(-6 * 3600));
  v1::Slot slot;
  slot.set_associate("brands/demo/associates/a1");
  slot.set_store("brands/demo/stores/s1");
  slot.set_service("brands/demo/services/bridal-styling");
  slot.set_channel(v1::CHANNEL_VIDEO);
  slot.set_time_zone("America/Chicago");
  *slot.mutable_start_time() = ToTimestamp(start);
  *slot.mutable_end_time() = ToTimestamp(start + absl::Hours(1));
  auto& shown = *slot.mutable_local_start_time();
  shown.set_year(2026);
  shown.set_month(11);
  shown.set_day(23);
  shown.set_hours(hour);
  shown.set_minutes(minute);
  return slot;
}

}  // namespace rapport::cli
