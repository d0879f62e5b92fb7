#include "server/booking/offer_desk.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "server/booking/changes.h"
#include "server/booking/random_id.h"
#include "server/booking/seat_desk.h"
#include "server/booking/work_check.h"
#include "server/search/slot_finder.h"

namespace rapport::booking {
namespace {

using search::AssociateRecord;
using search::BrandIndex;
using search::SlotWish;
using search::WaitingList;

// No meeting with its buffers reaches further than this from its ends.
constexpr absl::Duration kReach = absl::Hours(24);

bool Serves(const AssociateRecord& record, const StoreId& store) {
  const auto& stores = record.associate->content.stores;
  return std::find(stores.begin(), stores.end(), store) != stores.end();
}

calendar::Busy BusyOf(const Booking& booking) {
  return {.interval = booking.occupied,
          .expires = booking.hold_expire_time,
          .load = booking.load};
}

// Calls `visit` with slots of a wish, earliest first, until it answers false.
using SlotsOf = absl::FunctionRef<void(
    const SlotWish& wish,
    absl::FunctionRef<bool(const calendar::FreeSlot&)> visit)>;

// Makes `best` the earliest slot of the associate that the entry would take, if
// it is earlier than that. Of equal ones the channel that it names first.
void FindEarlier(const BrandIndex& index, const AssociateRecord& record,
                 const WaitlistEntry& entry, absl::Time now, SlotsOf slots_of,
                 std::optional<HoldWish>& best) {
  const catalog::Service* service = index.FindService(entry.service);
  if (service == nullptr || service->is_class()) return;
  for (const Channel channel : entry.channels) {
    const SlotWish wish = {service, channel, entry.store, now, entry.duration};
    if (!search::CheckOffered(index, record, wish).ok()) continue;
    slots_of(wish, [&](const calendar::FreeSlot& slot) {
      if (best.has_value() && best->start <= slot.interval.start) return false;
      best = HoldWish{.associate = record.associate->id,
                      .store = slot.store,
                      .service = entry.service,
                      .channel = channel,
                      .start = slot.interval.start,
                      .duration = entry.duration};
      return false;
    });
  }
}

// Whether the session, whose seats are left, is such that the entry would have.
bool IsWhatIsWaitedFor(const Booking& session, const WaitlistEntry& entry) {
  return session.meeting.end <= entry.window.end &&
         session.meeting.length() ==
             entry.duration.value_or(session.meeting.length()) &&
         std::find(entry.channels.begin(), entry.channels.end(),
                   session.channel) != entry.channels.end();
}

// Whether the entry might want what the offer gives somebody else.
bool MightWant(const WaitlistEntry& entry, const Booking& offered) {
  return entry.window.Overlaps(offered.meeting) &&
         entry.associate.value_or(offered.associate) == offered.associate;
}

// News come while entries are looked at, one after the other: who was passed by
// may fit by now, and still comes before `offer`. Adds their offers.
void AddWhoFitsByNow(
    const Offer& offer,
    absl::FunctionRef<std::optional<Offer>(const WaitingList::Entry&)> judge,
    std::vector<WaitingList::Entry>& passed, std::vector<Offer>& offers) {
  const auto fits = [&](const WaitingList::Entry& entry) {
    if (!MightWant(*entry, offer.hold.booking)) return false;
    std::optional<Offer> theirs = judge(entry);
    if (!theirs.has_value()) return false;
    offers.push_back(*std::move(theirs));
    return true;
  };
  passed.erase(std::remove_if(passed.begin(), passed.end(), fits),
               passed.end());
}

// Whether the store may do the same a moment later.
bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsAborted(status) ||
         absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status);
}

}  // namespace

OfferDesk::OfferDesk(calendar::ScheduleStore& schedules,
                     search::ReadModel& model, BookingDesk::NewId new_id)
    : model_(model),
      slots_(schedules, model),
      new_id_(new_id ? std::move(new_id) : RandomId<BookingId>) {}

std::optional<Offer> OfferDesk::OfferOf(
    const BrandId& brand, const WaitlistEntry& entry,
    const std::optional<HoldWish>& wish) const {
  if (!wish.has_value()) return std::nullopt;
  HoldWish theirs = *wish;
  theirs.party_size = entry.party_size;
  absl::StatusOr<HoldWrite> hold = slots_.Plan(brand, theirs);
  if (!hold.ok()) return std::nullopt;
  hold->booking.id = new_id_(model_.Now());
  hold->booking.shopper = entry.shopper;
  return Offer{entry.id, entry.version, *std::move(hold)};
}

std::vector<Offer> OfferDesk::WhoFits(const BrandId& brand,
                                      const Booking& before,
                                      const Booking& after) const {
  std::vector<Offer> offers;
  const std::vector<ServiceId> services = model_.waiting().Services(brand);
  if (services.empty()) return offers;
  const std::shared_ptr<const BrandIndex> index = model_.Find(brand);
  const AssociateRecord* record =
      index == nullptr ? nullptr : index->FindAssociate(before.associate);
  if (record == nullptr) return offers;
  search::TimeChange change = {.freed = BusyOf(before), .taken = std::nullopt};
  if (IsLive(after.state) && after.associate == before.associate) {
    change.taken = BusyOf(after);
  }
  change.freed_meeting = before.meeting;
  if (IsWork(after) && after.associate == before.associate) {
    change.taken_meeting = after.meeting;
  }
  const Interval& freed = before.occupied;
  const Interval near = {freed.start - kReach, freed.end + kReach};
  const auto entries = model_.waiting().Find(
      brand, services, {}, kJudgedMax, [&](const WaitlistEntry& entry) {
        return entry.associate.value_or(before.associate) == before.associate &&
               (!entry.store || Serves(*record, *entry.store)) &&
               entry.window.Overlaps(near);
      });
  const absl::Time now = model_.Now();
  const auto judge = [&](const WaitingList::Entry& entry) {
    std::optional<HoldWish> wish;
    const auto slots_of = [&](const SlotWish& slot_wish, auto visit) {
      const catalog::Service& service = *slot_wish.service;
      const Interval window = {std::max(entry->window.start, near.start),
                               std::min(entry->window.end, near.end)};
      search::ForEachSlotAfter(
          *index, *record, slot_wish, change, window,
          [&](const calendar::FreeSlot& slot) {
            const Interval occupied = {
                slot.interval.start - service.buffer_before,
                slot.interval.end + service.buffer_after};
            return occupied.Overlaps(freed) ? visit(slot) : true;
          });
    };
    FindEarlier(*index, *record, *entry, now, slots_of, wish);
    return OfferOf(brand, *entry, wish);
  };
  std::vector<WaitingList::Entry> passed;  // and not offered anything yet
  for (const WaitingList::Entry& entry : entries) {
    std::optional<Offer> offer = judge(entry);
    if (!offer.has_value()) {
      passed.push_back(entry);
      continue;
    }
    AddWhoFitsByNow(*offer, judge, passed, offers);
    offers.push_back(*std::move(offer));
    if (offers.size() >= kOffersMax) break;
  }
  return offers;
}

std::optional<HoldWish> OfferDesk::FirstFree(const BrandId& brand,
                                             const WaitlistEntry& entry) const {
  const std::shared_ptr<const BrandIndex> index = model_.Find(brand);
  if (index == nullptr) return std::nullopt;
  std::vector<const AssociateRecord*> records;
  if (entry.associate.has_value()) {
    records = {index->FindAssociate(*entry.associate)};
  } else if (const search::StoreRecord* store =
                 entry.store ? index->FindStore(*entry.store) : nullptr) {
    records = index->AssociatesAt(*store);
  }
  std::optional<HoldWish> best;
  for (const AssociateRecord* record : records) {
    if (record == nullptr) continue;
    const auto slots_of = [&](const SlotWish& wish, auto visit) {
      search::ForEachFreeSlot(*index, *record, wish, entry.window, visit);
    };
    FindEarlier(*index, *record, entry, model_.Now(), slots_of, best);
  }
  return best;
}

std::optional<Offer> OfferDesk::FirstSeats(
    const BrandId& brand, const WaitlistEntry& entry,
    const catalog::Service& service) const {
  const absl::Time now = model_.Now();
  search::SessionFilter filter = {
      .service = entry.service,
      .associate = entry.associate,
      .window = {std::max(entry.window.start, now + service.minimum_notice),
                 entry.window.end},
      .seats_left_min = entry.party_size};
  if (entry.store.has_value()) filter.stores = {*entry.store};
  const std::vector<search::FoundSession> sessions =
      model_.sessions().List(brand, filter, {}, kSessionsJudgedMax, now);
  for (const search::FoundSession& found : sessions) {
    const Booking& session = *found.session;
    if (!IsWhatIsWaitedFor(session, entry)) continue;
    HoldWrite hold =
        HoldOfSeats(session, service, entry.party_size, entry.shopper);
    hold.booking.id = new_id_(now);
    return Offer{entry.id, entry.version, std::move(hold)};
  }
  return std::nullopt;
}

std::optional<Offer> OfferDesk::OfferNow(const BrandId& brand,
                                         const WaitlistEntry& entry) const {
  const std::shared_ptr<const BrandIndex> index = model_.Find(brand);
  const catalog::Service* const service =
      index == nullptr ? nullptr : index->FindService(entry.service);
  if (service == nullptr) return std::nullopt;
  if (service->is_class()) return FirstSeats(brand, entry, *service);
  return OfferOf(brand, entry, FirstFree(brand, entry));
}

absl::Status OfferDesk::SweepBrand(const BrandId& brand,
                                   WaitlistStore& waitlist) {
  WaitlistPlace& swept = swept_[brand];
  const auto entries = model_.waiting().Find(
      brand, model_.waiting().Services(brand), swept, kSweepMax,
      [](const WaitlistEntry&) { return true; });
  absl::Status status;
  Sweeping sweeping = {entries, std::vector<bool>(entries.size(), false)};
  for (size_t at = 0; at < entries.size(); ++at) {
    size_t whose = at;
    do {
      const std::optional<Offer> offer =
          OfferInTurn(brand, sweeping, at, whose);
      if (!offer.has_value()) break;
      const absl::StatusOr<std::optional<Booking>> hold =
          waitlist.OfferFree(brand, *offer);
      // Nobody comes before them because the store was away: the next sweep
      // begins here again. Else who waits behind is not to blame.
      if (MayPass(hold.status())) return hold.status();
      status.Update(hold.status());
      sweeping.settled[whose] = true;
      if (!hold.ok() || !hold->has_value()) continue;
      slots_.Remember(brand, **hold);
      WaitlistEntry offered = *entries[whose];
      offered.state = WaitlistState::kOffered;
      offered.booking = (*hold)->id;
      ++offered.version;
      model_.Apply(brand, absl::MakeConstSpan(&offered, 1));
    } while (whose != at);
  }
  swept = {};
  if (entries.size() == kSweepMax) swept = PlaceOf(*entries.back());
  return status;
}

// The offer that is due when it is the turn of `at`, and whose it is. News come
// while a sweep goes on: an earlier entry that did not fit when it was looked at
// may fit by now, and still comes first.
std::optional<Offer> OfferDesk::OfferInTurn(const BrandId& brand,
                                            const Sweeping& sweeping, size_t at,
                                            size_t& whose) const {
  whose = at;
  const WaitlistEntry& entry = *sweeping.entries[at];
  std::optional<Offer> offer = OfferNow(brand, entry);
  if (!offer.has_value()) return offer;
  const Booking& hold = offer->hold.booking;
  for (size_t i = 0; i < at; ++i) {
    const WaitlistEntry& earlier = *sweeping.entries[i];
    if (sweeping.settled[i] || !MightWant(earlier, hold)) continue;
    std::optional<Offer> first = OfferNow(brand, earlier);
    if (!first.has_value()) continue;
    whose = i;
    return first;
  }
  return offer;
}

absl::Status OfferDesk::EndPassed(WaitlistStore& waitlist) {
  size_t ended = kEndPassedMax;
  while (ended == kEndPassedMax) {
    const auto passed = waitlist.EndPassed();
    if (!passed.ok()) return passed.status();
    for (const WaitlistStore::Ended& each : *passed) {
      model_.Apply(each.brand, absl::MakeConstSpan(&each.entry, 1));
    }
    ended = passed->size();
  }
  return absl::OkStatus();
}

absl::Status OfferDesk::Sweep(WaitlistStore& waitlist) {
  absl::Status status = EndPassed(waitlist);
  const std::vector<BrandId> brands = model_.Brands();
  for (const BrandId& brand : brands) {
    status.Update(SweepBrand(brand, waitlist));
  }
  return status;
}

}  // namespace rapport::booking
