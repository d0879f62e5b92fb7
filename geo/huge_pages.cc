#include "geo/huge_pages.h"

#include <algorithm>

#include "geo/prefetch.h"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace rapport::geo {
namespace {

constexpr size_t kHugePage = size_t{2} << 20;

}  // namespace

void* AllocateHuge(size_t bytes) {
  const size_t huge = bytes / kHugePage * kHugePage;
  const size_t alignment = huge > 0 ? kHugePage : kCacheLine;
  void* memory = nullptr;
  if (posix_memalign(&memory, alignment, std::max<size_t>(bytes, 1)) != 0) {
    return nullptr;
  }
#if defined(MADV_HUGEPAGE)
  // Refused where there are none: then they are ordinary ones.
  if (huge > 0) madvise(memory, huge, MADV_HUGEPAGE);
#endif
  return memory;
}

}  // namespace rapport::geo
