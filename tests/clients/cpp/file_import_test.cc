#include "clients/cpp/file_import.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include "clients/cpp/event.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/support/fake_server.h"

namespace rapport::client {
namespace {

using testing::ElementsAre;
using StoresStream =
    grpc::ServerReaderWriter<v1::ImportStoresResponse, v1::ImportStoresRequest>;

class Recorder : public ImportListener {
 public:
  void OnProgress(const v1::ImportProgress& progress) override {
    received.push_back(progress.received_bytes());
  }
  void OnRow(const v1::ImportRow& row) override {
    positions.push_back(row.position());
  }

  std::vector<int64_t> received;
  std::vector<int64_t> positions;
};

v1::ImportHeader Header() {
  v1::ImportHeader header;
  header.set_parent("brands/demo");
  header.set_source("pos");
  return header;
}

v1::ImportStoresResponse SummaryOf(int64_t rows) {
  v1::ImportStoresResponse response;
  response.mutable_summary()->set_rows(rows);
  response.mutable_summary()->set_created(rows);
  return response;
}

// `size` bytes that are all different enough to tell a lost piece.
std::string Content(size_t size) {
  std::string content(size, '\0');
  for (size_t i = 0; i < size; ++i) {
    content[i] = static_cast<char>((i * 131 + i / 251) & 0xff);
  }
  return content;
}

// A number that can be waited for.
class Counter {
 public:
  void Add(size_t more) {
    std::lock_guard<std::mutex> lock(mutex_);
    value_ += more;
    changed_.notify_all();
  }

  size_t value() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return value_;
  }

  // Waits until it is `value`, at most for so long; returns whether it is.
  bool Await(size_t value, std::chrono::milliseconds at_most) {
    const auto end = std::chrono::steady_clock::now() + at_most;
    std::unique_lock<std::mutex> lock(mutex_);
    while (value_ != value &&
           changed_.wait_until(lock, end) == std::cv_status::no_timeout) {
    }
    return value_ == value;
  }

 private:
  // Not absl's: the thread sanitizer sees through std's.
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  size_t value_ = 0;
};

class FileImportTest : public testing::Test {
 protected:
  absl::StatusOr<v1::ImportSummary> Import(const ByteSource& bytes,
                                           ImportListener& listener) {
    return client_.ImportStores(Header(), bytes, listener);
  }

  FakeServer server_;
  Client client_ = server_.Connect(
      {.brand = "demo", .role = Role::kBrandAdmin, .principal = "a"},
      Clock::Real());
};

TEST_F(FileImportTest, SendsTheHeaderThenEveryByteInPieces) {
  std::string heard;
  size_t largest = 0;
  v1::ImportHeader header;
  server_.import_stores = [&](grpc::ServerContext& context,
                              StoresStream& stream) {
    EXPECT_EQ(MetadataOf(context).at("x-rapport-role"), "brand-admin");
    v1::ImportStoresRequest request;
    EXPECT_TRUE(stream.Read(&request));
    header = request.header();
    while (stream.Read(&request)) {
      heard += request.content();
      largest = std::max(largest, request.content().size());
    }
    stream.Write(SummaryOf(7));
    return grpc::Status::OK;
  };
  const std::string content = Content(3 * kImportPieceBytes + 17);
  std::istringstream file(content);
  Recorder recorder;
  const auto summary = Import(BytesOf(file), recorder);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->rows(), 7);
  EXPECT_EQ(header.source(), "pos");
  EXPECT_EQ(largest, kImportPieceBytes);
  EXPECT_TRUE(heard == content);
}

TEST_F(FileImportTest, SendsNoContentOfAnEmptyFile) {
  int pieces = 0;
  server_.import_stores = [&](grpc::ServerContext&, StoresStream& stream) {
    v1::ImportStoresRequest request;
    while (stream.Read(&request)) pieces += request.has_content();
    stream.Write(SummaryOf(0));
    return grpc::Status::OK;
  };
  std::istringstream file("");
  Recorder recorder;
  ASSERT_TRUE(Import(BytesOf(file), recorder).ok());
  EXPECT_EQ(pieces, 0);
}

TEST_F(FileImportTest, HearsOfRowsWhileItIsStillSending) {
  // The server answers each piece before it reads the next, and the source
  // gives no further piece before the answer was heard: only somebody who
  // listens while sending gets to the end.
  constexpr size_t kPieces = 20;
  constexpr std::chrono::seconds kPatience(20);
  server_.import_stores = [&](grpc::ServerContext&, StoresStream& stream) {
    v1::ImportStoresRequest request;
    int64_t position = 0;
    while (stream.Read(&request)) {
      if (!request.has_content()) continue;
      v1::ImportStoresResponse response;
      response.mutable_rows()->add_rows()->set_position(++position);
      stream.Write(response);
    }
    stream.Write(SummaryOf(position));
    return grpc::Status::OK;
  };
  class RowCounter : public ImportListener {
   public:
    void OnRow(const v1::ImportRow&) override { heard.Add(1); }
    Counter heard;
  } rows;
  size_t sent = 0;
  const auto summary = Import(
      [&](absl::Span<char> into) -> absl::StatusOr<size_t> {
        if (!rows.heard.Await(sent, kPatience)) {
          return absl::DeadlineExceededError("nobody listens");
        }
        if (sent == kPieces) return 0;
        ++sent;
        into[0] = 'x';
        return 1;
      },
      rows);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->rows(), kPieces);
}

TEST_F(FileImportTest, WaitsForAServerThatPushesBack) {
  // While the server reads nothing, the sender must not get through the file:
  // flow control lets only a little in. The server waits for it to try.
  constexpr size_t kFileBytes = 64 << 20;
  constexpr std::chrono::milliseconds kTry(500);
  Counter taken;
  bool was_all_taken = true;
  size_t received = 0;
  server_.import_stores = [&](grpc::ServerContext&, StoresStream& stream) {
    was_all_taken = taken.Await(kFileBytes, kTry);
    v1::ImportStoresRequest request;
    while (stream.Read(&request)) received += request.content().size();
    stream.Write(SummaryOf(1));
    return grpc::Status::OK;
  };
  Recorder recorder;
  const auto summary = Import(
      [&](absl::Span<char> into) -> absl::StatusOr<size_t> {
        const size_t size = std::min(into.size(), kFileBytes - taken.value());
        std::fill_n(into.begin(), size, 'x');
        taken.Add(size);
        return size;
      },
      recorder);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_FALSE(was_all_taken);
  EXPECT_EQ(received, kFileBytes);
}

TEST_F(FileImportTest, TellsProgressAndRowsInOrder) {
  server_.import_stores = [](grpc::ServerContext&, StoresStream& stream) {
    for (int64_t i = 1; i <= 3; ++i) {
      v1::ImportStoresResponse response;
      response.mutable_progress()->set_received_bytes(i * 100);
      stream.Write(response);
      response.mutable_rows()->add_rows()->set_position(2 * i - 1);
      response.mutable_rows()->add_rows()->set_position(2 * i);
      stream.Write(response);
    }
    stream.Write(SummaryOf(6));
    return grpc::Status::OK;
  };
  std::istringstream file("x");
  Recorder recorder;
  ASSERT_TRUE(Import(BytesOf(file), recorder).ok());
  EXPECT_THAT(recorder.received, ElementsAre(100, 200, 300));
  EXPECT_THAT(recorder.positions, ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST_F(FileImportTest, EndsWhenTheServerRefusesInTheMiddle) {
  server_.import_stores = [](grpc::ServerContext&, StoresStream& stream) {
    v1::ImportStoresRequest request;
    stream.Read(&request);
    return ErrorWith(grpc::INVALID_ARGUMENT, "not a file of stores",
                     "UNREADABLE_FILE");
  };
  Recorder recorder;
  const auto summary = Import(
      [](absl::Span<char> into) -> absl::StatusOr<size_t> {
        return into.size();  // without end
      },
      recorder);
  EXPECT_EQ(summary.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailsOf(summary.status()).reason, "UNREADABLE_FILE");
}

TEST_F(FileImportTest, CancelsTheImportOfAFileThatCannotBeRead) {
  std::atomic<bool> was_cancelled = false;
  Event handled;
  server_.import_stores = [&](grpc::ServerContext& context,
                              StoresStream& stream) {
    v1::ImportStoresRequest request;
    while (stream.Read(&request)) {
    }
    // A stream that ended by itself is not cancelled before it is answered.
    was_cancelled = context.IsCancelled();
    handled.Happen();
    return grpc::Status::OK;
  };
  Recorder recorder;
  int pieces = 0;
  const auto summary = Import(
      [&](absl::Span<char> into) -> absl::StatusOr<size_t> {
        if (++pieces > 2) return absl::DataLossError("bad sector");
        return into.size();
      },
      recorder);
  EXPECT_EQ(summary.status(), absl::DataLossError("bad sector"));
  handled.Wait();
  EXPECT_TRUE(was_cancelled);
}

TEST_F(FileImportTest, IsInternalIfTheCountsNeverCome) {
  server_.import_stores = [](grpc::ServerContext&, StoresStream& stream) {
    v1::ImportStoresRequest request;
    while (stream.Read(&request)) {
    }
    return grpc::Status::OK;
  };
  std::istringstream file("x");
  Recorder recorder;
  EXPECT_EQ(Import(BytesOf(file), recorder).status().code(),
            absl::StatusCode::kInternal);
}

TEST_F(FileImportTest, ImportsAssociatesTheSameWay) {
  std::string heard;
  server_.import_associates =
      [&](grpc::ServerContext&,
          grpc::ServerReaderWriter<v1::ImportAssociatesResponse,
                                   v1::ImportAssociatesRequest>& stream) {
        v1::ImportAssociatesRequest request;
        while (stream.Read(&request)) heard += request.content();
        v1::ImportAssociatesResponse response;
        response.mutable_summary()->set_rows(1);
        stream.Write(response);
        return grpc::Status::OK;
      };
  std::istringstream file("{}\n");
  Recorder recorder;
  const auto summary =
      client_.ImportAssociates(Header(), BytesOf(file), recorder);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(heard, "{}\n");
}

}  // namespace
}  // namespace rapport::client
