#include "geo/area.h"

#include "s2/s2cell_id.h"

namespace rapport::geo {
namespace {

constexpr int kAreaLevel = 9;

}  // namespace

std::string AreaToken(const Point& point) {
  return S2CellId(LeafCellId(point)).parent(kAreaLevel).ToToken();
}

}  // namespace rapport::geo
