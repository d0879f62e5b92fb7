// The best of many candidates, each place once.
#ifndef RAPPORT_SERVER_PLACES_TOP_PLACES_H_
#define RAPPORT_SERVER_PLACES_TOP_PLACES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rapport::places {

struct Candidate {
  int score = 0;
  uint32_t place = 0;  // an index: the more populous of two is lower
  uint32_t name = 0;   // the name that matched

  // The better comes first: by score, then the more populous place.
  bool operator<(const Candidate& other) const;
};

// Not thread-safe.
class TopPlaces {
 public:
  // `limit` is at least 1.
  explicit TopPlaces(size_t limit) : limit_(limit) {}

  void Offer(const Candidate& candidate);

  // Candidates below it need not be offered.
  int ScoreMin() const;

  const std::vector<Candidate>& best() const { return best_; }  // in order

 private:
  size_t limit_;
  std::vector<Candidate> best_;
};

}  // namespace rapport::places

#endif  // RAPPORT_SERVER_PLACES_TOP_PLACES_H_
