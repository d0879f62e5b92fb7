#include "clients/cli/import_remarks.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/cli/text/number_text.h"
#include "clients/cli/text/table.h"

namespace rapport::cli {

void ImportRemarks::Add(const v1::ImportRow& row) {
  for (const v1::Remark& remark : row.remarks()) {
    const bool is_full = groups_.size() >= kRemarkReasonsMax &&
                         groups_.count(remark.reason()) == 0;
    Group& group = groups_[is_full ? "OTHER" : remark.reason()];
    if (group.rows > 0 && group.last_position == row.position()) continue;
    ++group.rows;
    group.last_position = row.position();
    if (group.first.size() < kRemarkedShownMax) {
      group.first.push_back({row.position(), remark});
    }
  }
}

bool ImportRemarks::has_hidden() const {
  return std::any_of(groups_.begin(), groups_.end(), [](const auto& entry) {
    return entry.second.rows > static_cast<int64_t>(entry.second.first.size());
  });
}

void ImportRemarks::Write(std::ostream& out) const {
  using Entry = std::map<std::string, Group>::value_type;
  std::vector<const Entry*> entries;
  for (const Entry& entry : groups_) entries.push_back(&entry);
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry* a, const Entry* b) {
                     return a->second.rows > b->second.rows;
                   });
  Table table({{"REMARK"},
               {"ROWS", Align::kRight},
               {"ROW", Align::kRight},
               {"FIELD"},
               {"FOR EXAMPLE"}});
  for (const Entry* entry : entries) {
    std::string reason = entry->first;
    std::string rows = FormatCount(entry->second.rows);
    for (const Seen& seen : entry->second.first) {
      table.AddRow({reason, rows, FormatCount(seen.position),
                    seen.remark.field(), seen.remark.message()});
      // A group is named once, on its first line.
      reason.clear();
      rows.clear();
    }
  }
  table.Write(out);
}

}  // namespace rapport::cli
