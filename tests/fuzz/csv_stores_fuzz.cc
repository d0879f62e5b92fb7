// Feeds a file of stores in CSV to its reader, in pieces of a size that the
// first byte says; the other bits of it say whether names were told. Rows are
// counted from 1, and none is lost.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "absl/strings/string_view.h"
#include "server/catalog/store_file.h"

namespace rapport::catalog {
namespace {

void Read(uint8_t how, absl::string_view file) {
  StoreFileOptions options;
  options.format = StoreFileFormat::kCsv;
  if (how & 0x80) {
    options.field_map = *FieldMap::Make(
        {{"display_name", "a"}, {"latitude", "b"}, {"longitude", "c"}});
  }
  if (how & 0x40) options.defaults.region_code = "FR";
  int64_t rows = 0;
  StoreFileReader reader(std::move(options), [&](const StoreRow& row) {
    if (row.position != ++rows) std::abort();
    if (const auto* draft = absl::get_if<StoreDraft>(&row.content)) {
      CheckStore(draft->content);
      IdentityOf(*draft);
    }
    return absl::OkStatus();
  });
  const size_t piece = 1 + (how & 0x3F) * 16;
  for (size_t at = 0; at < file.size(); at += piece) {
    if (!reader.Feed(file.substr(at, piece)).ok()) return;
  }
  reader.Finish().IgnoreError();
  if (reader.rows() != rows) std::abort();
}

}  // namespace
}  // namespace rapport::catalog

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  rapport::catalog::Read(data[0],
                         {reinterpret_cast<const char*>(data) + 1, size - 1});
  return 0;
}
