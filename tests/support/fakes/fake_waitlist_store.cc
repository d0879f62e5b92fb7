#include "tests/support/fakes/fake_waitlist_store.h"

#include <algorithm>

#include "server/booking/changes.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

absl::Status NoSuchEntry() {
  return Error(absl::StatusCode::kNotFound, "WAITLIST_ENTRY_NOT_FOUND",
               "there is no such waitlist entry");
}

bool Matches(const WaitlistEntry& entry, const WaitlistFilter& filter) {
  const auto& stores = filter.stores;
  return (!filter.service || entry.service == *filter.service) &&
         (!filter.state || entry.state == *filter.state) &&
         (!filter.shopper || entry.shopper == *filter.shopper) &&
         (!filter.associate || entry.associate == filter.associate) &&
         (stores.empty() ||
          (entry.store && std::find(stores.begin(), stores.end(),
                                    *entry.store) != stores.end()));
}

// Whether nothing can be offered to it any more.
bool HasPassed(const WaitlistEntry& entry, absl::Time now) {
  return entry.state == WaitlistState::kWaiting && entry.window.end <= now;
}

}  // namespace

WaitlistEntry FakeWaitlistStore::Told(WaitlistEntry entry, absl::Time now) {
  if (HasPassed(entry, now)) entry.state = WaitlistState::kOver;
  return entry;
}

absl::StatusOr<std::optional<WaitlistEntry>> FakeWaitlistStore::AnswerTo(
    const Actor& actor, const RequestKey& request) {
  const auto at =
      answers_.find({actor.brand, actor.principal, request.request_id});
  if (at == answers_.end()) return std::optional<WaitlistEntry>();
  if (at->second.request_hash != request.request_hash) {
    return InvalidField("request_id", "REQUEST_ID_REUSED",
                        "was used for another request; each needs its own");
  }
  return std::optional<WaitlistEntry>(at->second.reply);
}

absl::Status FakeWaitlistStore::CheckMayJoin(const BrandId& brand,
                                             const WaitlistEntry& entry,
                                             absl::Time now) {
  size_t own = 0;
  size_t waiting = 0;
  bool same = false;
  for (const auto& [key, stored] : bookings_.entries_) {
    if (key.first != brand) continue;
    const WaitlistState state = Told(stored, now).state;
    waiting +=
        state == WaitlistState::kWaiting && stored.service == entry.service;
    if (!IsOpen(state) || stored.shopper != entry.shopper) continue;
    ++own;
    same = same || WishOf(stored) == WishOf(entry);
  }
  if (own >= kWaitsOfShopperMax) {
    return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_WAITS",
                 "the shopper waits for too much");
  }
  if (waiting >= kWaitsForServiceMax) {
    return Error(absl::StatusCode::kResourceExhausted, "WAITLIST_FULL",
                 "the waiting list is full");
  }
  if (!same) return absl::OkStatus();
  return Error(absl::StatusCode::kAlreadyExists, "ALREADY_WAITING",
               "the shopper waits for the same already");
}

absl::StatusOr<WaitlistEntry> FakeWaitlistStore::Join(
    const Actor& actor, const RequestKey& request, const WaitlistEntry& entry,
    absl::Time deadline) {
  std::lock_guard<std::mutex> lock(bookings_.mutex_);
  absl::Status begun = bookings_.Begin(deadline);
  if (!begun.ok()) return begun;
  auto answer = AnswerTo(actor, request);
  if (!answer.ok()) return answer.status();
  if (answer->has_value()) return **answer;
  const absl::Time now = bookings_.now_();
  absl::Status may = CheckMayJoin(actor.brand, entry, now);
  if (!may.ok()) return may;
  WaitlistEntry joined = entry;
  joined.state = WaitlistState::kWaiting;
  joined.booking.reset();
  joined.version = 1;
  joined.create_time = now;
  joined.update_time = now;
  bookings_.entries_[{actor.brand, joined.id}] = joined;
  answers_[{actor.brand, actor.principal, request.request_id}] = {
      request.request_hash, joined};
  return joined;
}

absl::StatusOr<WaitlistEntry> FakeWaitlistStore::Leave(
    const Actor& actor, const RequestKey& request, const WaitlistEntryId& id,
    std::optional<int64_t> expected_version, absl::Time deadline) {
  std::lock_guard<std::mutex> lock(bookings_.mutex_);
  absl::Status begun = bookings_.Begin(deadline);
  if (!begun.ok()) return begun;
  auto answer = AnswerTo(actor, request);
  if (!answer.ok()) return answer.status();
  if (answer->has_value()) return **answer;
  const auto at = bookings_.entries_.find({actor.brand, id});
  if (at == bookings_.entries_.end()) return NoSuchEntry();
  const absl::Time now = bookings_.now_();
  WaitlistEntry& entry = at->second;
  if (entry.version != expected_version.value_or(entry.version)) {
    return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                 "the waitlist entry has changed since; read it again");
  }
  if (!IsOpen(Told(entry, now).state)) {
    return Error(absl::StatusCode::kFailedPrecondition, "NOT_WAITING",
                 "the waitlist entry has ended");
  }
  if (entry.state == WaitlistState::kOffered) {
    Booking& hold = bookings_.bookings_.at({actor.brand, *entry.booking});
    const Booking before = hold;
    hold = booking::Ended(before, BookingState::kCancelled, now);
    bookings_.Occupy(actor.brand, hold.id, OccupancyChangeOf(&before, hold));
    bookings_.Became(actor.brand, before, hold);
  } else {
    entry.state = WaitlistState::kLeft;
    entry.update_time = now;
    ++entry.version;
  }
  const WaitlistEntry left = entry;
  bookings_.MakeOffers(now);
  answers_[{actor.brand, actor.principal, request.request_id}] = {
      request.request_hash, left};
  return left;
}

absl::StatusOr<std::optional<WaitlistEntry>> FakeWaitlistStore::Replay(
    const Actor& actor, const RequestKey& request, absl::Time deadline) {
  std::lock_guard<std::mutex> lock(bookings_.mutex_);
  absl::Status begun = bookings_.Begin(deadline);
  if (!begun.ok()) return begun;
  return AnswerTo(actor, request);
}

absl::StatusOr<WaitlistEntry> FakeWaitlistStore::Get(const BrandId& brand,
                                                     const WaitlistEntryId& id,
                                                     absl::Time deadline) {
  std::lock_guard<std::mutex> lock(bookings_.mutex_);
  absl::Status begun = bookings_.Begin(deadline);
  if (!begun.ok()) return begun;
  const auto at = bookings_.entries_.find({brand, id});
  if (at == bookings_.entries_.end()) return NoSuchEntry();
  return Told(at->second, bookings_.now_());
}

absl::StatusOr<std::vector<WaitlistEntry>> FakeWaitlistStore::List(
    const BrandId& brand, const WaitlistFilter& filter,
    const WaitlistPlace& after, size_t limit, absl::Time deadline) {
  std::lock_guard<std::mutex> lock(bookings_.mutex_);
  absl::Status begun = bookings_.Begin(deadline);
  if (!begun.ok()) return begun;
  const absl::Time now = bookings_.now_();
  std::vector<WaitlistEntry> found;
  for (const auto& [key, stored] : bookings_.entries_) {
    const WaitlistEntry entry = Told(stored, now);
    if (key.first == brand && Matches(entry, filter) &&
        after < PlaceOf(entry)) {
      found.push_back(entry);
    }
  }
  std::sort(found.begin(), found.end(),
            [](const WaitlistEntry& a, const WaitlistEntry& b) {
              return PlaceOf(a) < PlaceOf(b);
            });
  if (found.size() > limit) found.resize(limit);
  return found;
}

absl::StatusOr<std::optional<Booking>> FakeWaitlistStore::OfferFree(
    const BrandId& brand, const Offer& offer) {
  std::lock_guard<std::mutex> lock(bookings_.mutex_);
  absl::Status begun = bookings_.Begin(absl::InfiniteFuture());
  if (!begun.ok()) return begun;
  return bookings_.Take(brand, offer, bookings_.now_());
}

absl::StatusOr<std::vector<FakeWaitlistStore::Ended>>
FakeWaitlistStore::EndPassed() {
  std::lock_guard<std::mutex> lock(bookings_.mutex_);
  absl::Status begun = bookings_.Begin(absl::InfiniteFuture());
  if (!begun.ok()) return begun;
  const absl::Time now = bookings_.now_();
  std::vector<Ended> ended;
  for (auto& [key, entry] : bookings_.entries_) {
    if (!HasPassed(entry, now) || ended.size() >= kEndPassedMax) continue;
    entry.state = WaitlistState::kOver;
    entry.update_time = now;
    ++entry.version;
    ended.push_back({key.first, entry});
  }
  return ended;
}

absl::Status FakeWaitlistStore::Read(
    const BrandId& brand, absl::Span<const WaitlistEntryId> ids,
    absl::FunctionRef<void(const WaitlistEntry&)> each) {
  std::vector<WaitlistEntry> found;
  {
    std::lock_guard<std::mutex> lock(bookings_.mutex_);
    absl::Status begun = bookings_.Begin(absl::InfiniteFuture());
    if (!begun.ok()) return begun;
    for (const WaitlistEntryId& id : ids) {
      const auto at = bookings_.entries_.find({brand, id});
      if (at == bookings_.entries_.end()) continue;
      found.push_back(Told(at->second, bookings_.now_()));
    }
  }
  for (const WaitlistEntry& entry : found) each(entry);
  return absl::OkStatus();
}

absl::Status FakeWaitlistStore::ReadWaiting(
    const BrandId& brand, absl::FunctionRef<void(const WaitlistEntry&)> each) {
  std::vector<WaitlistEntry> found;
  {
    std::lock_guard<std::mutex> lock(bookings_.mutex_);
    absl::Status begun = bookings_.Begin(absl::InfiniteFuture());
    if (!begun.ok()) return begun;
    for (const auto& [key, entry] : bookings_.entries_) {
      if (key.first != brand) continue;
      if (Told(entry, bookings_.now_()).state != WaitlistState::kWaiting) {
        continue;
      }
      found.push_back(entry);
    }
  }
  for (const WaitlistEntry& entry : found) each(entry);
  return absl::OkStatus();
}

}  // namespace rapport::booking
