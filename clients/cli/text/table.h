// Columns that line up, for people.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_TABLE_H_
#define RAPPORT_CLIENTS_CLI_TEXT_TABLE_H_

#include <ostream>
#include <string>
#include <vector>

namespace rapport::cli {

enum class Align { kLeft, kRight };

struct Column {
  std::string title;
  Align align = Align::kLeft;
};

// Collects rows, then writes them with each column as wide as its widest
// cell, in terminal columns; a column in which no row says anything is left
// out. Control characters in cells become spaces.
class Table {
 public:
  explicit Table(std::vector<Column> columns);

  // As many cells as there are columns.
  void AddRow(std::vector<std::string> cells);

  bool empty() const { return rows_.empty(); }

  // A line of titles, then one a row. Lines do not end in spaces.
  void Write(std::ostream& out) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_TABLE_H_
