// What searches must find, from the words of their headers and nothing of
// their code: no index, no bits, no spans.
#include <algorithm>
#include <optional>

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
    const Interval slot = {start, start + service.duration};
    return query.window.Contains(slot) && OnGrid(start, service) &&
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

  bool WorksAt(absl::Time tick) const {
    const absl::CivilMinute local = absl::ToCivilMinute(tick, catalog_.zone);
    const int minute = local.hour() * 60 + local.minute();
    for (const auto& [day, period] : schedule_->weekly_periods) {
      if (day != absl::GetWeekday(local) || minute < period.start_minute ||
          minute >= period.end_minute) {
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
    for (const booking::Booking& booking : catalog_.bookings) {
      if (booking.associate != associate_.id) continue;
      if (!booking::IsLive(booking.state)) continue;
      if (booking.hold_expire_time <= now) continue;
      if (booking.occupied.Overlaps(needed)) return true;
    }
    return false;
  }

  const RandomCatalog& catalog_;
  const catalog::Associate& associate_;
  const StoreId store_;
  const Channel channel_;
  const calendar::Schedule* schedule_ = nullptr;
};

// The free slots on the first channel that has any.
std::vector<std::pair<absl::Time, Channel>> Slots(
    const RandomCatalog& catalog, const catalog::Associate& associate,
    const StoreId& store, const AssociateQuery& query) {
  std::vector<std::pair<absl::Time, Channel>> slots;
  const std::vector<Channel> all(std::begin(kAllChannels),
                                 std::end(kAllChannels));
  for (Channel channel : query.channels.empty() ? all : query.channels) {
    if (!associate.content.channels.Has(channel)) continue;
    if (!query.service->channels.Has(channel)) continue;
    const Diary diary(catalog, associate, store, channel);
    for (absl::Time tick = TimeOfTick(TickOf(query.window.start));
         tick < query.window.end; tick += kTick) {
      if (diary.IsFree(tick, *query.service, query)) {
        slots.emplace_back(tick, channel);
      }
    }
    if (!slots.empty()) break;
  }
  return slots;
}

// Whether they fit but for place and time.
bool Fits(const catalog::Associate& associate, const AssociateQuery& query) {
  for (const LanguageWish& wish : query.languages) {
    if (!Speaks(associate, wish)) return false;
  }
  for (const StyleId& style : query.styles) {
    if (!Has(associate.content.styles, style)) return false;
  }
  ChannelSet channels = associate.content.channels;
  if (query.service != nullptr) {
    if (!Has(associate.content.services, query.service->id)) return false;
    channels = channels & query.service->channels;
  }
  if (query.channels.empty()) return !channels.empty();
  return std::any_of(query.channels.begin(), query.channels.end(),
                     [&](Channel channel) { return channels.Has(channel); });
}

bool Nearer(const Hit& a, const Hit& b) {
  return std::tie(a.distance, a.id, a.store) <
         std::tie(b.distance, b.id, b.store);
}

// The associate at that store, if the query finds them there.
std::optional<Hit> HitAt(const RandomCatalog& catalog,
                         const catalog::Associate& associate,
                         const catalog::Store& store,
                         const AssociateQuery& query) {
  Hit hit = {std::string(associate.id.stored()),
             store.id,
             geo::Distance(query.near, store.content.location),
             {}};
  if (hit.distance > query.radius) return std::nullopt;
  if (query.service == nullptr) return hit;
  if (!Offers(store, query.service->id)) return std::nullopt;
  hit.slots = Slots(catalog, associate, store.id, query);
  if (hit.slots.empty() && !query.include_unavailable) return std::nullopt;
  if (hit.slots.size() > query.slots_max) hit.slots.resize(query.slots_max);
  return hit;
}

}  // namespace

std::vector<Hit> FindTheLongWay(const RandomCatalog& catalog,
                                const AssociateQuery& query) {
  std::vector<Hit> hits;
  for (const catalog::Associate& associate : catalog.associates) {
    if (!Fits(associate, query)) continue;
    std::optional<Hit> nearest;
    for (const StoreId& id : associate.content.stores) {
      const catalog::Store* store = Find(catalog.stores, id);
      if (store == nullptr) continue;
      std::optional<Hit> hit = HitAt(catalog, associate, *store, query);
      if (hit && (!nearest || Nearer(*hit, *nearest))) nearest = hit;
    }
    if (nearest) hits.push_back(*nearest);
  }
  std::sort(hits.begin(), hits.end(), Nearer);
  return hits;
}

}  // namespace rapport::search
