#include "tests/e2e/server_process.h"

#include <fcntl.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace rapport::test {
namespace {

constexpr int kReadyTimeoutMs = 60'000;
constexpr char kReady[] = "rapport-server ready on ";

[[noreturn]] void RunServer(const std::vector<std::string>& flags, int output) {
  // A test that is killed takes its servers along.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(output, STDOUT_FILENO);
  std::vector<char*> argv;
  std::vector<std::string> words = {RAPPORT_SERVER_PROGRAM, "--listen",
                                    "127.0.0.1:0", "--no-request-log",
                                    "--trust-caller-metadata"};
  // The tests' private database is not durable, and need not be.
  if (!flags.empty() && flags.front() == "--database") {
    words.push_back("--unsafe-durability");
  }
  words.insert(words.end(), flags.begin(), flags.end());
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  execv(argv[0], argv.data());
  std::perror(argv[0]);
  _exit(127);
}

// The first line that a child writes; empty if it ends or is silent.
std::string ReadLine(int input) {
  std::string line;
  pollfd ready = {input, POLLIN, 0};
  char c = 0;
  while (poll(&ready, 1, kReadyTimeoutMs) > 0 && read(input, &c, 1) == 1) {
    if (c == '\n') return line;
    line.push_back(c);
  }
  return "";
}

}  // namespace

ServerProcess::ServerProcess(const std::vector<std::string>& flags) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) std::abort();
  pid_ = fork();
  if (pid_ == 0) RunServer(flags, ends[1]);
  close(ends[1]);
  const std::string line = ReadLine(ends[0]);
  close(ends[0]);
  if (!absl::StartsWith(line, kReady)) {
    std::fprintf(stderr, "the server did not become ready: %s\n", line.c_str());
    std::abort();
  }
  address_ = line.substr(sizeof(kReady) - 1);
}

ServerProcess::~ServerProcess() {
  if (pid_ <= 0) return;
  Kill(SIGKILL);
  Wait();
}

std::shared_ptr<grpc::Channel> ServerProcess::Connect() const {
  grpc::ChannelArguments args;
  // Not shared with other channels to the same address.
  args.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address_, grpc::InsecureChannelCredentials(),
                                   args);
}

void ServerProcess::Kill(int signal) { kill(pid_, signal); }

int ServerProcess::Wait() {
  int status = 0;
  if (pid_ <= 0 || waitpid(pid_, &status, 0) != pid_) return -1;
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

ServerRun RunServer(const std::vector<std::string>& flags) {
  std::string command = RAPPORT_SERVER_PROGRAM;
  for (const std::string& flag : flags) command += " '" + flag + "'";
  FILE* const pipe = ::popen((command + " 2>&1 </dev/null").c_str(), "r");
  ServerRun run;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
    run.said += static_cast<char>(c);
  }
  const int status = ::pclose(pipe);
  run.exit_code =
      WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return run;
}

}  // namespace rapport::test
