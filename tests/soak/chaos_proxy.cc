#include "tests/soak/chaos_proxy.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace rapport::soak {
namespace {

constexpr size_t kHeadBytes = 4;
// As much of a command as tells a COMMIT: its kind, and the text, or that of a
// block, which ends in one unless it is too large to.
constexpr char kQuery = 3;
constexpr absl::string_view kCommit = "COMMIT";
constexpr absl::string_view kBlock = "BEGIN NOT ATOMIC";
constexpr size_t kTellingBytes = kHeadBytes + 1 + kBlock.size();
constexpr size_t kPiece = 64 * 1024;

[[noreturn]] void Die(const char* what) {
  std::perror(what);
  std::exit(1);
}

// A socket, and its address.
class Socket {
 public:
  explicit Socket(const Endpoint& at) {
    if (!at.path.empty()) {
      fd_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
      unix_.sun_family = AF_UNIX;
      if (at.path.size() >= sizeof(unix_.sun_path)) Die(at.path.c_str());
      std::memcpy(unix_.sun_path, at.path.data(), at.path.size());
      return;
    }
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    inet_.sin_family = AF_INET;
    inet_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    inet_.sin_port = htons(static_cast<uint16_t>(at.port));
  }

  int fd() const { return fd_; }
  bool is_unix() const { return unix_.sun_family == AF_UNIX; }
  const sockaddr* address() const {
    return is_unix() ? reinterpret_cast<const sockaddr*>(&unix_)
                     : reinterpret_cast<const sockaddr*>(&inet_);
  }
  socklen_t size() const { return is_unix() ? sizeof(unix_) : sizeof(inet_); }

 private:
  int fd_ = -1;
  sockaddr_un unix_ = {};
  sockaddr_in inet_ = {};
};

// Sets the port if there is none.
int Listen(Endpoint& at) {
  if (!at.path.empty()) ::unlink(at.path.c_str());
  const Socket socket(at);
  if (::bind(socket.fd(), socket.address(), socket.size()) != 0 ||
      ::listen(socket.fd(), SOMAXCONN) != 0) {
    Die(at.path.c_str());
  }
  sockaddr_in found = {};
  socklen_t size = sizeof(found);
  if (!socket.is_unix() &&
      ::getsockname(socket.fd(), reinterpret_cast<sockaddr*>(&found), &size) ==
          0) {
    at.port = ntohs(found.sin_port);
  }
  return socket.fd();
}

// -1 if nobody listens there.
int Connect(const Endpoint& to) {
  const Socket socket(to);
  if (::connect(socket.fd(), socket.address(), socket.size()) == 0) {
    return socket.fd();
  }
  ::close(socket.fd());
  return -1;
}

// All of it: a peer that does not read holds up the others, but both are
// known to read.
bool WriteAll(int fd, const char* bytes, size_t size) {
  while (size > 0) {
    const ssize_t n = ::send(fd, bytes, size, MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes += n;
    size -= static_cast<size_t>(n);
  }
  return true;
}

// `command` is as much of it as there is, up to kTellingBytes.
bool IsCommit(absl::string_view command) {
  if (command.size() <= kHeadBytes || command[kHeadBytes] != kQuery) {
    return false;
  }
  const absl::string_view text = command.substr(kHeadBytes + 1);
  return absl::StartsWithIgnoreCase(text, kCommit) ||
         absl::StartsWithIgnoreCase(text, kBlock);
}

}  // namespace

CommandReader::Kind CommandReader::Read(const char* bytes, size_t size) {
  Kind seen = Kind::kNone;
  while (size > 0) {
    if (!in_body_) {
      head_.push_back(*bytes++);
      --size;
      if (head_.size() == kHeadBytes) EndHead();
      continue;
    }
    const size_t part = std::min(size, body_left_);
    const size_t missing =
        head_.size() < kTellingBytes ? kTellingBytes - head_.size() : 0;
    head_.append(bytes, std::min(part, missing));
    bytes += part;
    size -= part;
    body_left_ -= part;
    if (body_left_ > 0) continue;
    // Commands are numbered 0; the rest is greeting.
    if (head_[kHeadBytes - 1] == 0 && seen != Kind::kCommit) {
      seen = IsCommit(head_) ? Kind::kCommit : Kind::kOther;
    }
    head_.clear();
    in_body_ = false;
  }
  return seen;
}

void CommandReader::EndHead() {
  const auto byte = [&](int i) {
    return static_cast<size_t>(static_cast<unsigned char>(head_[i]));
  };
  body_left_ = byte(0) | byte(1) << 8 | byte(2) << 16;
  in_body_ = body_left_ > 0;
  if (!in_body_) head_.clear();
}

struct ChaosProxy::Link {
  int client = -1;
  int target = -1;
  CommandReader reader;
  bool loses_answer = false;  // what the database says next is dropped
};

ChaosProxy::ChaosProxy(Endpoint own, Endpoint target)
    : own_(std::move(own)),
      target_(std::move(target)),
      listener_(Listen(own_)) {
  if (::pipe2(wake_, O_CLOEXEC | O_NONBLOCK) != 0) Die("pipe");
  thread_ = std::thread([this] { Run(); });
}

ChaosProxy::~ChaosProxy() {
  stop_ = true;
  Wake();
  thread_.join();
  for (const int fd : {listener_, wake_[0], wake_[1]}) ::close(fd);
  if (!own_.path.empty()) ::unlink(own_.path.c_str());
}

void ChaosProxy::Wake() {
  // A full pipe wakes as well.
  if (::write(wake_[1], "", 1) < 0 && errno != EAGAIN) Die("wake");
}

void ChaosProxy::SetSilent(bool silent) {
  silent_ = silent;
  Wake();
}

void ChaosProxy::Cut(bool refuse) {
  refuse_ = refuse;
  cut_ = true;
  Wake();
}

void ChaosProxy::Accept() { refuse_ = false; }

void ChaosProxy::Lose(Loss loss, int count) {
  to_lose_[static_cast<int>(loss)] = count;
}

bool ChaosProxy::IsLost(CommandReader::Kind kind, Loss& loss) {
  const auto takes = [&](Loss each) {
    std::atomic<int>& left = to_lose_[static_cast<int>(each)];
    if (left <= 0) return false;
    --left;
    loss = each;
    return true;
  };
  if (kind == CommandReader::Kind::kCommit) {
    return takes(Loss::kCommit) || takes(Loss::kCommitAnswer);
  }
  return kind == CommandReader::Kind::kOther && takes(Loss::kStatementAnswer);
}

void ChaosProxy::Take() {
  const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (client < 0) return;
  const int target = refuse_ ? -1 : Connect(target_);
  if (target < 0) {
    ::close(client);
    return;
  }
  if (own_.path.empty()) {
    const int yes = 1;
    ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  }
  Link& link = links_.emplace_back();
  link.client = client;
  link.target = target;
}

bool ChaosProxy::CarryUp(Link& link) {
  char piece[kPiece];
  const ssize_t n = ::recv(link.client, piece, sizeof(piece), 0);
  if (n <= 0) return false;
  Loss loss = Loss::kCommit;
  if (IsLost(link.reader.Read(piece, static_cast<size_t>(n)), loss)) {
    ++lost_;
    if (loss == Loss::kCommit) return false;
    link.loses_answer = true;
  }
  return WriteAll(link.target, piece, static_cast<size_t>(n));
}

bool ChaosProxy::CarryDown(Link& link) {
  char piece[kPiece];
  const ssize_t n = ::recv(link.target, piece, sizeof(piece), 0);
  if (n <= 0 || link.loses_answer) return false;
  return WriteAll(link.client, piece, static_cast<size_t>(n));
}

void ChaosProxy::Run() {
  std::vector<pollfd> fds;
  while (!stop_) {
    fds.assign({{wake_[0], POLLIN, 0}});
    if (!silent_) {
      fds.push_back({listener_, POLLIN, 0});
      for (const Link& link : links_) {
        fds.push_back({link.client, POLLIN, 0});
        fds.push_back({link.target, POLLIN, 0});
      }
    }
    if (::poll(fds.data(), fds.size(), -1) < 0 && errno != EINTR) Die("poll");
    char woken[64];
    while (fds[0].revents != 0 && ::read(wake_[0], woken, sizeof(woken)) > 0) {
    }
    const bool cut = cut_.exchange(false);
    size_t at = 2;
    // Silence may have begun during the wait, and what is sent in it have ended
    // that.
    const auto is_ready = [&](size_t i) {
      return !silent_ && i < fds.size() && fds[i].revents != 0;
    };
    for (auto link = links_.begin(); link != links_.end(); at += 2) {
      const bool lives = !cut && (!is_ready(at) || CarryUp(*link)) &&
                         (!is_ready(at + 1) || CarryDown(*link));
      if (lives) {
        ++link;
        continue;
      }
      ::close(link->client);
      ::close(link->target);
      link = links_.erase(link);
    }
    if (is_ready(1)) Take();
  }
  for (const Link& link : links_) {
    ::close(link.client);
    ::close(link.target);
  }
}

}  // namespace rapport::soak
