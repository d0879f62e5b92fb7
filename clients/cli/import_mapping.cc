#include "clients/cli/import_mapping.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/text/number_text.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/text_width.h"
#include "clients/cli/text/words.h"

namespace rapport::cli {
namespace {

void WriteUsed(const v1::ImportMapping& mapping, std::ostream& out) {
  Table table({{"IN THE FILE"}, {"TAKEN AS"}});
  int hidden = 0;
  int shown = 0;
  for (const v1::ImportMapping::Entry& entry : mapping.entries()) {
    if (entry.field().empty()) continue;
    if (++shown > kMappedShownMax) {
      ++hidden;
    } else {
      table.AddRow({entry.name(), entry.field()});
    }
  }
  if (!table.empty()) table.Write(out);
  if (hidden > 0) out << "... and " << FormatCount(hidden) << " more\n";
}

void WriteUnused(const v1::ImportMapping& mapping, std::ostream& out) {
  std::string names;
  int count = 0;
  for (const v1::ImportMapping::Entry& entry : mapping.entries()) {
    if (!entry.field().empty() || ++count > kUnusedShownMax) continue;
    absl::StrAppend(&names, names.empty() ? "" : ", ", entry.name());
  }
  if (count == 0) return;
  out << "not used: " << Printable(names);
  if (count > kUnusedShownMax) {
    out << " and " << FormatCount(count - kUnusedShownMax) << " more";
  }
  out << '\n';
}

}  // namespace

absl::Status AddFieldMap(const std::vector<std::string>& map,
                         v1::ImportHeader& header) {
  for (const std::string& text : map) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(text, absl::MaxSplits('=', 1));
    if (parts.first.empty() || parts.second.empty()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--map is '", text, "'; it is FIELD=NAME, for example latitude=lat"));
    }
    if (!header.mutable_field_map()
             ->insert({parts.first, parts.second})
             .second) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--map says ", parts.first, " twice; a field has one name"));
    }
  }
  return absl::OkStatus();
}

void WriteMapping(const v1::ImportMapping& mapping, std::ostream& out) {
  out << "read as " << WordOf(mapping.format());
  if (!mapping.encoding().empty()) out << ", " << Printable(mapping.encoding());
  out << '\n';
  WriteUsed(mapping, out);
  WriteUnused(mapping, out);
  out << '\n';
}

}  // namespace rapport::cli
