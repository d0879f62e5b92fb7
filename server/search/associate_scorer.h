// Whether and how well somebody fits a query: their time, and their score.
#ifndef RAPPORT_SERVER_SEARCH_ASSOCIATE_SCORER_H_
#define RAPPORT_SERVER_SEARCH_ASSOCIATE_SCORER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "geo/spatial_index.h"
#include "server/calendar/tick_ask.h"
#include "server/search/associate_query.h"
#include "server/search/best_associates.h"
#include "server/search/brand_index.h"
#include "server/search/callers_holds.h"
#include "server/search/epoch.h"
#include "server/search/query_windows.h"

namespace rapport::search {

// Lives as long as the query and the index, in one thread, and not for long: see
// EpochGuard.
class AssociateScorer final : public geo::Lookahead {
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

  // Fetches from memory what the others look at first.
  void Expect(uint32_t entry) const override;

  // The query's channels on which they can be had at the entry.
  ChannelSet ChannelsAt(uint32_t entry) const;

  // Calls `visit` with the free slots at the entry on the channel, inside a
  // window, earliest first, each once, until it answers false.
  void ForEachSlot(uint32_t entry, Channel channel,
                   absl::FunctionRef<bool(const calendar::FreeSlot&)> visit);

  // What the caller holds of their time.
  absl::Span<const OwnHold> OwnWith(uint32_t entry) const {
    return own_.With(index_.entries()[entry].associate);
  }

 private:
  using ChannelList = absl::InlinedVector<Channel, 8>;

  // Nobody's entry, and how many are announced before one is looked at.
  static constexpr uint32_t kNobody = ~uint32_t{0};
  static constexpr size_t kExpectedAhead = 8;

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
  // Whether a look at their week, which costs little, rules out that they fit.
  bool HasNoTime(uint32_t entry);
  int64_t DistancePart(std::optional<geo::Meters> distance,
                       Channel channel) const;
  // The parts of the score that no channel changes.
  AssociateScore ScoreAnywhere(uint32_t entry) const;
  // Adds the wait for the first slot on the candidate's channel, and says when
  // that is. Whether there is one.
  bool AddWait(uint32_t entry, ChannelSet channels,
               AssociateCandidate& candidate, std::optional<absl::Time>& start);
  // Whether they fit on one of the channels, and rank before `best`.
  bool ScoreOn(uint32_t entry, ChannelSet channels,
               AssociateCandidate& candidate, const std::optional<Fit>& best,
               double worst_first, bool& is_free);
  std::optional<Fit> BestFit(uint32_t entry, ChannelSet offered,
                             AssociateCandidate candidate, double worst_first);
  std::optional<Fit> FitOnAny(uint32_t entry, ChannelSet offered,
                              AssociateCandidate candidate, double worst_first);
  // `ask`, made ready for the entry.
  calendar::TickAsk& Ready(calendar::TickAsk& ask, uint32_t entry,
                           ChannelSet channels) const;
  void ForEachSlotIn(size_t window, uint32_t entry, Channel channel,
                     absl::FunctionRef<bool(const calendar::FreeSlot&)> visit);
  // The first start on any of the channels.
  std::optional<absl::Time> FirstStart(uint32_t entry, ChannelSet channels);
  std::optional<absl::Time> FirstStartTheLongWay(uint32_t entry,
                                                 ChannelSet channels);
  // Of those offered the first on which there is a slot from then on.
  Channel ChannelAt(uint32_t entry, ChannelSet offered, absl::Time start);
  AssociateRank RankOf(const AssociateScore& score,
                       std::optional<geo::Meters> distance,
                       std::optional<absl::Time> start) const;

  const CallersHolds own_;  // before the guard: it may wait for a writer
  const EpochGuard guard_;  // what is read of people stays till the end
  const BrandIndex& index_;
  const AssociateQuery& query_;
  QueryWindows windows_;
  const bool has_time_;
  const int service_;           // by which policies know it
  ChannelList channels_;        // those that will do, best first
  ChannelSet channel_set_;      // the same
  bool asks_together_ = false;  // for all channels, none of which ranks higher
  double least_distance_factor_ = 1;
  std::vector<Lack> language_lacks_;
  std::vector<Lack> style_lacks_;
  absl::flat_hash_set<AssociateId> familiar_;
  // The entries that were announced, those of long before in the second.
  mutable std::array<std::array<uint32_t, kExpectedAhead>, 2> expected_;
  mutable size_t turn_ = 0;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ASSOCIATE_SCORER_H_
