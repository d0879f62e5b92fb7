#include "tests/soak/caller.h"

#include <algorithm>
#include <future>
#include <iterator>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/vocabulary/interval.h"
#include "tests/soak/operations.h"
#include "tests/transport/error_details.h"

namespace rapport::soak {
namespace {

// Longer than any pause of the nemesis but the longest.
constexpr absl::Duration kCallTimeout = absl::Seconds(8);
// A request whose outcome is not known is sent so often.
constexpr int kTriesMax = 4;
// One in so many requests goes through two servers at once.
constexpr uint64_t kRacedOneIn = 8;
// Of the bookings that one shopper remembers.
constexpr size_t kBagMax = 40;
// Of the entries: more than a shopper may wait for at a time.
constexpr size_t kWaitsMax = 30;
constexpr size_t kDoneMax = 50;
// A server that is gone would be asked a hundred thousand times a second.
constexpr absl::Duration kPauseWhenGone = absl::Milliseconds(20);
// One in so many slots is within the hour.
constexpr uint64_t kSoonOneIn = 12;
constexpr uint64_t kTicksOfHour = 12;
// Draws for the booking that begins before most.
constexpr int kNextOf = 6;
// The service's.
constexpr absl::Duration kMeeting = absl::Minutes(30);
constexpr absl::Duration kBuffer = absl::Minutes(5);
// The slots that people wait for: this long before the first that is fought
// over, which is in the next day but one, so none of them comes near.
constexpr absl::Duration kPopularBefore = absl::Hours(12);
constexpr uint64_t kPopularStarts = 4;
constexpr uint64_t kPopularAssociates = 2;

int64_t Micros(const google::protobuf::Timestamp& time) {
  return time.seconds() * 1'000'000 + time.nanos() / 1'000;
}

// An etag is a letter and the version.
int64_t VersionIn(const std::string& etag) {
  return std::stoll("0" + etag.substr(std::min<size_t>(1, etag.size())));
}

bool SaysNothing(const grpc::Status& status, const std::string& reason) {
  switch (status.error_code()) {
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return reason != "TOO_MANY_WAITS";
    case grpc::StatusCode::ABORTED:
      return reason.empty();
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::PERMISSION_DENIED:
      return false;
    default:
      return true;
  }
}

}  // namespace

std::string IdIn(const std::string& name) {
  const size_t slash = name.rfind('/');
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

SeenBooking SeenIn(const v1::Booking& booking) {
  SeenBooking seen;
  seen.id = IdIn(booking.name());
  seen.version = VersionIn(booking.etag());
  seen.state = static_cast<int>(booking.state());
  seen.associate = IdIn(booking.associate());
  const auto tick = [](const google::protobuf::Timestamp& time,
                       absl::Duration buffer) {
    return TickOf(absl::FromUnixSeconds(time.seconds()) + buffer);
  };
  seen.start_tick = tick(booking.start_time(), -kBuffer);
  seen.end_tick = tick(booking.end_time(), kBuffer);
  seen.load =
      booking.channel() == v1::CHANNEL_CHAT ? kChatLoad : kWholeCapacity;
  seen.hold_expire_us = Micros(booking.hold_expire_time());
  seen.create_us = Micros(booking.create_time());
  seen.update_us = Micros(booking.update_time());
  return seen;
}

SeenEntry SeenIn(const v1::WaitlistEntry& entry) {
  SeenEntry seen;
  seen.id = IdIn(entry.name());
  seen.version = VersionIn(entry.etag());
  seen.state = static_cast<int>(entry.state());
  seen.shopper = entry.shopper();
  seen.service = IdIn(entry.service());
  seen.associate = IdIn(entry.associate());
  for (const int channel : entry.channels()) seen.channels |= 1U << channel;
  seen.start_us = Micros(entry.window().start_time());
  seen.end_us = Micros(entry.window().end_time());
  seen.booking = IdIn(entry.booking());
  seen.create_us = Micros(entry.create_time());
  return seen;
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
  for (v1::Booking& known : bookings_) {
    if (known.name() == booking.name()) {
      known = booking;
      return;
    }
  }
  bookings_.push_back(booking);
  if (bookings_.size() > kBagMax) bookings_.pop_front();
}

v1::Booking Bag::Any(std::mt19937_64& random) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (bookings_.empty()) return {};
  return bookings_[random() % bookings_.size()];
}

Caller::Caller(int client, std::string shopper, Bag& bag, Fight& fight,
               uint64_t seed)
    : client_(client),
      shopper_(std::move(shopper)),
      bag_(bag),
      fight_(fight),
      random_(seed) {}

void Caller::Run() {
  int weights = 0;
  for (const Operation& each : Operations()) weights += each.weight;
  while (fight_.left > 0) {
    int drawn = static_cast<int>(Below(weights));
    for (const Operation& each : Operations()) {
      drawn -= each.weight;
      if (drawn >= 0) continue;
      const uint64_t before = requests_;
      each.run(*this);
      // One that is sent again counts once.
      if (requests_ > before && IsContended(attempts_.back())) --fight_.left;
      break;
    }
  }
}

v1::Booking Caller::NextOfMine() {
  v1::Booking next = AnyOfMine();
  for (int i = 0; i < kNextOf; ++i) {
    const v1::Booking other = AnyOfMine();
    if (other.start_time().seconds() < next.start_time().seconds()) {
      next = other;
    }
  }
  return next;
}

absl::Time Caller::AnyStart() {
  if (Below(kSoonOneIn) == 0) {
    return TimeOfTick(TickOf(absl::Now()) + 1 +
                      static_cast<int64_t>(Below(kTicksOfHour)));
  }
  return fight_.first_start +
         static_cast<int64_t>(Below(fight_.ticks)) * absl::Minutes(5);
}

const std::string& Caller::AnyAssociate() {
  // Half of all want one of a few.
  const size_t all = brand().associates().size();
  return brand().associates()[Below(Below(2) == 0 ? (all + 4) / 5 : all)];
}

absl::Time Caller::AnyPopularStart() {
  return brand().first_start() - kPopularBefore +
         static_cast<int64_t>(Below(kPopularStarts)) * absl::Hours(1);
}

bool Caller::IsPopular(absl::Time start) const {
  return start < brand().first_start() &&
         start >= brand().first_start() - kPopularBefore;
}

const std::string& Caller::AnyPopularAssociate() {
  return brand().associates()[Below(kPopularAssociates)];
}

int Caller::AnyServer() {
  return static_cast<int>(Below(fight_.arena->servers()));
}

Attempt Caller::Begin(const Wish& wish, const std::string& request_id) const {
  Attempt attempt;
  attempt.client = client_;
  attempt.op = wish.op;
  attempt.effect = wish.effect;
  attempt.principal = wish.staff ? absl::StrCat("desk-", client_) : shopper_;
  attempt.request_id = request_id;
  attempt.subject = IdIn(wish.subject);
  attempt.associate = IdIn(wish.associate);
  if (wish.start != absl::Time()) {
    attempt.start_tick = TickOf(wish.start - kBuffer);
    attempt.end_tick = TickOf(wish.start + kMeeting + kBuffer);
  }
  return attempt;
}

std::unique_ptr<grpc::ClientContext> Caller::Context(
    const Wish& wish, const Attempt& attempt) const {
  auto context = std::make_unique<grpc::ClientContext>();
  test::SetCaller(*context, wish.staff ? "brand-admin" : "shopper",
                  attempt.principal);
  context->set_deadline(absl::ToChronoTime(absl::Now() + kCallTimeout));
  return context;
}

uint64_t Caller::Fingerprint(const google::protobuf::MessageLite& answer) {
  return absl::HashOf(answer.SerializeAsString());
}

void Caller::Show(const v1::Booking& answer, Attempt& attempt) {
  attempt.answer = SeenIn(answer);
  if (attempt.effect != Effect::kReads) bag_.Add(answer);
}

void Caller::Show(const v1::WaitlistEntry& answer, Attempt& attempt) {
  attempt.entries.push_back(SeenIn(answer));
  bag_.Add(answer);
}

void Caller::Show(const v1::ListWaitlistEntriesResponse& answer,
                  Attempt& attempt) {
  for (const v1::WaitlistEntry& entry : answer.waitlist_entries()) {
    Show(entry, attempt);
  }
}

void Caller::End(const grpc::Status& status, uint64_t fingerprint,
                 Attempt& attempt) {
  attempt.code = status.error_code();
  if (status.ok()) {
    attempt.outcome = Outcome::kOk;
    attempt.fingerprint = fingerprint;
    return;
  }
  if (!status.error_details().empty()) {
    attempt.reason = transport::DetailsOf(status).reason;
  }
  attempt.outcome = SaysNothing(status, attempt.reason) ? Outcome::kUnknown
                                                        : Outcome::kRefused;
}

// Whether its outcome is known.
bool Caller::Note(Attempt attempt) {
  const bool known = attempt.outcome != Outcome::kUnknown;
  attempts_.push_back(std::move(attempt));
  return known;
}

bool Caller::TryBoth(const Try& once) {
  const int first = AnyServer();
  const int second = (first + 1) % fight_.arena->servers();
  auto other = std::async(std::launch::async, once, second);
  const bool known = Note(once(first));
  return Note(other.get()) && known;
}

void Caller::KeepTrying(const Try& once) {
  bool known = Below(kRacedOneIn) == 0 && TryBoth(once);
  for (int tries = 0; !known && tries < kTriesMax; ++tries) {
    known = Note(once(AnyServer()));
    if (!known) absl::SleepFor(kPauseWhenGone);
  }
  const Attempt& last = attempts_.back();
  if (last.outcome != Outcome::kOk || last.effect == Effect::kReads) return;
  done_.push_back(once);
  if (done_.size() > kDoneMax) done_.pop_front();
}

void Caller::Again() {
  if (done_.empty()) return;
  Note(done_[Below(done_.size())](AnyServer()));
}

}  // namespace rapport::soak
