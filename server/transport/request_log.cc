#include "server/transport/request_log.h"

#include <nlohmann/json.hpp>

#include "server/transport/status_details.h"
#include "server/vocabulary/error.h"

namespace rapport::transport {

std::string LogLine(const EndedCall& call) {
  nlohmann::ordered_json line = {
      {"time", absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", call.start,
                                absl::UTCTimeZone())},
      {"method", std::string(call.method)},
      {"code", absl::StatusCodeToString(call.status.code())},
      {"us", absl::ToInt64Microseconds(call.duration)}};
  if (!call.brand.empty()) line["brand"] = call.brand;
  if (!call.role.empty()) line["role"] = std::string(call.role);
  if (!call.status.ok()) line["reason"] = ReasonFor(call.status);
  // Only what callers are not told: other messages may quote what they sent.
  const bool is_inside = call.status.code() == absl::StatusCode::kInternal ||
                         call.status.code() == absl::StatusCode::kUnknown;
  if (!call.status.ok() && (is_inside || ReasonOf(call.status).empty())) {
    line["message"] = std::string(call.status.message());
  }
  return line.dump(-1, ' ', false,
                   nlohmann::ordered_json::error_handler_t::replace);
}

void RequestLog::Write(const EndedCall& call) {
  if (file_ == nullptr) return;
  const std::string line = LogLine(call) + "\n";
  std::fwrite(line.data(), 1, line.size(), file_);
}

}  // namespace rapport::transport
