#include "server/search/associate_scorer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "geo/prefetch.h"
#include "server/search/slot_finder.h"

namespace rapport::search {
namespace {

constexpr double kDaySeconds = 24 * 60 * 60;

// No index has an attribute of that number: nobody has it.
constexpr uint32_t kNobodys = std::numeric_limits<uint32_t>::max();

double Seconds(absl::Duration duration) {
  return absl::ToDoubleSeconds(duration);
}

}  // namespace

AssociateScorer::AssociateScorer(const BrandIndex& index,
                                 const AssociateQuery& query)
    : own_(index, query.has_time() ? query.holder : kNobody, query.now),
      index_(index),
      query_(query),
      windows_(index, query),
      has_time_(query.has_time()),
      service_(query.service == nullptr
                   ? catalog::OfferTable::kNoService
                   : index.ServiceNumber(query.service->id)),
      familiar_(query.familiar.begin(), query.familiar.end()) {
  for (auto& stage : expected_) stage.fill(kNobody);
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
  for (Channel channel : channels_) channel_set_.Add(channel);
  // By distance the first channel that has any slot is wanted.
  asks_together_ =
      query.channels.empty() && query.order != AssociateOrder::kDistance;
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

ChannelSet AssociateScorer::ChannelsAt(uint32_t entry) const {
  const Entry& at = index_.entries()[entry];
  return at.channels & channel_set_ &
         index_.offers().OfferedChannels(at.associate, at.store, service_);
}

bool AssociateScorer::HasNoTime(uint32_t entry) {
  if (!has_time_ || query_.include_unavailable) return false;
  const Entry& at = index_.entries()[entry];
  return OwnWith(entry).empty() &&
         !at.person->MayHaveTime(windows_.At(entry).week, at.placing);
}

void AssociateScorer::Expect(uint32_t entry) const {
  const Entry* entries = index_.entries().data();
  geo::PrefetchLine(&entries[entry]);
  // What is fetched here is looked at when some more have been announced.
  const uint32_t before = std::exchange(expected_[0][turn_], entry);
  const uint32_t long_before = std::exchange(expected_[1][turn_], before);
  turn_ = (turn_ + 1) % kExpectedAhead;
  if (!has_time_) return;
  if (before != kNobody) entries[before].person->Prefetch();
  const ZoneWindows* const windows = windows_.first();
  if (long_before == kNobody || windows == nullptr) return;
  const Entry& at = entries[long_before];
  if (at.person->MayHaveTime(windows->week, at.placing)) {
    at.person->PrefetchMoment(guard_);
  }
}

calendar::TickAsk& AssociateScorer::Ready(calendar::TickAsk& ask,
                                          uint32_t entry,
                                          ChannelSet channels) const {
  // All hours of somebody who serves at one store are there.
  if (index_.entries()[entry].has_others) {
    ask.store = index_.StoreOf(entry).id;
  } else {
    ask.store.reset();
  }
  ask.channels = channels;
  return ask;
}

std::optional<absl::Time> AssociateScorer::FirstStart(uint32_t entry,
                                                      ChannelSet channels) {
  if (!query_.service->needs.empty() || !OwnWith(entry).empty()) {
    return FirstStartTheLongWay(entry, channels);
  }
  const Entry& at = index_.entries()[entry];
  const PersonMoment& moment = at.person->moment(guard_);
  ZoneWindows& windows = windows_.At(entry);
  std::optional<absl::Time> first;
  for (size_t i = 0; i < windows.asks.size(); ++i) {
    if (first.has_value() && windows.windows[i].start >= *first) break;
    const calendar::TickAsk& ask = Ready(windows.asks[i], entry, channels);
    if (!CanAsk(moment, at.placing, ask)) {
      return FirstStartTheLongWay(entry, channels);
    }
    const auto slot = moment.free.FirstSlot(ask);
    if (!slot.has_value()) continue;
    first =
        std::min(first.value_or(slot->interval.start), slot->interval.start);
  }
  return first;
}

std::optional<absl::Time> AssociateScorer::FirstStartTheLongWay(
    uint32_t entry, ChannelSet channels) {
  const StoreRecord& store = index_.StoreOf(entry);
  std::optional<absl::Time> first;
  for (Channel channel : channels_) {
    if (!channels.Has(channel)) continue;
    const SlotWish wish = {query_.service, channel,         store.id,
                           query_.now,     query_.duration, OwnWith(entry)};
    for (const Interval& window : windows_.At(entry).windows) {
      ForEachFreeSlot(index_, index_.AssociateOf(entry), wish, window,
                      [&](const calendar::FreeSlot& slot) {
                        first = std::min(first.value_or(slot.interval.start),
                                         slot.interval.start);
                        return false;
                      });
    }
  }
  return first;
}

Channel AssociateScorer::ChannelAt(uint32_t entry, ChannelSet offered,
                                   absl::Time start) {
  Channel last = channels_.front();
  for (Channel channel : channels_) {
    if (!offered.Has(channel)) continue;
    last = channel;
    if (FirstStart(entry, {channel}) == start) break;
  }
  return last;
}

bool AssociateScorer::FitsInTime(uint32_t entry) {
  const ChannelSet offered = ChannelsAt(entry);
  if (offered.empty() || HasNoTime(entry)) return false;
  return !has_time_ || query_.include_unavailable ||
         FirstStart(entry, offered).has_value();
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

bool AssociateScorer::AddWait(uint32_t entry, ChannelSet channels,
                              AssociateCandidate& candidate,
                              std::optional<absl::Time>& start) {
  start = FirstStart(entry, channels);
  const bool is_free = start.has_value();
  const ZoneWindows& windows = windows_.At(entry);
  // Who has no time is taken to have it when all windows are over.
  if (!is_free) start = windows.latest_end;
  const absl::Duration wait =
      *start - std::max(windows.windows.front().start, query_.asked_time());
  const double days = std::max(0.0, Seconds(wait) / kDaySeconds);
  candidate.score.wait_m =
      static_cast<int64_t>(days * query_.weights.wait_day_m);
  return is_free;
}

bool AssociateScorer::ScoreOn(uint32_t entry, ChannelSet channels,
                              AssociateCandidate& candidate,
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
  is_free = !has_time_ || AddWait(entry, channels, candidate, start);
  if (!is_free && !query_.include_unavailable) return false;
  candidate.rank = RankOf(candidate.score, candidate.distance, start);
  if (is_free && channels != ChannelSet{candidate.channel} && has_time_) {
    candidate.channel = ChannelAt(entry, channels, *start);
  }
  if (!best.has_value()) return true;
  const AssociateRank& rank = candidate.rank;
  const AssociateRank& least = best->candidate.rank;
  const bool is_taken = !is_free;
  const bool was_taken = !best->is_free;
  return std::tie(rank.first, rank.second, is_taken) <
         std::tie(least.first, least.second, was_taken);
}

// Channels that rank alike, so that the first slot on any of them counts.
std::optional<AssociateScorer::Fit> AssociateScorer::FitOnAny(
    uint32_t entry, ChannelSet offered, AssociateCandidate candidate,
    double worst_first) {
  for (Channel channel : channels_) {
    if (!offered.Has(channel)) continue;
    candidate.channel = channel;
    break;
  }
  bool is_free = false;
  if (!ScoreOn(entry, offered, candidate, std::nullopt, worst_first, is_free)) {
    return std::nullopt;
  }
  return Fit{candidate, is_free};
}

std::optional<AssociateScorer::Fit> AssociateScorer::BestFit(
    uint32_t entry, ChannelSet offered, AssociateCandidate candidate,
    double worst_first) {
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
    if (!ScoreOn(entry, {channel}, candidate, best, worst_first, is_free)) {
      continue;
    }
    best = {candidate, is_free};
    if (is_free && query_.order == AssociateOrder::kDistance) break;
  }
  return best;
}

std::optional<AssociateCandidate> AssociateScorer::Score(
    uint32_t entry, std::optional<geo::Meters> distance, double worst_first) {
  const ChannelSet offered = ChannelsAt(entry);
  if (offered.empty() || HasNoTime(entry)) return std::nullopt;
  AssociateCandidate candidate;
  candidate.score = ScoreAnywhere(entry);
  candidate.distance = distance;
  candidate.entry = entry;
  const std::optional<Fit> best =
      asks_together_ ? FitOnAny(entry, offered, candidate, worst_first)
                     : BestFit(entry, offered, candidate, worst_first);
  if (!best.has_value() || best->candidate.rank.first > worst_first) {
    return std::nullopt;
  }
  AssociateCandidate found = best->candidate;
  found.rank.associate = index_.entries()[entry].associate;
  found.rank.drawn = DrawnNumber(query_.seed, index_.entries()[entry].lot);
  return found;
}

void AssociateScorer::ForEachSlotIn(
    size_t window, uint32_t entry, Channel channel,
    absl::FunctionRef<bool(const calendar::FreeSlot&)> visit) {
  const Entry& at = index_.entries()[entry];
  const PersonMoment& moment = at.person->moment(guard_);
  ZoneWindows& windows = windows_.At(entry);
  const calendar::TickAsk& ask = Ready(windows.asks[window], entry, {channel});
  const absl::Span<const OwnHold> own = OwnWith(entry);
  if (query_.service->needs.empty() && own.empty() &&
      CanAsk(moment, at.placing, ask)) {
    moment.free.ForEachSlot(ask, visit);
    return;
  }
  const SlotWish wish = {query_.service,           channel,
                         index_.StoreOf(entry).id, query_.now,
                         query_.duration,          own};
  ForEachFreeSlot(index_, index_.AssociateOf(entry), wish,
                  windows.windows[window], visit);
}

void AssociateScorer::ForEachSlot(
    uint32_t entry, Channel channel,
    absl::FunctionRef<bool(const calendar::FreeSlot&)> visit) {
  // Windows may overlap: what starts before `from` has been visited.
  absl::Time from = absl::InfinitePast();
  bool go_on = true;
  const size_t windows = windows_.At(entry).windows.size();
  for (size_t i = 0; i < windows && go_on; ++i) {
    ForEachSlotIn(i, entry, channel, [&](const calendar::FreeSlot& slot) {
      if (slot.interval.start < from) return true;
      from = slot.interval.start + kTick;
      return go_on = visit(slot);
    });
  }
}

}  // namespace rapport::search
