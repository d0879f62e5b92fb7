// What searches must find, from the words of their headers and nothing of
// their code: no index, no bits, no spans.
#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "server/search/best_associates.h"
#include "server/vocabulary/language.h"
#include "tests/search/random_catalog.h"

namespace rapport::search {
namespace {

template <typename T>
bool Has(const std::vector<T>& things, const T& thing) {
  return std::find(things.begin(), things.end(), thing) != things.end();
}

template <typename Thing, typename Id>
const Thing* Find(const std::vector<Thing>& things, const Id& id) {
  for (const Thing& thing : things) {
    if (thing.id == id) return &thing;
  }
  return nullptr;
}

bool Offers(const catalog::Store& store, const ServiceId& service) {
  return store.content.services.empty() || Has(store.content.services, service);
}

bool Speaks(const catalog::Associate& associate, const LanguageWish& wish) {
  for (const SpokenLanguage& spoken : associate.content.languages) {
    if (LanguageKey(spoken.tag) == wish.key && spoken.level >= wish.level) {
      return true;
    }
  }
  return false;
}

// One associate at one store, on one channel.
class Diary {
 public:
  Diary(const RandomCatalog& catalog, const catalog::Associate& associate,
        const StoreId& store, Channel channel)
      : catalog_(catalog),
        associate_(associate),
        store_(store),
        channel_(channel) {
    for (const calendar::StoredSchedule& stored : catalog.schedules) {
      if (stored.associate == associate.id) schedule_ = &stored.schedule;
    }
  }

  bool IsFree(absl::Time start, const catalog::Service& service,
              const AssociateQuery& query) const {
    const Interval slot = {start, start + query.length()};
    return OnGrid(start, service) &&
           start >= query.now + service.minimum_notice &&
           start <= query.now + service.booking_horizon && WorksAll(slot) &&
           !IsTaken({slot.start - service.buffer_before,
                     slot.end + service.buffer_after},
                    query.now);
  }

 private:
  bool OnGrid(absl::Time start, const catalog::Service& service) const {
    const absl::CivilMinute local = absl::ToCivilMinute(start, catalog_.zone);
    const int minute = local.hour() * 60 + local.minute();
    return minute % absl::ToInt64Minutes(service.slot_interval) == 0;
  }

  bool WorksAll(const Interval& slot) const {
    for (absl::Time tick = slot.start; tick < slot.end; tick += kTick) {
      if (!WorksAt(tick)) return false;
    }
    return true;
  }

  bool IsHoliday(absl::CivilDay date) const {
    if (!schedule_->off_on_public_holidays) return false;
    for (const catalog::HolidayList& list : catalog_.brand.holiday_lists) {
      if (std::count(list.dates.begin(), list.dates.end(), date) > 0) {
        return true;
      }
    }
    return false;
  }

  bool WorksAt(absl::Time tick) const {
    const absl::CivilMinute local = absl::ToCivilMinute(tick, catalog_.zone);
    const int minute = local.hour() * 60 + local.minute();
    for (const auto& [day, period] : schedule_->weekly_periods) {
      if (day != absl::GetWeekday(local) || minute < period.start_minute ||
          minute >= period.end_minute || IsHoliday(absl::CivilDay(local))) {
        continue;
      }
      const ChannelSet channels = period.channels.empty()
                                      ? associate_.content.channels
                                      : period.channels;
      return channels.Has(channel_) &&
             period.store.value_or(associate_.content.stores[0]) == store_;
    }
    return false;
  }

  bool IsTaken(const Interval& needed, absl::Time now) const {
    for (absl::Time tick = needed.start; tick < needed.end; tick += kTick) {
      if (LoadAt(tick, now) >= schedule_->CapacityOf(channel_)) return true;
    }
    return false;
  }

  int LoadAt(absl::Time tick, absl::Time now) const {
    int load = 0;
    for (const booking::Booking& booking : catalog_.bookings) {
      if (booking.associate != associate_.id) continue;
      if (!booking::IsLive(booking.state)) continue;
      if (booking.hold_expire_time <= now) continue;
      if (booking.occupied.Overlaps({tick, tick + kTick})) load += booking.load;
    }
    return load;
  }

  const RandomCatalog& catalog_;
  const catalog::Associate& associate_;
  const StoreId store_;
  const Channel channel_;
  const calendar::Schedule* schedule_ = nullptr;
};

// The windows of the query, on the clock of all stores.
std::vector<Interval> WindowsOf(const RandomCatalog& catalog,
                                const AssociateQuery& query) {
  std::vector<Interval> windows = query.windows;
  for (const calendar::LocalWindow& window : query.store_windows) {
    for (absl::CivilDay day = window.first; day <= window.last; ++day) {
      const absl::CivilMinute midnight(day);
      windows.push_back(
          {absl::FromCivil(midnight + window.start_minute, catalog.zone),
           absl::FromCivil(midnight + window.end_minute, catalog.zone)});
    }
  }
  return windows;
}

std::vector<absl::Time> StartsOf(const RandomCatalog& catalog,
                                 const catalog::Associate& associate,
                                 const StoreId& store, Channel channel,
                                 const AssociateQuery& query) {
  const Diary diary(catalog, associate, store, channel);
  std::vector<absl::Time> starts;
  for (const Interval& window : WindowsOf(catalog, query)) {
    for (absl::Time tick = TimeOfTick(TickOf(window.start)); tick < window.end;
         tick += kTick) {
      const Interval slot = {tick, tick + query.length()};
      if (window.Contains(slot) && diary.IsFree(tick, *query.service, query)) {
        starts.push_back(tick);
      }
    }
  }
  std::sort(starts.begin(), starts.end());
  starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  return starts;
}

// Whether they fit but for place and time.
bool Fits(const catalog::Associate& associate, const AssociateQuery& query) {
  for (const LanguageWish& wish : query.languages) {
    if (!Speaks(associate, wish)) return false;
  }
  for (const StyleId& style : query.styles) {
    if (!Has(associate.content.styles, style)) return false;
  }
  for (const std::string& word : query.attributes) {
    if (!Has(associate.content.attributes, word)) return false;
  }
  const bool has_one = std::any_of(
      query.any_styles.begin(), query.any_styles.end(),
      [&](const StyleId& id) { return Has(associate.content.styles, id); });
  if (!query.any_styles.empty() && !has_one) return false;
  if (!query.associates.empty() && !Has(query.associates, associate.id)) {
    return false;
  }
  if (query.service != nullptr &&
      !Has(associate.content.services, query.service->id)) {
    return false;
  }
  return !Has(query.excluded, associate.id);
}

bool FitsStore(const catalog::Store& store, const AssociateQuery& query) {
  if (!query.stores.empty() && !Has(query.stores, store.id)) return false;
  if (query.service != nullptr && !Offers(store, query.service->id)) {
    return false;
  }
  if (query.near &&
      geo::Distance(*query.near, store.content.location) > query.radius) {
    return false;
  }
  const std::string& market = store.content.market;
  return query.market.empty() || market == query.market ||
         market.rfind(query.market + "/", 0) == 0;
}

int64_t LanguagePart(const catalog::Associate& associate,
                     const AssociateQuery& query) {
  int64_t metres = 0;
  for (const LanguageWish& wish : query.languages) {
    for (const SpokenLanguage& spoken : associate.content.languages) {
      if (LanguageKey(spoken.tag) != wish.key) continue;
      metres +=
          (4 - static_cast<int>(spoken.level)) * query.weights.language_level_m;
    }
  }
  return metres;
}

bool IsAllowed(const RandomCatalog& catalog,
               const catalog::Associate& associate, const catalog::Store& store,
               const AssociateQuery& query, Channel channel) {
  const ServiceId service =
      query.service == nullptr ? ServiceId() : query.service->id;
  return catalog::DecideOffer(
             catalog.policies,
             {associate.id, store.id, store.content.market, service, channel})
      .offered;
}

// A hit with what it is ordered by.
struct Ranked {
  Hit hit;
  double first = 0;
  double second = 0;
  uint64_t drawn = 0;

  auto Key() const { return std::tie(first, second, drawn, hit.id); }
};

// The associate at that store on that channel, if the query finds them there.
std::optional<Ranked> RankedOn(const RandomCatalog& catalog,
                               const catalog::Associate& associate,
                               const catalog::Store& store, int preference,
                               Channel channel, const AssociateQuery& query) {
  Ranked ranked;
  Hit& hit = ranked.hit;
  hit.id = std::string(associate.id.stored());
  hit.store = store.id;
  hit.channel = channel;
  AssociateScore& score = hit.score;
  if (query.near) {
    hit.distance_m = geo::Distance(*query.near, store.content.location).value;
    const bool whole = query.channels.empty() || channel == Channel::kInStore;
    const int percent = whole ? 100 : query.weights.remote_distance_percent;
    score.distance_m = static_cast<int64_t>(hit.distance_m * (percent / 100.0));
  }
  score.language_m = LanguagePart(associate, query);
  for (const StyleId& style : query.any_styles) {
    if (Has(associate.content.styles, style)) continue;
    score.style_m += query.weights.style_m;
  }
  if (!query.channels.empty()) {
    score.channel_m = int64_t{preference} * query.weights.channel_m;
  }
  if (!query.familiar.empty() && !Has(query.familiar, associate.id)) {
    score.unfamiliar_m = query.weights.unfamiliar_m;
  }
  absl::Time start = query.now;
  const std::vector<Interval> windows = WindowsOf(catalog, query);
  if (query.service != nullptr && !windows.empty()) {
    hit.slots = StartsOf(catalog, associate, store.id, channel, query);
    if (hit.slots.empty() && !query.include_unavailable) return std::nullopt;
    absl::Time begin = windows[0].start;
    start = windows[0].end;
    for (const Interval& window : windows) {
      begin = std::min(begin, window.start);
      start = std::max(start, window.end);
    }
    if (!hit.slots.empty()) start = hit.slots.front();
    const double wait_s =
        absl::ToDoubleSeconds(start - std::max(begin, query.now));
    score.wait_m = static_cast<int64_t>(std::max(0.0, wait_s / 86400) *
                                        query.weights.wait_day_m);
  }
  if (query.order == AssociateOrder::kEarliest) {
    ranked.first = absl::ToDoubleSeconds(start - absl::UnixEpoch());
    ranked.second = hit.distance_m;
  } else if (query.order == AssociateOrder::kDistance) {
    ranked.first = hit.distance_m;
  } else {
    ranked.first = static_cast<double>(score.total_m());
  }
  ranked.drawn = DrawnNumber(query.seed, associate.id);
  return ranked;
}

// The channels that the query asks for and the service is had on.
std::vector<Channel> ChannelsOf(const AssociateQuery& query) {
  const std::vector<Channel> all(std::begin(kAllChannels),
                                 std::end(kAllChannels));
  std::vector<Channel> channels = query.channels.empty() ? all : query.channels;
  if (query.service != nullptr) {
    std::erase_if(channels, [&](Channel channel) {
      return !query.service->channels.Has(channel);
    });
  }
  return channels;
}

// The same on the channel where they rank first; of equal ones on one that has
// slots, then on the one liked better.
std::optional<Ranked> RankedAt(const RandomCatalog& catalog,
                               const catalog::Associate& associate,
                               const catalog::Store& store,
                               const AssociateQuery& query) {
  std::optional<Ranked> best;
  const std::vector<Channel> channels = ChannelsOf(query);
  for (size_t i = 0; i < channels.size(); ++i) {
    if (!associate.content.channels.Has(channels[i])) continue;
    if (!IsAllowed(catalog, associate, store, query, channels[i])) continue;
    auto ranked = RankedOn(catalog, associate, store, static_cast<int>(i),
                           channels[i], query);
    if (!ranked) continue;
    // Channels that are liked alike are told apart by their first slots.
    const bool alike =
        query.channels.empty() && query.order != AssociateOrder::kDistance;
    const auto key = [&](const Ranked& r) {
      const bool taken = r.hit.slots.empty();
      const absl::Time start = taken || !alike ? query.now : r.hit.slots[0];
      return std::make_tuple(r.first, r.second, taken, start);
    };
    if (!best || key(*ranked) < key(*best)) best = ranked;
  }
  return best;
}

}  // namespace

std::vector<AnySlot> AnySlotsTheLongWay(const RandomCatalog& catalog,
                                        const AssociateQuery& query) {
  std::map<SlotPlace, int> places;
  for (const catalog::Associate& associate : catalog.associates) {
    if (!Fits(associate, query)) continue;
    for (const catalog::Store& store : catalog.stores) {
      if (!Has(associate.content.stores, store.id)) continue;
      if (!FitsStore(store, query)) continue;
      for (Channel channel : ChannelsOf(query)) {
        if (!associate.content.channels.Has(channel)) continue;
        if (!IsAllowed(catalog, associate, store, query, channel)) continue;
        for (absl::Time start :
             StartsOf(catalog, associate, store.id, channel, query)) {
          ++places[{start, store.id, channel}];
        }
      }
    }
  }
  std::vector<AnySlot> slots;
  for (const auto& [place, associates] : places) {
    slots.push_back({place, associates});
  }
  return slots;
}

std::vector<Hit> FindTheLongWay(const RandomCatalog& catalog,
                                const AssociateQuery& query) {
  std::vector<Ranked> found;
  for (const catalog::Associate& associate : catalog.associates) {
    if (!Fits(associate, query)) continue;
    std::optional<Ranked> best;
    for (const catalog::Store& store : catalog.stores) {
      if (!Has(associate.content.stores, store.id)) continue;
      if (!FitsStore(store, query)) continue;
      auto ranked = RankedAt(catalog, associate, store, query);
      if (ranked && (!best || ranked->Key() < best->Key())) best = ranked;
    }
    if (best) found.push_back(*best);
  }
  std::sort(found.begin(), found.end(),
            [](const Ranked& a, const Ranked& b) { return a.Key() < b.Key(); });
  std::vector<Hit> hits;
  for (Ranked& each : found) {
    hits.push_back(std::move(each.hit));
    if (hits.back().slots.size() > query.slots_max) {
      hits.back().slots.resize(query.slots_max);
    }
  }
  return hits;
}

}  // namespace rapport::search
