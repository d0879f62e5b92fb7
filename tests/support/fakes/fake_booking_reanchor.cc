#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

#include "tests/support/fakes/fake_booking_store.h"

namespace rapport::booking {
namespace {

// Whether other rules were asked about it than these, or newer ones.
bool IsStale(const Booking& booking, const ZoneRules& rules, absl::Time now) {
  return (booking.state == BookingState::kHeld ||
          booking.state == BookingState::kConfirmed) &&
         booking.meeting.start > now - kClocksApartMax &&
         booking.tzdata_version != rules.version;
}

}  // namespace

absl::StatusOr<ReanchorAnswer> FakeBookingStore::Reanchor(
    const Actor& actor, const RequestKey& request, const ReanchorStep& step,
    absl::Time deadline) {
  std::lock_guard<std::mutex> lock(mutex_);
  absl::Status begun = Begin(deadline);
  if (!begun.ok()) return begun;
  const auto at =
      answers_.find({actor.brand, actor.principal, request.request_id});
  if (at != answers_.end() && !step.dry_run) {
    absl::StatusOr<std::optional<Booking>> answer = AnswerTo(actor, request);
    if (!answer.ok()) return answer.status();
    return ReanchorAnswer{at->second.report.value_or(ReanchorReport()), {}};
  }
  const absl::Time now = now_();
  absl::StatusOr<ReanchorPlan> plan = PlanStep(actor.brand, step, now);
  if (!plan.ok()) return plan.status();
  ReanchorAnswer answer = {plan->report, {}};
  if (step.dry_run || plan->report.looked_at == 0) return answer;
  answer.changed = Do(actor, *plan, now);
  answers_[{actor.brand, actor.principal, request.request_id}] = {
      request.request_hash, Booking(), plan->report};
  return answer;
}

absl::StatusOr<ReanchorPlan> FakeBookingStore::PlanStep(
    const BrandId& brand, const ReanchorStep& step, absl::Time now) {
  std::set<AssociateId> stale;
  for (const auto& [key, booking] : bookings_) {
    if (key.first != brand || !IsStale(booking, step.rules, now)) continue;
    if (!step.after.has_value() &&
        booking.tzdata_version > step.rules.version) {
      return TzdataOlder(step.rules);
    }
    if (!step.after.has_value() || booking.associate > *step.after) {
      stale.insert(booking.associate);
    }
  }
  if (stale.empty()) return ReanchorPlan();
  const AssociateId associate = *stale.begin();
  std::vector<Booking> theirs;
  std::vector<Booking> others;  // in which they take part
  for (const auto& [key, booking] : bookings_) {
    if (key.first != brand || !IsLive(booking.state)) continue;
    if (booking.is_seat()) continue;  // it follows its session
    const auto& more = booking.more_associates;
    if (booking.associate == associate) {
      theirs.push_back(booking);
    } else if (std::find(more.begin(), more.end(), associate) != more.end()) {
      others.push_back(booking);
    }
  }
  std::sort(theirs.begin(), theirs.end(),
            [](const Booking& a, const Booking& b) {
              return std::tie(a.meeting.start, a.id) <
                     std::tie(b.meeting.start, b.id);
            });
  ReanchorScene scene = {theirs, others, {}};
  schedules_
      .Read(brand, {associate},
            [&](const calendar::StoredSchedule& stored) {
              scene.schedule = stored.schedule;
            })
      .IgnoreError();
  absl::StatusOr<ReanchorPlan> plan = PlanReanchor(scene, step.rules, now);
  if (plan.ok() && stale.size() > 1) plan->report.next = associate;
  return plan;
}

std::vector<Booking> FakeBookingStore::Do(const Actor& actor,
                                          const ReanchorPlan& plan,
                                          absl::Time now) {
  std::vector<Booking> changed;
  for (const Booking& hold : plan.gone) {
    Booking& gone = bookings_.at({actor.brand, hold.id});
    End(actor.brand, gone, now);
    changed.push_back(gone);
  }
  for (const BookingPair& change : plan.changes) {
    Occupy(actor.brand, change.before.id,
           {.freed = {{change.before.associate, change.before.occupied}},
            .taken = {}});
  }
  for (const BookingPair& change : plan.changes) {
    const Booking& after = change.after;
    Occupy(actor.brand, after.id,
           {.freed = {}, .taken = {{after.associate, after.occupied}}});
    bookings_[{actor.brand, after.id}] = after;
    if (after.is_session()) FollowSession(actor.brand, after, now);
    changes_[{actor.brand, after.id}].push_back(
        {"ReanchorBooking", actor.role, actor.principal, now, after});
    changed.push_back(after);
  }
  freed_.clear();  // nobody is offered it here
  return changed;
}

}  // namespace rapport::booking
