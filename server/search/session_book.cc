#include "server/search/session_book.h"

#include <algorithm>

#include "server/booking/work_check.h"

namespace rapport::search {
namespace {

using booking::Booking;
using booking::BookingCursor;
using booking::BookingId;
using booking::BookingState;

bool IsOver(const Booking& session, absl::Time now) {
  return session.meeting.end <= now;
}

// All that is asked of the session itself, but when it starts.
bool Matches(const SessionFilter& filter, const Booking& session) {
  const auto& stores = filter.stores;
  if (!stores.empty() &&
      std::find(stores.begin(), stores.end(), session.store) == stores.end()) {
    return false;
  }
  if (filter.service.has_value() && session.service != *filter.service) {
    return false;
  }
  return !filter.associate.has_value() || TakesPart(session, *filter.associate);
}

}  // namespace

std::vector<SessionBook::Key> SessionBook::KeysOf(const Booking& session) {
  std::vector<Key> keys = {Key(), session.store, session.service,
                           session.associate};
  keys.insert(keys.end(), session.more_associates.begin(),
              session.more_associates.end());
  return keys;
}

// The fewest come first.
std::vector<SessionBook::Key> SessionBook::KeysFor(
    const SessionFilter& filter) {
  if (filter.associate.has_value()) return {*filter.associate};
  if (!filter.stores.empty()) {
    const std::set<Key> stores(filter.stores.begin(), filter.stores.end());
    return {stores.begin(), stores.end()};
  }
  if (filter.service.has_value()) return {*filter.service};
  return {Key()};
}

void SessionBook::Show(OfBrand& brand, const Known& known) {
  const Booking& session = *known.session;
  for (const Key& key : KeysOf(session)) {
    brand.places[key][{session.meeting.start, session.id}] = &known;
  }
}

void SessionBook::Hide(OfBrand& brand, const Known& known) {
  if (known.session == nullptr) return;
  const Booking& session = *known.session;
  for (const Key& key : KeysOf(session)) {
    const auto places = brand.places.find(key);
    if (places == brand.places.end()) continue;
    places->second.erase({session.meeting.start, session.id});
    if (places->second.empty()) brand.places.erase(places);
  }
}

SessionBook::Known& SessionBook::KnownFor(OfBrand& brand, const BookingId& id,
                                          absl::Time end) {
  Known& known = brand.known[id];
  if (end <= known.end) return known;
  brand.ends.erase({known.end, id});
  known.end = end;
  brand.ends.emplace(end, id);
  return known;
}

void SessionBook::NoteSession(OfBrand& brand, const Booking& session) {
  Known& known = KnownFor(brand, session.id, session.meeting.end);
  if (session.version <= known.version) return;
  known.version = session.version;
  Hide(brand, known);
  known.session = nullptr;
  if (session.state != BookingState::kConfirmed) return;
  known.session = std::make_shared<const Booking>(session);
  Show(brand, known);
}

void SessionBook::NoteSeat(OfBrand& brand, const Booking& seat) {
  Known& known = KnownFor(brand, *seat.session, seat.meeting.end);
  int64_t& version = known.seat_versions[seat.id];
  if (seat.version <= version) return;
  version = seat.version;
  known.holds.erase(seat.id);
  const auto booked = known.booked.find(seat.id);
  if (booked != known.booked.end()) {
    known.booked_seats -= booked->second;
    known.booked.erase(booked);
  }
  if (seat.state == BookingState::kHeld) {
    known.holds[seat.id] = {seat.party_size, seat.hold_expire_time};
  } else if (booking::IsWork(seat)) {  // it counts too once they have met
    known.booked[seat.id] = seat.party_size;
    known.booked_seats += seat.party_size;
  } else {
    brand.given_back.push_back({seat.update_time, *seat.session, seat.id});
  }
}

void SessionBook::Forget(OfBrand& brand, absl::Time past) {
  auto& given_back = brand.given_back;
  while (!given_back.empty() && given_back.front().time < past) {
    const auto known = brand.known.find(given_back.front().session);
    // What was forgotten and heard of again may be there by old news.
    if (known != brand.known.end() &&
        !known->second.booked.contains(given_back.front().seat) &&
        !known->second.holds.contains(given_back.front().seat)) {
      known->second.seat_versions.erase(given_back.front().seat);
    }
    given_back.pop_front();
  }
  while (!brand.ends.empty() && brand.ends.begin()->first < past) {
    const auto known = brand.known.find(brand.ends.begin()->second);
    Hide(brand, known->second);
    brand.known.erase(known);
    brand.ends.erase(brand.ends.begin());
  }
}

void SessionBook::Apply(const BrandId& brand, const Booking& booking,
                        absl::Time past) {
  const std::lock_guard<std::mutex> lock(mutex_);
  OfBrand& of_brand = brands_[brand];
  if (booking.is_seat()) {
    NoteSeat(of_brand, booking);
  } else {
    NoteSession(of_brand, booking);
  }
  Forget(of_brand, past);
}

FoundSession SessionBook::FoundIn(const Known& known, absl::Time now) {
  int left = known.session->seats - known.booked_seats;
  for (const auto& [id, hold] : known.holds) {
    if (hold.expire_time > now) left -= hold.seats;
  }
  return {known.session, std::max(left, 0)};
}

std::optional<FoundSession> SessionBook::Find(const BrandId& brand,
                                              const BookingId& id,
                                              absl::Time now) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto of_brand = brands_.find(brand);
  if (of_brand == brands_.end()) return std::nullopt;
  const auto known = of_brand->second.known.find(id);
  if (known == of_brand->second.known.end()) return std::nullopt;
  const auto& session = known->second.session;
  if (session == nullptr || IsOver(*session, now)) return std::nullopt;
  return FoundIn(known->second, now);
}

std::vector<FoundSession> SessionBook::List(const BrandId& brand,
                                            const SessionFilter& filter,
                                            const BookingCursor& after,
                                            size_t limit,
                                            absl::Time now) const {
  std::vector<FoundSession> found;
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto of_brand = brands_.find(brand);
  if (of_brand == brands_.end()) return found;
  for (const Key& key : KeysFor(filter)) {
    const auto places = of_brand->second.places.find(key);
    if (places == of_brand->second.places.end()) continue;
    const Place behind = {after.start, after.id};
    const Place first = {filter.window.start, BookingId()};
    auto at = behind < first ? places->second.lower_bound(first)
                             : places->second.upper_bound(behind);
    size_t of_key = 0;
    for (; at != places->second.end() && of_key < limit; ++at) {
      if (at->first.first >= filter.window.end) break;
      const Booking& session = *at->second->session;
      if (IsOver(session, now) || !Matches(filter, session)) continue;
      FoundSession each = FoundIn(*at->second, now);
      if (each.seats_left < filter.seats_left_min) continue;
      found.push_back(std::move(each));
      ++of_key;
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return Place(a.session->meeting.start, a.session->id) <
           Place(b.session->meeting.start, b.session->id);
  });
  if (found.size() > limit) found.resize(limit);
  return found;
}

void SessionBook::AddSeats(const BrandId& brand,
                           std::vector<BookingId>& ids) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto of_brand = brands_.find(brand);
  if (of_brand == brands_.end()) return;
  for (const auto& [session, known] : of_brand->second.known) {
    for (const auto& [seat, seats] : known.booked) ids.push_back(seat);
    for (const auto& [seat, hold] : known.holds) ids.push_back(seat);
  }
}

size_t SessionBook::size() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  size_t count = 0;
  for (const auto& [id, brand] : brands_) {
    for (const auto& [session, known] : brand.known) {
      count += 1 + known.seat_versions.size();
    }
  }
  return count;
}

}  // namespace rapport::search
