// An ImportSink that remembers what it heard.
#ifndef RAPPORT_TESTS_CATALOG_HEARD_IMPORT_H_
#define RAPPORT_TESTS_CATALOG_HEARD_IMPORT_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "server/catalog/import_ledger.h"

namespace rapport::catalog {

struct HeardImport : ImportSink {
  void OnMapping(const ImportMapping& mapping) override {
    EXPECT_TRUE(rows.empty());
    mappings.push_back(mapping);
  }

  void OnRows(absl::Span<const RowOutcome> some) override {
    ++calls;
    EXPECT_FALSE(some.empty());
    EXPECT_LE(some.size(), kOutcomesMax);
    for (const RowOutcome& row : some) {
      EXPECT_EQ(row.position, static_cast<int64_t>(rows.size()) + 1);
      rows.push_back(row);
    }
  }

  void OnProgress(const ImportProgress& now) override {
    EXPECT_GE(now.received_bytes, progress.received_bytes);
    EXPECT_GE(now.read_rows, now.done_rows);
    EXPECT_EQ(now.done_rows, static_cast<int64_t>(rows.size()));
    progress = now;
  }

  // "position outcome" or "position field REASON [first position]" of each.
  std::vector<std::string> Texts() const {
    std::vector<std::string> texts;
    for (const RowOutcome& row : rows) texts.push_back(Text(row));
    return texts;
  }

  // Of those that were rejected.
  std::vector<std::string> Rejections() const {
    std::vector<std::string> texts;
    for (const RowOutcome& row : rows) {
      if (row.outcome == ImportOutcome::kRejected) texts.push_back(Text(row));
    }
    return texts;
  }

  static std::string Text(const RowOutcome& row) {
    switch (row.outcome) {
      case ImportOutcome::kCreated:
        return absl::StrCat(row.position, " created");
      case ImportOutcome::kUpdated:
        return absl::StrCat(row.position, " updated");
      case ImportOutcome::kUnchanged:
        return absl::StrCat(row.position, " unchanged");
      case ImportOutcome::kRejected:
        break;
    }
    const std::string first =
        row.first_position == 0 ? "" : absl::StrCat(" ", row.first_position);
    return absl::StrCat(row.position, " ", row.problem.field, " ",
                        row.problem.reason, first);
  }

  std::vector<ImportMapping> mappings;
  std::vector<RowOutcome> rows;
  ImportProgress progress;
  int calls = 0;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_TESTS_CATALOG_HEARD_IMPORT_H_
