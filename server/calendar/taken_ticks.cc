#include "server/calendar/taken_ticks.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "server/calendar/work_ticks.h"

namespace rapport::calendar {
namespace {

// What of a word one booking takes.
struct Piece {
  uint16_t place;
  uint16_t load;
  uint64_t bits;
};

int64_t CeilTick(absl::Time time) {
  const int64_t tick = TickOf(time);
  return TimeOfTick(tick) < time ? tick + 1 : tick;
}

// The ticks that `busy` meets, from the first that is covered on; first >= end
// if there are none.
struct Ticks {
  int64_t first;
  int64_t end;
};
Ticks TicksOf(const Busy& busy, const CoveredDays& covered) {
  const Interval all = covered.interval();
  const Interval inside = {std::max(busy.interval.start, all.start),
                           std::min(busy.interval.end, all.end)};
  if (busy.interval.empty() || inside.empty()) return {0, 0};
  return {TickOf(inside.start) - covered.first_tick(),
          CeilTick(inside.end) - covered.first_tick()};
}

void AddPieces(const Ticks& ticks, uint16_t load, std::vector<Piece>& pieces) {
  for (int64_t at = ticks.first; at < ticks.end;) {
    const int64_t place = at / kTicksOfWord;
    const int64_t next = std::min(ticks.end, (place + 1) * kTicksOfWord);
    const uint64_t bits = LowBits(next - place * kTicksOfWord) &
                          ~LowBits(at - place * kTicksOfWord);
    pieces.push_back({static_cast<uint16_t>(place), load, bits});
    at = next;
  }
}

constexpr PlacedWord kBehindAll = {std::numeric_limits<uint16_t>::max(), 0};

// The ticks of one word at which the loads of `pieces` reach `capacity`.
uint64_t FullTicks(absl::Span<const Piece> pieces, int capacity) {
  std::array<int, kTicksOfWord> loads = {};
  uint64_t full = 0;
  for (const Piece& piece : pieces) {
    for (uint64_t bits = piece.bits; bits != 0; bits &= bits - 1) {
      const int tick = std::countr_zero(bits);
      loads[tick] += piece.load;
      if (loads[tick] >= capacity) full |= uint64_t{1} << tick;
    }
  }
  return full;
}

}  // namespace

TakenTicks::TakenTicks(absl::Span<const Busy> busy, const CoveredDays& covered,
                       int capacity) {
  std::vector<Piece> pieces;
  pieces.reserve(2 * busy.size());
  for (const Busy& one : busy) {
    const Ticks ticks = TicksOf(one, covered);
    if (ticks.first >= ticks.end) continue;
    AddPieces(ticks, one.load, pieces);
    if (one.load < capacity) same_ = false;
    if (one.expires == absl::InfiniteFuture()) continue;
    next_expiry_ = std::min(next_expiry_, one.expires);
    holds_.push_back({one.expires, covered.first_tick() + ticks.first,
                      covered.first_tick() + ticks.end});
  }
  const auto by_place = [](const Piece& a, const Piece& b) {
    return a.place < b.place;
  };
  if (!std::is_sorted(pieces.begin(), pieces.end(), by_place)) {
    std::sort(pieces.begin(), pieces.end(), by_place);
  }
  std::vector<PlacedWord> touched, full;
  touched.reserve(pieces.size());
  for (size_t i = 0; i < pieces.size();) {
    const uint16_t place = pieces[i].place;
    const size_t first = i;
    PlacedWord word = {place, 0};
    for (; i < pieces.size() && pieces[i].place == place; ++i) {
      word.bits |= pieces[i].bits;
    }
    touched.push_back(word);
    if (same_) continue;
    word.bits = FullTicks({&pieces[first], i - first}, capacity);
    if (word.bits != 0) full.push_back(word);
  }
  touched_ = SparseTicks(touched);
  full_ = SparseTicks(full);
}

void TakenTicks::AddDays(std::vector<uint16_t>& days) const {
  AddDaysOf(touched_, days);
}

void TakenTicks::AddDaysUnlike(const TakenTicks& other,
                               std::vector<uint16_t>& days) const {
  const SparseTicks& mine = full();
  const SparseTicks& theirs = other.full();
  std::vector<PlacedWord> unlike;
  for (size_t i = 0, j = 0; i < mine.size() || j < theirs.size();) {
    const PlacedWord a = i < mine.size() ? mine.word(i) : kBehindAll;
    const PlacedWord b = j < theirs.size() ? theirs.word(j) : kBehindAll;
    const uint16_t place = std::min(a.place, b.place);
    const uint64_t bits =
        (a.place == place ? a.bits : 0) ^ (b.place == place ? b.bits : 0);
    if (bits != 0) unlike.push_back({place, bits});
    i += a.place == place;
    j += b.place == place;
  }
  AddDaysOf(unlike, days);
}

bool TakenTicks::AnyStale(absl::Time now, int64_t first, int64_t end) const {
  return std::any_of(holds_.begin(), holds_.end(), [&](const Hold& hold) {
    return hold.expires <= now && hold.first_tick < end &&
           first < hold.end_tick;
  });
}

}  // namespace rapport::calendar
