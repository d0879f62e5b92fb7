// A bidirectional stream for work that reads and writes as it goes, in a thread
// of its own, one message at a time each way: a slow client slows the work
// down, and nothing piles up.
#ifndef RAPPORT_SERVER_TRANSPORT_BLOCKING_STREAM_H_
#define RAPPORT_SERVER_TRANSPORT_BLOCKING_STREAM_H_

#include <grpcpp/support/server_callback.h>

#include <condition_variable>
#include <mutex>
#include <utility>

#include "server/vocabulary/wait.h"

namespace rapport::transport {

// Lives until gRPC is done with it, then deletes itself. Read, Write and End
// are for one thread, the worker; after End it must not be touched.
template <typename Request, typename Response>
class BlockingStream final : public grpc::ServerBidiReactor<Request, Response> {
 public:
  // Must be called once, before anything else, unless End is.
  void Begin() { this->StartRead(&incoming_); }

  // The next message; false if there is none, because the client said so or is
  // gone.
  bool Read(Request& message) {
    {
      std::unique_lock lock(mutex_);
      WaitFor(done_, lock, [this] { return read_done_; });
      if (!read_ok_) return false;
      message.Swap(&incoming_);
      read_done_ = false;
    }
    this->StartRead(&incoming_);
    return true;
  }

  // Sends `message`; false if the client is gone.
  bool Write(Response message) {
    {
      std::unique_lock lock(mutex_);
      WaitFor(done_, lock, [this] { return write_done_; });
      if (!write_ok_) return false;
      outgoing_ = std::move(message);
      write_done_ = false;
    }
    this->StartWrite(&outgoing_);
    return true;
  }

  // Ends the stream once what was written is out.
  void End(const grpc::Status& status) {
    {
      std::unique_lock lock(mutex_);
      done_.wait(lock, [this] { return write_done_; });
    }
    this->Finish(status);
  }

 private:
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

  Request incoming_;   // gRPC's, between StartRead and OnReadDone
  Response outgoing_;  // gRPC's, between StartWrite and OnWriteDone
  std::mutex mutex_;   // guards the next five
  std::condition_variable done_;
  bool read_done_ = false;
  bool read_ok_ = false;
  bool write_done_ = true;
  bool write_ok_ = true;
};

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_BLOCKING_STREAM_H_
