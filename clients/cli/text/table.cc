#include "clients/cli/text/table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/text/text_width.h"

namespace rapport::cli {
namespace {

constexpr char kGap[] = "  ";

std::string Padded(const std::string& cell, size_t width, Align align) {
  const std::string spaces(width - std::min(width, TextWidth(cell)), ' ');
  return align == Align::kLeft ? cell + spaces : spaces + cell;
}

// The width of each column; 0 for one that is left out.
std::vector<size_t> Widths(const std::vector<Column>& columns,
                           const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths(columns.size(), 0);
  for (const std::vector<std::string>& row : rows) {
    for (size_t i = 0; i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], TextWidth(row[i]));
    }
  }
  for (size_t i = 0; i < widths.size(); ++i) {
    if (widths[i] == 0) continue;
    widths[i] = std::max(widths[i], TextWidth(columns[i].title));
  }
  return widths;
}

}  // namespace

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::AddRow(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  for (std::string& cell : cells) cell = Printable(cell);
  rows_.push_back(std::move(cells));
}

void Table::Write(std::ostream& out) const {
  const std::vector<size_t> widths = Widths(columns_, rows_);
  const auto write_line = [&](auto cell_of) {
    std::string line;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (widths[i] == 0) continue;
      absl::StrAppend(&line, line.empty() ? "" : kGap,
                      Padded(cell_of(i), widths[i], columns_[i].align));
    }
    out << absl::StripTrailingAsciiWhitespace(line) << '\n';
  };
  write_line([&](size_t i) { return columns_[i].title; });
  for (const std::vector<std::string>& row : rows_) {
    write_line([&](size_t i) { return row[i]; });
  }
}

}  // namespace rapport::cli
