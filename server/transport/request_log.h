// One line of JSON for each call: what, how it ended, how long it took. No
// names, no contents, no personal data.
#ifndef RAPPORT_SERVER_TRANSPORT_REQUEST_LOG_H_
#define RAPPORT_SERVER_TRANSPORT_REQUEST_LOG_H_

#include <cstdio>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace rapport::transport {

// A call that has ended.
struct EndedCall {
  absl::string_view method;
  absl::Status status;
  absl::Time start;
  absl::Duration duration;
  std::string brand;       // empty: not known
  absl::string_view role;  // empty: not known
};

// The line for `call`, without its end.
std::string LogLine(const EndedCall& call);

// Thread-safe. Does not own `file`; null logs nothing.
class RequestLog {
 public:
  explicit RequestLog(std::FILE* file) : file_(file) {}

  void Write(const EndedCall& call);

 private:
  std::FILE* const file_;  // its own lock keeps lines whole
};

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_REQUEST_LOG_H_
