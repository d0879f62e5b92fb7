#include "db/origin_numbers.h"

#include <algorithm>

namespace rapport::db {

int64_t OriginNumbers::Take() {
  open_.insert(next_);
  return next_++;
}

void OriginNumbers::Owe(int64_t seq) {
  if (open_.erase(seq) > 0) owed_.insert(seq);
}

void OriginNumbers::Done(int64_t seq) {
  open_.erase(seq);
  owed_.erase(seq);
}

int64_t OriginNumbers::SafeSeq() const {
  int64_t first_missing = next_;
  if (!open_.empty()) first_missing = std::min(first_missing, *open_.begin());
  if (!owed_.empty()) first_missing = std::min(first_missing, *owed_.begin());
  return first_missing - 1;
}

std::vector<int64_t> OriginNumbers::Owed(int64_t after, size_t limit) const {
  std::vector<int64_t> owed;
  const size_t count = std::min(limit, owed_.size());
  auto next = owed_.upper_bound(after);
  while (owed.size() < count) {
    if (next == owed_.end()) next = owed_.begin();
    owed.push_back(*next++);
  }
  return owed;
}

}  // namespace rapport::db
