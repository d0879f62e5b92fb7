// Why a search for associates found few, as people read it.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_SPARSE_TEXT_H_
#define RAPPORT_CLIENTS_CLI_TEXT_SPARSE_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "rapport/v1/locator_service.pb.h"

namespace rapport::cli {

// How many there are, `count` of which were counted: the server counts up to
// 1,000. `at least 1,000`.
std::string FormatMatches(int64_t count, int64_t counted);

// A sentence for each condition that keeps somebody away, where `found` were
// found: `--radius: 3 more without it; 12 meet it by itself`. If no condition
// does so alone, one that says that.
std::vector<std::string> SparseSentences(const v1::SparseAssociates& sparse,
                                         int64_t found);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_SPARSE_TEXT_H_
