// What is told of things again and again, made when it is first told.
#ifndef RAPPORT_SERVER_SEARCH_TOLD_ONCE_H_
#define RAPPORT_SERVER_SEARCH_TOLD_ONCE_H_

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"

namespace rapport::search {

// A text for each of some numbered things that do not change. Memory: 8 bytes a
// thing, and the texts that were asked for. Thread-safe; nobody waits: of two
// who make one text at once, one's is thrown away.
class ToldOnce {
 public:
  explicit ToldOnce(size_t things) : texts_(things) {}
  ~ToldOnce() {
    for (auto& text : texts_) delete text.load(std::memory_order_relaxed);
  }
  ToldOnce(const ToldOnce&) = delete;
  ToldOnce& operator=(const ToldOnce&) = delete;

  // The text of a thing, which `tell` makes if it is the first. Lives as long
  // as this.
  const std::string& Of(size_t thing, absl::FunctionRef<std::string()> tell) {
    std::atomic<const std::string*>& known = texts_[thing];
    const std::string* text = known.load(std::memory_order_acquire);
    if (text != nullptr) return *text;
    auto made = std::make_unique<const std::string>(tell());
    if (known.compare_exchange_strong(text, made.get(),
                                      std::memory_order_acq_rel)) {
      return *made.release();
    }
    return *text;
  }

 private:
  std::vector<std::atomic<const std::string*>> texts_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_TOLD_ONCE_H_
