// Whose time this server is about to take, so that shoppers who want anybody do
// not all ask for the same person at once.
#ifndef RAPPORT_SERVER_SEARCH_ATTEMPTS_H_
#define RAPPORT_SERVER_SEARCH_ATTEMPTS_H_

#include <cstddef>
#include <mutex>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/vocabulary/id.h"

namespace rapport::search {

// Thread-safe. Advice: who is first is for the store to say.
class Attempts {
 public:
  // An attempt under way, until its end. Outlived by what it is of.
  class Attempt {
   public:
    Attempt(Attempt&& other) noexcept
        : attempts_(std::exchange(other.attempts_, nullptr)),
          associate_(other.associate_),
          start_(other.start_),
          which_(other.which_) {}
    Attempt& operator=(Attempt&&) = delete;
    ~Attempt() {
      if (attempts_ != nullptr) attempts_->End(associate_, start_);
    }

    // Of those that it was begun from.
    size_t which() const { return which_; }

   private:
    friend Attempts;
    Attempt(Attempts* attempts, const AssociateId& associate, absl::Time start,
            size_t which)
        : attempts_(attempts),
          associate_(associate),
          start_(start),
          which_(which) {}

    Attempts* attempts_;
    const AssociateId associate_;
    const absl::Time start_;
    const size_t which_;
  };

  // Begins an attempt at that start with the first of `associates`, which are
  // not none, with whom there is none under way; if there is with each of them,
  // with the very first.
  Attempt Begin(absl::Span<const AssociateId> associates, absl::Time start);

 private:
  void End(const AssociateId& associate, absl::Time start);

  std::mutex mutex_;  // guards the next one
  absl::flat_hash_map<std::pair<AssociateId, absl::Time>, int> under_way_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ATTEMPTS_H_
