#include "clients/cli/text/number_text.h"

#include "absl/strings/str_cat.h"

namespace rapport::cli {

std::string FormatCount(int64_t count) {
  std::string text = absl::StrCat(count);
  const size_t first_digit = count < 0 ? 1 : 0;
  for (size_t end = text.size(); end > first_digit + 3; end -= 3) {
    text.insert(end - 3, ",");
  }
  return text;
}

}  // namespace rapport::cli
