#include "server/booking/slot_desk.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "server/booking/answer_desk.h"
#include "server/calendar/local_time.h"
#include "server/calendar/time_zone.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

using search::BrandIndex;

absl::Status NotFound(absl::string_view reason, absl::string_view what) {
  return Error(absl::StatusCode::kNotFound, reason,
               absl::StrCat("there is no such ", what));
}

// What is promised of `start` on the clock of that zone.
void SetPromise(const absl::TimeZone& zone, absl::Time start,
                Booking& booking) {
  const calendar::LocalTime local = calendar::ToLocalTime(start, zone);
  booking.time_zone = zone.name();
  booking.local_start = local.reading;
  booking.utc_offset_s =
      static_cast<int>(absl::ToInt64Seconds(local.utc_offset));
  booking.tzdata_version = calendar::TzdataVersion();
}

// Of what `seen` has those that `after`, which it is to become, may have too: at
// another time they are booked anew, which those out of service are not.
std::vector<KeptResource> MayKeep(const BrandIndex& index, const Booking& seen,
                                  const Booking& after) {
  std::vector<KeptResource> kept = seen.resources;
  if (seen.occupied == after.occupied) return kept;
  for (const auto& resource : index.ResourcesAt(after.store)) {
    if (!resource->out_of_service) continue;
    kept.erase(std::remove_if(kept.begin(), kept.end(),
                              [&](const KeptResource& each) {
                                return each.id == resource->id;
                              }),
               kept.end());
  }
  return kept;
}

// How many meetings the first associate may have at a time with this one: where
// several take part, or it is a session, it takes all of each.
int CapacityFor(const HoldWish& wish, const search::JudgedSlot& judged) {
  const bool is_whole =
      wish.session.has_value() || !wish.more_associates.empty();
  return is_whole ? 1 : judged.capacity;
}

// OK if `service` is had in the way that is wished.
absl::Status CheckClass(const HoldWish& wish, const catalog::Service& service) {
  if (!wish.session.has_value()) return search::CheckNoClass(service);
  if (!service.is_class()) {
    return Error(absl::StatusCode::kFailedPrecondition, "NOT_A_CLASS",
                 "the service has no seats; sessions are made of those that "
                 "have");
  }
  if (*wish.session >= 0 && *wish.session <= catalog::kSeatsMax) {
    return absl::OkStatus();
  }
  return InvalidField("seats", "OUT_OF_RANGE",
                      absl::StrCat("is ", *wish.session, "; must be 1 to ",
                                   catalog::kSeatsMax));
}

// Staff choose any time for a session.
catalog::Service RulesFor(const HoldWish& wish,
                          const catalog::Service& service) {
  catalog::Service rules = service;
  if (!wish.session.has_value()) return rules;
  rules.minimum_notice = absl::ZeroDuration();
  rules.booking_horizon = catalog::kBookingHorizonMax;
  rules.slot_interval = kTick;
  return rules;
}

}  // namespace

bool MaySee(const Caller& caller, const Booking& booking) {
  switch (caller.role()) {
    case Role::kShopper:
    case Role::kBrandBackend:
      return !caller.shopper.empty() && caller.shopper == booking.shopper;
    case Role::kAssociate:
      return caller.associate == booking.associate ||
             std::find(booking.more_associates.begin(),
                       booking.more_associates.end(),
                       caller.associate) != booking.more_associates.end();
    case Role::kStoreManager:
      return std::find(caller.stores.begin(), caller.stores.end(),
                       booking.store) != caller.stores.end();
    case Role::kBrandAdmin:
      return true;
    case Role::kOperator:
      return false;
  }
  return false;
}

absl::Status CheckMayBook(const Caller& caller, const Booking& booking) {
  // Who comes along may not take another's time for it.
  const bool is_with_another = caller.role() == Role::kAssociate &&
                               caller.associate != booking.associate;
  if (MaySee(caller, booking) && !is_with_another) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "NOT_YOURS_TO_BOOK",
               "the caller may book neither this associate nor at this store");
}

Asker AskerOf(Role role) {
  return AsksAsShopper(role) ? Asker::kShopper : Asker::kStaff;
}

// The border calls what a shopper has to say about a slot `start_time`.
absl::Status SlotError(const calendar::SlotVerdict& verdict,
                       const catalog::Service& service, absl::Time now,
                       const absl::TimeZone& zone) {
  const absl::Status status = calendar::SlotStatus(
      verdict, search::RulesOf(service, service.duration), now, zone);
  const absl::string_view code = calendar::SlotReasonCode(verdict.reason);
  if (status.code() == absl::StatusCode::kInvalidArgument) {
    return InvalidField("start_time", code, status.message());
  }
  return Error(status.code(), code, status.message());
}

bool MayTryOtherResources(const absl::Status& status,
                          search::ResourceIds& refused) {
  if (ReasonOf(status) != "RESOURCE_TAKEN") return false;
  const ErrorValues values = ValuesOf(status);
  for (const auto& [name, text] : values) {
    if (name != "resource") continue;
    const absl::StatusOr<ResourceId> id = ResourceId::Parse(text);
    return id.ok() && refused.size() < kResourceTriesMax &&
           refused.insert(*id).second;
  }
  return false;
}

ShopperLimit LimitOf(const catalog::Service& service) {
  const catalog::ShopperLimit& limit = service.shopper_limit;
  return {limit.live_max, limit.count_max, limit.period};
}

struct SlotDesk::Who {
  std::shared_ptr<const BrandIndex> index;
  const search::AssociateRecord* associate = nullptr;
  const catalog::Service* service = nullptr;
};

absl::StatusOr<SlotDesk::Who> SlotDesk::Find(const BrandId& brand,
                                             const HoldWish& wish) const {
  Who who;
  who.index = model_.Find(brand);
  if (who.index == nullptr) return NotFound("BRAND_NOT_FOUND", "brand");
  who.associate = who.index->FindAssociate(wish.associate);
  if (who.associate == nullptr) {
    return NotFound("ASSOCIATE_NOT_FOUND", "associate");
  }
  who.service = who.index->FindService(wish.service);
  if (who.service == nullptr) return NotFound("SERVICE_NOT_FOUND", "service");
  return who;
}

absl::StatusOr<search::JudgedSlot> SlotDesk::JudgeOf(
    const Who& who, const search::SlotWish& slot, absl::Time start) const {
  absl::Status offered = search::CheckOffered(*who.index, *who.associate, slot);
  if (!offered.ok()) return offered;
  search::JudgedSlot judged =
      search::JudgeSlot(*who.index, *who.associate, slot, start);
  calendar::SlotVerdict& verdict = judged.verdict;
  if (!verdict.store.has_value()) {
    verdict.store =
        slot.store.value_or(who.associate->associate->content.stores.front());
  }
  // Whether it is taken, or too much, is for the store to say: memory may be
  // behind, and knows nothing of what a change lets go.
  if (!verdict.free() &&
      verdict.reason != calendar::SlotVerdict::Reason::kTaken &&
      verdict.reason != calendar::SlotVerdict::Reason::kBeyondLimits) {
    return SlotError(verdict, *slot.service, slot.now,
                     who.index->ZoneOf(*verdict.store));
  }
  return judged;
}

absl::Status SlotDesk::AddMore(const Who& first, const HoldWish& wish,
                               const search::SlotWish& slot, absl::Time start,
                               HoldWrite& write) const {
  search::SlotWish there = slot;
  there.store = write.booking.store;
  for (size_t i = 0; i < wish.more_associates.size(); ++i) {
    Who who = first;
    who.associate = first.index->FindAssociate(wish.more_associates[i]);
    absl::StatusOr<search::JudgedSlot> judged =
        who.associate == nullptr ? absl::StatusOr<search::JudgedSlot>(NotFound(
                                       "ASSOCIATE_NOT_FOUND", "associate"))
                                 : JudgeOf(who, there, start);
    if (!judged.ok()) {
      return Error(judged.status().code(), ReasonOf(judged.status()),
                   absl::StrCat("more_associates[", i,
                                "]: ", judged.status().message()));
    }
    write.booking.more_associates.push_back(wish.more_associates[i]);
    write.more_schedule_versions.push_back(judged->schedule_version);
    write.more_work.push_back(judged->work);
  }
  return absl::OkStatus();
}

absl::Status SlotDesk::AddResources(const Who& who, const HoldWish& wish,
                                    const Booking* seen,
                                    HoldWrite& write) const {
  if (who.service->needs.empty()) return absl::OkStatus();
  Booking& booking = write.booking;
  const std::vector<KeptResource> kept =
      seen == nullptr ? std::vector<KeptResource>()
                      : MayKeep(*who.index, *seen, booking);
  absl::Span<const BookingId> besides;
  if (seen != nullptr) besides = absl::MakeConstSpan(&seen->id, 1);
  absl::StatusOr<std::vector<KeptResource>> chosen = search::ChooseResources(
      *who.index,
      {who.service, booking.store, booking.occupied, model_.Now(), besides},
      kept, wish.refused);
  if (!chosen.ok()) return chosen.status();
  booking.resources = *std::move(chosen);
  return absl::OkStatus();
}

absl::StatusOr<HoldWrite> SlotDesk::PlanAt(const Who& who, const HoldWish& wish,
                                           const catalog::Service& rules,
                                           absl::Time start,
                                           absl::Time now) const {
  const search::SlotWish slot = {&rules, wish.channel, wish.store, now,
                                 wish.duration};
  const absl::StatusOr<search::JudgedSlot> judged = JudgeOf(who, slot, start);
  if (!judged.ok()) return judged.status();
  const calendar::SlotVerdict& verdict = judged->verdict;
  HoldWrite write = {.booking = {},
                     .schedule_version = judged->schedule_version,
                     .hold_duration = rules.hold_duration,
                     .capacity = CapacityFor(wish, *judged),
                     .work = judged->work};
  Booking& booking = write.booking;
  booking.associate = wish.associate;
  booking.store = *verdict.store;
  booking.service = wish.service;
  booking.channel = wish.channel;
  booking.meeting = verdict.interval;
  booking.occupied = {verdict.interval.start - rules.buffer_before,
                      verdict.interval.end + rules.buffer_after};
  booking.load = LoadWhere(write.capacity);
  SetPromise(who.index->ZoneOf(booking.store), verdict.interval.start, booking);
  booking.cancel_notice = rules.cancel_notice;
  booking.move_notice = rules.move_notice;
  if (!wish.session.has_value()) write.shopper_limit = LimitOf(rules);
  absl::Status more = AddMore(who, wish, slot, start, write);
  if (!more.ok()) return more;
  return write;
}

absl::StatusOr<HoldWrite> SlotDesk::Plan(const BrandId& brand,
                                         const HoldWish& wish) const {
  const absl::StatusOr<Who> who = Find(brand, wish);
  if (!who.ok()) return who.status();
  absl::Status asked = CheckClass(wish, *who->service);
  if (asked.ok()) asked = CheckParty(*who->service, wish.party_size);
  if (asked.ok() && wish.answers.has_value()) {
    asked = CheckAnswers(*who->service, *wish.answers);
  }
  if (!asked.ok()) return asked;
  absl::StatusOr<HoldWrite> plan = PlanAt(
      *who, wish, RulesFor(wish, *who->service), wish.start, model_.Now());
  if (!plan.ok()) return plan;
  if (wish.session.has_value()) {
    plan->booking.seats =
        *wish.session == 0 ? who->service->seats : *wish.session;
  }
  plan->booking.party_size = wish.party_size;
  plan->booking.answers = wish.answers.value_or(std::vector<Answer>());
  absl::Status resources = AddResources(*who, wish, nullptr, *plan);
  if (!resources.ok()) return resources;
  return plan;
}

absl::StatusOr<HoldWrite> SlotDesk::PlanAsLong(const BrandId& brand,
                                               const Booking& seen,
                                               const HoldWish& wish) const {
  const absl::StatusOr<Who> who = Find(brand, wish);
  if (!who.ok()) return who.status();
  catalog::Service rules = RulesFor(wish, *who->service);
  rules.duration = seen.meeting.length();
  absl::StatusOr<HoldWrite> plan =
      PlanAt(*who, wish, rules, wish.start, model_.Now());
  if (!plan.ok()) return plan;
  absl::Status resources = AddResources(*who, wish, &seen, *plan);
  if (!resources.ok()) return resources;
  return plan;
}

absl::StatusOr<HoldWrite> SlotDesk::PlanRest(const BrandId& brand,
                                             const Booking& seen,
                                             const HoldWish& wish) const {
  const absl::StatusOr<Who> who = Find(brand, wish);
  if (!who.ok()) return who.status();
  const absl::Time now = model_.Now();
  // The tick that has begun is part of the rest.
  const absl::Time start =
      std::max(seen.meeting.start, TimeOfTick(TickOf(now)));
  if (start >= seen.meeting.end) {
    return Error(absl::StatusCode::kFailedPrecondition, "MEETING_OVER",
                 "the meeting is over; it stays as it was");
  }
  catalog::Service rules = *who->service;
  rules.duration = seen.meeting.end - start;
  rules.minimum_notice = absl::ZeroDuration();
  rules.booking_horizon = catalog::kBookingHorizonMax;
  rules.slot_interval = kTick;
  absl::StatusOr<HoldWrite> plan =
      PlanAt(*who, wish, rules, start, std::min(now, start));
  if (!plan.ok()) return plan;
  plan->booking.meeting = seen.meeting;
  plan->booking.occupied = seen.occupied;
  SetPromise(who->index->ZoneOf(plan->booking.store), seen.meeting.start,
             plan->booking);
  absl::Status resources = AddResources(*who, wish, &seen, *plan);
  if (!resources.ok()) return resources;
  return plan;
}

absl::Status SlotDesk::Refresh(const BrandId& brand,
                               const std::vector<TimeTaken>& takes) {
  std::vector<AssociateId> associates;
  associates.reserve(takes.size());
  for (const TimeTaken& each : takes) associates.push_back(each.associate);
  return schedules_.Read(
      brand, associates, [&](const calendar::StoredSchedule& schedule) {
        model_.Apply(brand, absl::MakeConstSpan(&schedule, 1));
      });
}

Booking SlotDesk::Remember(const BrandId& brand, Booking booking) {
  model_.Apply(brand, absl::MakeConstSpan(&booking, 1));
  return booking;
}

}  // namespace rapport::booking
