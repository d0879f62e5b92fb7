// Imports as streams: what a client may send, and what becomes of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rapport/v1/catalog_service.grpc.pb.h"
#include "server/vocabulary/wait.h"
#include "tests/rpc/import_client.h"
#include "tests/rpc/rpc_world.h"
#include "tests/transport/error_details.h"

namespace rapport {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kHeader[] = "ref,latitude,longitude,time_zone,name\n";
constexpr char kRow[] = "1,40.80,-73.95,America/New_York,Acme Uptown\n";

v1::ImportStoresRequest Header() {
  v1::ImportStoresRequest message;
  message.mutable_header()->set_parent("brands/acme");
  message.mutable_header()->set_source("pos2");
  return message;
}

v1::ImportStoresRequest Content(const std::string& bytes) {
  v1::ImportStoresRequest message;
  message.set_content(bytes);
  return message;
}

class ImportTest : public RpcTest {
 protected:
  // What the admin is told of those messages, of which nothing may stay.
  std::string Refused(const std::vector<v1::ImportStoresRequest>& messages) {
    const std::string before = Everything();
    const Imported imported = ImportStores(Admin(), messages);
    EXPECT_THAT(imported.summaries, IsEmpty());
    EXPECT_EQ(Everything(), before);
    return imported.Told();
  }
  // That of a header changed so, with a file behind it.
  std::string RefusedHeader(const std::string& change) {
    v1::ImportStoresRequest header = Header();
    MergeText(change, header.mutable_header());
    return Refused({header, Content(std::string(kHeader) + kRow)});
  }
};

TEST_F(ImportTest, TellsProgressAndEachRowOnceInOrder) {
  std::string file = kHeader;
  for (int i = 1; i <= 2500; ++i) {
    absl::StrAppend(&file, i, ",40.80,-73.95,America/New_York,Acme ", i, "\n");
  }
  const Imported imported = ImportStores(Admin(), "pos2", file, 4096);
  EXPECT_EQ(imported.Told(), "OK");
  EXPECT_EQ(imported.Counts(), "2500 rows, 2500 created");
  ASSERT_THAT(imported.rows, SizeIs(2500));
  for (size_t i = 0; i < imported.rows.size(); ++i) {
    ASSERT_EQ(imported.rows[i].position(), static_cast<int64_t>(i) + 1);
  }
  int64_t received = 0;
  int64_t done = 0;
  for (const v1::ImportProgress& progress : imported.progress) {
    EXPECT_GE(progress.received_bytes(), received);
    EXPECT_GE(progress.done_rows(), done);
    EXPECT_LE(progress.done_rows(), progress.read_rows());
    received = progress.received_bytes();
    done = progress.done_rows();
  }
  EXPECT_EQ(received, static_cast<int64_t>(file.size()));
  EXPECT_EQ(done, 2500);
}

TEST_F(ImportTest, ShowsWhatItWroteByTheTimeItEnds) {
  const Imported imported =
      ImportStores(Admin(), "pos2", std::string(kHeader) + kRow, 10);
  ASSERT_THAT(imported.rows, SizeIs(1));
  const auto store = Admin().Get<v1::Store>(
      "CatalogService/GetStore",
      absl::StrCat("name: \"", imported.rows[0].name(), "\""));
  EXPECT_EQ(store.display_name(), "Acme Uptown");
  EXPECT_EQ(store.source(), "pos2");
}

TEST_F(ImportTest, TellsHowTheFileIsUnderstoodBeforeItsRows) {
  v1::ImportStoresRequest header = Header();
  (*header.mutable_header()->mutable_field_map())["display_name"] = "shop";
  const Imported imported = ImportStores(
      Admin(), {header, Content("ref,lat,lon,shop,x\n1,40.8,-73.9,A,\n")});
  EXPECT_EQ(imported.Counts(), "1 rows, 1 created");
  ASSERT_THAT(imported.mappings, SizeIs(1));
  const v1::ImportMapping& mapping = imported.mappings[0];
  EXPECT_EQ(mapping.format(), v1::IMPORT_FORMAT_CSV);
  EXPECT_EQ(mapping.encoding(), "UTF-8");
  ASSERT_EQ(mapping.entries_size(), 5);
  EXPECT_EQ(mapping.entries(0).field(), "source_id");
  EXPECT_EQ(mapping.entries(3).name(), "shop");
  EXPECT_EQ(mapping.entries(3).field(), "display_name");
  EXPECT_EQ(mapping.entries(4).field(), "");
}

TEST_F(ImportTest, ReadsEveryFormatOfStores) {
  const struct {
    v1::ImportFormat format;
    const char* file;
  } kRows[] = {
      {v1::IMPORT_FORMAT_JSON,
       R"({"d":[{"id":1,"name":"A","lat":1,"lon":2}]})"},
      {v1::IMPORT_FORMAT_JSON_LD,
       R"({"@type":"Store","name":"A","geo":{"latitude":1,"longitude":2}})"},
      {v1::IMPORT_FORMAT_OVERPASS,
       R"({"elements":[{"type":"node","id":1,"lat":1,"lon":2,
           "tags":{"name":"A"}}]})"},
  };
  for (const auto& row : kRows) {
    v1::ImportStoresRequest header = Header();
    header.mutable_header()->set_format(row.format);
    const Imported imported =
        ImportStores(Admin(), {header, Content(row.file)});
    EXPECT_EQ(imported.Counts(), "1 rows, 1 created") << row.file;
    ASSERT_THAT(imported.mappings, SizeIs(1));
    EXPECT_EQ(imported.mappings[0].format(), row.format);
  }
}

TEST_F(ImportTest, RemarksOnRowsThatItTakes) {
  v1::ImportStoresRequest header = Header();
  header.mutable_header()->set_default_region_code("US");
  const Imported imported = ImportStores(
      Admin(), {header, Content("ref,lat,lon,name,phone\n1,40.8,-73.9,A,ask\n"
                                "2,40.8,-73.9,B,(212) 555-0123\n")});
  EXPECT_EQ(imported.Counts(), "2 rows, 2 created, 1 remarked");
  ASSERT_EQ(imported.rows.at(0).remarks_size(), 1);
  EXPECT_EQ(imported.rows[0].remarks(0).field(), "phone");
  EXPECT_EQ(imported.rows[0].remarks(0).reason(), "PHONE_NOT_READ");
  EXPECT_EQ(imported.rows[1].remarks_size(), 0);
}

TEST_F(ImportTest, WritesNothingWhereItIsDry) {
  const std::string before = Everything();
  v1::ImportStoresRequest header = Header();
  header.mutable_header()->set_dry_run(true);
  const Imported imported =
      ImportStores(Admin(), {header, Content(std::string(kHeader) + kRow)});
  EXPECT_EQ(imported.Counts(), "1 rows, 1 created");
  EXPECT_EQ(Everything(), before);
  v1::ImportAssociatesRequest people;
  people.mutable_header()->set_parent("brands/acme");
  people.mutable_header()->set_source("hr");
  people.mutable_header()->set_dry_run(true);
  EXPECT_EQ(ImportAssociates(Admin(), {people}).Told(),
            "INVALID_ARGUMENT UNKNOWN header.dry_run");
}

TEST_F(ImportTest, BeginsWithItsHeader) {
  EXPECT_EQ(Refused({}), "INVALID_ARGUMENT REQUIRED header");
  EXPECT_EQ(Refused({Content(kHeader)}), "INVALID_ARGUMENT REQUIRED header");
  EXPECT_EQ(Refused({v1::ImportStoresRequest()}),
            "INVALID_ARGUMENT REQUIRED header");
}

TEST_F(ImportTest, HasOneHeader) {
  EXPECT_EQ(Refused({Header(), Content(kHeader), Header(), Content(kRow)}),
            "INVALID_ARGUMENT OUT_OF_RANGE content");
}

TEST_F(ImportTest, TakesPiecesOfAMegabyteAndNoMore) {
  const std::string megabyte(1 << 20, '\n');
  EXPECT_EQ(ImportStores(Admin(),
                         {Header(),
                          Content(kHeader +
                                  megabyte.substr(std::string(kHeader).size())),
                          Content(kRow)})
                .Counts(),
            "1 rows, 1 created");
  EXPECT_EQ(Refused({Header(), Content(kHeader), Content(megabyte + "\n"),
                     Content(kRow)}),
            "INVALID_ARGUMENT OUT_OF_RANGE content");
  EXPECT_EQ(Refused({Header(), Content(kHeader),
                     Content(std::string(2 << 20, '\n')), Content(kRow)}),
            "RESOURCE_EXHAUSTED");
}

TEST_F(ImportTest, ChecksItsHeader) {
  const struct {
    const char* change;
    const char* told;
  } kRows[] = {
      {R"(parent: "")", "INVALID_ARGUMENT REQUIRED header.parent"},
      {R"(parent: "acme")", "INVALID_ARGUMENT MALFORMED header.parent"},
      {R"(parent: "brands/other")", "NOT_FOUND NOT_FOUND"},
      {R"(source: "")", "INVALID_ARGUMENT REQUIRED header.source"},
      {R"(source: "a b")", "INVALID_ARGUMENT MALFORMED header.source"},
      {"format: IMPORT_FORMAT_JSON_LINES",
       "INVALID_ARGUMENT UNKNOWN header.format"},
      {"format: 99", "INVALID_ARGUMENT UNKNOWN header.format"},
      {R"(default_region_code: "France")",
       "INVALID_ARGUMENT UNKNOWN header.default_region_code"},
      {"size_bytes: -1", "INVALID_ARGUMENT OUT_OF_RANGE header.size_bytes"},
      {"size_bytes: 1073741825",
       "INVALID_ARGUMENT OUT_OF_RANGE header.size_bytes"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(RefusedHeader(row.change), row.told) << row.change;
  }
  v1::ImportAssociatesRequest header;
  header.mutable_header()->set_parent("brands/acme");
  header.mutable_header()->set_source("hr");
  header.mutable_header()->set_format(v1::IMPORT_FORMAT_CSV);
  EXPECT_EQ(ImportAssociates(Admin(), {header}).Told(),
            "INVALID_ARGUMENT UNKNOWN header.format");
}

// Not in text format: protobuf's headers lay out maps otherwise for
// ThreadSanitizer than Debian's library does, which reads that format.
TEST_F(ImportTest, ChecksTheNamesThatItIsTold) {
  const struct {
    const char* field;
    const char* name;
    const char* told;
  } kRows[] = {
      {"lat", "y", "INVALID_ARGUMENT UNKNOWN header.field_map[lat]"},
      {"latitude", "", "INVALID_ARGUMENT REQUIRED header.field_map[latitude]"},
      {"phone_number", "fone",
       "INVALID_ARGUMENT NO_SUCH_NAME header.field_map[phone_number]"},
  };
  for (const auto& row : kRows) {
    v1::ImportStoresRequest header = Header();
    (*header.mutable_header()->mutable_field_map())[row.field] = row.name;
    EXPECT_EQ(Refused({header, Content(std::string(kHeader) + kRow)}), row.told)
        << row.field;
  }
}

TEST_F(ImportTest, RefusesAFileThatCannotBeRead) {
  EXPECT_THAT(Refused({Header(), Content("what is this\n")}),
              ::testing::StartsWith("INVALID_ARGUMENT"));
  EXPECT_THAT(Refused({Header(), Content("\xff\xfe\x01\n")}),
              ::testing::StartsWith("INVALID_ARGUMENT"));
  EXPECT_THAT(Refused({Header()}), ::testing::StartsWith("INVALID_ARGUMENT"));
}

TEST_F(ImportTest, IsForABrandThatThereIs) {
  RpcClient nowhere = AdminOf("nowhere");
  v1::ImportStoresRequest header = Header();
  header.mutable_header()->set_parent("brands/nowhere");
  EXPECT_EQ(
      ImportStores(nowhere, {header, Content(kHeader), Content(kRow)}).Told(),
      "NOT_FOUND NOT_FOUND");
  v1::ImportAssociatesRequest people;
  people.mutable_header()->set_parent("brands/nowhere");
  people.mutable_header()->set_source("hr");
  EXPECT_EQ(ImportAssociates(nowhere, {people}).Told(), "NOT_FOUND NOT_FOUND");
}

TEST_F(ImportTest, IsForAdmins) {
  EXPECT_EQ(ImportStores(Manager(kNyc), {Header(), Content(kHeader)}).Told(),
            "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  EXPECT_EQ(ImportAssociates(Shopper(), "hr", "{}", 1).Told(),
            "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  EXPECT_EQ(ImportStores(Anonymous(), {Header(), Content(kHeader)}).Told(),
            "UNAUTHENTICATED CALLER_UNKNOWN");
}

// A call that is open, for tests that leave in the middle.
struct OpenImport {
  explicit OpenImport(const RpcClient& client)
      : context(client.Context()),
        stub(v1::CatalogService::NewStub(client.channel())),
        call(stub->ImportStores(context.get())) {}

  // Reads all that is left; the status at the end.
  std::string ReadToEnd() {
    v1::ImportStoresResponse message;
    while (call->Read(&message)) {
    }
    return transport::Summary(call->Finish());
  }

  // Reads until the server says it has all of `bytes`.
  bool ReadUntilReceived(size_t bytes) {
    v1::ImportStoresResponse message;
    while (call->Read(&message)) {
      const auto received = message.progress().received_bytes();
      if (received == static_cast<int64_t>(bytes)) return true;
    }
    return false;
  }

  std::unique_ptr<grpc::ClientContext> context;
  std::unique_ptr<v1::CatalogService::Stub> stub;
  std::unique_ptr<grpc::ClientReaderWriter<v1::ImportStoresRequest,
                                           v1::ImportStoresResponse>>
      call;
};

// What was cut off in the middle of a name must not become a store.
TEST_F(ImportTest, CutOffInTheMiddleWritesNothingMore) {
  const int puts = catalog_.puts();
  const std::string cut =
      std::string(kHeader) + std::string(kRow).substr(0, 38);
  {
    OpenImport import(Admin());
    import.call->Write(Header());
    import.call->Write(Content(cut));
    ASSERT_TRUE(import.ReadUntilReceived(cut.size()));
    import.context->TryCancel();
    EXPECT_EQ(transport::Summary(import.call->Finish()), "CANCELLED");
  }
  server_->Drain(absl::InfiniteFuture());
  EXPECT_EQ(catalog_.puts(), puts);
}

TEST_F(ImportTest, OfLessThanItsHeaderSaysWritesNothingMore) {
  v1::ImportStoresRequest header = Header();
  const std::string cut =
      std::string(kHeader) + std::string(kRow).substr(0, 38);
  header.mutable_header()->set_size_bytes(cut.size() + 1);
  EXPECT_EQ(Refused({header, Content(cut)}),
            "INVALID_ARGUMENT TRUNCATED header.size_bytes");
}

TEST_F(ImportTest, EndsWhenTheDatabaseFailsAndTellsWhatWentIn) {
  std::string file = kHeader;
  for (int i = 1; i <= 1200; ++i) {
    absl::StrAppend(&file, i, ",40.80,-73.95,America/New_York,Acme ", i, "\n");
  }
  catalog_.FailPutAfter(1, absl::UnavailableError("lost the database"));
  const Imported imported = ImportStores(Admin(), "pos2", file, 999'999);
  EXPECT_EQ(imported.Told(), "UNAVAILABLE UNAVAILABLE");
  EXPECT_THAT(imported.summaries, IsEmpty());
  // One batch was written; its rows are told, and are there.
  EXPECT_THAT(imported.rows, SizeIs(500));
  EXPECT_EQ(
      Admin().Told("CatalogService/GetStore",
                   absl::StrCat("name: \"", imported.rows[499].name(), "\"")),
      "OK");
  EXPECT_EQ(ImportStores(Admin(), "pos2", file, 999'999).Counts(),
            "1200 rows, 700 created, 500 unchanged");
}

TEST_F(ImportTest, WaitsItsTurnOrIsTurnedAway) {
  std::vector<std::unique_ptr<OpenImport>> open;
  for (int i = 0; i < 2; ++i) {
    open.push_back(std::make_unique<OpenImport>(Admin()));
    open.back()->call->Write(Header());
    open.back()->call->Write(Content(kHeader));
    // It is at work once it answers.
    ASSERT_TRUE(open.back()->ReadUntilReceived(std::string(kHeader).size()));
  }
  // Of thirty more eight may wait, and the others are told at once.
  std::mutex mutex;
  std::condition_variable changed;
  int busy = 0;
  int fine = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 30; ++i) {
    callers.emplace_back([&] {
      const std::string told =
          ImportStores(Admin(), {Header(), Content(kHeader)}).Told();
      std::lock_guard lock(mutex);
      busy += told == "RESOURCE_EXHAUSTED SERVER_BUSY";
      fine += told == "OK";
      changed.notify_all();
    });
  }
  {
    std::unique_lock lock(mutex);
    WaitFor(changed, lock, [&] { return busy + fine == 22; });
    EXPECT_EQ(busy, 22);
  }
  for (auto& import : open) {
    import->call->WritesDone();
    EXPECT_EQ(import->ReadToEnd(), "OK");
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(fine, 8);
}

}  // namespace
}  // namespace rapport
