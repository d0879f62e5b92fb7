// FieldProblems, as tests look at them.
#ifndef RAPPORT_TESTS_CATALOG_PROBLEMS_H_
#define RAPPORT_TESTS_CATALOG_PROBLEMS_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/vocabulary/field_problem.h"

namespace rapport::catalog {

// "field REASON" of each, in order.
inline std::vector<std::string> Seen(const FieldProblems& problems) {
  std::vector<std::string> seen;
  for (const FieldProblem& problem : problems) {
    seen.push_back(absl::StrCat(problem.field, " ", problem.reason));
  }
  return seen;
}

}  // namespace rapport::catalog

#endif  // RAPPORT_TESTS_CATALOG_PROBLEMS_H_
