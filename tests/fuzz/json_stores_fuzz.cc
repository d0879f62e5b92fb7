// Feeds a file of stores in one of the formats that are JSON to its reader. The
// first byte says the format and the size of the pieces: whatever that is, the
// same rows must come.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "server/catalog/store_file.h"

namespace rapport::catalog {
namespace {

constexpr StoreFileFormat kFormats[] = {
    StoreFileFormat::kToldFromContent, StoreFileFormat::kGeoJson,
    StoreFileFormat::kJson, StoreFileFormat::kJsonLd,
    StoreFileFormat::kOverpass};

// A word for each row, and one for the end.
std::vector<std::string> Read(uint8_t how, size_t piece,
                              absl::string_view file) {
  StoreFileOptions options;
  options.format = kFormats[(how & 0x0F) % std::size(kFormats)];
  if (how & 0x10) {
    options.field_map =
        *FieldMap::Make({{"display_name", "names.common.0.value"}});
  }
  std::vector<std::string> words;
  StoreFileReader reader(std::move(options), [&](const StoreRow& row) {
    if (row.position != static_cast<int64_t>(words.size()) + 1) std::abort();
    const auto* draft = absl::get_if<StoreDraft>(&row.content);
    words.push_back(draft == nullptr
                        ? absl::get<FieldProblem>(row.content).reason
                        : absl::StrCat(IdentityOf(*draft), " ",
                                       draft->content.opening_hours_text));
    if (draft != nullptr) CheckStore(draft->content);
    return absl::OkStatus();
  });
  for (size_t at = 0; at < file.size(); at += piece) {
    if (!reader.Feed(file.substr(at, piece)).ok()) return words;
  }
  words.push_back(reader.Finish().ok() ? "whole" : "cut off");
  return words;
}

}  // namespace
}  // namespace rapport::catalog

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using rapport::catalog::Read;
  if (size == 0) return 0;
  const absl::string_view file(reinterpret_cast<const char*>(data) + 1,
                               size - 1);
  const auto whole = Read(data[0], size, file);
  if (Read(data[0], 1 + (data[0] >> 5), file) != whole) std::abort();
  return 0;
}
