#include "tests/soak/bag.h"

#include <algorithm>
#include <vector>

#include "tests/soak/soak_brand.h"

namespace rapport::soak {
namespace {

// Of the bookings of a kind that one shopper remembers.
constexpr size_t kBagMax = 40;
// Of the entries: more than a shopper may wait for at a time.
constexpr size_t kWaitsMax = 30;
// Fewer have fewer seats than all callers want at a time.
constexpr size_t kBoardMax = 6;

v1::Booking AnyIn(const std::deque<v1::Booking>& bookings,
                  std::mt19937_64& random) {
  if (bookings.empty()) return {};
  return bookings[random() % bookings.size()];
}

}  // namespace

std::string IdIn(const std::string& name) {
  const size_t slash = name.rfind('/');
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

int64_t VersionIn(const std::string& etag) {
  return std::stoll("0" + etag.substr(std::min<size_t>(1, etag.size())));
}

Kind KindOf(const v1::Booking& booking) {
  if (!booking.session().empty()) return Kind::kSeat;
  return booking.service() == kLimited ? Kind::kLimited : Kind::kMeeting;
}

void Bag::Add(const v1::WaitlistEntry& entry) {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (v1::WaitlistEntry& known : entries_) {
    if (known.name() != entry.name()) continue;
    if (VersionIn(known.etag()) < VersionIn(entry.etag())) known = entry;
    return;
  }
  entries_.push_back(entry);
  if (entries_.size() > kWaitsMax) entries_.pop_front();
}

v1::WaitlistEntry Bag::AnyWait(std::mt19937_64& random) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (entries_.empty()) return {};
  return entries_[random() % entries_.size()];
}

v1::WaitlistEntry Bag::AnyOffered(std::mt19937_64& random) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::vector<const v1::WaitlistEntry*> offered;
  for (const v1::WaitlistEntry& entry : entries_) {
    if (entry.state() == v1::WAITLIST_STATE_OFFERED) offered.push_back(&entry);
  }
  if (offered.empty()) return {};
  return *offered[random() % offered.size()];
}

void Bag::Add(const v1::Booking& booking) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const Kind kind = KindOf(booking);
  std::deque<v1::Booking>& bookings = bookings_[kind];
  const auto known = std::find_if(
      bookings.begin(), bookings.end(),
      [&](const v1::Booking& each) { return each.name() == booking.name(); });
  const bool is_over = booking.state() > v1::BOOKING_STATE_CHECKED_IN;
  if (kind != Kind::kMeeting && is_over) {
    if (known != bookings.end()) bookings.erase(known);
    return;
  }
  if (known != bookings.end()) {
    *known = booking;
    return;
  }
  bookings.push_back(booking);
  if (bookings.size() > kBagMax) bookings.pop_front();
}

v1::Booking Bag::Any(Kind kind, std::mt19937_64& random) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto bookings = bookings_.find(kind);
  return bookings == bookings_.end() ? v1::Booking()
                                     : AnyIn(bookings->second, random);
}

void Board::Add(const v1::Booking& session) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto known = std::find_if(
      sessions_.begin(), sessions_.end(),
      [&](const v1::Booking& each) { return each.name() == session.name(); });
  const bool is_over = session.state() != v1::BOOKING_STATE_CONFIRMED;
  if (known == sessions_.end()) {
    // What is told again of one that is forgotten is old.
    if (is_over || VersionIn(session.etag()) > 1) return;
    sessions_.push_back(session);
    if (sessions_.size() > kBoardMax) sessions_.pop_front();
  } else if (is_over) {
    sessions_.erase(known);
  } else if (VersionIn(known->etag()) < VersionIn(session.etag())) {
    *known = session;
  }
}

v1::Booking Board::Any(std::mt19937_64& random) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return AnyIn(sessions_, random);
}

}  // namespace rapport::soak
