// Whether and how well somebody fits a query: their time, and their score.
#ifndef RAPPORT_SERVER_SEARCH_ASSOCIATE_SCORER_H_
#define RAPPORT_SERVER_SEARCH_ASSOCIATE_SCORER_H_

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "server/search/associate_query.h"
#include "server/search/best_associates.h"
#include "server/search/brand_index.h"

namespace rapport::search {

// Lives as long as the query and the index.
class AssociateScorer {
 public:
  AssociateScorer(const BrandIndex& index, const AssociateQuery& query);

  // The least that the first of anybody's rank can be who is so far off or
  // further, if they are not among the familiar.
  double LeastFirst(std::optional<geo::Meters> distance) const;

  // The candidate at an entry that meets everything but time. Nothing if their
  // time does not fit, or if they rank after `worst_first`.
  std::optional<AssociateCandidate> Score(uint32_t entry,
                                          std::optional<geo::Meters> distance,
                                          double worst_first);

  // Whether their time fits, on whatever channel.
  bool FitsInTime(uint32_t entry);

  // The query's channels on which they can be had at the entry.
  ChannelSet ChannelsAt(uint32_t entry) const;

  // Calls `visit` with the free slots at the entry on the channel, inside a
  // window, earliest first, each once, until it answers false.
  void ForEachSlot(uint32_t entry, Channel channel,
                   absl::FunctionRef<bool(const calendar::FreeSlot&)> visit);

 private:
  using ChannelList = absl::InlinedVector<Channel, 8>;
  struct ZoneWindows {
    absl::TimeZone zone;
    std::vector<Interval> windows;
  };

  // How they would meet, and whether there is time for it.
  struct Fit {
    AssociateCandidate candidate;
    bool is_free;
  };

  // Numbers that say how much of a language or style somebody lacks.
  struct Lack {
    uint32_t attribute;
    int64_t metres;
  };

  void AddLanguageLacks();
  void AddStyleLacks();
  int64_t LackOf(uint32_t entry, const std::vector<Lack>& lacks) const;
  ChannelSet OfferedAt(uint32_t entry) const;
  int64_t DistancePart(std::optional<geo::Meters> distance,
                       Channel channel) const;
  // The parts of the score that no channel changes.
  AssociateScore ScoreAnywhere(uint32_t entry) const;
  // Adds the wait for the first slot on the candidate's channel, and says when
  // that is. Whether there is one.
  bool AddWait(uint32_t entry, AssociateCandidate& candidate,
               std::optional<absl::Time>& start);
  bool ScoreOn(uint32_t entry, AssociateCandidate& candidate,
               const std::optional<Fit>& best, double worst_first,
               bool& is_free);
  // Whether no other channel can be better.
  bool CannotBeBeaten(const Fit& fit) const;
  // In order of start. At least one.
  const std::vector<Interval>& WindowsIn(const absl::TimeZone& zone);
  std::optional<absl::Time> FirstStart(uint32_t entry, Channel channel);
  AssociateRank RankOf(const AssociateScore& score,
                       std::optional<geo::Meters> distance,
                       std::optional<absl::Time> start) const;

  const BrandIndex& index_;
  const AssociateQuery& query_;
  const bool has_time_;
  const int service_;     // by which policies know it
  ChannelList channels_;  // those that will do, best first
  double least_distance_factor_ = 1;
  std::vector<Lack> language_lacks_;
  std::vector<Lack> style_lacks_;
  absl::flat_hash_set<AssociateId> familiar_;
  std::vector<ZoneWindows> windows_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ASSOCIATE_SCORER_H_
