#include "db/id_list.h"

#include "absl/strings/str_cat.h"

namespace rapport::db {

std::string InList(absl::string_view head, size_t count,
                   absl::string_view tail) {
  std::string text = absl::StrCat(head, " (?");
  size_t places = 1;
  for (; places < count; places *= 2) {
    for (size_t i = 0; i < places; ++i) absl::StrAppend(&text, ",?");
  }
  absl::StrAppend(&text, ")", tail);
  return text;
}

}  // namespace rapport::db
