#include "clients/cli/text/shell_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace rapport::cli {
namespace {

bool IsPlain(char c) {
  // Bytes of other scripts are nothing special to a shell.
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         static_cast<unsigned char>(c) >= 0x80 ||
         absl::string_view("-_./:,+@%").find(c) != absl::string_view::npos;
}

}  // namespace

std::string ShellQuoted(absl::string_view word) {
  bool is_plain = !word.empty();
  for (char c : word) is_plain = is_plain && IsPlain(c);
  if (is_plain) return std::string(word);
  return absl::StrCat("'", absl::StrReplaceAll(word, {{"'", "'\\''"}}), "'");
}

}  // namespace rapport::cli
