#include "absl/strings/str_cat.h"
#include "clients/cli/import_report.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using Stream =
    grpc::ServerReaderWriter<v1::ImportStoresResponse, v1::ImportStoresRequest>;

v1::ImportStoresResponse Row(int64_t position, bool is_rejected) {
  v1::ImportStoresResponse response;
  v1::ImportRow& row = *response.mutable_rows()->add_rows();
  row.set_position(position);
  if (is_rejected) {
    row.set_outcome(v1::IMPORT_OUTCOME_REJECTED);
    row.set_field("ref");
    row.set_reason("DUPLICATE_IDENTITY");
    row.set_message(absl::StrCat("ref is ", position, "; it was used before"));
    row.set_first_position(1);
  } else {
    row.set_outcome(v1::IMPORT_OUTCOME_CREATED);
    row.set_name(absl::StrCat("brands/demo/stores/s", position));
  }
  return response;
}

class ImportTest : public CliTest {
 protected:
  // The server creates the first row and rejects all others.
  void Serve(int64_t rows) {
    server_.import_stores = [this, rows](grpc::ServerContext& context,
                                         Stream& stream) {
      role_ = client::MetadataOf(context).at("x-rapport-role");
      v1::ImportStoresRequest request;
      stream.Read(&request);
      header_ = request.header();
      while (stream.Read(&request)) content_ += request.content();
      v1::ImportStoresResponse progress;
      progress.mutable_progress()->set_received_bytes(content_.size());
      progress.mutable_progress()->set_read_rows(rows);
      progress.mutable_progress()->set_done_rows(rows);
      stream.Write(progress);
      for (int64_t i = 1; i <= rows; ++i) stream.Write(Row(i, i > 1));
      v1::ImportStoresResponse summary;
      summary.mutable_summary()->set_rows(rows);
      summary.mutable_summary()->set_created(1);
      summary.mutable_summary()->set_rejected(rows - 1);
      stream.Write(summary);
      return grpc::Status::OK;
    };
  }

  std::string role_;
  v1::ImportHeader header_;
  std::string content_;
};

TEST_F(ImportTest, SendsTheFileAsItIsAsABrandAdmin) {
  Serve(1);
  const std::string path = File("stores.csv", "name,lat\nParis,48.86\n");
  const Outcome outcome =
      Rapport({"stores", "import", path, "--source", "pos", "--format", "csv"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(role_, "brand-admin");
  EXPECT_EQ(header_.parent(), "brands/demo");
  EXPECT_EQ(header_.source(), "pos");
  EXPECT_EQ(header_.format(), v1::IMPORT_FORMAT_CSV);
  EXPECT_EQ(header_.size_bytes(), 21);
  EXPECT_EQ(content_, "name,lat\nParis,48.86\n");
}

TEST_F(ImportTest, TakesTheProgramsInput) {
  Serve(1);
  EXPECT_EQ(
      Rapport({"stores", "import", "-", "--source", "pos"}, "bytes").exit_code,
      0);
  EXPECT_EQ(content_, "bytes");
  EXPECT_EQ(header_.size_bytes(), 0);
  EXPECT_EQ(header_.format(), v1::IMPORT_FORMAT_UNSPECIFIED);
}

TEST_F(ImportTest, EndsWithTheCounts) {
  Serve(1234);
  EXPECT_THAT(
      Rapport({"stores", "import", "-", "--source", "pos"}).lines().back(),
      "1,234 rows: 1 created, 0 updated, 0 unchanged, 1,233 rejected");
}

TEST_F(ImportTest, NamesRejectedRowsWithPositionFieldAndReason) {
  Serve(3);
  EXPECT_THAT(
      Rapport({"stores", "import", "-", "--source", "pos"}).lines(),
      ElementsAre("ROW  FIELD  REASON              REJECTED",
                  "  2  ref    DUPLICATE_IDENTITY  ref is 2; it was used "
                  "before",
                  "  3  ref    DUPLICATE_IDENTITY  ref is 3; it was used "
                  "before",
                  "3 rows: 1 created, 0 updated, 0 unchanged, 2 rejected"));
}

TEST_F(ImportTest, NamesOnlyTheFirstOfManyRejectedRows) {
  Serve(kRejectedShownMax + 1);
  EXPECT_THAT(Rapport({"stores", "import", "-", "--source", "pos"}).out,
              Not(HasSubstr("more rejected")));
  Serve(kRejectedShownMax + 6);
  const Outcome outcome = Rapport({"stores", "import", "-", "--source", "pos"});
  EXPECT_THAT(outcome.lines(), SizeIs(kRejectedShownMax + 4));
  EXPECT_THAT(
      outcome.out,
      HasSubstr("... and 5 more rejected\n--report FILE or --json lists "
                "all\n"));
}

TEST_F(ImportTest, WritesEveryRowAsJsonAndTheCountsLast) {
  Serve(50);
  const auto lines =
      Rapport({"stores", "import", "-", "--source", "pos", "--json"})
          .json_lines();
  ASSERT_THAT(lines, SizeIs(51));
  EXPECT_EQ(lines[0]["position"], 1);
  EXPECT_EQ(lines[0]["outcome"], "created");
  EXPECT_EQ(lines[0]["name"], "brands/demo/stores/s1");
  EXPECT_EQ(lines[1]["outcome"], "rejected");
  EXPECT_EQ(lines[1]["field"], "ref");
  EXPECT_EQ(lines[1]["reason"], "DUPLICATE_IDENTITY");
  EXPECT_EQ(lines[1]["first_position"], 1);
  EXPECT_EQ(lines.back(), (nlohmann::json{{"rows", 50},
                                          {"created", 1},
                                          {"updated", 0},
                                          {"unchanged", 0},
                                          {"rejected", 49},
                                          {"remarked", 0}}));
}

TEST_F(ImportTest, ShowsABarOnlyToSomebodyWhoWatches) {
  Serve(2);
  EXPECT_THAT(Rapport({"stores", "import", "-", "--source", "pos"}).err,
              IsEmpty());
  const Outcome watched =
      Rapport({"stores", "import", File("f", "content"), "--source", "pos"}, "",
              /*err_is_terminal=*/true);
  EXPECT_THAT(watched.err, AllOf(HasSubstr("#####"), HasSubstr("2 rows"),
                                 EndsWith("\r\x1b[K")));
}

TEST_F(ImportTest, FailsWhereTheFileAsAWholeCannotBeRead) {
  server_.import_stores = [](grpc::ServerContext&, Stream&) {
    return client::ErrorWith(grpc::INVALID_ARGUMENT, "not GeoJSON, nor CSV",
                             "UNREADABLE_FILE");
  };
  const Outcome outcome =
      Rapport({"stores", "import", "-", "--source", "pos"}, "?");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("not GeoJSON, nor CSV"));
}

TEST_F(ImportTest, ImportsAssociatesToo) {
  std::string content;
  server_.import_associates =
      [&](grpc::ServerContext&,
          grpc::ServerReaderWriter<v1::ImportAssociatesResponse,
                                   v1::ImportAssociatesRequest>& stream) {
        v1::ImportAssociatesRequest request;
        while (stream.Read(&request)) content += request.content();
        v1::ImportAssociatesResponse response;
        response.mutable_summary()->set_rows(1);
        response.mutable_summary()->set_unchanged(1);
        stream.Write(response);
        return grpc::Status::OK;
      };
  const Outcome outcome =
      Rapport({"associates", "import", "-", "--source", "hr"}, "{}\n");
  EXPECT_EQ(outcome.out,
            "1 rows: 0 created, 0 updated, 1 unchanged, 0 rejected\n");
  EXPECT_EQ(content, "{}\n");
}

}  // namespace
}  // namespace rapport::cli
