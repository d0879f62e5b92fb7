// What `stores import` asks for beyond the file, and what it tells of it.

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using Stream =
    grpc::ServerReaderWriter<v1::ImportStoresResponse, v1::ImportStoresRequest>;

void WriteMappingTo(Stream& stream) {
  v1::ImportStoresResponse response;
  v1::ImportMapping& mapping = *response.mutable_mapping();
  mapping.set_format(v1::IMPORT_FORMAT_CSV);
  mapping.set_encoding("UTF-8");
  auto& entry = *mapping.add_entries();
  entry.set_name("lat");
  entry.set_field("latitude");
  stream.Write(response);
}

// One row that is fine, one with a remark, one that is rejected.
void WriteRowsTo(Stream& stream) {
  v1::ImportStoresResponse response;
  for (int64_t i = 1; i <= 3; ++i) {
    v1::ImportRow& row = *response.mutable_rows()->add_rows();
    row.set_position(i);
    row.set_outcome(i == 3 ? v1::IMPORT_OUTCOME_REJECTED
                           : v1::IMPORT_OUTCOME_CREATED);
  }
  v1::Remark& remark = *response.mutable_rows()->mutable_rows(1)->add_remarks();
  remark.set_field("hours");
  remark.set_reason("HOURS_NOT_READ");
  remark.set_message("hours are 'often'");
  v1::ImportRow& rejected = *response.mutable_rows()->mutable_rows(2);
  rejected.set_field("lat");
  rejected.set_reason("NOT_A_NUMBER");
  rejected.set_message("lat is 'x'");
  rejected.set_first_position(1);
  stream.Write(response);
}

void WriteSummaryTo(Stream& stream) {
  v1::ImportStoresResponse response;
  response.mutable_summary()->set_rows(3);
  response.mutable_summary()->set_created(2);
  response.mutable_summary()->set_rejected(1);
  response.mutable_summary()->set_remarked(1);
  stream.Write(response);
}

class StoresImportTest : public CliTest {
 protected:
  StoresImportTest() { Serve(grpc::Status::OK); }

  // The server tells the mapping and the rows, then the counts or an error.
  void Serve(const grpc::Status& status) {
    server_.import_stores = [this, status](grpc::ServerContext&,
                                           Stream& stream) {
      v1::ImportStoresRequest request;
      stream.Read(&request);
      header_ = request.header();
      while (stream.Read(&request)) {
      }
      WriteMappingTo(stream);
      WriteRowsTo(stream);
      if (status.ok()) WriteSummaryTo(stream);
      return status;
    };
  }

  Outcome Import(const std::vector<std::string>& flags) {
    std::vector<std::string> arguments = {"stores", "import", "--source",
                                          "pos"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    arguments.push_back("-");
    return Rapport(arguments, "content");
  }

  std::string ReportPath() const {
    return (std::filesystem::path(folder()) / "report.jsonl").string();
  }

  // The lines of the report.
  std::vector<nlohmann::json> Report() const {
    std::ostringstream text;
    text << std::ifstream(ReportPath()).rdbuf();
    std::vector<nlohmann::json> lines;
    for (absl::string_view line :
         absl::StrSplit(text.str(), '\n', absl::SkipEmpty())) {
      lines.push_back(nlohmann::json::parse(line));
    }
    return lines;
  }

  v1::ImportHeader header_;
};

TEST_F(StoresImportTest, AsksForNothingThatWasNotSaid) {
  ASSERT_EQ(Import({}).exit_code, 0);
  EXPECT_FALSE(header_.dry_run());
  EXPECT_FALSE(header_.repair());
  EXPECT_EQ(header_.default_region_code(), "");
  EXPECT_THAT(header_.field_map(), IsEmpty());
}

TEST_F(StoresImportTest, AsksForWhatTheFlagsSay) {
  // The file comes right behind a --map, which takes one value only.
  const Outcome outcome =
      Import({"--dry-run", "--repair", "--country", "jp", "--format", "json",
              "--map", "longitude=geo.lon", "--map", "latitude=geo.lat"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_TRUE(header_.dry_run());
  EXPECT_TRUE(header_.repair());
  EXPECT_EQ(header_.default_region_code(), "JP");
  EXPECT_EQ(header_.format(), v1::IMPORT_FORMAT_JSON);
  EXPECT_EQ(header_.field_map().at("latitude"), "geo.lat");
  EXPECT_EQ(header_.field_map().at("longitude"), "geo.lon");
}

TEST_F(StoresImportTest, TellsTheMappingRejectedRowsRemarksAndCounts) {
  EXPECT_THAT(
      Import({}).lines(),
      ElementsAre("read as csv, UTF-8", "IN THE FILE  TAKEN AS",
                  "lat          latitude", "",
                  "ROW  FIELD  REASON        REJECTED",
                  "  3  lat    NOT_A_NUMBER  lat is 'x'", "",
                  "REMARK          ROWS  ROW  FIELD  FOR EXAMPLE",
                  "HOURS_NOT_READ     1    2  hours  hours are 'often'",
                  "3 rows: 2 created, 0 updated, 0 unchanged, 1 rejected; 1 "
                  "taken with remarks"));
}

TEST_F(StoresImportTest, TakesTheBarAwayBeforeItTellsTheMapping) {
  server_.import_stores = [](grpc::ServerContext&, Stream& stream) {
    v1::ImportStoresResponse progress;
    progress.mutable_progress()->set_done_rows(1);
    stream.Write(progress);
    WriteMappingTo(stream);
    WriteSummaryTo(stream);
    return grpc::Status::OK;
  };
  const Outcome outcome =
      Rapport({"stores", "import", "-", "--source", "pos"}, "content",
              /*err_is_terminal=*/true);
  // Drawn once, erased once, and not again at the end.
  EXPECT_EQ(outcome.err, "\r\x1b[K1 rows\r\x1b[K");
  EXPECT_EQ(outcome.lines().front(), "read as csv, UTF-8");
}

TEST_F(StoresImportTest, NamesNothingThatCouldSteerATerminal) {
  server_.import_stores = [](grpc::ServerContext&, Stream& stream) {
    v1::ImportStoresResponse response;
    response.mutable_mapping()->add_entries()->set_name("a\x1b[2Jb");
    stream.Write(response);
    v1::ImportRow& row = *response.mutable_rows()->add_rows();
    row.set_position(1);
    row.set_outcome(v1::IMPORT_OUTCOME_REJECTED);
    row.set_message("name is '\x1b[2J'");
    row.add_remarks()->set_message("\x1b[31m");
    stream.Write(response);
    WriteSummaryTo(stream);
    return grpc::Status::OK;
  };
  EXPECT_THAT(Import({}).out, Not(HasSubstr("\x1b")));
}

TEST_F(StoresImportTest, SaysPlainlyThatADryRunWroteNothing) {
  EXPECT_THAT(Import({"--dry-run"}).lines().back(),
              HasSubstr("dry run: nothing was written"));
  EXPECT_THAT(Import({}).out, Not(HasSubstr("dry run")));
}

TEST_F(StoresImportTest, TellsAProgramRemarksAndThatItWasADryRun) {
  const Outcome outcome = Import({"--json", "--dry-run"});
  const auto lines = outcome.json_lines();
  ASSERT_THAT(lines, SizeIs(4));
  EXPECT_FALSE(lines[0].contains("remarks"));
  EXPECT_EQ(lines[1]["remarks"],
            nlohmann::json::array({{{"field", "hours"},
                                    {"reason", "HOURS_NOT_READ"},
                                    {"message", "hours are 'often'"}}}));
  EXPECT_EQ(lines[3]["remarked"], 1);
  EXPECT_EQ(lines[3]["dry_run"], true);
  const auto mapping = nlohmann::json::parse(outcome.err)["mapping"];
  EXPECT_EQ(mapping["format"], "csv");
  EXPECT_EQ(mapping["entries"],
            nlohmann::json::array({{{"name", "lat"}, {"field", "latitude"}}}));
}

TEST_F(StoresImportTest, ReportsEveryRowAndTheCountsLast) {
  const Outcome outcome = Import({"--report", ReportPath()});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto lines = Report();
  ASSERT_THAT(lines, SizeIs(4));
  EXPECT_EQ(lines[0],
            (nlohmann::json{{"position", 1}, {"outcome", "created"}}));
  EXPECT_EQ(lines[1]["remarks"][0]["reason"], "HOURS_NOT_READ");
  EXPECT_EQ(lines[2], (nlohmann::json{{"position", 3},
                                      {"outcome", "rejected"},
                                      {"field", "lat"},
                                      {"reason", "NOT_A_NUMBER"},
                                      {"message", "lat is 'x'"},
                                      {"first_position", 1}}));
  EXPECT_EQ(lines[3], (nlohmann::json{{"rows", 3},
                                      {"created", 2},
                                      {"updated", 0},
                                      {"unchanged", 0},
                                      {"rejected", 1},
                                      {"remarked", 1}}));
  EXPECT_THAT(outcome.lines().back(), HasSubstr("3 rows: 2 created"));
}

TEST_F(StoresImportTest, EndsTheReportOfAFailedImportWithItsError) {
  Serve(client::ErrorWith(grpc::INTERNAL, "broken", "INTERNAL"));
  EXPECT_EQ(Import({"--report", ReportPath()}).exit_code, 1);
  const auto lines = Report();
  ASSERT_THAT(lines, SizeIs(4));
  EXPECT_EQ(lines[2]["position"], 3);
  EXPECT_EQ(lines[3]["error"]["message"], "broken");
}

TEST_F(StoresImportTest, FailsWhereTheReportCannotBeWritten) {
  for (const std::string& path : {folder(), folder() + "/none/report"}) {
    const Outcome outcome = Import({"--report", path});
    EXPECT_EQ(outcome.exit_code, 2) << path;
    EXPECT_THAT(outcome.err, HasSubstr("--report"));
  }
  EXPECT_EQ(header_.source(), "") << "nothing was sent";
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP();
  const Outcome full = Import({"--report", "/dev/full"});
  EXPECT_EQ(full.exit_code, 1);
  EXPECT_THAT(full.err, HasSubstr("the import itself is done"));
}

TEST_F(StoresImportTest, DoesNotWriteTheReportOverTheFile) {
  const std::string path = File("stores.csv", "name\n");
  const Outcome outcome =
      Rapport({"stores", "import", path, "--source", "pos", "--report", path});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(std::filesystem::file_size(path), 5);
}

TEST_F(StoresImportTest, NamesTheFlagAtFault) {
  EXPECT_THAT(Import({"--map", "latitude"}).err, HasSubstr("--map is"));
  EXPECT_THAT(Import({"--format", "xml"}).err,
              HasSubstr("--format: format is 'xml'"));
  EXPECT_EQ(header_.source(), "") << "nothing was sent";
}

}  // namespace
}  // namespace rapport::cli
