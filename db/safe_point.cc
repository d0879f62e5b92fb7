#include "db/safe_point.h"

namespace rapport::db {
namespace {

constexpr size_t kLanes = 64;

// PRIMARY
constexpr char kWrite[] =
    "INSERT INTO safe_point (lane, uses) VALUES (?, 1)"
    " ON DUPLICATE KEY UPDATE uses = uses + 1";

}  // namespace

absl::Status WriteSafePoint(Transaction& transaction, size_t key) {
  return transaction.Execute(kWrite, {static_cast<int>(key % kLanes)}).status();
}

}  // namespace rapport::db
