#include "server/search/slot_finder.h"

#include <algorithm>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "server/calendar/free_time.h"
#include "server/calendar/working_time.h"
#include "server/search/needed_resources.h"

namespace rapport::search {
namespace {

// The working time at stores where it counts: those they still serve at, that
// offer the service.
std::vector<calendar::WorkSpan> SpansFor(const BrandIndex& index,
                                         const AssociateRecord& record,
                                         const calendar::Schedule& schedule,
                                         const SlotWish& wish,
                                         const Interval& window) {
  const catalog::Associate& associate = *record.associate;
  std::vector<calendar::WorkSpan> spans = calendar::WorkingTime(
      schedule, {associate.content.stores.front(), associate.content.channels},
      window, [&](const StoreId& id) { return index.DaysOf(id); });
  spans.erase(std::remove_if(
                  spans.begin(), spans.end(),
                  [&](const calendar::WorkSpan& span) {
                    const StoreRecord* store = index.FindStore(span.store);
                    return store == nullptr || !Serves(associate, span.store) ||
                           !StoreOffers(*store->store, wish.service->id) ||
                           !PolicyAllows(index, record, wish, *store);
                  }),
              spans.end());
  return spans;
}

calendar::WorkRule WorkRuleOf(const BrandIndex& index,
                              const AssociateRecord& associate,
                              const calendar::Schedule& schedule) {
  const calendar::WorkLimits& limits = schedule.limits;
  if (!limits.limits()) return {};
  return {limits, index.ZoneOf(associate.associate->content.stores.front())};
}

// Takes one such away, if there is any.
template <typename T, typename Is>
bool TakeOne(std::vector<T>& all, Is is) {
  const auto at = std::find_if(all.begin(), all.end(), is);
  if (at == all.end()) return false;
  all.erase(at);
  return true;
}

void TakeBusy(std::vector<calendar::Busy>& busy, const calendar::Busy& freed) {
  TakeOne(busy, [&](const calendar::Busy& each) {
    return each.interval == freed.interval && each.load == freed.load;
  });
}

std::vector<calendar::Busy> BusyBeside(const PersonMoment& moment,
                                       const SlotWish& wish) {
  std::vector<calendar::Busy> busy = moment.Busy();
  for (const OwnHold& own : wish.own) {
    // Not another's that has run out meanwhile.
    TakeOne(busy, [&](const calendar::Busy& each) {
      return each.interval == own.busy.interval && each.load == own.busy.load &&
             each.expires == own.busy.expires;
    });
  }
  return busy;
}

// What is booked of them, as if `change` had happened, if there is one; nothing
// where there are no limits.
std::optional<calendar::BookedWork> WorkOf(const BrandIndex& index,
                                           const AssociateRecord& associate,
                                           const PersonMoment& moment,
                                           const SlotWish& wish,
                                           const TimeChange* change) {
  const calendar::Schedule& schedule = moment.schedule->schedule;
  if (!schedule.limits.limits()) return std::nullopt;
  calendar::BookedWork work(WorkRuleOf(index, associate, schedule));
  std::vector<Interval> freed;
  if (change != nullptr) freed.push_back(change->freed_meeting);
  for (const OwnHold& own : wish.own) freed.push_back(own.meeting);
  for (const WorkedTime& each : moment.worked) {
    if (each.expires <= wish.now) continue;
    const bool is_freed = TakeOne(freed, [&](const Interval& meeting) {
      return meeting == each.meeting;
    });
    if (!is_freed) work.Add(each.meeting);
  }
  if (change != nullptr && change->taken_meeting.has_value()) {
    work.Add(*change->taken_meeting);
  }
  return work;
}

calendar::SlotQuery QueryOf(const std::vector<calendar::WorkSpan>& spans,
                            const std::vector<calendar::Busy>& busy,
                            const std::optional<calendar::BookedWork>& work,
                            const calendar::Schedule& schedule,
                            const SlotWish& wish) {
  return {.spans = spans,
          .busy = busy,
          .rules = RulesOf(*wish.service, wish.length()),
          .channel = wish.channel,
          .store = wish.store,
          .now = wish.now,
          .capacity = schedule.CapacityOf(wish.channel),
          .work = work.has_value() ? &*work : nullptr};
}

// Those of their stores whose hours do not count, as in SpansFor. A store that
// is wished for counts, or the wish would not be CheckOffered.
using StoreIds = absl::InlinedVector<StoreId, 4>;
StoreIds LeftOut(const BrandIndex& index, const AssociateRecord& associate,
                 const SlotWish& wish) {
  StoreIds left_out;
  if (wish.store.has_value()) return left_out;
  for (const StoreId& id : associate.associate->content.stores) {
    const StoreRecord* record = index.FindStore(id);
    if (record == nullptr || !StoreOffers(*record->store, wish.service->id) ||
        !PolicyAllows(index, associate, wish, *record)) {
      left_out.push_back(id);
    }
  }
  return left_out;
}

calendar::SlotAsk AskOf(const SlotWish& wish, const StoreIds& left_out) {
  return {.rules = RulesOf(*wish.service, wish.length()),
          .channels = {wish.channel},
          .store = wish.store,
          .left_out = left_out,
          .now = wish.now};
}

void ForEachBeside(const BrandIndex& index, const AssociateRecord& associate,
                   const PersonMoment& moment,
                   const std::vector<calendar::Busy>& busy,
                   const TimeChange* change, const SlotWish& wish,
                   const Interval& window,
                   absl::FunctionRef<bool(const calendar::FreeSlot&)> visit) {
  // No slot starts outside these, so no working time need be laid out there.
  const absl::Time first =
      std::max(window.start, wish.now + wish.service->minimum_notice);
  const absl::Time last =
      wish.now + wish.service->booking_horizon + wish.length();
  const Interval open = {first, std::min(window.end, last)};
  if (open.empty()) return;
  const std::vector<calendar::WorkSpan> spans =
      SpansFor(index, associate, moment.schedule->schedule, wish, open);
  const std::optional<calendar::BookedWork> work =
      WorkOf(index, associate, moment, wish, change);
  auto zone_of = [&](const StoreId& id) { return index.ZoneOf(id); };
  calendar::ForEachSlot(
      QueryOf(spans, busy, work, moment.schedule->schedule, wish), open,
      zone_of, visit);
}

void ForEachTheLongWay(
    const BrandIndex& index, const AssociateRecord& associate,
    const PersonMoment& moment, const SlotWish& wish, const Interval& window,
    absl::FunctionRef<bool(const calendar::FreeSlot&)> visit) {
  ForEachBeside(index, associate, moment, BusyBeside(moment, wish), nullptr,
                wish, window, visit);
}

calendar::SlotVerdict JudgeTheLongWay(const BrandIndex& index,
                                      const AssociateRecord& associate,
                                      const PersonMoment& moment,
                                      const SlotWish& wish, absl::Time start) {
  const std::vector<calendar::WorkSpan> spans =
      SpansFor(index, associate, moment.schedule->schedule, wish,
               {start, start + wish.length()});
  const std::vector<calendar::Busy> busy = BusyBeside(moment, wish);
  const std::optional<calendar::BookedWork> work =
      WorkOf(index, associate, moment, wish, nullptr);
  auto zone_of = [&](const StoreId& id) { return index.ZoneOf(id); };
  return calendar::CheckSlot(
      QueryOf(spans, busy, work, moment.schedule->schedule, wish), start,
      zone_of);
}

Interval OccupiedBy(const catalog::Service& service, const Interval& slot) {
  return {slot.start - service.buffer_before, slot.end + service.buffer_after};
}

bool HasResourcesFor(const BrandIndex& index, const SlotWish& wish,
                     const Interval& slot, const StoreId& store) {
  if (wish.service->needs.empty()) return true;
  std::vector<booking::BookingId> besides;
  for (const OwnHold& own : wish.own) besides.push_back(own.id);
  return HasFreeResources(
      index, {wish.service, store, OccupiedBy(*wish.service, slot), wish.now,
              besides});
}

// Those that leave people's own time free, whatever else is needed.
void ForEachSlotOfTheirs(
    const BrandIndex& index, const AssociateRecord& associate,
    const SlotWish& wish, const Interval& window,
    absl::FunctionRef<bool(const calendar::FreeSlot&)> visit) {
  const EpochGuard guard;
  const PersonMoment& moment = associate.person->moment(guard);
  const StoreIds left_out = LeftOut(index, associate, wish);
  const calendar::TickAsk ask(AskOf(wish, left_out), window);
  if (wish.own.empty() && CanAsk(moment, associate.placing, ask)) {
    moment.free.ForEachSlot(ask, visit);
  } else {
    ForEachTheLongWay(index, associate, moment, wish, window, visit);
  }
}

JudgedSlot JudgeTheirSlot(const BrandIndex& index,
                          const AssociateRecord& associate,
                          const SlotWish& wish, absl::Time start) {
  const EpochGuard guard;
  const PersonMoment& moment = associate.person->moment(guard);
  const StoreIds left_out = LeftOut(index, associate, wish);
  const calendar::SlotAsk ask = AskOf(wish, left_out);
  const Interval slot = {start, start + wish.length()};
  const int64_t version = moment.schedule->version;
  const calendar::Schedule& schedule = moment.schedule->schedule;
  const int capacity = schedule.CapacityOf(wish.channel);
  if (wish.own.empty() &&
      CanAsk(moment, associate.placing, calendar::TickAsk(ask, slot))) {
    return {moment.free.Check(ask, start), version, capacity};
  }
  return {JudgeTheLongWay(index, associate, moment, wish, start), version,
          capacity, WorkRuleOf(index, associate, schedule)};
}

// As if none of wish.own were there.
void ForEachSlotBeside(
    const BrandIndex& index, const AssociateRecord& associate,
    const SlotWish& wish, const Interval& window,
    absl::FunctionRef<bool(const calendar::FreeSlot&)> visit) {
  if (wish.service->needs.empty()) {
    return ForEachSlotOfTheirs(index, associate, wish, window, visit);
  }
  ForEachSlotOfTheirs(
      index, associate, wish, window, [&](const calendar::FreeSlot& slot) {
        return !HasResourcesFor(index, wish, slot.interval, slot.store) ||
               visit(slot);
      });
}

JudgedSlot JudgeSlotBeside(const BrandIndex& index,
                           const AssociateRecord& associate,
                           const SlotWish& wish, absl::Time start) {
  JudgedSlot judged = JudgeTheirSlot(index, associate, wish, start);
  calendar::SlotVerdict& verdict = judged.verdict;
  if (verdict.free() &&
      !HasResourcesFor(index, wish, verdict.interval, *verdict.store)) {
    verdict.reason = calendar::SlotVerdict::Reason::kTaken;
  }
  return judged;
}

// Where slots may start that holds are in the way of.
Interval AroundThem(const SlotWish& wish, const Interval& window) {
  Interval around = {absl::InfiniteFuture(), absl::InfinitePast()};
  for (const OwnHold& own : wish.own) {
    around.start = std::min(around.start, own.busy.interval.start);
    around.end = std::max(around.end, own.busy.interval.end);
  }
  around.start -= wish.length() + wish.service->buffer_after;
  around.end += wish.service->buffer_before + wish.length();
  return {std::max(around.start, window.start),
          std::min(around.end, window.end)};
}

// Those that are free because holds would end for them.
std::vector<calendar::FreeSlot> SlotsOfTheHolder(
    const BrandIndex& index, const AssociateRecord& associate,
    const SlotWish& wish, const Interval& window) {
  std::vector<calendar::FreeSlot> slots;
  const Interval around = AroundThem(wish, window);
  if (around.empty()) return slots;
  ForEachSlotBeside(
      index, associate, wish, around, [&](const calendar::FreeSlot& slot) {
        const std::vector<OwnHold> ending =
            WhatEndsFor(index, associate, wish, slot.interval.start);
        if (ending.empty()) return true;
        SlotWish exactly = wish;
        exactly.own = ending;
        if (ending.size() == wish.own.size() ||
            JudgeSlotBeside(index, associate, exactly, slot.interval.start)
                .verdict.free()) {
          slots.push_back(slot);
        }
        return true;
      });
  return slots;
}

}  // namespace

std::vector<OwnHold> WhatEndsFor(const BrandIndex& index,
                                 const AssociateRecord& associate,
                                 const SlotWish& wish, absl::Time start) {
  const Interval slot = {start, start + wish.length()};
  std::vector<OwnHold> in_the_way =
      InTheWayOf(wish.own, OccupiedBy(*wish.service, slot));
  if (in_the_way.empty()) return in_the_way;
  SlotWish of_anybody = wish;
  of_anybody.own = {};
  const JudgedSlot judged = JudgeTheirSlot(index, associate, of_anybody, start);
  if (judged.verdict.reason != calendar::SlotVerdict::Reason::kTaken) {
    in_the_way.clear();
  }
  return in_the_way;
}

std::optional<booking::BookingId> OwnHoldFor(const BrandIndex& index,
                                             const AssociateRecord& associate,
                                             const SlotWish& wish,
                                             absl::Time start) {
  if (wish.own.empty()) return std::nullopt;
  const std::vector<OwnHold> ending =
      WhatEndsFor(index, associate, wish, start);
  if (ending.empty()) return std::nullopt;
  return ending.back().id;
}

bool CanAsk(const PersonMoment& moment, uint32_t placing,
            const calendar::TickAsk& ask) {
  return placing != 0 && moment.placing == placing && moment.free.Answers(ask);
}

calendar::SlotRules RulesOf(const catalog::Service& service,
                            absl::Duration duration) {
  return {.duration = duration,
          .buffer_before = service.buffer_before,
          .buffer_after = service.buffer_after,
          .minimum_notice = service.minimum_notice,
          .booking_horizon = service.booking_horizon,
          .slot_interval = service.slot_interval};
}

void ForEachFreeSlot(const BrandIndex& index, const AssociateRecord& associate,
                     const SlotWish& wish, const Interval& window,
                     absl::FunctionRef<bool(const calendar::FreeSlot&)> visit) {
  if (wish.own.empty()) {
    return ForEachSlotBeside(index, associate, wish, window, visit);
  }
  const std::vector<calendar::FreeSlot> theirs =
      SlotsOfTheHolder(index, associate, wish, window);
  auto next = theirs.begin();
  bool goes_on = true;
  const auto visit_before = [&](absl::Time start) {
    while (goes_on && next != theirs.end() && next->interval.start < start) {
      goes_on = visit(*next++);
    }
  };
  SlotWish of_anybody = wish;
  of_anybody.own = {};
  ForEachSlotBeside(index, associate, of_anybody, window,
                    [&](const calendar::FreeSlot& slot) {
                      visit_before(slot.interval.start);
                      if (next != theirs.end() &&
                          next->interval.start == slot.interval.start) {
                        ++next;
                      }
                      goes_on = goes_on && visit(slot);
                      return goes_on;
                    });
  visit_before(absl::InfiniteFuture());
}

void ForEachSlotAfter(
    const BrandIndex& index, const AssociateRecord& associate,
    const SlotWish& wish, const TimeChange& change, const Interval& window,
    absl::FunctionRef<bool(const calendar::FreeSlot&)> visit) {
  const EpochGuard guard;
  const PersonMoment& moment = associate.person->moment(guard);
  std::vector<calendar::Busy> busy = moment.Busy();
  TakeBusy(busy, change.freed);
  if (change.taken.has_value()) {
    const auto later =
        std::find_if(busy.begin(), busy.end(), [&](const calendar::Busy& each) {
          return each.interval.start > change.taken->interval.start;
        });
    busy.insert(later, *change.taken);
  }
  ForEachBeside(index, associate, moment, busy, &change, wish, window, visit);
}

JudgedSlot JudgeSlot(const BrandIndex& index, const AssociateRecord& associate,
                     const SlotWish& wish, absl::Time start) {
  const std::vector<OwnHold> ending =
      WhatEndsFor(index, associate, wish, start);
  SlotWish exactly = wish;
  exactly.own = ending;
  return JudgeSlotBeside(index, associate, exactly, start);
}

}  // namespace rapport::search
