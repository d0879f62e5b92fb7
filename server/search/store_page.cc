#include "server/search/store_page.h"

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include "server/calendar/working_time.h"
#include "server/search/callers_holds.h"
#include "server/search/slot_finder.h"
#include "server/search/store_offers.h"
#include "server/vocabulary/interval.h"

namespace rapport::search {
namespace {

// Slots are looked for in this time, as far as a page looks ahead.
constexpr absl::Duration kSlotsAhead = absl::Hours(14 * 24);
// Any time of somebody's working day has it.
constexpr absl::Duration kMoment = absl::Milliseconds(1);

std::vector<KindOpening> SecondaryOf(const BrandIndex& index,
                                     const StoreRecord& record,
                                     absl::Time time) {
  std::vector<KindOpening> openings;
  const catalog::Store& store = *record.store;
  for (const auto& each : store.content.details.secondary_hours) {
    openings.push_back(
        {each.kind,
         OpeningAt(store,
                   HoursOf(store, each.text, record.zone, index.holidays()),
                   time)});
  }
  return openings;
}

// Puts the interval to the days on which it, or what midnights cut of it if it
// is longer than a day, begins.
void AddInterval(hours::OpenInterval open, absl::TimeZone zone,
                 std::vector<OpenDay>& days) {
  while (!open.interval.empty()) {
    const absl::CivilDay date = absl::ToCivilDay(open.interval.start, zone);
    hours::OpenInterval piece = open;
    const absl::Time midnight = zone.At(absl::CivilSecond(date + 1)).pre;
    const bool is_long =
        open.interval.end - open.interval.start > absl::Hours(24);
    if (is_long) piece.interval.end = midnight;
    open.interval.start = piece.interval.end;
    const int day = static_cast<int>(date - days.front().date);
    if (day >= 0 && day < static_cast<int>(days.size())) {
      days[day].intervals.push_back(piece);
    }
  }
}

std::vector<OpenDay> DaysOf(const StoreRecord& record,
                            const hours::StoreHours& hours, absl::Time time,
                            int count) {
  std::vector<OpenDay> days;
  const bool is_known = !hours.regular.empty() || !hours.special_days.empty();
  if (!is_known || count == 0) return days;
  const absl::CivilDay first = absl::ToCivilDay(time, record.zone);
  for (int i = 0; i < count; ++i) days.push_back({first + i, {}, ""});
  // A day more on both sides: what begins on the first may not be cut, nor what
  // ends behind the last.
  for (const hours::OpenInterval& open :
       hours::IntervalsOf(hours, first - 1, first + count)) {
    AddInterval(open, record.zone, days);
  }
  for (const auto& special : record.store->content.details.special_days) {
    const auto day = special.date - first;
    if (day >= 0 && day < count) days[day].comment = special.comment;
  }
  return days;
}

bool IsOnTheFloor(const BrandIndex& index, const AssociateRecord& record,
                  const StoreId& store, absl::Time time) {
  const std::shared_ptr<const PersonTime> theirs = record.person->time();
  const catalog::AssociateContent& content = record.associate->content;
  const std::vector<calendar::WorkSpan> spans = calendar::WorkingTime(
      theirs->schedule->schedule, {content.stores.front(), content.channels},
      {time, time + kMoment},
      [&](const StoreId& id) { return index.DaysOf(id); });
  return std::any_of(spans.begin(), spans.end(), [&](const auto& span) {
    return span.store == store && span.channels.Has(Channel::kInStore);
  });
}

std::vector<PageSlot> SlotsOf(const BrandIndex& index,
                              const AssociateRecord& associate,
                              absl::Span<const OwnHold> own,
                              const StoreId& store,
                              const StorePageQuery& query) {
  std::vector<PageSlot> slots;
  if (query.service == nullptr || query.slots_max == 0) return slots;
  if (query.service->is_class()) return slots;
  const SlotWish wish = {query.service, query.channel,  store,
                         query.time,    query.duration, own};
  if (!CheckOffered(index, associate, wish).ok()) return slots;
  ForEachFreeSlot(
      index, associate, wish, {query.time, query.time + kSlotsAhead},
      [&](const calendar::FreeSlot& slot) {
        slots.push_back(
            {slot, OwnHoldFor(index, associate, wish, slot.interval.start)});
        return slots.size() < query.slots_max;
      });
  return slots;
}

// What comes first on the page.
auto OrderOf(const PageAssociate& associate) {
  const absl::Time free = associate.slots.empty()
                              ? absl::InfiniteFuture()
                              : associate.slots.front().slot.interval.start;
  return std::make_tuple(!associate.on_the_floor, free);
}

}  // namespace

StorePage MakeStorePage(const BrandIndex& index, const StoreRecord& store,
                        const StorePageQuery& query) {
  const hours::StoreHours& hours = index.hours().at(store.hours);
  StorePage page;
  page.opening = OpeningAt(*store.store, hours, query.time);
  page.secondary = SecondaryOf(index, store, query.time);
  page.days = DaysOf(store, hours, query.time, query.days);
  for (const auto& [id, service] : index.services()) {
    if (!StoreOffers(*store.store, id)) continue;
    const ChannelSet channels = ChannelsOf(index, store, *service);
    if (!channels.empty()) page.services.push_back({service.get(), channels});
  }
  page.channels = store.store->content.details.channels;
  const CallersHolds own(index, query.holder, query.time);
  for (const AssociateRecord* associate : index.AssociatesAt(store)) {
    for (Channel channel : kAllChannels) {
      if (associate->associate->content.channels.Has(channel)) {
        page.channels.Add(channel);
      }
    }
    if (query.associates_max == 0) continue;
    page.associates.push_back(
        {associate,
         IsOnTheFloor(index, *associate, store.store->id, query.time),
         SlotsOf(index, *associate, own.With(*associate), store.store->id,
                 query)});
  }
  page.channels = page.channels & ChannelsLeftAt(index, store);
  std::stable_sort(page.associates.begin(), page.associates.end(),
                   [](const PageAssociate& a, const PageAssociate& b) {
                     return OrderOf(a) < OrderOf(b);
                   });
  if (page.associates.size() > query.associates_max) {
    page.associates.resize(query.associates_max);
  }
  return page;
}

}  // namespace rapport::search
