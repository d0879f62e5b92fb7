#include "server/booking/any_hold_desk.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/search/any_slots.h"
#include "server/search/associate_search.h"
#include "server/search/best_associates.h"
#include "server/search/callers_holds.h"
#include "server/search/search_limit.h"
#include "server/search/slot_finder.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

using search::AssociateFound;
using search::AssociateQuery;
using search::BrandIndex;
using Reason = calendar::SlotVerdict::Reason;

absl::Status Taken() {
  return Error(absl::StatusCode::kAlreadyExists, "ANY_ASSOCIATE_TAKEN",
               "everybody who fits is taken then; choose another time");
}

absl::Status NobodyFits() {
  return Error(absl::StatusCode::kFailedPrecondition, "NOBODY_FITS",
               "nobody whom the search finds works then; choose another time, "
               "or ask for less");
}

absl::Status Contended() {
  return Error(absl::StatusCode::kAborted, "ANY_ASSOCIATE_CONTENDED",
               absl::StrCat("others were first with ", kAnyHoldTriesMax,
                            " associates meanwhile; the same request may be "
                            "sent again"));
}

absl::Status NotYours() {
  return Error(absl::StatusCode::kPermissionDenied, "NOT_YOURS_TO_BOOK",
               "the caller may book none of these associates");
}

// Whether what somebody cannot be held for says nothing of others.
bool IsTheirs(const absl::Status& status) {
  // Of the hold that is to be replaced, whoever takes its place.
  if (ReasonOf(status) == "NOT_HELD") return false;
  // Of the shopper, with whomever.
  if (ReasonOf(status) == "SHOPPER_LIMIT") return false;
  return status.code() == absl::StatusCode::kAlreadyExists ||
         status.code() == absl::StatusCode::kFailedPrecondition ||
         status.code() == absl::StatusCode::kNotFound ||
         ReasonOf(status) == "SCHEDULE_CHANGED";
}

// Whether it is not known what became of a write.
bool InDoubt(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable ||
         status.code() == absl::StatusCode::kDeadlineExceeded;
}

size_t LiveBookingsAround(const search::Person& person, absl::Time start,
                          absl::Time now) {
  const Interval around = {start - kFairnessReach, start + kFairnessReach};
  const auto time = person.time();
  return static_cast<size_t>(std::count_if(
      time->busy.begin(), time->busy.end(), [&](const calendar::Busy& busy) {
        return busy.expires > now && busy.interval.Overlaps(around);
      }));
}

search::SlotWish SlotAt(const catalog::Service& service,
                        const AnyHoldWish& wish,
                        const std::optional<StoreId>& store, absl::Time now) {
  return {&service, wish.channel, store, now, wish.duration};
}

}  // namespace

// One look for whom it can be.
struct AnyHoldDesk::Search {
  std::shared_ptr<const BrandIndex> index;
  AssociateQuery query;
  absl::Time now;
  std::optional<search::CallersHolds> own;  // set once there is a query
  std::vector<const search::AssociateRecord*> others;  // who come along
  std::vector<Candidate> candidates;                   // whose turn it is first
};

namespace {

// Why the query, which found nobody free, did not: the nearest that anybody
// came to it.
absl::Status WhyNobody(const BrandIndex& index, AssociateQuery query,
                       const AnyHoldWish& wish) {
  query.include_unavailable = true;
  calendar::SlotVerdict nearest;
  absl::TimeZone zone = absl::UTCTimeZone();
  search::AssociateCursor last;
  search::SearchAssociates(
      index, query,
      [&](const AssociateFound& found) {
        const auto slot = SlotAt(*query.service, wish, wish.store, query.now);
        if (!search::CheckOffered(index, found.associate, slot).ok()) return;
        calendar::SlotVerdict verdict =
            search::JudgeSlot(index, found.associate, slot, wish.start).verdict;
        // Somebody has just been freed: as good as taken a moment ago.
        if (verdict.free()) verdict.reason = Reason::kTaken;
        if (verdict.reason <= nearest.reason) return;
        nearest = verdict;
        zone = found.store.zone;
      },
      last);
  switch (nearest.reason) {
    case Reason::kFree:  // nobody was found
    case Reason::kOutsideSchedule:
      return NobodyFits();
    case Reason::kTaken:
    case Reason::kBeyondLimits:
      return Taken();
    default:
      return SlotError(nearest, *query.service, query.now, zone);
  }
}

absl::Status NotFound(absl::string_view reason, absl::string_view what) {
  return Error(absl::StatusCode::kNotFound, reason,
               absl::StrCat("there is no such ", what));
}

// Makes the query one for exactly the wished slot.
absl::Status SetSlot(const BrandIndex& index, const AnyHoldWish& wish,
                     AssociateQuery& query) {
  query.service = index.FindService(wish.service);
  if (query.service == nullptr) return NotFound("SERVICE_NOT_FOUND", "service");
  absl::Status may = search::CheckNoClass(*query.service);
  if (may.ok()) may = search::CheckLength(*query.service, wish.duration);
  if (!may.ok()) return may;
  query.duration = wish.duration;
  query.channels = {wish.channel};
  query.windows = {{wish.start, wish.start + query.length()}};
  query.slots_max = 0;
  query.limit = search::kAnyAssociatesMax;
  if (!wish.store.has_value()) return absl::OkStatus();
  if (index.FindStore(*wish.store) == nullptr) {
    return NotFound("STORE_NOT_FOUND", "store");
  }
  const auto& stores = query.stores;
  if (!stores.empty() &&
      std::find(stores.begin(), stores.end(), *wish.store) == stores.end()) {
    return InvalidField("store", "CONFLICT",
                        "is none of the search's stores; it must be one");
  }
  query.stores = {*wish.store};
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Booking> AnyHoldDesk::Hold(const Caller& caller,
                                          const RequestKey& request,
                                          const AnyHoldWish& wish,
                                          absl::Time deadline) {
  absl::Status shopper = CheckShopper(caller);
  if (!shopper.ok()) return shopper;
  // Whom it was granted with once may not be found by now.
  absl::StatusOr<std::optional<Booking>> before =
      bookings_.Replay(caller.actor, request, deadline);
  if (!before.ok()) return before.status();
  if (before->has_value()) return **std::move(before);
  absl::StatusOr<Booking> held = HoldAnybody(caller, request, wish, deadline);
  if (held.ok() || InDoubt(held.status())) return held;
  // It may be this very request, sent twice, that took the last who was free.
  before = bookings_.Replay(caller.actor, request, deadline);
  if (!before.ok()) return before.status();
  if (before->has_value()) return **std::move(before);
  return held;
}

absl::StatusOr<Booking> AnyHoldDesk::HoldAnybody(const Caller& caller,
                                                 const RequestKey& request,
                                                 const AnyHoldWish& wish,
                                                 absl::Time deadline) {
  Search search;
  absl::Status found = Find(caller, wish, deadline, search);
  if (!found.ok()) return found;
  return HoldFirst(caller, request, wish, deadline, search);
}

absl::Status AnyHoldDesk::FindOthers(const AnyHoldWish& wish, Search& search) {
  for (size_t i = 0; i < wish.more_associates.size(); ++i) {
    search.others.push_back(
        search.index->FindAssociate(wish.more_associates[i]));
    if (search.others.back() != nullptr) continue;
    return NotFound("ASSOCIATE_NOT_FOUND",
                    absl::StrCat("associate as more_associates[", i, "]"));
  }
  return absl::OkStatus();
}

absl::Status AnyHoldDesk::Find(const Caller& caller, const AnyHoldWish& wish,
                               absl::Time deadline, Search& search) const {
  search.index = model_.Find(caller.brand());
  if (search.index == nullptr) return NotFound("BRAND_NOT_FOUND", "brand");
  const BrandIndex& index = *search.index;
  search.now = model_.Now();
  absl::StatusOr<AssociateQuery> query = wish.who(index, search.now);
  if (!query.ok()) return query.status();
  search.query = *std::move(query);
  search.own.emplace(index, search.query.holder, search.now);
  absl::Status slot = SetSlot(index, wish, search.query);
  if (slot.ok()) slot = FindOthers(wish, search);
  if (!slot.ok()) return slot;
  search::SearchLimit limit(deadline);
  search.query.give_up = [&] { return limit.IsOver(); };
  bool any = false;
  search::AssociateCursor last;
  search::SearchAssociates(
      index, search.query,
      [&](const AssociateFound& found) {
        const auto& others = wish.more_associates;
        if (std::find(others.begin(), others.end(),
                      found.associate.associate->id) != others.end()) {
          return;
        }
        any = true;
        Booking booking;
        booking.associate = found.associate.associate->id;
        booking.store = found.store.store->id;
        booking.shopper = caller.shopper;
        if (!MaySee(caller, booking)) return;
        Candidate candidate = {&found.associate, booking.store};
        candidate.ends_hold = EndsHold(search, wish, candidate);
        candidate.bookings =
            LiveBookingsAround(*found.associate.person, wish.start, search.now);
        candidate.drawn =
            search::DrawnNumber(search::SeedOf(wish.start), booking.associate);
        search.candidates.push_back(candidate);
      },
      last);
  const absl::Status nobody =
      any ? absl::OkStatus() : WhyNobody(index, search.query, wish);
  search.query.give_up = nullptr;
  if (limit.was_over()) return limit.TooLong();
  if (!nobody.ok()) return nobody;
  if (search.candidates.empty()) return NotYours();
  std::sort(search.candidates.begin(), search.candidates.end(),
            [](const Candidate& a, const Candidate& b) {
              return std::tie(a.ends_hold, a.bookings, a.drawn) <
                     std::tie(b.ends_hold, b.bookings, b.drawn);
            });
  return absl::OkStatus();
}

// Whoever it is with there, it would need the same.
void AnyHoldDesk::LeaveOut(const StoreId& store,
                           std::vector<Candidate>& candidates,
                           std::vector<AssociateId>& left) {
  candidates.erase(std::remove_if(candidates.begin(), candidates.end(),
                                  [&](const Candidate& each) {
                                    return each.store == store;
                                  }),
                   candidates.end());
  left.clear();
  for (const Candidate& each : candidates) {
    left.push_back(each.associate->associate->id);
  }
}

search::SlotWish AnyHoldDesk::SlotOf(const Search& search,
                                     const AnyHoldWish& wish,
                                     const StoreId& store,
                                     const search::AssociateRecord& who) {
  search::SlotWish slot =
      SlotAt(*search.query.service, wish, store, search.now);
  slot.own = search.own->With(who);
  return slot;
}

bool AnyHoldDesk::EndsHold(const Search& search, const AnyHoldWish& wish,
                           const Candidate& candidate) {
  const auto ends_for = [&](const search::AssociateRecord* who) {
    const std::vector<search::OwnHold> ending = search::WhatEndsFor(
        *search.index, *who, SlotOf(search, wish, candidate.store, *who),
        wish.start);
    return std::any_of(
        ending.begin(), ending.end(),
        [&](const search::OwnHold& hold) { return hold.id != wish.replaces; });
  };
  return ends_for(candidate.associate) ||
         std::any_of(search.others.begin(), search.others.end(), ends_for);
}

// Of those who are to come along only whether they are taken: what else may be
// wrong with them is told as it is.
bool AnyHoldDesk::IsFree(const Search& search, const AnyHoldWish& wish,
                         const Candidate& candidate) const {
  const auto reason_of = [&](const search::AssociateRecord& who) {
    return search::JudgeSlot(*search.index, who,
                             SlotOf(search, wish, candidate.store, who),
                             wish.start)
        .verdict.reason;
  };
  if (reason_of(*candidate.associate) != Reason::kFree) return false;
  return std::none_of(search.others.begin(), search.others.end(),
                      [&](const search::AssociateRecord* other) {
                        const Reason reason = reason_of(*other);
                        return reason == Reason::kTaken ||
                               reason == Reason::kBeyondLimits;
                      });
}

absl::StatusOr<Booking> AnyHoldDesk::HoldFirst(const Caller& caller,
                                               const RequestKey& request,
                                               const AnyHoldWish& wish,
                                               absl::Time deadline,
                                               Search& search) {
  std::vector<AssociateId> left;
  for (const Candidate& each : search.candidates) {
    left.push_back(each.associate->associate->id);
  }
  // Why not with anybody, where nobody was quicker.
  absl::Status other;
  bool is_taken = false;
  for (int tries = 0; !left.empty();) {
    const search::Attempts::Attempt attempt =
        attempts_.Begin(caller.brand(), left, wish.start);
    const auto which = static_cast<std::ptrdiff_t>(attempt.which());
    const Candidate candidate = search.candidates[which];
    left.erase(left.begin() + which);
    search.candidates.erase(search.candidates.begin() + which);
    // Looked at once the attempt has begun: whoever tried before and got them
    // has told memory by then.
    if (!IsFree(search, wish, candidate)) {
      is_taken = true;
      continue;
    }
    if (tries == kAnyHoldTriesMax) return Contended();
    absl::StatusOr<Booking> held =
        desk_.Hold(caller, request,
                   {.associate = candidate.associate->associate->id,
                    .store = candidate.store,
                    .service = wish.service,
                    .channel = wish.channel,
                    .start = wish.start,
                    .duration = wish.duration,
                    .replaces = wish.replaces,
                    // Where another associate is as good, none need.
                    .own_holds_give_way = candidate.ends_hold,
                    .more_associates = wish.more_associates,
                    .party_size = wish.party_size},
                   deadline);
    if (held.ok() || !IsTheirs(held.status())) return held;
    if (ReasonOf(held.status()) == "RESOURCE_TAKEN") {
      LeaveOut(candidate.store, search.candidates, left);
    }
    const absl::StatusCode why = held.status().code();
    if (why == absl::StatusCode::kAlreadyExists) {
      is_taken = true;
    } else {
      other = held.status();
    }
    // What memory refuses, the store is not asked.
    if (why == absl::StatusCode::kAlreadyExists ||
        why == absl::StatusCode::kAborted ||
        ReasonOf(held.status()) == "WORK_LIMIT") {
      ++tries;
    }
  }
  return is_taken || other.ok() ? Taken() : other;
}

}  // namespace rapport::booking
