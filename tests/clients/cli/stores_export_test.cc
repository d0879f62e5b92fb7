#include <filesystem>
#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::HasSubstr;
using testing::SizeIs;
using Writer = grpc::ServerWriter<v1::ExportStoresResponse>;

class StoresExportTest : public CliTest {
 protected:
  StoresExportTest() { Serve(grpc::Status::OK); }

  // The server sends two pieces and ends with `status`.
  void Serve(const grpc::Status& status) {
    server_.export_stores =
        [this, status](grpc::ServerContext& context,
                       const v1::ExportStoresRequest& request, Writer& stream) {
          heard_ = request;
          role_ = client::MetadataOf(context).at("x-rapport-role");
          for (const char* content : {"first\n", "second\n"}) {
            v1::ExportStoresResponse piece;
            piece.set_content(content);
            stream.Write(piece);
          }
          return status;
        };
  }

  std::string Path(const std::string& name) const {
    return (std::filesystem::path(folder()) / name).string();
  }

  static std::string ContentOf(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }

  // How many files there are in the test's folder.
  size_t Files() const {
    size_t count = 0;
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::directory_iterator(folder())) {
      ++count;
    }
    return count;
  }

  v1::ExportStoresRequest heard_;
  std::string role_;
};

TEST_F(StoresExportTest, WritesTheFileAndNothingElseToTheOutput) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"stores", "export"},
        std::vector<std::string>{"stores", "export", "-"}}) {
    const Outcome outcome = Rapport(arguments);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "first\nsecond\n");
  }
  EXPECT_EQ(heard_.parent(), "brands/demo");
  EXPECT_EQ(heard_.format(), v1::IMPORT_FORMAT_GEOJSON);
  EXPECT_EQ(heard_.source(), "");
  EXPECT_EQ(role_, "brand-admin");
}

TEST_F(StoresExportTest, AsksForTheFormatAndTheSource) {
  Rapport({"stores", "export", "--format", "csv", "--source", "pos"});
  EXPECT_EQ(heard_.format(), v1::IMPORT_FORMAT_CSV);
  EXPECT_EQ(heard_.source(), "pos");
}

TEST_F(StoresExportTest, TellsCsvFromTheNameOfTheFile) {
  Rapport({"stores", "export", Path("stores.CSV")});
  EXPECT_EQ(heard_.format(), v1::IMPORT_FORMAT_CSV);
  Rapport({"stores", "export", Path("stores.csv"), "--format", "geojson"});
  EXPECT_EQ(heard_.format(), v1::IMPORT_FORMAT_GEOJSON);
  Rapport({"stores", "export", Path("stores.json")});
  EXPECT_EQ(heard_.format(), v1::IMPORT_FORMAT_GEOJSON);
}

TEST_F(StoresExportTest, WritesAFileAndSaysHowMuch) {
  const std::string path = Path("stores.geojson");
  const Outcome outcome = Rapport({"stores", "export", path});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, path + ": 13 bytes\n");
  EXPECT_EQ(ContentOf(path), "first\nsecond\n");
  EXPECT_EQ(Files(), 1);
  const auto lines = Rapport({"stores", "export", path, "--json"}).json_lines();
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0], (nlohmann::json{{"file", path}, {"size_bytes", 13}}));
}

TEST_F(StoresExportTest, LeavesNoHalfOfAFile) {
  Serve(client::ErrorWith(grpc::UNAVAILABLE, "going down", "UNAVAILABLE"));
  const Outcome outcome = Rapport({"stores", "export", Path("stores.geojson")});
  EXPECT_EQ(outcome.exit_code, 7);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(Files(), 0);
}

TEST_F(StoresExportTest, LeavesTheOldFileWhereANewOneFails) {
  const std::string path = File("stores.geojson", "old");
  Serve(client::ErrorWith(grpc::INTERNAL, "broken", "INTERNAL"));
  EXPECT_EQ(Rapport({"stores", "export", path}).exit_code, 1);
  EXPECT_EQ(ContentOf(path), "old");
  Serve(grpc::Status::OK);
  EXPECT_EQ(Rapport({"stores", "export", path}).exit_code, 0);
  EXPECT_EQ(ContentOf(path), "first\nsecond\n");
  EXPECT_EQ(Files(), 1);
}

TEST_F(StoresExportTest, RefusesWhatItCannotWrite) {
  for (const std::string& path : {folder(), Path("none/stores.csv")}) {
    const Outcome outcome = Rapport({"stores", "export", path});
    EXPECT_EQ(outcome.exit_code, 2) << path;
    EXPECT_THAT(outcome.err, HasSubstr(path));
  }
  EXPECT_EQ(heard_.parent(), "") << "the server was asked for nothing";
}

TEST_F(StoresExportTest, NamesTheFlagAtFault) {
  for (const char* format : {"xml", "overpass"}) {
    const Outcome outcome = Rapport({"stores", "export", "--format", format});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("--format"));
  }
}

}  // namespace
}  // namespace rapport::cli
