#include "server/search/epoch.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

namespace rapport::search {
namespace {

constexpr uint64_t kNobody = 0;

// Processors fetch lines in pairs.
constexpr size_t kApart = 128;

struct alignas(kApart) Slot {
  // The epoch in which the guard began; kNobody while none stands.
  std::atomic<uint64_t> since = kNobody;
  std::atomic<bool> owned = false;
};

struct Retired {
  uint64_t epoch;  // in which it could last be found
  const void* object;
  void (*free)(const void*);
};

struct alignas(kApart) State {
  // Why it is right: a reader (1) loads the epoch e, (2) stores it in its slot,
  // (3) loads the pointer. A writer (a) replaces the pointer, (b) loads the
  // epoch r and notes it with the old object; later somebody (c) counts the
  // epoch up and (d) looks at all slots. All are sequentially consistent, so
  // there is one order of them. If (3) found the old object, it came before
  // (a): then (1) came before (b), so e <= r, and (2) before (d), which sees e
  // unless that guard has gone. So what no standing guard has an epoch <= r
  // for, nobody reads.
  std::atomic<uint64_t> epoch = kNobody + 1;
  std::array<Slot, kReaderSlots + 1> slots;  // the last is for taking turns
  std::mutex turns;                          // held while the last is used
  std::mutex mutex;                          // guards the next one
  std::vector<Retired> retired;
};

// Never destroyed: threads may end after main.
State& TheState() {
  static State* const state = new State;
  return *state;
}

// What a thread needs to know; plain, so that looking at it costs nothing.
struct Reader {
  Slot* slot = nullptr;  // null before the first guard
  int depth = 0;         // of nested guards
  bool in_turns = false;
};
constinit thread_local Reader reader;

Slot* OwnSlot() {
  State& state = TheState();
  for (size_t i = 0; i < kReaderSlots; ++i) {
    Slot& slot = state.slots[i];
    if (!slot.owned.load() && !slot.owned.exchange(true)) return &slot;
  }
  return nullptr;
}

// Gives the slot back when the thread ends.
struct SlotReturner {
  ~SlotReturner() {
    if (reader.slot == nullptr) return;
    reader.slot->owned.store(false);
    reader.slot = nullptr;
  }
  void Note() {}  // that the thread has one
};
thread_local SlotReturner returner;

// The first guard of a thread, or one of a thread that found no slot so far.
void FindSlot() {
  reader.slot = OwnSlot();
  if (reader.slot != nullptr) {
    returner.Note();
    return;
  }
  State& state = TheState();
  state.turns.lock();
  reader.in_turns = true;
  reader.slot = &state.slots[kReaderSlots];
}

uint64_t OldestStanding(const State& state) {
  uint64_t oldest = std::numeric_limits<uint64_t>::max();
  for (const Slot& slot : state.slots) {
    const uint64_t since = slot.since.load();
    if (since != kNobody) oldest = std::min(oldest, since);
  }
  return oldest;
}

}  // namespace

EpochGuard::EpochGuard() {
  if (reader.depth++ > 0) return;
  if (reader.slot == nullptr) FindSlot();
  reader.slot->since.store(TheState().epoch.load());
}

EpochGuard::~EpochGuard() {
  if (--reader.depth > 0) return;
  reader.slot->since.store(kNobody, std::memory_order_release);
  if (!reader.in_turns) return;
  reader.in_turns = false;
  reader.slot = nullptr;
  TheState().turns.unlock();
}

void Retire(const void* object, void (*free)(const void*)) {
  State& state = TheState();
  const uint64_t epoch = state.epoch.load();
  size_t waiting;
  {
    std::lock_guard lock(state.mutex);
    state.retired.push_back({epoch, object, free});
    waiting = state.retired.size();
  }
  if (waiting % kRetiredBatch == 0) waiting = FreeRetired();
  // Under a guard of its own it would wait for itself.
  while (waiting > kRetiredMax && reader.depth == 0) {
    std::this_thread::yield();
    waiting = FreeRetired();
  }
}

size_t FreeRetired() {
  State& state = TheState();
  std::vector<Retired> free;
  size_t left;
  {
    std::lock_guard lock(state.mutex);
    state.epoch.fetch_add(1);
    const uint64_t oldest = OldestStanding(state);
    const auto keep = std::partition(
        state.retired.begin(), state.retired.end(),
        [&](const Retired& retired) { return retired.epoch < oldest; });
    free.assign(state.retired.begin(), keep);
    state.retired.erase(state.retired.begin(), keep);
    left = state.retired.size();
  }
  for (const Retired& retired : free) retired.free(retired.object);
  return left;
}

}  // namespace rapport::search
