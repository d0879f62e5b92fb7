// Flags that say how long something is: `45m`, `1h30m`.

#ifndef RAPPORT_CLIENTS_CLI_DURATION_FLAG_H_
#define RAPPORT_CLIENTS_CLI_DURATION_FLAG_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"

namespace rapport::cli {

inline constexpr char kDurationHelp[] =
    "How long, one of the service's lengths: 45m. Without it: its usual one";

// Sets what `text` says, if it says something: `field()` is the message's
// mutable field. Returns INVALID_ARGUMENT, naming the flag.
template <typename Field>
absl::Status SetDuration(const char* flag, const std::string& text,
                         Field field) {
  if (text.empty()) return absl::OkStatus();
  absl::Duration duration;
  if (!absl::ParseDuration(text, &duration)) {
    return absl::InvalidArgumentError(absl::StrCat(
        flag, " is '", text, "'; it is a duration: 45m, 1h30m, 48h"));
  }
  google::protobuf::Duration* out = field();
  out->set_seconds(absl::IDivDuration(duration, absl::Seconds(1), &duration));
  out->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(duration)));
  return absl::OkStatus();
}

// The same for the `duration` of a request.
template <typename Request>
absl::Status SetDuration(const std::string& text, Request& request) {
  return SetDuration("--duration", text,
                     [&] { return request.mutable_duration(); });
}

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_DURATION_FLAG_H_
