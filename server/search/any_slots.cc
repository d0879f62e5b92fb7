#include "server/search/any_slots.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "absl/container/btree_map.h"
#include "server/search/associate_matcher.h"
#include "server/search/associate_scorer.h"
#include "server/search/associate_search.h"

namespace rapport::search {
namespace {

// Keeps the earliest places behind a cursor, and how often each was met.
class EarliestPlaces {
 public:
  EarliestPlaces(const std::optional<SlotPlace>& after, size_t limit)
      : after_(after), limit_(limit) {}

  // False if no later place can be among them. A place that was let go never
  // comes back, so those that stay are counted whole.
  bool Offer(const SlotPlace& place) {
    if (after_.has_value() && !(*after_ < place)) return true;
    const bool is_full = counts_.size() > limit_;
    if (is_full && std::prev(counts_.end())->first < place) return false;
    ++counts_[place];
    // One more than the page, to know of more.
    if (counts_.size() > limit_ + 1) counts_.erase(std::prev(counts_.end()));
    return true;
  }

  void Take(AnySlotsPage& page) const {
    for (const auto& [place, associates] : counts_) {
      page.more = page.slots.size() == limit_;
      if (!page.more) page.slots.push_back({place, associates});
    }
  }

 private:
  const std::optional<SlotPlace>& after_;
  const size_t limit_;
  absl::btree_map<SlotPlace, int> counts_;
};

// The same query without what lies before `after`. Windows on the stores' own
// clocks stay as they are.
AssociateQuery From(const AssociateQuery& query,
                    const std::optional<SlotPlace>& after) {
  AssociateQuery rest = query;
  if (!after.has_value()) return rest;
  for (Interval& window : rest.windows) {
    window.start = std::max(window.start, std::min(after->start, window.end));
  }
  return rest;
}

}  // namespace

AnySlotsPage FindAnySlots(const BrandIndex& index, const AssociateQuery& query,
                          const std::optional<SlotPlace>& after, size_t limit,
                          size_t associates_max) {
  AssociateQuery who = query;
  who.include_unavailable = false;
  who.slots_max = 0;
  who.limit = associates_max;
  who.after.reset();
  std::vector<const AssociateRecord*> found;
  AssociateCursor last;
  AnySlotsPage page;
  page.partial = SearchAssociates(
      index, who,
      [&](const AssociateFound& each) { found.push_back(&each.associate); },
      last);
  const AssociateQuery rest = From(who, after);
  const AssociateMatcher matcher(index, rest);
  AssociateScorer scorer(index, rest);
  EarliestPlaces places(after, limit);
  std::optional<geo::Meters> distance;
  for (const AssociateRecord* associate : found) {
    if (query.give_up && query.give_up()) return page;
    for (uint32_t entry : index.EntriesOf(*associate)) {
      if (!matcher.Meets(entry, distance)) continue;
      const ChannelSet channels = scorer.ChannelsAt(entry);
      for (Channel channel : kAllChannels) {
        if (!channels.Has(channel)) continue;
        scorer.ForEachSlot(entry, channel, [&](const calendar::FreeSlot& slot) {
          return places.Offer({slot.interval.start, slot.store, channel});
        });
      }
    }
  }
  places.Take(page);
  return page;
}

}  // namespace rapport::search
