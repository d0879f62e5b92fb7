#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/catalog/csv_rows.h"
#include "server/catalog/field_checks.h"
#include "server/catalog/store_file.h"
#include "server/vocabulary/text.h"

namespace rapport::catalog {
namespace {

// A table whose first line names fewer known columns has no header.
constexpr size_t kKnownColumnsMin = 2;

struct Column {
  std::string name;
  std::optional<StoreFieldName> meaning;
};

class CsvStoreRows : public StoreRows {
 public:
  explicit CsvStoreRows(StoreRowSink sink)
      : sink_(std::move(sink)), rows_([this](std::vector<std::string>& fields) {
          return columns_.empty() ? ReadHeader(fields) : ReadRow(fields);
        }) {}

  absl::Status Feed(absl::string_view bytes) override {
    return rows_.Feed(bytes);
  }

  absl::Status Finish() override { return rows_.Finish(); }

 private:
  absl::Status ReadHeader(const std::vector<std::string>& names) {
    size_t known = 0;
    for (const std::string& name : names) {
      if (!CountCodePoints(name).has_value()) {
        return UnreadableFile(
            "line 1 of the table is not UTF-8; the file must be");
      }
      columns_.push_back({CollapseSpaces(name), FindStoreField(name)});
      known += columns_.back().meaning.has_value();
    }
    if (known >= kKnownColumnsMin) return absl::OkStatus();
    return UnreadableFile(
        absl::StrCat("line 1 of the table names ", known,
                     " known columns; a header of at "
                     "least ",
                     kKnownColumnsMin,
                     " such as name, latitude and longitude is "
                     "expected"));
  }

  absl::Status ReadRow(const std::vector<std::string>& fields) {
    return sink_({++position_, ReadStore(fields)});
  }

  StoreDraftOrProblem ReadStore(const std::vector<std::string>& fields) const {
    if (fields.size() != columns_.size()) {
      return FieldProblem{
          "", std::string(reason::kMalformed),
          absl::StrCat(fields.size(), " fields; the header has ",
                       columns_.size(), ", and each row must have as many")};
    }
    StoreRecord record;
    for (size_t i = 0; i < fields.size(); ++i) {
      if (!columns_[i].meaning.has_value()) continue;
      record.Set(*columns_[i].meaning, columns_[i].name, fields[i]);
    }
    return MakeStoreDraft(record);
  }

  StoreRowSink sink_;
  std::vector<Column> columns_;  // empty before the header
  int64_t position_ = 0;
  CsvRows rows_;
};

}  // namespace

std::unique_ptr<StoreRows> MakeCsvStoreRows(StoreRowSink sink) {
  return std::make_unique<CsvStoreRows>(std::move(sink));
}

}  // namespace rapport::catalog
