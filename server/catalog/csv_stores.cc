#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "server/catalog/csv_rows.h"
#include "server/catalog/field_checks.h"
#include "server/catalog/import_bytes.h"
#include "server/catalog/store_rows.h"
#include "server/vocabulary/text.h"

namespace rapport::catalog {
namespace {

// A table whose first line names fewer known columns has no header.
constexpr size_t kKnownColumnsMin = 2;
// What columns are kept apart by, the most usual first.
constexpr absl::string_view kDelimiters = ",;\t|";

struct Column {
  std::string name;
  std::vector<StoreFieldName> meanings;
};

// The delimiter that is most often outside of quotes in `line`; the more usual
// of two that are as often.
char DelimiterOf(absl::string_view line) {
  size_t counts[kDelimiters.size()] = {};
  bool quoted = false;
  for (char c : line) {
    if (c == '"') quoted = !quoted;
    const size_t which = kDelimiters.find(c);
    if (!quoted && which != absl::string_view::npos) ++counts[which];
  }
  return kDelimiters[std::max_element(std::begin(counts), std::end(counts)) -
                     std::begin(counts)];
}

// Where the first line break outside of quotes is; npos where there is none.
size_t EndOfLine(absl::string_view text) {
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (!quoted && (text[i] == '\n' || text[i] == '\r')) return i;
  }
  return absl::string_view::npos;
}

class CsvStoreRows : public StoreRows {
 public:
  explicit CsvStoreRows(StoreRowsContext context)
      : context_(std::move(context)) {}

  absl::Status Feed(absl::string_view bytes) override {
    if (rows_.has_value()) return rows_->Feed(bytes);
    // The header is held until its delimiter can be told.
    head_.append(bytes.data(), bytes.size());
    const size_t end = EndOfLine(head_);
    if (end == absl::string_view::npos && head_.size() < kImportRowBytesMax) {
      return absl::OkStatus();
    }
    return Begin(absl::string_view(head_).substr(0, end));
  }

  absl::Status Finish() override {
    if (!rows_.has_value()) {
      absl::Status begun = Begin(head_);
      if (!begun.ok()) return begun;
    }
    return rows_->Finish();
  }

 private:
  absl::Status Begin(absl::string_view line) {
    rows_.emplace(
        [this](std::vector<std::string>& fields) {
          return columns_.empty() ? ReadHeader(fields) : ReadRow(fields);
        },
        DelimiterOf(line));
    return rows_->Feed(std::exchange(head_, ""));
  }
  absl::Status ReadHeader(const std::vector<std::string>& names);
  // What is wrong with the names, if anything.
  absl::Status CheckHeader() const;
  absl::Status ReadRow(const std::vector<std::string>& fields) {
    return context_.sink({++position_, ReadStore(fields)});
  }
  StoreDraftOrProblem ReadStore(const std::vector<std::string>& fields) const;

  StoreRowsContext context_;
  std::string head_;             // before rows_ is there
  std::vector<Column> columns_;  // empty before the header
  int64_t position_ = 0;
  std::optional<CsvRows> rows_;
};

absl::Status CsvStoreRows::ReadHeader(const std::vector<std::string>& names) {
  ImportMapping mapping;
  mapping.format = StoreFileFormat::kCsv;
  for (const std::string& name : names) {
    if (!CountCodePoints(name).has_value()) {
      return UnreadableFile(
          "line 1 of the table is not UTF-8; the file must be");
    }
    Column column = {CollapseSpaces(name), {}};
    column.meanings = context_.field_map.MeaningsOf(column.name);
    mapping.entries.push_back(MappingEntry(column.name, column.meanings));
    columns_.push_back(std::move(column));
  }
  absl::Status usable = CheckHeader();
  if (usable.ok()) context_.on_mapping(std::move(mapping));
  return usable;
}

absl::Status CsvStoreRows::CheckHeader() const {
  const int64_t known = absl::c_count_if(
      columns_, [](const Column& column) { return !column.meanings.empty(); });
  for (const FieldMap::Told& told : context_.field_map.told()) {
    const bool is_there = absl::c_any_of(columns_, [&](const Column& column) {
      return column.name == told.name;
    });
    if (!is_there) return NoSuchName(told);
  }
  if (known >= static_cast<int64_t>(kKnownColumnsMin)) return absl::OkStatus();
  return UnreadableFile(
      absl::StrCat("line 1 of the table names ", known,
                   " known columns; a header of at least ", kKnownColumnsMin,
                   " such as name, latitude and longitude is expected"));
}

StoreDraftOrProblem CsvStoreRows::ReadStore(
    const std::vector<std::string>& fields) const {
  if (fields.size() != columns_.size()) {
    return FieldProblem{
        "", std::string(reason::kMalformed),
        absl::StrCat(fields.size(), " fields; the header has ", columns_.size(),
                     ", and each row must have as many")};
  }
  StoreRecord record;
  for (size_t i = 0; i < fields.size(); ++i) {
    for (const StoreFieldName& meaning : columns_[i].meanings) {
      record.Set(meaning, columns_[i].name, fields[i]);
    }
  }
  return MakeStoreDraft(record, context_.defaults);
}

}  // namespace

std::unique_ptr<StoreRows> MakeCsvStoreRows(StoreRowsContext context) {
  return std::make_unique<CsvStoreRows>(std::move(context));
}

}  // namespace rapport::catalog
