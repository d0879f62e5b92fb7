// Stands between a server and its database on this machine, and does what
// networks do: falls silent, cuts, and loses the answer to a statement that
// was carried out.
//
// It knows of the protocol only where a command begins and whether it is a
// COMMIT (MySQL's packets: three bytes of length, one of number, then the
// command); so the connection must be neither encrypted nor compressed.
#ifndef RAPPORT_TESTS_SOAK_CHAOS_PROXY_H_
#define RAPPORT_TESTS_SOAK_CHAOS_PROXY_H_

#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace rapport::soak {

// Where something listens on this machine: a Unix socket, or else a port of
// 127.0.0.1.
struct Endpoint {
  std::string path;
  int port = 0;
};

// What comes from a client, split into commands. Not thread-safe.
class CommandReader {
 public:
  enum class Kind { kNone, kCommit, kOther };

  // Reads on; what the last command is that begins in `bytes`, a COMMIT before
  // all others.
  Kind Read(const char* bytes, size_t size);

 private:
  void EndHead();

  std::string head_;      // of the packet: length, number, first bytes
  size_t body_left_ = 0;  // bytes of the packet that are not in head_ yet
  bool in_body_ = false;
};

// Thread-safe. Its own thread carries all bytes; it ends with this object.
class ChaosProxy {
 public:
  // What is lost of a command, and the connection with it.
  enum class Loss {
    kCommit,           // a COMMIT never arrives
    kCommitAnswer,     // it is carried out, its answer is lost
    kStatementAnswer,  // so is any other statement
  };

  // Listens at `own`, any free port if it has none, on behalf of what listens at
  // `target`. Ends the program if it cannot.
  ChaosProxy(Endpoint own, Endpoint target);
  ~ChaosProxy();
  ChaosProxy(const ChaosProxy&) = delete;
  ChaosProxy& operator=(const ChaosProxy&) = delete;

  const Endpoint& endpoint() const { return own_; }

  // Silent: nothing passes in either direction, and nobody is told; what was
  // sent meanwhile arrives when it ends, as TCP would have it.
  void SetSilent(bool silent);
  // Ends all connections; with `refuse`, new ones too until it is taken back.
  void Cut(bool refuse);
  void Accept();
  // So happens to the next `count` such commands.
  void Lose(Loss loss, int count);

  // Losses that have happened.
  int lost() const { return lost_; }

 private:
  struct Link;

  void Run();
  void Take();                 // a new connection
  bool CarryUp(Link& link);    // from the server to the database
  bool CarryDown(Link& link);  // back; false: the link is over
  bool IsLost(CommandReader::Kind kind, Loss& loss);
  void Wake();

  Endpoint own_;
  const Endpoint target_;
  int listener_ = -1;
  int wake_[2] = {-1, -1};  // a pipe: something was set
  std::atomic<bool> stop_ = false;
  std::atomic<bool> silent_ = false;
  std::atomic<bool> refuse_ = false;
  std::atomic<bool> cut_ = false;
  std::atomic<int> to_lose_[3] = {};
  std::atomic<int> lost_ = 0;
  std::list<Link> links_;  // of the thread
  std::thread thread_;
};

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_CHAOS_PROXY_H_
