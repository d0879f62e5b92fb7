#ifndef RAPPORT_DB_BLOCK_H_
#define RAPPORT_DB_BLOCK_H_

// Statements that MariaDB is sent as one text, to be run one after the other
// until one fails: one round trip, and one answer, for all of them.

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "db/value.h"

namespace rapport::db {

// Not thread-safe. Values are written into the text: what is empty, not plain
// ASCII, or holds a quote or a backslash, as hexadecimal digits, so that no
// sql_mode and no character set changes what they say.
class Block {
 public:
  // `sql` has a `?` for each of `params`, and none elsewhere. Returns
  // INVALID_ARGUMENT for a time that DATETIME cannot hold, and for a number that
  // is not finite; the block is then as it was.
  absl::Status Add(absl::string_view sql, absl::Span<const Value> params);

  // Ends the block there, as if a statement had failed (RequiredInVain), unless
  // `count`, a query of one number, answers `wanted`. Returns as Add.
  absl::Status Require(absl::string_view count, absl::Span<const Value> params,
                       int64_t wanted);

  bool empty() const { return statements_.empty(); }
  size_t bytes() const { return statements_.size(); }

  // The whole text, at whose end `last` stands (COMMIT, or nothing). The block
  // is empty then.
  std::string Take(absl::string_view last);

 private:
  // A statement that holds values, and what stands around it.
  struct Framed {
    absl::string_view before, sql, after;
  };
  absl::Status Write(const Framed& text, absl::Span<const Value> params);

  std::string statements_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_BLOCK_H_
