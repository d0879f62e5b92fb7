// An error that names the flag at fault.

#ifndef RAPPORT_CLIENTS_CLI_FLAG_ERROR_H_
#define RAPPORT_CLIENTS_CLI_FLAG_ERROR_H_

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace rapport::cli {

// The same failure, its message with `flag: ` before it.
inline absl::Status ForFlag(absl::string_view flag,
                            const absl::Status& status) {
  absl::Status named(status.code(), absl::StrCat(flag, ": ", status.message()));
  status.ForEachPayload([&](absl::string_view type, const absl::Cord& payload) {
    named.SetPayload(type, payload);
  });
  return named;
}

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_FLAG_ERROR_H_
