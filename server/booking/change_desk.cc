#include "server/booking/change_desk.h"

#include <string>
#include <utility>

#include "server/booking/changes.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

// How often a change is planned anew because the booking, or a schedule, has
// changed under it.
constexpr int kTriesMax = 3;

// What is planned of a booking holds for the version that was seen of it.
int64_t VersionFor(const ChangeWish& wish, const Booking& seen) {
  return wish.expected_version.value_or(seen.version);
}

// The time of `seen`, to be met otherwise.
HoldWish LikeBefore(const Booking& seen) {
  return {.associate = seen.associate,
          .store = seen.store,
          .service = seen.service,
          .channel = seen.channel,
          .start = seen.meeting.start,
          .more_associates = seen.more_associates,
          .session = seen.is_session() ? std::optional<int>(seen.seats)
                                       : std::nullopt};
}

// What is planned for whoever `seen` is for, if the caller may book that.
absl::StatusOr<HoldWrite> ForItsShopper(const Caller& caller,
                                        const Booking& seen,
                                        absl::StatusOr<HoldWrite> planned) {
  if (!planned.ok()) return planned;
  planned->booking.shopper = seen.shopper;
  absl::Status may = CheckMayBook(caller, planned->booking);
  if (!may.ok()) return may;
  return planned;
}

}  // namespace

absl::StatusOr<Booking> ChangeDesk::Change(const Caller& caller,
                                           const RequestKey& request,
                                           const ChangeWish& wish,
                                           absl::Time deadline, Plan plan,
                                           search::ResourceIds* refused) {
  absl::StatusOr<Booking> changed;
  for (int i = 0; i < kTriesMax;) {
    absl::StatusOr<Booking> seen = desk_.Get(caller, wish.id, deadline);
    if (absl::IsNotFound(seen.status())) {
      return desk_.AnswerOr(caller, request, seen.status(), deadline);
    }
    if (!seen.ok()) return seen;
    slots_.Remember(caller.brand(), *seen);
    absl::StatusOr<BookingWrite> write = plan(*seen);
    if (!write.ok())
      return desk_.AnswerOr(caller, request, write.status(), deadline);
    changed = bookings_.Write(caller.actor, request, *write, deadline);
    if (changed.ok()) {
      return slots_.Remember(caller.brand(), *std::move(changed));
    }
    if (refused != nullptr &&
        MayTryOtherResources(changed.status(), *refused)) {
      continue;
    }
    ++i;
    const std::string reason = ReasonOf(changed.status());
    if (reason == "SCHEDULE_CHANGED") {
      absl::Status read = slots_.Refresh(caller.brand(), write->takes);
      if (!read.ok()) return read;
    } else if (reason != "ETAG_MISMATCH" || wish.expected_version.has_value()) {
      return changed;
    }
  }
  return changed;
}

absl::StatusOr<Booking> ChangeDesk::Extend(const Caller& caller,
                                           const RequestKey& request,
                                           const ChangeWish& wish,
                                           absl::Time deadline) {
  return Change(
      caller, request, wish, deadline,
      [&](const Booking& seen) -> absl::StatusOr<BookingWrite> {
        const auto index = model_.Find(caller.brand());
        const catalog::Service* service =
            index == nullptr ? nullptr : index->FindService(seen.service);
        if (service == nullptr) {
          return Error(absl::StatusCode::kNotFound, "SERVICE_NOT_FOUND",
                       "there is no such service any more");
        }
        BookingWrite write =
            Extending(wish.id, wish.expected_version, service->hold_duration);
        write.guard = GuardOf(seen, LimitOf(*service));
        if (write.guard.has_value()) write.guard->limit = {};
        return write;
      });
}

absl::StatusOr<Booking> ChangeDesk::Move(const Caller& caller,
                                         const RequestKey& request,
                                         const MoveWish& wish,
                                         absl::Time deadline) {
  search::ResourceIds refused;
  return Change(
      caller, request, wish.change, deadline,
      [&](const Booking& seen) -> absl::StatusOr<BookingWrite> {
        absl::Status alone = CheckNoSeat(seen);
        if (!alone.ok()) return alone;
        HoldWish to = LikeBefore(seen);
        to.refused = refused;
        to.start = wish.start;
        if (wish.store.has_value()) to.store = wish.store;
        absl::StatusOr<HoldWrite> planned = ForItsShopper(
            caller, seen, slots_.PlanAsLong(caller.brand(), seen, to));
        if (!planned.ok()) return planned.status();
        return Moving(seen.id, VersionFor(wish.change, seen), *planned,
                      AskerOf(caller.role()));
      },
      &refused);
}

absl::StatusOr<Booking> ChangeDesk::Switch(const Caller& caller,
                                           const RequestKey& request,
                                           const SwitchWish& wish,
                                           absl::Time deadline) {
  search::ResourceIds refused;
  return Change(
      caller, request, wish.change, deadline,
      [&](const Booking& seen) -> absl::StatusOr<BookingWrite> {
        absl::Status alone = CheckNoSeat(seen);
        if (!alone.ok()) return alone;
        HoldWish to = LikeBefore(seen);
        to.refused = refused;
        to.channel = wish.channel;
        absl::StatusOr<HoldWrite> planned =
            slots_.PlanRest(caller.brand(), seen, to);
        if (!planned.ok()) return planned.status();
        return Switching(seen.id, VersionFor(wish.change, seen), wish.channel,
                         *planned);
      },
      &refused);
}

absl::StatusOr<Booking> ChangeDesk::Reassign(const Caller& caller,
                                             const RequestKey& request,
                                             const ReassignWish& wish,
                                             absl::Time deadline) {
  search::ResourceIds refused;
  return Change(
      caller, request, wish.change, deadline,
      [&](const Booking& seen) -> absl::StatusOr<BookingWrite> {
        absl::Status alone = CheckNoSeat(seen);
        if (!alone.ok()) return alone;
        HoldWish to = LikeBefore(seen);
        to.refused = refused;
        to.associate = wish.associate;
        if (wish.store.has_value()) to.store = wish.store;
        absl::StatusOr<HoldWrite> planned = ForItsShopper(
            caller, seen, slots_.PlanRest(caller.brand(), seen, to));
        if (!planned.ok()) return planned.status();
        return Reassigning(seen.id, VersionFor(wish.change, seen), *planned);
      },
      &refused);
}

absl::StatusOr<Booking> ChangeDesk::CheckIn(const Caller& caller,
                                            const RequestKey& request,
                                            const ChangeWish& wish,
                                            absl::Time deadline) {
  return Change(caller, request, wish, deadline, [&](const Booking&) {
    return CheckingIn(wish.id, wish.expected_version);
  });
}

absl::StatusOr<Booking> ChangeDesk::Complete(const Caller& caller,
                                             const RequestKey& request,
                                             const ChangeWish& wish,
                                             absl::Time deadline) {
  return Change(caller, request, wish, deadline, [&](const Booking&) {
    return Completing(wish.id, wish.expected_version);
  });
}

absl::StatusOr<Booking> ChangeDesk::MarkNoShow(const Caller& caller,
                                               const RequestKey& request,
                                               const ChangeWish& wish,
                                               absl::Time deadline) {
  return Change(caller, request, wish, deadline, [&](const Booking&) {
    return MarkingNoShow(wish.id, wish.expected_version);
  });
}

absl::StatusOr<std::vector<BookingChange>> ChangeDesk::Changes(
    const Caller& caller, const BookingId& id, absl::Time deadline) {
  absl::StatusOr<Booking> seen = desk_.Get(caller, id, deadline);
  if (!seen.ok()) return seen.status();
  absl::StatusOr<std::vector<BookingChange>> changes =
      bookings_.Changes(caller.brand(), id, deadline);
  if (!changes.ok() || AskerOf(caller.role()) == Asker::kStaff) return changes;
  for (BookingChange& change : *changes) change.principal.clear();
  return changes;
}

}  // namespace rapport::booking
