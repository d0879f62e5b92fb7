// A stream's worker and its client wait for each other, but not forever.
#include "server/transport/blocking_stream.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "rapport/v1/catalog_service.grpc.pb.h"
#include "server/transport/status_details.h"
#include "server/vocabulary/error.h"
#include "tests/transport/error_details.h"
#include "tests/transport/temp_folder.h"

namespace rapport::transport {
namespace {

using ::testing::ElementsAre;

using Stream =
    BlockingStream<v1::ImportStoresRequest, v1::ImportStoresResponse>;
// What a worker does with a stream, and what it ends it with.
using Work = std::function<absl::Status(Stream&)>;

// Serves each call by `work`, in a thread.
class StreamService final : public v1::CatalogService::CallbackService {
 public:
  StreamService(absl::Duration idle_max, bool begin, Work work)
      : idle_max_(idle_max), begin_(begin), work_(std::move(work)) {}
  ~StreamService() override { Join(); }

  grpc::ServerBidiReactor<v1::ImportStoresRequest, v1::ImportStoresResponse>*
  ImportStores(grpc::CallbackServerContext* context) override {
    auto* stream = new Stream(context, idle_max_);
    std::lock_guard lock(mutex_);
    worker_ = std::thread([this, stream] {
      if (begin_) stream->Begin();
      stream->End(ToGrpcStatus(work_(*stream)));
    });
    return stream;
  }

  // Waits for the end of the worker, if there is one.
  void Join() {
    std::lock_guard lock(mutex_);
    if (worker_.joinable()) worker_.join();
  }

 private:
  const absl::Duration idle_max_;
  const bool begin_;
  const Work work_;
  std::mutex mutex_;  // guards the next one
  std::thread worker_;
};

class BlockingStreamTest : public ::testing::Test {
 protected:
  void Serve(Work work, absl::Duration idle_max = absl::Minutes(1),
             bool begin = true) {
    service_ =
        std::make_unique<StreamService>(idle_max, begin, std::move(work));
    grpc::ServerBuilder builder;
    // A socket, for its flow control.
    builder.AddListeningPort(folder_.Socket(),
                             grpc::InsecureServerCredentials());
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    stub_ = v1::CatalogService::NewStub(grpc::CreateChannel(
        folder_.Socket(), grpc::InsecureChannelCredentials()));
    context_ = std::make_unique<grpc::ClientContext>();
    call_ = stub_->ImportStores(context_.get());
  }

  // Waits for the worker's end.
  void Stop() {
    server_->Shutdown();
    service_->Join();
  }

  void TearDown() override {
    if (server_ == nullptr) return;
    context_->TryCancel();
    Stop();
  }

  bool Send(const std::string& content) {
    v1::ImportStoresRequest message;
    message.set_content(content);
    return call_->Write(message);
  }

  // The bytes that the next answer says were received; -1: there is none.
  int64_t Answer() {
    v1::ImportStoresResponse message;
    if (!call_->Read(&message)) return -1;
    return message.progress().received_bytes();
  }

  TempFolder folder_;
  std::unique_ptr<StreamService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::CatalogService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::ImportStoresRequest,
                                           v1::ImportStoresResponse>>
      call_;
};

v1::ImportStoresResponse Received(int64_t bytes) {
  v1::ImportStoresResponse message;
  message.mutable_progress()->set_received_bytes(bytes);
  return message;
}

// Answers each message with its size, until there is none.
absl::Status AnswerEach(Stream& stream) {
  v1::ImportStoresRequest message;
  while (stream.Read(message)) {
    if (!stream.Write(Received(message.content().size()))) break;
  }
  return absl::OkStatus();
}

TEST_F(BlockingStreamTest, ReadsAndWritesInOrder) {
  Serve(AnswerEach);
  for (int size = 0; size < 50; ++size) {
    ASSERT_TRUE(Send(std::string(size, 'x')));
    ASSERT_EQ(Answer(), size);
  }
  call_->WritesDone();
  EXPECT_EQ(Answer(), -1);
  EXPECT_TRUE(call_->Finish().ok());
}

TEST_F(BlockingStreamTest, SendsWhatWasWrittenBeforeTheEnd) {
  Serve([](Stream& stream) {
    for (int i = 0; i < 20; ++i) stream.Write(Received(i));
    return InvalidField("header", "REQUIRED", "is missing");
  });
  for (int i = 0; i < 20; ++i) EXPECT_EQ(Answer(), i);
  EXPECT_EQ(Answer(), -1);
  EXPECT_EQ(Summary(call_->Finish()), "INVALID_ARGUMENT REQUIRED header");
}

TEST_F(BlockingStreamTest, EndsThoughTheClientGoesOnSending) {
  Serve([](Stream& stream) {
    v1::ImportStoresRequest message;
    stream.Read(message);
    return Error(absl::StatusCode::kAborted, "ENOUGH", "one is enough");
  });
  while (Send(std::string(10'000, 'x'))) {
  }
  EXPECT_EQ(Summary(call_->Finish()), "ABORTED ENOUGH");
}

TEST_F(BlockingStreamTest, MayEndBeforeItBegins) {
  Serve(
      [](Stream&) {
        return Error(absl::StatusCode::kUnauthenticated, "CALLER_UNKNOWN",
                     "who");
      },
      absl::Minutes(1), /*begin=*/false);
  EXPECT_EQ(Answer(), -1);
  EXPECT_EQ(Summary(call_->Finish()), "UNAUTHENTICATED CALLER_UNKNOWN");
}

TEST_F(BlockingStreamTest, TakesTheEndOfTheClientsMessagesForAnEnd) {
  bool there = false;
  Serve([&](Stream& stream) {
    v1::ImportStoresRequest message;
    while (stream.Read(message)) {
    }
    there = stream.Write(Received(7)) && stream.Sent();
    return absl::OkStatus();
  });
  ASSERT_TRUE(Send("x"));
  call_->WritesDone();
  EXPECT_EQ(Answer(), 7);
  EXPECT_TRUE(call_->Finish().ok());
  Stop();
  EXPECT_TRUE(there);
}

TEST_F(BlockingStreamTest, TellsAClientThatIsGoneFromAnEnd) {
  bool there = true;
  bool idle = true;
  Serve([&](Stream& stream) {
    v1::ImportStoresRequest message;
    stream.Read(message);
    stream.Write(Received(1));
    while (stream.Read(message)) {
    }
    there = stream.Write(Received(2)) && stream.Sent();
    idle = stream.idle();
    return absl::OkStatus();
  });
  ASSERT_TRUE(Send("x"));
  ASSERT_EQ(Answer(), 1);  // the worker is at work
  context_->TryCancel();
  EXPECT_EQ(Summary(call_->Finish()), "CANCELLED");
  Stop();
  EXPECT_FALSE(there);
  EXPECT_FALSE(idle);
}

TEST_F(BlockingStreamTest, WritesToAClientThatIsGoneFail) {
  bool finished = false;
  Serve([&](Stream& stream) {
    while (stream.Write(Received(1))) {
    }
    finished = true;
    return absl::OkStatus();
  });
  ASSERT_EQ(Answer(), 1);
  context_->TryCancel();
  Stop();
  EXPECT_TRUE(finished);
}

// Big enough for gRPC not to take it in advance.
v1::ImportStoresResponse BigAnswer() {
  v1::ImportStoresResponse message;
  message.mutable_rows()->add_rows()->set_message(std::string(1 << 20, 'x'));
  return message;
}

TEST_F(BlockingStreamTest, LeavesAClientThatNeverReads) {
  int written = 0;
  bool idle = false;
  Serve(
      [&](Stream& stream) {
        const v1::ImportStoresResponse answer = BigAnswer();
        while (stream.Write(answer)) ++written;
        idle = stream.idle();
        return absl::OkStatus();
      },
      absl::Milliseconds(200));
  call_->WaitForInitialMetadata();  // comes with the first answer
  service_->Join();
  EXPECT_TRUE(idle);
  // Nothing piles up: some MiB are on their way, no more.
  EXPECT_LT(written, 20);
  while (Answer() >= 0) {
  }
  EXPECT_EQ(Summary(call_->Finish()), "CANCELLED");
}

TEST_F(BlockingStreamTest, LeavesAClientThatSaysNothing) {
  std::vector<bool> reads;
  Serve(
      [&](Stream& stream) {
        v1::ImportStoresRequest message;
        reads.push_back(stream.Read(message));
        reads.push_back(stream.Read(message));
        reads.push_back(stream.idle());
        return Error(absl::StatusCode::kDeadlineExceeded, "IDLE",
                     "say something");
      },
      absl::Milliseconds(200));
  ASSERT_TRUE(Send("x"));
  EXPECT_EQ(Answer(), -1);
  EXPECT_EQ(Summary(call_->Finish()), "DEADLINE_EXCEEDED IDLE");
  Stop();
  EXPECT_THAT(reads, ElementsAre(true, false, true));
}

TEST_F(BlockingStreamTest, SpeaksWithManyClientsOneAfterTheOther) {
  for (int i = 0; i < 30; ++i) {
    TearDown();
    Serve(AnswerEach);
    ASSERT_TRUE(Send("xy"));
    // Some end, some are cut off.
    if (i % 2 == 0) continue;
    ASSERT_EQ(Answer(), 2);
    call_->WritesDone();
    EXPECT_TRUE(call_->Finish().ok());
  }
}

}  // namespace
}  // namespace rapport::transport
