#include "server/catalog/csv_rows.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/catalog/import_bytes.h"

namespace rapport::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Table {
  std::vector<std::string> rows;  // fields joined by |
  std::string error;
};

Table ReadIn(absl::string_view file, size_t piece) {
  Table table;
  CsvRows rows([&](std::vector<std::string>& fields) {
    table.rows.push_back(absl::StrJoin(fields, "|"));
    return absl::OkStatus();
  });
  absl::Status status;
  for (size_t at = 0; at < file.size() && status.ok(); at += piece) {
    status = rows.Feed(file.substr(at, piece));
  }
  if (status.ok()) status = rows.Finish();
  table.error = std::string(status.message());
  return table;
}

Table ReadAll(absl::string_view file) { return ReadIn(file, file.size() + 1); }

TEST(CsvRows, ReadsQuotesCommasAndLineBreaksInFields) {
  const Table table =
      ReadAll("a,b,c\r\n\"x, y\",\"say \"\"hi\"\"\",\"1\r\n2\"\r\n,,\r\n");
  EXPECT_THAT(table.rows, ElementsAre("a|b|c", "x, y|say \"hi\"|1\r\n2", "||"));
  EXPECT_EQ(table.error, "");
}

TEST(CsvRows, ReadsALastRowWithoutLineBreak) {
  EXPECT_THAT(ReadAll("a,b\n1,2").rows, ElementsAre("a|b", "1|2"));
  EXPECT_THAT(ReadAll("a,b\n1,").rows, ElementsAre("a|b", "1|"));
  EXPECT_THAT(ReadAll("a\n\"q\"").rows, ElementsAre("a", "q"));
}

TEST(CsvRows, SkipsBlankLines) {
  EXPECT_THAT(ReadAll("a,b\n\n\r\n1,2\n\n").rows, ElementsAre("a|b", "1|2"));
}

TEST(CsvRows, TrimsUnquotedFieldsAndKeepsStrayQuotes) {
  EXPECT_THAT(ReadAll(" a , b\n5\" pipe,\" x \"\n").rows,
              ElementsAre("a|b", "5\" pipe| x "));
}

TEST(CsvRows, ReadsTheSameInAnySplitting) {
  const std::string file =
      "name,note\r\n\"Zürich, \"\"HB\"\"\",\"a\r\n\r\nb\"\r\n\n銀座,\"\"\n";
  const Table whole = ReadAll(file);
  ASSERT_EQ(whole.rows.size(), 3u);
  for (size_t piece = 1; piece < file.size(); ++piece) {
    EXPECT_EQ(ReadIn(file, piece).rows, whole.rows);
  }
}

TEST(CsvRows, RefusesAQuoteThatIsStillOpenAtTheEnd) {
  const Table table = ReadAll("a,b\n1,2\n3,\"4\n5,6\n");
  EXPECT_THAT(table.rows, ElementsAre("a|b", "1|2"));
  EXPECT_THAT(table.error,
              HasSubstr("in line 3 of the table: file ends inside a quoted "
                        "field"));
}

TEST(CsvRows, RefusesARowThatIsTooLongWithoutHoldingIt) {
  const std::string piece(64 * 1024, 'x');
  CsvRows rows([](std::vector<std::string>&) { return absl::OkStatus(); });
  ASSERT_TRUE(rows.Feed("a\n\"").ok());
  size_t fed = 0;
  absl::Status status;
  while (status.ok() && fed < 2 * kImportRowBytesMax) {
    status = rows.Feed(piece);
    fed += piece.size();
  }
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_LE(fed, kImportRowBytesMax + piece.size());
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("in line 2 of the table: over 1048576 bytes"));
}

TEST(CsvRows, RefusesARowOfManyShortFieldsToo) {
  EXPECT_THAT(ReadAll(std::string(kCsvColumnsMax, ',')).error,
              HasSubstr("over 1000 fields"));
  EXPECT_EQ(ReadAll(std::string(kCsvColumnsMax - 1, ',')).error, "");
}

TEST(CsvRows, StopsAtTheSinksError) {
  int rows_seen = 0;
  CsvRows rows([&](std::vector<std::string>&) {
    ++rows_seen;
    return absl::UnavailableError("gone");
  });
  EXPECT_EQ(rows.Feed("a\nb\nc\n").code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(rows.Feed("d\n").code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(rows.Finish().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(rows_seen, 1);
}

}  // namespace
}  // namespace rapport::catalog
