#ifndef RAPPORT_TESTS_ARCHITECTURE_ARROWS_H_
#define RAPPORT_TESTS_ARCHITECTURE_ARROWS_H_

// Who may know whom: a table of allowed arrows, and what a source text or the
// build's links do against it. The table is arrows.txt, which tells its format.

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rapport::architecture {

// A part of the house, or something outside that it stands on.
struct Part {
  std::string name;
  std::vector<std::string> files;    // patterns of paths or of headers
  std::vector<std::string> targets;  // patterns of CMake targets
  std::vector<std::string> may;      // names of parts
};

// An immutable value.
class Table {
 public:
  // Returns INVALID_ARGUMENT, naming the line, if it is not a table: an unknown
  // word, a part named twice, an arrow to no part, arrows in a circle.
  static absl::StatusOr<Table> Parse(absl::string_view text);

  // The part that has this file or header; null if none does.
  const Part* PartOfFile(absl::string_view path) const;

  // The parts that are held by this target; none if it is unknown.
  std::vector<const Part*> PartsOfTarget(absl::string_view target) const;

  const std::vector<Part>& parts() const { return parts_; }

 private:
  explicit Table(std::vector<Part> parts) : parts_(std::move(parts)) {}

  std::vector<Part> parts_;
};

// Whether files of `from` may include those of `to`.
bool Allows(const Part& from, const Part& to);

// What is between the quotes or the angle brackets of each #include of
// `source`, in order.
std::vector<std::string> IncludesOf(absl::string_view source);

// A sentence for each #include of `source`, the text of the file at `path` from
// the project's root, that the table does not allow.
std::vector<std::string> WrongIncludes(const Table& table,
                                       absl::string_view path,
                                       absl::string_view source);

struct Link {
  std::string from;
  std::string to;
};

// The links that `links` tells: a line a target, "<folder> <target> <link>
// <link> ...". Those of tests, which may link everything, are left out.
std::vector<Link> LinksOf(absl::string_view links);

// A sentence for each link that the table does not allow.
std::vector<std::string> WrongLinks(const Table& table,
                                    absl::string_view links);

}  // namespace rapport::architecture

#endif  // RAPPORT_TESTS_ARCHITECTURE_ARROWS_H_
