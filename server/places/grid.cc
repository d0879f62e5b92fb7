#include "server/places/grid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <set>

namespace rapport::places {
namespace {

constexpr double kBandDegrees = 2;
constexpr int kBands = 90;
// Bounds are rounded outwards by it, about a metre.
constexpr double kSlackDegrees = 1e-5;

double Radians(double degrees) { return degrees * std::numbers::pi / 180; }
double Degrees(double radians) { return radians * 180 / std::numbers::pi; }

struct Grid {
  std::array<uint32_t, kBands> cells;  // of each band
  std::array<uint32_t, kBands + 1> first;
};

Grid MakeGrid() {
  Grid grid;
  grid.first[0] = 0;
  for (int band = 0; band < kBands; ++band) {
    const double middle = -90 + kBandDegrees * (band + 0.5);
    grid.cells[band] = std::max<uint32_t>(
        1, std::lround(360 / kBandDegrees * std::cos(Radians(middle))));
    grid.first[band + 1] = grid.first[band] + grid.cells[band];
  }
  return grid;
}

const Grid& TheGrid() {
  static const Grid grid = MakeGrid();
  return grid;
}

int BandOf(double latitude_deg) {
  return std::clamp(
      static_cast<int>(std::floor((latitude_deg + 90) / kBandDegrees)), 0,
      kBands - 1);
}

// The longitude is from -540 to 540 degrees.
uint32_t CellInBand(int band, double longitude_deg) {
  const uint32_t cells = TheGrid().cells[band];
  const auto cell =
      static_cast<int64_t>(std::floor((longitude_deg + 180) / 360 * cells));
  return TheGrid().first[band] +
         static_cast<uint32_t>((cell + 2 * int64_t{cells}) % cells);
}

// How far east or west of the centre a point within the angle can be; 180
// where a pole is within it.
double LongitudeReach(double latitude_deg, double angle_deg) {
  if (std::abs(latitude_deg) + angle_deg >= 90) return 180;
  return Degrees(std::asin(std::sin(Radians(angle_deg)) /
                           std::cos(Radians(latitude_deg))));
}

void AddCells(int band, double longitude_deg, double reach_deg,
              std::set<uint32_t>& cells) {
  const double step = 360.0 / TheGrid().cells[band];
  for (double at = -reach_deg; at < reach_deg; at += step) {
    cells.insert(CellInBand(band, longitude_deg + at));
  }
  cells.insert(CellInBand(band, longitude_deg + reach_deg));
}

}  // namespace

uint32_t GridCells() { return TheGrid().first[kBands]; }

uint32_t GridCellOf(const geo::Point& point) {
  return CellInBand(BandOf(point.latitude_deg), point.longitude_deg);
}

std::vector<uint32_t> GridCellsAround(const geo::Point& center,
                                      geo::Meters radius) {
  const double angle =
      Degrees(radius.value / geo::kEarthRadius.value) + kSlackDegrees;
  const double reach = std::min(
      180.0, LongitudeReach(center.latitude_deg, angle) + kSlackDegrees);
  std::set<uint32_t> cells;
  for (int band = BandOf(center.latitude_deg - angle);
       band <= BandOf(center.latitude_deg + angle); ++band) {
    AddCells(band, center.longitude_deg, reach, cells);
  }
  return {cells.begin(), cells.end()};
}

}  // namespace rapport::places
