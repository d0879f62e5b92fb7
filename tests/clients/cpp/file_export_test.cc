#include "clients/cpp/file_export.h"

#include <atomic>
#include <sstream>
#include <string>

#include "absl/time/clock.h"
#include "clients/cpp/event.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/support/fake_clock.h"
#include "tests/clients/support/fake_server.h"

namespace rapport::client {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using Writer = grpc::ServerWriter<v1::ExportStoresResponse>;

v1::ExportStoresResponse Piece(const std::string& content) {
  v1::ExportStoresResponse piece;
  piece.set_content(content);
  return piece;
}

class FileExportTest : public testing::Test {
 protected:
  absl::Status Export(const ByteSink& sink) {
    v1::ExportStoresRequest request;
    request.set_parent("brands/demo");
    request.set_format(v1::IMPORT_FORMAT_CSV);
    request.set_source("pos");
    return client_.ExportStores(request, sink);
  }

  FakeServer server_;
  FakeClock clock_{absl::Now()};
  Client client_ = server_.Connect(
      {.brand = "demo", .role = Role::kBrandAdmin, .principal = "a"}, clock_);
};

TEST_F(FileExportTest, GivesEveryByteInOrder) {
  v1::ExportStoresRequest heard;
  std::string role;
  server_.export_stores = [&](grpc::ServerContext& context,
                              const v1::ExportStoresRequest& request,
                              Writer& stream) {
    heard = request;
    role = MetadataOf(context).at("x-rapport-role");
    for (const char* content : {"name,", "", "lat\n"}) {
      stream.Write(Piece(content));
    }
    stream.Write(Piece(std::string("a\0b", 3)));
    return grpc::Status::OK;
  };
  std::ostringstream file;
  ASSERT_EQ(Export(BytesTo(file)), absl::OkStatus());
  EXPECT_EQ(file.str(), std::string("name,lat\na\0b", 12));
  EXPECT_EQ(heard.parent(), "brands/demo");
  EXPECT_EQ(heard.format(), v1::IMPORT_FORMAT_CSV);
  EXPECT_EQ(heard.source(), "pos");
  EXPECT_EQ(role, "brand-admin");
}

TEST_F(FileExportTest, IsRepeatedWhileNothingHasCome) {
  server_.export_stores = [count = std::make_shared<int>(0)](
                              grpc::ServerContext&,
                              const v1::ExportStoresRequest&, Writer& stream) {
    if ((*count)++ < 2) return grpc::Status(grpc::UNAVAILABLE, "not now");
    stream.Write(Piece("all"));
    return grpc::Status::OK;
  };
  std::ostringstream file;
  EXPECT_EQ(Export(BytesTo(file)), absl::OkStatus());
  EXPECT_EQ(file.str(), "all");
  EXPECT_THAT(clock_.sleeps(), SizeIs(2));
}

TEST_F(FileExportTest, IsNotRepeatedOnceBytesHaveCome) {
  server_.export_stores = [](grpc::ServerContext&,
                             const v1::ExportStoresRequest&, Writer& stream) {
    stream.Write(Piece("half"));
    return grpc::Status(grpc::UNAVAILABLE, "going down");
  };
  std::ostringstream file;
  EXPECT_EQ(Export(BytesTo(file)).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(file.str(), "half");
  EXPECT_THAT(clock_.sleeps(), IsEmpty());
}

TEST_F(FileExportTest, IsCancelledWhereTheSinkFails) {
  std::atomic<bool> was_cancelled = false;
  Event handled;
  server_.export_stores = [&](grpc::ServerContext& context,
                              const v1::ExportStoresRequest&, Writer& stream) {
    // Without end: only a cancelled stream takes no more.
    while (stream.Write(Piece(std::string(1 << 16, 'x')))) {
    }
    was_cancelled = context.IsCancelled();
    handled.Happen();
    return grpc::Status::OK;
  };
  const absl::Status status = Export([](absl::string_view) {
    return absl::DataLossError("the disk is full");
  });
  EXPECT_EQ(status, absl::DataLossError("the disk is full"));
  handled.Wait();
  EXPECT_TRUE(was_cancelled);
  EXPECT_THAT(clock_.sleeps(), IsEmpty());
}

TEST_F(FileExportTest, TellsWhatTheServerAnswers) {
  server_.export_stores = [](grpc::ServerContext&,
                             const v1::ExportStoresRequest&, Writer&) {
    return ErrorWith(grpc::PERMISSION_DENIED, "brand admins only", "ROLE");
  };
  std::ostringstream file;
  EXPECT_EQ(Export(BytesTo(file)).code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(file.str(), "");
}

TEST(BytesTo, IsDataLossWhereAStreamTakesNoMore) {
  std::ostringstream file;
  file.setstate(std::ios::badbit);
  EXPECT_EQ(BytesTo(file)("x").code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace rapport::client
