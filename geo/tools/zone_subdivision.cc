#include "geo/tools/zone_subdivision.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/strings/match.h"
#include "geo/tools/town_map.h"
#include "s2/s2cell_id.h"
#include "s2/s2coords.h"
#include "s2/s2latlng.h"

namespace rapport::geo {
namespace {

// Work goes by cells of this level, so that the oracle is asked about one part
// of the world at a time.
constexpr int kTopLevel = 3;

// A sample's place on a cube face, in halves of a leaf cell.
struct GridPoint {
  uint32_t si;
  uint32_t ti;

  uint64_t key() const { return uint64_t{si} << 32 | ti; }
};

// The corners of a cell and, last, its centre.
std::array<GridPoint, 5> Samples(S2CellId cell) {
  int i, j;
  cell.ToFaceIJOrientation(&i, &j, nullptr);
  // The cell spans `size` leaves, from the multiple of it at or below.
  const uint32_t size = S2CellId::GetSizeIJ(cell.level());
  const uint32_t s = 2 * (static_cast<uint32_t>(i) & ~(size - 1));
  const uint32_t t = 2 * (static_cast<uint32_t>(j) & ~(size - 1));
  return {{{s, t},
           {s, t + 2 * size},
           {s + 2 * size, t},
           {s + 2 * size, t + 2 * size},
           {s + size, t + size}}};
}

GridPoint Centre(S2CellId cell) { return Samples(cell).back(); }

Point ToPoint(int face, const GridPoint& at) {
  const S2LatLng ll(S2::FaceSiTitoXYZ(face, at.si, at.ti).Normalize());
  return {ll.lat().degrees(), ll.lng().degrees()};
}

// A cell to look at; of a last one only the centre is asked.
struct Piece {
  S2CellId cell;
  bool last;
};

// The zones seen in a cell, each once.
using ZonesSeen = absl::InlinedVector<ZoneNumber, 8>;

void Note(ZoneNumber zone, ZonesSeen& seen) {
  if (!absl::c_linear_search(seen, zone)) seen.push_back(zone);
}

class Subdivision {
 public:
  Subdivision(ZoneOracle& oracle, const TownMap& towns,
              const SubdivisionLevels& levels)
      : oracle_(oracle), towns_(towns), levels_(levels) {}

  // Cuts the cell and appends its runs.
  absl::Status Cut(S2CellId top);

  ZoneRuns TakeRuns();

 private:
  absl::Status AskSamples(int face, const std::vector<Piece>& pieces);
  ZonesSeen Look(S2CellId cell) const;
  ZoneNumber ZoneOfLast(S2CellId cell) const;
  void SettleOrCut(const Piece& piece, std::vector<Piece>& next);
  int LevelMin(const ZonesSeen& seen, S2CellId cell);
  int LevelMax(const ZonesSeen& seen, S2CellId cell);
  size_t CountLands(const ZonesSeen& seen);
  void Settle(S2CellId cell, ZoneNumber zone);
  void AppendRuns();

  ZoneOracle& oracle_;
  const TownMap& towns_;
  const SubdivisionLevels levels_;
  // Of the cell being cut: samples by place, and the pieces that are done, by
  // their first positions.
  absl::flat_hash_map<uint64_t, ZoneNumber> samples_;
  std::vector<std::pair<uint32_t, ZoneNumber>> settled_;
  ZoneRuns runs_;
};

absl::Status Subdivision::Cut(S2CellId top) {
  samples_.clear();
  std::vector<Piece> pieces = {{top, false}};
  while (!pieces.empty()) {
    absl::Status status = AskSamples(top.face(), pieces);
    if (!status.ok()) return status;
    std::vector<Piece> next;
    for (const Piece& piece : pieces) SettleOrCut(piece, next);
    pieces = std::move(next);
  }
  AppendRuns();
  return absl::OkStatus();
}

absl::Status Subdivision::AskSamples(int face,
                                     const std::vector<Piece>& pieces) {
  std::vector<Point> points;
  std::vector<uint64_t> keys;
  const auto want = [&](const GridPoint& at) {
    if (!samples_.emplace(at.key(), 0).second) return;
    keys.push_back(at.key());
    points.push_back(ToPoint(face, at));
  };
  for (const Piece& piece : pieces) {
    if (piece.last) {
      want(Centre(piece.cell));
    } else {
      for (const GridPoint& at : Samples(piece.cell)) want(at);
    }
  }
  const absl::StatusOr<std::vector<ZoneNumber>> zones = oracle_.ZonesOf(points);
  if (!zones.ok()) return zones.status();
  for (size_t i = 0; i < keys.size(); ++i) samples_[keys[i]] = (*zones)[i];
  return absl::OkStatus();
}

ZonesSeen Subdivision::Look(S2CellId cell) const {
  ZonesSeen seen;
  for (const GridPoint& at : Samples(cell)) {
    Note(samples_.at(at.key()), seen);
  }
  for (const Town& town : towns_.In(cell)) Note(town.zone, seen);
  return seen;
}

ZoneNumber Subdivision::ZoneOfLast(S2CellId cell) const {
  const absl::Span<const Town> towns = towns_.In(cell);
  return towns.empty() ? samples_.at(Centre(cell).key()) : towns[0].zone;
}

void Subdivision::SettleOrCut(const Piece& piece, std::vector<Piece>& next) {
  const S2CellId cell = piece.cell;
  if (piece.last) return Settle(cell, ZoneOfLast(cell));
  const ZonesSeen seen = Look(cell);
  const bool mixed = seen.size() > 1;
  if (!mixed && cell.level() >= LevelMin(seen, cell)) {
    return Settle(cell, seen[0]);
  }
  const int level_max = mixed ? LevelMax(seen, cell) : S2CellId::kMaxLevel;
  if (cell.level() >= level_max) return Settle(cell, ZoneOfLast(cell));
  for (int child = 0; child < 4; ++child) {
    next.push_back({cell.child(child), cell.level() + 1 >= level_max});
  }
}

int Subdivision::LevelMin(const ZonesSeen& seen, S2CellId cell) {
  if (!towns_.In(cell).empty()) return levels_.town_min;
  return CountLands(seen) > 0 ? levels_.land_min : levels_.sea_min;
}

int Subdivision::LevelMax(const ZonesSeen& seen, S2CellId cell) {
  const size_t lands = CountLands(seen);
  if (lands == 0) return levels_.sea_min;
  if (lands == 1) return levels_.coast_max;
  // A coarser cell may have towns near in some of its parts.
  const bool town =
      cell.level() < levels_.town_neighbourhood || towns_.IsNear(cell);
  return town ? levels_.town_max : levels_.land_max;
}

size_t Subdivision::CountLands(const ZonesSeen& seen) {
  return absl::c_count_if(seen, [this](ZoneNumber zone) {
    return !IsSeaZone(oracle_.names()[zone]);
  });
}

void Subdivision::Settle(S2CellId cell, ZoneNumber zone) {
  const uint64_t begin = cell.range_min().id() >> kZonePositionShift;
  settled_.push_back({static_cast<uint32_t>(begin), zone});
}

void Subdivision::AppendRuns() {
  std::sort(settled_.begin(), settled_.end());
  for (const auto& [start, zone] : settled_) {
    if (!runs_.zone_of_run.empty() && runs_.zone_of_run.back() == zone) {
      continue;
    }
    runs_.starts.push_back(start);
    runs_.zone_of_run.push_back(zone);
  }
  settled_.clear();
}

ZoneRuns Subdivision::TakeRuns() {
  runs_.zones = oracle_.names();
  return std::move(runs_);
}

}  // namespace

bool IsSeaZone(absl::string_view name) {
  return absl::StartsWith(name, "Etc/");
}

absl::StatusOr<ZoneRuns> SubdivideZones(ZoneOracle& oracle,
                                        absl::Span<const Point> towns,
                                        const SubdivisionLevels& levels) {
  const absl::StatusOr<TownMap> town_map =
      TownMap::Make(oracle, towns, levels.town_neighbourhood);
  if (!town_map.ok()) return town_map.status();
  Subdivision subdivision(oracle, *town_map, levels);
  for (S2CellId top = S2CellId::Begin(kTopLevel);
       top != S2CellId::End(kTopLevel); top = top.next()) {
    const absl::Status status = subdivision.Cut(top);
    if (!status.ok()) return status;
  }
  return subdivision.TakeRuns();
}

}  // namespace rapport::geo
