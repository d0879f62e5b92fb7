// The real server program, as a child of a test: started, killed, waited for.
#ifndef RAPPORT_TESTS_E2E_SERVER_PROCESS_H_
#define RAPPORT_TESTS_E2E_SERVER_PROCESS_H_

#include <grpcpp/channel.h>
#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

namespace rapport::test {

// Ends the child, by SIGKILL if it still runs. Not thread-safe, but for
// Kill, which may be called while others use the address.
class ServerProcess {
 public:
  // Starts the server with these flags and --listen and
  // --trust-caller-metadata, and with --unsafe-durability where --database is
  // the first; returns once it says that it is ready. Ends the
  // program with what the server said if it is not within a minute.
  explicit ServerProcess(const std::vector<std::string>& flags);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  const std::string& address() const { return address_; }
  // A channel of its own.
  std::shared_ptr<grpc::Channel> Connect() const;

  void Kill(int signal);
  // The exit code, or 128 and the signal that ended it.
  int Wait();

 private:
  pid_t pid_ = -1;
  std::string address_;
};

// Runs the server program with exactly these flags, to its end.
struct ServerRun {
  int exit_code;
  std::string said;
};
ServerRun RunServer(const std::vector<std::string>& flags);

}  // namespace rapport::test

#endif  // RAPPORT_TESTS_E2E_SERVER_PROCESS_H_
