// Memory for large tables that are read at random: in huge pages where the
// system has them, as a search would else wait for the address of a page as
// long as for what is in it.

#ifndef RAPPORT_GEO_HUGE_PAGES_H_
#define RAPPORT_GEO_HUGE_PAGES_H_

#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

namespace rapport::geo {

// `bytes` on a huge page's boundary, to be freed by std::free; the huge pages
// that it fills are asked for. Nothing is wasted: what is left over is in
// ordinary ones. Null if there is no memory.
void* AllocateHuge(size_t bytes);

// For std::vector; tables smaller than a few huge pages are where they always
// were.
template <typename T>
class HugePageAllocator {
 public:
  using value_type = T;

  HugePageAllocator() = default;
  template <typename U>
  // NOLINTNEXTLINE(google-explicit-constructor): what allocators must have
  HugePageAllocator(const HugePageAllocator<U>&) {}

  T* allocate(size_t count) {
    void* memory = AllocateHuge(count * sizeof(T));
    if (memory == nullptr) throw std::bad_alloc();
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, size_t) { std::free(memory); }

  friend bool operator==(const HugePageAllocator&, const HugePageAllocator&) {
    return true;
  }
};

template <typename T>
using HugePageVector = std::vector<T, HugePageAllocator<T>>;

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_HUGE_PAGES_H_
