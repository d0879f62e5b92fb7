#include "geo/curve_order.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "geo/parallel.h"

namespace rapport::geo {
namespace {

struct Keyed {
  uint64_t cell;
  uint32_t number;

  friend bool operator<(const Keyed& a, const Keyed& b) {
    return a.cell != b.cell ? a.cell < b.cell : a.number < b.number;
  }
};

// Parts that are sorted by themselves before they are merged; fewer points are
// not worth cutting.
constexpr size_t kPartMin = 8192;

// A power of two of them, so that they can be merged two by two.
size_t PartsFor(size_t count, int threads) {
  size_t parts = 1;
  while (parts < static_cast<size_t>(std::max(threads, 1)) &&
         count / (2 * parts) >= kPartMin) {
    parts *= 2;
  }
  return parts;
}

// What sorted parts make is merged into `to`, two by two.
void MergePairs(const std::vector<Keyed>& from, size_t parts, int threads,
                std::vector<Keyed>& to) {
  const auto at = [&](size_t part) { return from.size() * part / parts; };
  ForEachOf(parts / 2, threads, [&](size_t pair) {
    const Keyed* begin = from.data();
    const size_t low = at(2 * pair);
    const size_t middle = at(2 * pair + 1);
    const size_t high = at(2 * pair + 2);
    std::merge(begin + low, begin + middle, begin + middle, begin + high,
               to.begin() + low);
  });
}

void Sort(std::vector<Keyed>& keys, int threads) {
  size_t parts = PartsFor(keys.size(), threads);
  ForEachOf(parts, threads, [&](size_t part) {
    std::sort(keys.begin() + keys.size() * part / parts,
              keys.begin() + keys.size() * (part + 1) / parts);
  });
  if (parts == 1) return;
  std::vector<Keyed> merged(keys.size());
  for (; parts > 1; parts /= 2) {
    MergePairs(keys, parts, threads, merged);
    keys.swap(merged);
  }
}

}  // namespace

std::vector<uint32_t> OrderAlongCurve(absl::Span<const Point> points,
                                      int threads) {
  std::vector<Keyed> keys(points.size());
  ForEachRange(points.size(), threads, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      keys[i] = {LeafCellId(points[i]), static_cast<uint32_t>(i)};
    }
  });
  if (!std::is_sorted(keys.begin(), keys.end())) Sort(keys, threads);
  std::vector<uint32_t> order(points.size());
  std::transform(keys.begin(), keys.end(), order.begin(),
                 [](const Keyed& key) { return key.number; });
  return order;
}

}  // namespace rapport::geo
