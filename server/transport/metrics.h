// What Prometheus reads of this server.
#ifndef RAPPORT_SERVER_TRANSPORT_METRICS_H_
#define RAPPORT_SERVER_TRANSPORT_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/transport/request_log.h"

namespace rapport::transport {

// Thread-safe.
class Metrics {
 public:
  Metrics();

  // Counts a call that has ended: rapport_calls_total{method,code} and
  // rapport_call_seconds{method}. Methods without a policy count as `other`.
  void Count(const EndedCall& call);

  // A gauge of that name, at 0, to be set by whoever asked for it.
  prometheus::Gauge& AddGauge(const std::string& name, const std::string& help);

  const std::shared_ptr<prometheus::Registry>& registry() const {
    return registry_;
  }

 private:
  static constexpr size_t kCodes = 17;  // of absl::StatusCode, from 0 on

  struct OfMethod {
    prometheus::Histogram* seconds = nullptr;
    // By code; made when the code is first seen, for to find one by its labels
    // costs more than many a call.
    std::array<std::atomic<prometheus::Counter*>, kCodes> calls = {};
  };

  void Add(const std::string& method);

  std::shared_ptr<prometheus::Registry> registry_;
  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Histogram>& seconds_;
  // Filled once, from the policies.
  absl::flat_hash_map<std::string, std::unique_ptr<OfMethod>> methods_;
};

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_METRICS_H_
