// Whose time this server is about to take, so that shoppers who want anybody do
// not all ask for the same person at once.
#ifndef RAPPORT_SERVER_SEARCH_ATTEMPTS_H_
#define RAPPORT_SERVER_SEARCH_ATTEMPTS_H_

#include <cstddef>
#include <mutex>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/vocabulary/id.h"

namespace rapport::search {

// Thread-safe. Advice: who is first is for the store to say.
class Attempts {
  // Brands that import from one source give their people the same ids.
  using Key = std::tuple<BrandId, AssociateId, absl::Time>;

 public:
  // An attempt under way, until its end. Outlived by what it is of.
  class Attempt {
   public:
    Attempt(Attempt&& other) noexcept
        : attempts_(std::exchange(other.attempts_, nullptr)),
          key_(std::move(other.key_)),
          which_(other.which_) {}
    Attempt& operator=(Attempt&&) = delete;
    ~Attempt() {
      if (attempts_ != nullptr) attempts_->End(key_);
    }

    // Of those that it was begun from.
    size_t which() const { return which_; }

   private:
    friend Attempts;
    Attempt(Attempts* attempts, Key key, size_t which)
        : attempts_(attempts), key_(std::move(key)), which_(which) {}

    Attempts* attempts_;
    Key key_;
    const size_t which_;
  };

  // Begins an attempt at that start with the first of `associates`, which are
  // not none, with whom there is none under way; if there is with each of them,
  // with the very first.
  Attempt Begin(const BrandId& brand, absl::Span<const AssociateId> associates,
                absl::Time start);

 private:
  void End(const Key& key);

  std::mutex mutex_;  // guards the next one
  absl::flat_hash_map<Key, int> under_way_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ATTEMPTS_H_
