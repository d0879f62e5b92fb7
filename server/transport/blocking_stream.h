// A bidirectional stream for work that reads and writes as it goes, in a thread
// of its own, one message at a time each way: a slow client slows the work
// down, and nothing piles up. One that does nothing at all is left.
#ifndef RAPPORT_SERVER_TRANSPORT_BLOCKING_STREAM_H_
#define RAPPORT_SERVER_TRANSPORT_BLOCKING_STREAM_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "absl/time/time.h"
#include "server/vocabulary/wait.h"

namespace rapport::transport {

// Lives until gRPC is done with it, then deletes itself. Read, Write, Sent and
// End are for one thread, the worker; after End it must not be touched.
template <typename Request, typename Response>
class BlockingStream final : public grpc::ServerBidiReactor<Request, Response> {
 public:
  // Waits for the client for at most `idle_max` at a time.
  BlockingStream(grpc::CallbackServerContext* context, absl::Duration idle_max)
      : context_(context), idle_max_(absl::ToChronoNanoseconds(idle_max)) {}

  // Must be called once, before anything else, unless End is.
  void Begin() { this->StartRead(&incoming_); }

  // The next message; false if there is none, because the client said so, is
  // idle or gone.
  bool Read(Request& message) {
    {
      std::unique_lock lock(mutex_);
      if (!WaitForClient(lock, read_done_) || !read_ok_) return false;
      message.Swap(&incoming_);
      read_done_ = false;
    }
    this->StartRead(&incoming_);
    return true;
  }

  // Sends `message`; false if the client is idle or gone.
  bool Write(Response message) {
    {
      std::unique_lock lock(mutex_);
      if (!WaitForWrite(lock)) return false;
      outgoing_ = std::move(message);
      write_done_ = false;
    }
    this->StartWrite(&outgoing_);
    return true;
  }

  // Waits until what was written is out; false if the client is idle or gone.
  // A read that finds nothing does not tell an end from a client gone, but a
  // write after it does.
  bool Sent() {
    std::unique_lock lock(mutex_);
    return WaitForWrite(lock);
  }

  // Whether the client was waited for in vain.
  bool idle() const {
    std::lock_guard lock(mutex_);
    return idle_;
  }

  // Ends the stream once what was written is out.
  void End(const grpc::Status& status) {
    Sent();
    this->Finish(status);
  }

 private:
  // Whether `done` came true in time. Needs the lock.
  bool WaitForClient(std::unique_lock<std::mutex>& lock, const bool& done) {
    const auto deadline = std::chrono::steady_clock::now() + idle_max_;
    while (!done && !idle_) {
      idle_ =
          done_.wait_until(lock, deadline) == std::cv_status::timeout && !done;
    }
    return done;
  }

  bool WaitForWrite(std::unique_lock<std::mutex>& lock) {
    if (!WaitForClient(lock, write_done_)) {
      // gRPC has the message until the call has ended.
      context_->TryCancel();
      WaitFor(done_, lock, [this] { return write_done_; });
      write_ok_ = false;
    }
    return write_ok_;
  }

  void OnReadDone(bool ok) override {
    std::lock_guard lock(mutex_);
    read_done_ = true;
    read_ok_ = ok;
    done_.notify_one();
  }
  void OnWriteDone(bool ok) override {
    std::lock_guard lock(mutex_);
    write_done_ = true;
    write_ok_ = ok;
    done_.notify_one();
  }
  void OnDone() override { delete this; }

  grpc::CallbackServerContext* const context_;
  const std::chrono::nanoseconds idle_max_;
  Request incoming_;          // gRPC's, between StartRead and OnReadDone
  Response outgoing_;         // gRPC's, between StartWrite and OnWriteDone
  mutable std::mutex mutex_;  // guards the next six
  std::condition_variable done_;
  bool read_done_ = false;
  bool read_ok_ = false;
  bool write_done_ = true;
  bool write_ok_ = true;
  bool idle_ = false;
};

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_BLOCKING_STREAM_H_
