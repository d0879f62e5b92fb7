// A zone oracle of a made-up world, which counts its questions.

#ifndef RAPPORT_TESTS_GEO_FAKE_ZONE_ORACLE_H_
#define RAPPORT_TESTS_GEO_FAKE_ZONE_ORACLE_H_

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "geo/tools/zone_oracle.h"

namespace rapport::geo {

class FakeZoneOracle : public ZoneOracle {
 public:
  using World = std::function<std::string(const Point&)>;

  explicit FakeZoneOracle(World world) : world_(std::move(world)) {}

  absl::StatusOr<std::vector<ZoneNumber>> ZonesOf(
      absl::Span<const Point> points) override {
    if (asked_ + points.size() > answers_max_) {
      return absl::UnavailableError("the oracle is tired");
    }
    asked_ += points.size();
    std::vector<ZoneNumber> zones;
    for (const Point& point : points) zones.push_back(NumberOf(world_(point)));
    return zones;
  }

  const std::vector<std::string>& names() const override { return names_; }

  void FailAfter(size_t answers) { answers_max_ = answers; }
  size_t asked() const { return asked_; }

 private:
  ZoneNumber NumberOf(const std::string& name) {
    const auto it = std::find(names_.begin(), names_.end(), name);
    const auto number = static_cast<ZoneNumber>(it - names_.begin());
    if (it == names_.end()) names_.push_back(name);
    return number;
  }

  World world_;
  std::vector<std::string> names_;
  size_t asked_ = 0;
  size_t answers_max_ = static_cast<size_t>(-1) / 2;
};

}  // namespace rapport::geo

#endif  // RAPPORT_TESTS_GEO_FAKE_ZONE_ORACLE_H_
