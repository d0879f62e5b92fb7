#include "server/transport/metrics.h"

#include "absl/status/status.h"
#include "server/transport/policy.h"

namespace rapport::transport {
namespace {

constexpr char kOther[] = "other";

// From a read in memory (tens of microseconds) to a stalled database.
prometheus::Histogram::BucketBoundaries Buckets() {
  return {50e-6, 100e-6, 250e-6, 500e-6, 1e-3,   2.5e-3, 5e-3,
          10e-3, 25e-3,  50e-3,  100e-3, 250e-3, 1,      5};
}

}  // namespace

Metrics::Metrics()
    : registry_(std::make_shared<prometheus::Registry>()),
      calls_(prometheus::BuildCounter()
                 .Name("rapport_calls_total")
                 .Help("Calls that have ended, by method and code")
                 .Register(*registry_)) {
  auto& family = prometheus::BuildHistogram()
                     .Name("rapport_call_seconds")
                     .Help("How long calls took, by method")
                     .Register(*registry_);
  seconds_[kOther] = &family.Add({{"method", kOther}}, Buckets());
  for (const Policy& policy : Policies()) {
    const std::string method(policy.method);
    seconds_[method] = &family.Add({{"method", method}}, Buckets());
  }
}

void Metrics::Count(const EndedCall& call) {
  auto it = seconds_.find(call.method);
  if (it == seconds_.end()) it = seconds_.find(kOther);
  it->second->Observe(absl::ToDoubleSeconds(call.duration));
  calls_
      .Add({{"method", it->first},
            {"code", absl::StatusCodeToString(call.status.code())}})
      .Increment();
}

prometheus::Gauge& Metrics::AddGauge(const std::string& name,
                                     const std::string& help) {
  return prometheus::BuildGauge()
      .Name(name)
      .Help(help)
      .Register(*registry_)
      .Add({});
}

}  // namespace rapport::transport
