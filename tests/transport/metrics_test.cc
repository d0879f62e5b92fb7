// What Prometheus reads of the calls that were served.
#include "server/transport/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

#include <string>
#include <thread>
#include <vector>

#include "server/transport/policy.h"

namespace rapport::transport {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kGet[] = "rapport.v1.CatalogService/GetBrand";

std::string Text(const Metrics& metrics) {
  return prometheus::TextSerializer().Serialize(metrics.registry()->Collect());
}

EndedCall Ended(absl::string_view method, absl::StatusCode code) {
  return {.method = method,
          .status = absl::Status(code, "so"),
          .start = absl::UnixEpoch(),
          .duration = absl::Milliseconds(2),
          .brand = "acme",
          .role = "shopper"};
}

TEST(Metrics, KnowEveryMethodBeforeItIsCalled) {
  Metrics metrics;
  for (const Policy& policy : Policies()) {
    EXPECT_THAT(Text(metrics),
                HasSubstr(absl::StrCat("rapport_call_seconds_count{method=\"",
                                       policy.method, "\"} 0")));
  }
}

TEST(Metrics, CountCallsByMethodAndCode) {
  Metrics metrics;
  metrics.Count(Ended(kGet, absl::StatusCode::kOk));
  metrics.Count(Ended(kGet, absl::StatusCode::kOk));
  metrics.Count(Ended(kGet, absl::StatusCode::kNotFound));
  const std::string text = Text(metrics);
  EXPECT_THAT(text, HasSubstr("rapport_calls_total{code=\"OK\",method=\""
                              "rapport.v1.CatalogService/GetBrand\"} 2"));
  EXPECT_THAT(text, HasSubstr("rapport_calls_total{code=\"NOT_FOUND\",method=\""
                              "rapport.v1.CatalogService/GetBrand\"} 1"));
}

TEST(Metrics, MeasureHowLongCallsTook) {
  Metrics metrics;
  metrics.Count(Ended(kGet, absl::StatusCode::kOk));
  const std::string text = Text(metrics);
  const std::string bucket =
      "rapport_call_seconds_bucket{method=\""
      "rapport.v1.CatalogService/GetBrand\",le=\"";
  EXPECT_THAT(text, HasSubstr(bucket + "0.001\"} 0"));
  EXPECT_THAT(text, HasSubstr(bucket + "0.0025\"} 1"));
  EXPECT_THAT(text, HasSubstr(bucket + "+Inf\"} 1"));
}

// A caller must not be able to make series without end.
TEST(Metrics, CountMethodsThatAreNoneAsOther) {
  Metrics metrics;
  metrics.Count(Ended("some.Other/Thing", absl::StatusCode::kOk));
  const std::string text = Text(metrics);
  EXPECT_THAT(text, HasSubstr("method=\"other\"} 1"));
  EXPECT_THAT(text, Not(HasSubstr("some.Other")));
}

TEST(Metrics, SayNothingOfWhoCalled) {
  Metrics metrics;
  metrics.Count(Ended(kGet, absl::StatusCode::kOk));
  EXPECT_THAT(Text(metrics), Not(HasSubstr("acme")));
}

TEST(Metrics, LoseNoCallThatManyCountAtOnce) {
  Metrics metrics;
  std::vector<std::thread> counters;
  for (int i = 0; i < 4; ++i) {
    counters.emplace_back([&] {
      for (int j = 0; j < 500; ++j) {
        metrics.Count(Ended(kGet, absl::StatusCode::kOk));
      }
    });
  }
  for (std::thread& counter : counters) counter.join();
  EXPECT_THAT(Text(metrics),
              HasSubstr("rapport_call_seconds_count{method=\""
                        "rapport.v1.CatalogService/GetBrand\"} 2000"));
}

TEST(Metrics, ShowAGaugeAsItWasSet) {
  Metrics metrics;
  prometheus::Gauge& gauge = metrics.AddGauge("rapport_lag_seconds", "Lag");
  EXPECT_THAT(Text(metrics), HasSubstr("rapport_lag_seconds 0"));
  gauge.Set(1.5);
  EXPECT_THAT(Text(metrics), HasSubstr("rapport_lag_seconds 1.5"));
}

}  // namespace
}  // namespace rapport::transport
