// What Prometheus reads of this server.
#ifndef RAPPORT_SERVER_TRANSPORT_METRICS_H_
#define RAPPORT_SERVER_TRANSPORT_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

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
  std::shared_ptr<prometheus::Registry> registry_;
  prometheus::Family<prometheus::Counter>& calls_;
  // By method; filled once, from the policies.
  absl::flat_hash_map<std::string, prometheus::Histogram*> seconds_;
};

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_METRICS_H_
