// Reading what changes under you, without a lock: objects that are replaced,
// not altered, and freed only when nobody can be reading them any longer.
//
//   EpochGuard guard;                        // one for a whole search
//   const PersonMoment& moment = person.moment(guard);
//   ...                                      // stays as it is until the guard
//                                            // goes
//
// A reader's guard is one store into a cache line of its thread's own; readers
// write nothing that others look at often, so they do not slow each other. A
// writer puts a new object in place of the old one and retires the old. A
// retired object is freed once every guard that began before it was replaced
// has gone (epoch-based reclamation: Fraser, "Practical lock-freedom", 2004,
// §5.2.3).
//
// Guards are for moments: while one stands, nothing that is retired can be
// freed. Never wait for anything under one.
//
// It is our own because ThreadSanitizer must see why it is right: liburcu is
// not instrumented here and orders by bare fences, which ThreadSanitizer does
// not know. Here all order comes from sequentially consistent atomics.
#ifndef RAPPORT_SERVER_SEARCH_EPOCH_H_
#define RAPPORT_SERVER_SEARCH_EPOCH_H_

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

namespace rapport::search {

// Threads that can hold a guard at once, each with a cache line of its own:
// several times what a server has. Threads beyond them take turns on one more,
// so they wait for each other, but are as safe.
inline constexpr size_t kReaderSlots = 256;

// Writers free what is retired in such batches: a look at all slots each.
inline constexpr size_t kRetiredBatch = 64;

// More than these are kept for nobody: a writer that retires one more waits
// until readers let some be freed. At ten thousand changes a second it takes a
// guard of ten seconds to get there.
inline constexpr size_t kRetiredMax = 100'000;

// While it stands, its thread can read what it finds in Published objects. May
// be nested. Belongs to the thread that made it.
class EpochGuard {
 public:
  EpochGuard();
  ~EpochGuard();
  EpochGuard(const EpochGuard&) = delete;
  EpochGuard& operator=(const EpochGuard&) = delete;
};

// Frees `object` by `free` when no guard that stands now stands any longer; at
// the latest with a later batch. `object` must be out of reach of guards to
// come. Thread-safe.
void Retire(const void* object, void (*free)(const void*));

// Frees what can be freed now. Thread-safe. How much is left.
size_t FreeRetired();

// An object that writers replace while readers read. Thread-safe, but writers
// must take turns, and nobody may read while it is destroyed.
template <typename T>
class Published {
 public:
  explicit Published(std::unique_ptr<const T> first) : now_(first.release()) {}
  ~Published() { delete now_.load(); }
  Published(const Published&) = delete;
  Published& operator=(const Published&) = delete;

  // As it is now; the reference is good while the guard stands.
  const T& Get(const EpochGuard&) const { return *now_.load(); }

  // For the writer whose turn it is.
  const T& Mine() const { return *now_.load(); }

  void Set(std::unique_ptr<const T> next) {
    Retire(now_.exchange(next.release()),
           [](const void* old) { delete static_cast<const T*>(old); });
  }

 private:
  std::atomic<const T*> now_;  // never null
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_EPOCH_H_
