#include "server/search/associate_scorer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "server/search/slot_finder.h"

namespace rapport::search {
namespace {

constexpr double kDaySeconds = 24 * 60 * 60;

// No index has an attribute of that number: nobody has it.
constexpr uint32_t kNobodys = std::numeric_limits<uint32_t>::max();

double Seconds(absl::Duration duration) {
  return absl::ToDoubleSeconds(duration);
}

bool StartsEarlier(const Interval& a, const Interval& b) {
  return a.start < b.start || (a.start == b.start && a.end < b.end);
}

absl::Time LatestEnd(const std::vector<Interval>& windows) {
  absl::Time latest = windows.front().end;
  for (const Interval& window : windows) {
    latest = std::max(latest, window.end);
  }
  return latest;
}

}  // namespace

AssociateScorer::AssociateScorer(const BrandIndex& index,
                                 const AssociateQuery& query)
    : index_(index),
      query_(query),
      has_time_(query.has_time()),
      service_(query.service == nullptr
                   ? catalog::OfferTable::kNoService
                   : index.ServiceNumber(query.service->id)),
      familiar_(query.familiar.begin(), query.familiar.end()) {
  channels_.assign(query.channels.begin(), query.channels.end());
  if (channels_.empty()) {
    channels_.assign(std::begin(kAllChannels), std::end(kAllChannels));
  }
  if (query.service != nullptr) {
    channels_.erase(
        std::remove_if(channels_.begin(), channels_.end(),
                       [&](Channel channel) {
                         return !query.service->channels.Has(channel);
                       }),
        channels_.end());
  }
  for (Channel channel : channels_) {
    if (query.channels.empty() || channel == Channel::kInStore) continue;
    least_distance_factor_ = std::min(
        least_distance_factor_, query.weights.remote_distance_percent / 100.0);
  }
  AddLanguageLacks();
  AddStyleLacks();
}

void AssociateScorer::AddLanguageLacks() {
  for (const LanguageWish& wish : query_.languages) {
    const int asked = static_cast<int>(wish.level);
    const int best = static_cast<int>(LanguageLevel::kNative);
    for (int level = asked + 1; level <= best; ++level) {
      const auto number = index_.associate_attributes().OfLanguage(
          wish.key, static_cast<LanguageLevel>(level));
      language_lacks_.push_back(
          {number.value_or(kNobodys), query_.weights.language_level_m});
    }
  }
}

void AssociateScorer::AddStyleLacks() {
  for (const StyleId& style : query_.any_styles) {
    const auto number = index_.associate_attributes().OfStyle(style);
    style_lacks_.push_back({number.value_or(kNobodys), query_.weights.style_m});
  }
}

int64_t AssociateScorer::LackOf(uint32_t entry,
                                const std::vector<Lack>& lacks) const {
  int64_t metres = 0;
  for (const Lack& lack : lacks) {
    if (!index_.near_entries().Has(entry, lack.attribute)) {
      metres += lack.metres;
    }
  }
  return metres;
}

int64_t AssociateScorer::DistancePart(std::optional<geo::Meters> distance,
                                      Channel channel) const {
  if (!distance.has_value()) return 0;
  const bool counts_whole =
      query_.channels.empty() || channel == Channel::kInStore;
  const double factor =
      counts_whole ? 1 : query_.weights.remote_distance_percent / 100.0;
  return static_cast<int64_t>(distance->value * factor);
}

double AssociateScorer::LeastFirst(std::optional<geo::Meters> distance) const {
  switch (query_.order) {
    case AssociateOrder::kDistance:
      return distance.has_value() ? distance->value : 0;
    case AssociateOrder::kScore: {
      const double unfamiliar =
          familiar_.empty() ? 0 : query_.weights.unfamiliar_m;
      if (!distance.has_value()) return unfamiliar;
      return std::floor(distance->value * least_distance_factor_) + unfamiliar;
    }
    case AssociateOrder::kEarliest:
      break;
  }
  return -std::numeric_limits<double>::infinity();
}

const std::vector<Interval>& AssociateScorer::WindowsIn(
    const absl::TimeZone& zone) {
  // Where no window is on the stores' clocks, they are the same everywhere.
  const absl::TimeZone known =
      query_.store_windows.empty() ? absl::UTCTimeZone() : zone;
  for (const ZoneWindows& each : windows_) {
    if (each.zone == known) return each.windows;
  }
  ZoneWindows& added = windows_.emplace_back();
  added.zone = known;
  added.windows = query_.windows;
  for (const calendar::LocalWindow& window : query_.store_windows) {
    calendar::AppendIntervals(window, zone, added.windows);
  }
  std::sort(added.windows.begin(), added.windows.end(), StartsEarlier);
  return added.windows;
}

ChannelSet AssociateScorer::OfferedAt(uint32_t entry) const {
  const Entry& at = index_.entries()[entry];
  return index_.AssociateOf(entry).associate->content.channels &
         index_.offers().OfferedChannels(at.associate, at.store, service_);
}

ChannelSet AssociateScorer::ChannelsAt(uint32_t entry) const {
  ChannelSet asked;
  for (Channel channel : channels_) asked.Add(channel);
  return asked & OfferedAt(entry);
}

std::optional<absl::Time> AssociateScorer::FirstStart(uint32_t entry,
                                                      Channel channel) {
  const StoreRecord& store = index_.StoreOf(entry);
  const SlotWish wish = {query_.service, channel, store.store->id, query_.now};
  std::optional<absl::Time> first;
  for (const Interval& window : WindowsIn(store.zone)) {
    if (first.has_value() && window.start >= *first) break;
    ForEachFreeSlot(index_, index_.AssociateOf(entry), wish, window,
                    [&](const calendar::FreeSlot& slot) {
                      first = std::min(first.value_or(slot.interval.start),
                                       slot.interval.start);
                      return false;
                    });
  }
  return first;
}

bool AssociateScorer::FitsInTime(uint32_t entry) {
  const ChannelSet offered = OfferedAt(entry);
  return std::any_of(channels_.begin(), channels_.end(), [&](Channel channel) {
    if (!offered.Has(channel)) return false;
    return !has_time_ || query_.include_unavailable ||
           FirstStart(entry, channel).has_value();
  });
}

AssociateRank AssociateScorer::RankOf(const AssociateScore& score,
                                      std::optional<geo::Meters> distance,
                                      std::optional<absl::Time> start) const {
  const double metres = distance.value_or(geo::Meters{}).value;
  switch (query_.order) {
    case AssociateOrder::kScore:
      return {.first = static_cast<double>(score.total_m())};
    case AssociateOrder::kDistance:
      return {.first = metres};
    case AssociateOrder::kEarliest:
      break;
  }
  return {.first = Seconds(start.value_or(query_.now) - absl::UnixEpoch()),
          .second = metres};
}

AssociateScore AssociateScorer::ScoreAnywhere(uint32_t entry) const {
  AssociateScore score;
  score.language_m = LackOf(entry, language_lacks_);
  score.style_m = LackOf(entry, style_lacks_);
  const bool is_familiar =
      familiar_.empty() ||
      familiar_.contains(index_.AssociateOf(entry).associate->id);
  if (!is_familiar) score.unfamiliar_m = query_.weights.unfamiliar_m;
  return score;
}

bool AssociateScorer::AddWait(uint32_t entry, AssociateCandidate& candidate,
                              std::optional<absl::Time>& start) {
  start = FirstStart(entry, candidate.channel);
  const bool is_free = start.has_value();
  const auto& windows = WindowsIn(index_.StoreOf(entry).zone);
  // Who has no time is taken to have it when all windows are over.
  if (!is_free) start = LatestEnd(windows);
  const absl::Duration wait =
      *start - std::max(windows.front().start, query_.asked_time());
  const double days = std::max(0.0, Seconds(wait) / kDaySeconds);
  candidate.score.wait_m =
      static_cast<int64_t>(days * query_.weights.wait_day_m);
  return is_free;
}

// Whether they fit on the channel, and rank before `best`.
bool AssociateScorer::ScoreOn(uint32_t entry, AssociateCandidate& candidate,
                              const std::optional<Fit>& best,
                              double worst_first, bool& is_free) {
  candidate.score.distance_m =
      DistancePart(candidate.distance, candidate.channel);
  if (query_.order == AssociateOrder::kScore) {
    // Before their time is looked at, which costs more.
    const auto so_far = static_cast<double>(candidate.score.total_m());
    if (so_far > worst_first) return false;
    if (best.has_value() && so_far > best->candidate.rank.first) return false;
  }
  std::optional<absl::Time> start;
  is_free = !has_time_ || AddWait(entry, candidate, start);
  if (!is_free && !query_.include_unavailable) return false;
  candidate.rank = RankOf(candidate.score, candidate.distance, start);
  if (!best.has_value()) return true;
  const AssociateRank& rank = candidate.rank;
  const AssociateRank& least = best->candidate.rank;
  const bool is_taken = !is_free;
  const bool was_taken = !best->is_free;
  return std::tie(rank.first, rank.second, is_taken) <
         std::tie(least.first, least.second, was_taken);
}

bool AssociateScorer::CannotBeBeaten(const Fit& fit) const {
  if (!fit.is_free) return false;
  switch (query_.order) {
    case AssociateOrder::kScore:
      // On any channel the rest of the score is the same.
      return query_.channels.empty() && fit.candidate.score.wait_m == 0;
    case AssociateOrder::kDistance:
      return true;
    case AssociateOrder::kEarliest:
      break;
  }
  return !has_time_;
}

std::optional<AssociateCandidate> AssociateScorer::Score(
    uint32_t entry, std::optional<geo::Meters> distance, double worst_first) {
  const ChannelSet offered = OfferedAt(entry);
  AssociateCandidate candidate;
  candidate.score = ScoreAnywhere(entry);
  candidate.distance = distance;
  candidate.entry = entry;
  std::optional<Fit> best;
  int64_t channel_m = 0;
  for (Channel channel : channels_) {
    candidate.channel = channel;
    candidate.score.channel_m = std::exchange(
        channel_m,
        channel_m + (query_.channels.empty() ? 0 : query_.weights.channel_m));
    candidate.score.wait_m = 0;
    bool is_free = false;
    if (!offered.Has(channel)) continue;
    if (!ScoreOn(entry, candidate, best, worst_first, is_free)) continue;
    best = {candidate, is_free};
    if (CannotBeBeaten(*best)) break;
  }
  if (!best.has_value() || best->candidate.rank.first > worst_first) {
    return std::nullopt;
  }
  AssociateRank& rank = best->candidate.rank;
  rank.associate = index_.entries()[entry].associate;
  rank.drawn =
      DrawnNumber(query_.seed, index_.AssociateOf(entry).associate->id);
  return best->candidate;
}

void AssociateScorer::ForEachSlot(
    uint32_t entry, Channel channel,
    absl::FunctionRef<bool(const calendar::FreeSlot&)> visit) {
  const StoreRecord& store = index_.StoreOf(entry);
  const SlotWish wish = {query_.service, channel, store.store->id, query_.now};
  // Windows may overlap: what starts before `from` has been visited.
  absl::Time from = absl::InfinitePast();
  bool go_on = true;
  for (const Interval& window : WindowsIn(store.zone)) {
    if (!go_on) return;
    ForEachFreeSlot(index_, index_.AssociateOf(entry), wish, window,
                    [&](const calendar::FreeSlot& slot) {
                      if (slot.interval.start < from) return true;
                      from = slot.interval.start + kTick;
                      return go_on = visit(slot);
                    });
  }
}

}  // namespace rapport::search
