// The remarks of an import, gathered by reason.

#ifndef RAPPORT_CLIENTS_CLI_IMPORT_REMARKS_H_
#define RAPPORT_CLIENTS_CLI_IMPORT_REMARKS_H_

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "rapport/v1/catalog_service.pb.h"

namespace rapport::cli {

// The rows that are listed of each reason.
inline constexpr size_t kRemarkedShownMax = 3;
// The reasons that are told apart. The server knows some dozens; whatever it
// sends, memory stays bounded.
inline constexpr size_t kRemarkReasonsMax = 200;

// Not thread-safe. Keeps kRemarkedShownMax remarks of each reason.
class ImportRemarks {
 public:
  // Takes the remarks of a row; rows come in order of position.
  void Add(const v1::ImportRow& row);

  bool empty() const { return groups_.empty(); }

  // Whether some remarks are counted but not listed.
  bool has_hidden() const;

  // A table: each reason with the number of its rows, the most frequent first,
  // and its first rows.
  void Write(std::ostream& out) const;

 private:
  struct Seen {
    int64_t position = 0;
    v1::Remark remark;
  };
  struct Group {
    int64_t rows = 0;
    int64_t last_position = 0;
    std::vector<Seen> first;
  };

  std::map<std::string, Group> groups_;  // by reason
};

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_IMPORT_REMARKS_H_
