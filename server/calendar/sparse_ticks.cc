#include "server/calendar/sparse_ticks.h"

#include <cstring>

namespace rapport::calendar {

SparseTicks::SparseTicks(absl::Span<const PlacedWord> words)
    : count_(static_cast<uint32_t>(words.size())) {
  if (count_ == 0) return;
  memory_ = std::make_unique<std::byte[]>(bytes());
  auto* const to = reinterpret_cast<uint64_t*>(memory_.get());
  auto* const places = reinterpret_cast<uint16_t*>(to + count_);
  for (size_t i = 0; i < count_; ++i) {
    to[i] = words[i].bits;
    places[i] = words[i].place;
  }
}

SparseTicks::SparseTicks(const SparseTicks& other) : count_(other.count_) {
  if (count_ == 0) return;
  memory_ = std::make_unique<std::byte[]>(bytes());
  std::memcpy(memory_.get(), other.memory_.get(), bytes());
}

}  // namespace rapport::calendar
