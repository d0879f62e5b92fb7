#include "geo/tools/town_map.h"

#include <algorithm>
#include <utility>

#include "s2/s2latlng.h"

namespace rapport::geo {
namespace {

// How many towns the oracle is asked about at once.
constexpr size_t kBatch = 4096;

std::vector<std::pair<S2CellId, Point>> AlongTheCurve(
    absl::Span<const Point> points) {
  std::vector<std::pair<S2CellId, Point>> sorted;
  sorted.reserve(points.size());
  for (const Point& point : points) {
    sorted.push_back({S2CellId(LeafCellId(point)), point});
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return sorted;
}

}  // namespace

absl::StatusOr<TownMap> TownMap::Make(ZoneOracle& oracle,
                                      absl::Span<const Point> points,
                                      int neighbourhood_level) {
  TownMap map;
  map.neighbourhood_level_ = neighbourhood_level;
  const auto sorted = AlongTheCurve(points);
  std::vector<Point> batch;
  for (size_t begin = 0; begin < sorted.size(); begin += kBatch) {
    const size_t end = std::min(begin + kBatch, sorted.size());
    batch.clear();
    for (size_t i = begin; i < end; ++i) batch.push_back(sorted[i].second);
    const absl::StatusOr<std::vector<ZoneNumber>> zones = oracle.ZonesOf(batch);
    if (!zones.ok()) return zones.status();
    for (size_t i = begin; i < end; ++i) {
      map.towns_.push_back({sorted[i].first, (*zones)[i - begin]});
    }
  }
  std::vector<S2CellId> around;
  for (const Town& town : map.towns_) {
    const S2CellId home = town.leaf.parent(neighbourhood_level);
    around.assign(1, home);
    home.AppendAllNeighbors(neighbourhood_level, &around);
    for (S2CellId cell : around) map.near_.insert(cell.id());
  }
  return map;
}

absl::Span<const Town> TownMap::In(S2CellId cell) const {
  const auto begin = std::lower_bound(
      towns_.begin(), towns_.end(), cell.range_min(),
      [](const Town& town, S2CellId leaf) { return town.leaf < leaf; });
  const auto end = std::upper_bound(
      begin, towns_.end(), cell.range_max(),
      [](S2CellId leaf, const Town& town) { return leaf < town.leaf; });
  return absl::MakeConstSpan(towns_).subspan(begin - towns_.begin(),
                                             end - begin);
}

bool TownMap::IsNear(S2CellId cell) const {
  return near_.contains(cell.parent(neighbourhood_level_).id());
}

}  // namespace rapport::geo
