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
                 .Register(*registry_)),
      seconds_(prometheus::BuildHistogram()
                   .Name("rapport_call_seconds")
                   .Help("How long calls took, by method")
                   .Register(*registry_)) {
  Add(kOther);
  for (const Policy& policy : Policies()) Add(std::string(policy.method));
}

void Metrics::Add(const std::string& method) {
  auto& added = methods_[method];
  added = std::make_unique<OfMethod>();
  added->seconds = &seconds_.Add({{"method", method}}, Buckets());
}

void Metrics::Count(const EndedCall& call) {
  auto it = methods_.find(call.method);
  if (it == methods_.end()) it = methods_.find(kOther);
  OfMethod& method = *it->second;
  method.seconds->Observe(absl::ToDoubleSeconds(call.duration));
  const absl::StatusCode code = call.status.code();
  auto& known = method.calls[static_cast<size_t>(code)];
  prometheus::Counter* counter = known.load(std::memory_order_acquire);
  if (counter == nullptr) {
    // The same one for whoever asks at the same time.
    counter = &calls_.Add(
        {{"method", it->first}, {"code", absl::StatusCodeToString(code)}});
    known.store(counter, std::memory_order_release);
  }
  counter->Increment();
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
