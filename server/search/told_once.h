// What is told of things again and again, made when it is first told.
#ifndef RAPPORT_SERVER_SEARCH_TOLD_ONCE_H_
#define RAPPORT_SERVER_SEARCH_TOLD_ONCE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "geo/prefetch.h"

namespace rapport::search {

// What is told of one thing, in protobuf's encoding.
struct Told {
  absl::string_view message;  // the thing itself
  absl::string_view in_slot;  // the fields of a v1::Slot that it decides
};

// What is told of each of some numbered things that do not change. Memory: 8
// bytes a thing, and the texts that were asked for. Thread-safe; nobody waits:
// of two who make one text at once, one's is thrown away.
class ToldOnce {
 public:
  // What a new text is made of.
  struct Texts {
    std::string message;
    std::string in_slot;
  };

  explicit ToldOnce(size_t things) : kept_(things) {}
  ~ToldOnce() {
    for (auto& kept : kept_) delete[] kept.load(std::memory_order_relaxed);
  }
  ToldOnce(const ToldOnce&) = delete;
  ToldOnce& operator=(const ToldOnce&) = delete;

  // Fetch from memory what Of looks at: the first where a text is, the second,
  // some time after it, a text that is there.
  void Expect(size_t thing) const { geo::PrefetchLine(&kept_[thing]); }
  void ExpectText(size_t thing) const {
    const char* text = kept_[thing].load(std::memory_order_acquire);
    for (size_t i = 0; text != nullptr && i < kUsualBytes;
         i += geo::kCacheLine) {
      geo::PrefetchLine(text + i);
    }
  }

  // What is told of a thing; `tell` makes it if it is the first. Lives as long
  // as this.
  Told Of(size_t thing, absl::FunctionRef<Texts()> tell) {
    std::atomic<const char*>& kept = kept_[thing];
    const char* text = kept.load(std::memory_order_acquire);
    if (text != nullptr) return Unpack(text);
    std::unique_ptr<char[]> made = Pack(tell());
    if (kept.compare_exchange_strong(text, made.get(),
                                     std::memory_order_acq_rel)) {
      return Unpack(made.release());
    }
    return Unpack(text);
  }

 private:
  // Before the texts of a thing, one behind the other.
  struct Sizes {
    uint32_t message;
    uint32_t in_slot;
  };
  // Most texts are not longer.
  static constexpr size_t kUsualBytes = 6 * geo::kCacheLine;

  static std::unique_ptr<char[]> Pack(const Texts& texts) {
    const Sizes sizes = {static_cast<uint32_t>(texts.message.size()),
                         static_cast<uint32_t>(texts.in_slot.size())};
    auto packed =
        std::make_unique<char[]>(sizeof(sizes) + sizes.message + sizes.in_slot);
    char* end = packed.get();
    std::memcpy(end, &sizes, sizeof(sizes));
    end += sizeof(sizes);
    std::memcpy(end, texts.message.data(), sizes.message);
    end += sizes.message;
    std::memcpy(end, texts.in_slot.data(), sizes.in_slot);
    return packed;
  }

  static Told Unpack(const char* packed) {
    Sizes sizes;
    std::memcpy(&sizes, packed, sizeof(sizes));
    const char* text = packed + sizeof(sizes);
    return {{text, sizes.message}, {text + sizes.message, sizes.in_slot}};
  }

  std::vector<std::atomic<const char*>> kept_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_TOLD_ONCE_H_
