// What is wrong with one field of what somebody sent.
#ifndef RAPPORT_SERVER_VOCABULARY_FIELD_PROBLEM_H_
#define RAPPORT_SERVER_VOCABULARY_FIELD_PROBLEM_H_

#include <string>
#include <vector>

namespace rapport {

struct FieldProblem {
  std::string field;    // its path as in rapport.v1, for example `location`
  std::string reason;   // a stable code, for example `OUT_OF_RANGE`
  std::string message;  // what was seen, then the rule
};

// Empty: nothing is wrong.
using FieldProblems = std::vector<FieldProblem>;

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_FIELD_PROBLEM_H_
