// Counts as people read them.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_NUMBER_TEXT_H_
#define RAPPORT_CLIENTS_CLI_TEXT_NUMBER_TEXT_H_

#include <cstdint>
#include <string>

namespace rapport::cli {

// `1,234,567`.
std::string FormatCount(int64_t count);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_NUMBER_TEXT_H_
