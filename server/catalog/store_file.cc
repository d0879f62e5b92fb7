#include "server/catalog/store_file.h"

#include <utility>

#include "absl/status/statusor.h"

namespace rapport::catalog {

StoreFileReader::StoreFileReader(StoreFileOptions options, StoreRowSink sink)
    : options_(std::move(options)), sink_(std::move(sink)) {}

absl::Status StoreFileReader::Feed(absl::string_view bytes) {
  if (!status_.ok()) return status_;
  const absl::StatusOr<absl::string_view> readable = bytes_.Feed(bytes);
  status_ = readable.ok() ? FeedRows(*readable) : readable.status();
  return status_;
}

absl::Status StoreFileReader::Finish() {
  if (!status_.ok()) return status_;
  const absl::StatusOr<absl::string_view> rest = bytes_.Finish();
  status_ = rest.ok() ? FeedRows(*rest) : rest.status();
  if (status_.ok()) status_ = format_rows_->Finish();
  return status_;
}

absl::Status StoreFileReader::FeedRows(absl::string_view bytes) {
  if (bytes.empty()) return absl::OkStatus();
  if (format_rows_ == nullptr) format_rows_ = MakeRows(bytes);
  return format_rows_->Feed(bytes);
}

std::unique_ptr<StoreRows> StoreFileReader::MakeRows(absl::string_view begin) {
  StoreRowsContext context;
  context.field_map = options_.field_map;
  context.defaults = options_.defaults;
  context.on_mapping = [this](ImportMapping mapping) {
    mapping.encoding = std::string(EncodingName(bytes_.encoding()));
    if (options_.on_mapping != nullptr) options_.on_mapping(mapping);
  };
  context.sink = [this](StoreRow row) { return Deliver(std::move(row)); };
  const bool is_json = options_.format == StoreFileFormat::kToldFromContent
                           ? begin[0] == '{' || begin[0] == '['
                           : options_.format != StoreFileFormat::kCsv;
  if (!is_json) return MakeCsvStoreRows(std::move(context));
  return MakeJsonStoreRows(options_.format, std::move(context));
}

absl::Status StoreFileReader::Deliver(StoreRow row) {
  const absl::Status within = CheckRowLimit(row.position);
  if (!within.ok()) return within;
  ++row_count_;
  return sink_(std::move(row));
}

}  // namespace rapport::catalog
