#include "server/catalog/store_file.h"

#include <utility>

#include "absl/status/statusor.h"

namespace rapport::catalog {

StoreFileReader::StoreFileReader(StoreFileFormat format, StoreRowSink sink)
    : format_(format), sink_(std::move(sink)) {}

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
  if (format_rows_ == nullptr) {
    auto deliver = [this](StoreRow row) { return Deliver(std::move(row)); };
    const bool is_json = bytes[0] == '{' || bytes[0] == '[';
    const bool as_json = format_ == StoreFileFormat::kToldFromContent
                             ? is_json
                             : format_ == StoreFileFormat::kGeoJson;
    format_rows_ =
        as_json ? MakeGeoJsonStoreRows(deliver) : MakeCsvStoreRows(deliver);
  }
  return format_rows_->Feed(bytes);
}

absl::Status StoreFileReader::Deliver(StoreRow row) {
  const absl::Status within = CheckRowLimit(row.position);
  if (!within.ok()) return within;
  ++row_count_;
  return sink_(std::move(row));
}

}  // namespace rapport::catalog
