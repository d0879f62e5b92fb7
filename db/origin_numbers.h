// The numbers that one origin has given to its events, and what became of them.
#ifndef RAPPORT_DB_ORIGIN_NUMBERS_H_
#define RAPPORT_DB_ORIGIN_NUMBERS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/btree_set.h"

namespace rapport::db {

// Each number is taken once, and is open until it is known to be done: its
// event was committed, or a void row stands in its place. In between it may be
// owed: its transaction came to nothing, as far as one can tell. Not
// thread-safe.
class OriginNumbers {
 public:
  // The next number, from 1. It is open.
  int64_t Take();

  // An open number came to nothing, and needs a void row.
  void Owe(int64_t seq);

  // A number's row is there: its own or a void one.
  void Done(int64_t seq);

  // The largest n such that 1 to n are done.
  int64_t SafeSeq() const;

  // At most `limit` of those owed: first the ones after `after`, in order, then
  // from the beginning, so that one that cannot be settled delays no other.
  std::vector<int64_t> Owed(int64_t after, size_t limit) const;

  size_t owed_count() const { return owed_.size(); }

 private:
  int64_t next_ = 1;
  absl::btree_set<int64_t> open_;
  absl::btree_set<int64_t> owed_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_ORIGIN_NUMBERS_H_
