#include "geo/tools/node_zone_oracle.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace rapport::geo {
namespace {

// The script needs a third of this; without it, node takes a gigabyte.
constexpr char kHeapLimit[] = "--max-old-space-size=768";

// No zone's name is near this long.
constexpr size_t kAnswerMax = 256;

absl::Status SystemError(absl::string_view what, int error) {
  return absl::InternalError(absl::StrCat(what, ": ", std::strerror(error)));
}

// Starts the child with its input and output at the given ends of pipes, all
// of which close when it executes.
absl::StatusOr<pid_t> Spawn(const std::string& node, const std::string& script,
                            int input, int output) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  std::string arguments[] = {node, kHeapLimit, script};
  char* argv[] = {arguments[0].data(), arguments[1].data(), arguments[2].data(),
                  nullptr};
  pid_t child;
  const int error =
      posix_spawnp(&child, node.c_str(), &actions, nullptr, argv, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0)
    return SystemError(absl::StrCat("cannot start ", node), error);
  return child;
}

}  // namespace

absl::StatusOr<std::unique_ptr<NodeZoneOracle>> NodeZoneOracle::Start(
    const std::string& node, const std::string& script) {
  // A child that has gone is an error of the write, not the end of us.
  signal(SIGPIPE, SIG_IGN);
  int questions[2], answers[2];
  if (pipe2(questions, O_CLOEXEC) != 0) return SystemError("pipe", errno);
  if (pipe2(answers, O_CLOEXEC) != 0) {
    const int error = errno;
    close(questions[0]);
    close(questions[1]);
    return SystemError("pipe", error);
  }
  const absl::StatusOr<pid_t> child =
      Spawn(node, script, questions[0], answers[1]);
  close(questions[0]);
  close(answers[1]);
  if (!child.ok()) {
    close(questions[1]);
    close(answers[0]);
    return child.status();
  }
  return absl::WrapUnique(new NodeZoneOracle(*child, fdopen(questions[1], "w"),
                                             fdopen(answers[0], "r")));
}

NodeZoneOracle::~NodeZoneOracle() {
  std::fclose(questions_);  // at the end of its input the script ends
  std::fclose(answers_);
  waitpid(child_, nullptr, 0);
}

absl::StatusOr<std::vector<ZoneNumber>> NodeZoneOracle::ZonesOf(
    absl::Span<const Point> points) {
  for (const Point& point : points) {
    // Seven digits are a centimetre.
    std::fprintf(questions_, "%.7f %.7f\n", point.latitude_deg,
                 point.longitude_deg);
  }
  std::fputc('\n', questions_);
  std::fflush(questions_);
  std::vector<ZoneNumber> zones;
  zones.reserve(points.size());
  while (zones.size() < points.size()) {
    const absl::StatusOr<ZoneNumber> zone = ReadAnswer();
    if (!zone.ok()) return zone.status();
    zones.push_back(*zone);
  }
  return zones;
}

absl::StatusOr<ZoneNumber> NodeZoneOracle::ReadAnswer() {
  char line[kAnswerMax];
  if (std::fgets(line, sizeof(line), answers_) == nullptr) {
    return absl::UnavailableError(
        "the zone script ended without answering; its own message is above");
  }
  return NumberOf(absl::StripSuffix(line, "\n"));
}

ZoneNumber NodeZoneOracle::NumberOf(absl::string_view name) {
  if (const auto it = number_of_.find(name); it != number_of_.end()) {
    return it->second;
  }
  const auto number = static_cast<ZoneNumber>(names_.size());
  names_.emplace_back(name);
  number_of_.emplace(std::string(name), number);
  return number;
}

}  // namespace rapport::geo
