// Where libpq is not installed there is no rival.
#include "tests/bench/exclude_rival.h"

namespace rapport::bench {

absl::StatusOr<std::unique_ptr<ExcludeRival>> ExcludeRival::Start(int) {
  return absl::NotFoundError("built without libpq");
}

ExcludeRival::~ExcludeRival() = default;

bool ExcludeRival::Book(int, const Wish&) { return false; }

}  // namespace rapport::bench
