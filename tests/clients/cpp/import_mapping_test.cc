// How a file is understood, as an import's listener hears it.

#include <sstream>
#include <string>
#include <vector>

#include "clients/cpp/file_import.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/support/fake_server.h"

namespace rapport::client {
namespace {

using testing::ElementsAre;

// Writes down what it hears, in order.
class Recorder : public ImportListener {
 public:
  void OnMapping(const v1::ImportMapping& mapping) override {
    heard.push_back("mapping " + mapping.encoding());
  }
  void OnRow(const v1::ImportRow& row) override {
    heard.push_back("row " + std::to_string(row.position()));
  }

  std::vector<std::string> heard;
};

class ImportMappingTest : public testing::Test {
 protected:
  // Imports a file of stores; the server answers `mapping`, if there is one,
  // then a row and the counts.
  std::vector<std::string> Import(const v1::ImportMapping* mapping) {
    server_.import_stores = [mapping](grpc::ServerContext&, auto& stream) {
      v1::ImportStoresResponse response;
      if (mapping != nullptr) {
        *response.mutable_mapping() = *mapping;
        stream.Write(response);
      }
      response.mutable_rows()->add_rows()->set_position(1);
      stream.Write(response);
      response.mutable_summary()->set_rows(1);
      stream.Write(response);
      return grpc::Status::OK;
    };
    std::istringstream file("x");
    Recorder recorder;
    EXPECT_TRUE(
        client_.ImportStores(v1::ImportHeader(), BytesOf(file), recorder).ok());
    return recorder.heard;
  }

  FakeServer server_;
  Client client_ = server_.Connect(
      {.brand = "demo", .role = Role::kBrandAdmin, .principal = "a"},
      Clock::Real());
};

TEST_F(ImportMappingTest, IsHeardOnceBeforeTheFirstRow) {
  v1::ImportMapping mapping;
  mapping.set_encoding("windows-1252");
  EXPECT_THAT(Import(&mapping), ElementsAre("mapping windows-1252", "row 1"));
}

TEST_F(ImportMappingTest, IsHeardThoughItSaysNothing) {
  const v1::ImportMapping mapping;
  EXPECT_THAT(Import(&mapping), ElementsAre("mapping ", "row 1"));
}

TEST_F(ImportMappingTest, IsNotHeardWhereTheServerTellsNone) {
  EXPECT_THAT(Import(nullptr), ElementsAre("row 1"));
}

}  // namespace
}  // namespace rapport::client
