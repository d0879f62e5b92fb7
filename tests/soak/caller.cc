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

// What a booking and a session have in common.
template <typename Meeting>
SeenBooking MeetingOf(const Meeting& meeting) {
  SeenBooking seen;
  seen.associate = IdIn(meeting.associate());
  seen.service = IdIn(meeting.service());
  const auto tick = [](const google::protobuf::Timestamp& time,
                       absl::Duration buffer) {
    return TickOf(absl::FromUnixSeconds(time.seconds()) + buffer);
  };
  seen.start_tick = tick(meeting.start_time(), -kBuffer);
  seen.end_tick = tick(meeting.end_time(), kBuffer);
  seen.seats = meeting.seats();
  // Who gives a class chats with nobody else.
  const bool shares = meeting.channel() == v1::CHANNEL_CHAT && seen.seats == 0;
  seen.load = shares ? kChatLoad : kWholeCapacity;
  return seen;
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

SeenBooking SeenIn(const v1::Booking& booking) {
  SeenBooking seen = MeetingOf(booking);
  seen.id = IdIn(booking.name());
  seen.version = VersionIn(booking.etag());
  seen.state = static_cast<int>(booking.state());
  seen.shopper = booking.shopper();
  seen.session = IdIn(booking.session());
  seen.party = std::max(1, booking.party_size());
  if (seen.is_seat()) seen.load = 0;
  seen.hold_expire_us = Micros(booking.hold_expire_time());
  seen.create_us = Micros(booking.create_time());
  seen.update_us = Micros(booking.update_time());
  return seen;
}

SeenBooking SeenIn(const v1::Session& session) {
  SeenBooking seen = MeetingOf(session);
  seen.id = IdIn(session.booking());
  seen.version = 1;
  seen.state = static_cast<int>(v1::BOOKING_STATE_CONFIRMED);
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

v1::Booking Caller::NextOfMine(Kind kind) {
  v1::Booking next = AnyOfMine(kind);
  for (int i = 0; i < kNextOf; ++i) {
    const v1::Booking other = AnyOfMine(kind);
    if (other.start_time().seconds() < next.start_time().seconds()) {
      next = other;
    }
  }
  return next;
}

absl::Time Caller::AnyFarStart() {
  return fight_.first_start +
         static_cast<int64_t>(Below(fight_.ticks)) * absl::Minutes(5);
}

absl::Time Caller::AnySoonStart() {
  return TimeOfTick(TickOf(absl::Now()) + 1 +
                    static_cast<int64_t>(Below(kTicksOfHour)));
}

absl::Time Caller::AnyStart() {
  return Below(kSoonOneIn) == 0 ? AnySoonStart() : AnyFarStart();
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
  attempt.session = IdIn(wish.session);
  attempt.party = wish.party;
  attempt.replaces = IdIn(wish.replaces);
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
  if (!wish.guest.empty()) {
    context->AddMetadata("x-rapport-shopper", wish.guest);
  }
  context->set_deadline(absl::ToChronoTime(absl::Now() + kCallTimeout));
  return context;
}

uint64_t Caller::Fingerprint(const google::protobuf::MessageLite& answer) {
  return absl::HashOf(answer.SerializeAsString());
}

uint64_t Caller::Fingerprint(v1::Session answer) {
  answer.clear_seats_left();
  return absl::HashOf(answer.SerializeAsString());
}

void Caller::Show(const v1::Session& answer, Attempt& attempt) {
  attempt.answer = SeenIn(answer);
  // It is not said as which version; so whoever wants that must ask.
  v1::Booking session;
  session.set_name(answer.booking());
  session.set_state(v1::BOOKING_STATE_CONFIRMED);
  session.set_associate(answer.associate());
  *session.mutable_start_time() = answer.start_time();
  fight_.board.Add(session);
}

void Caller::Show(const v1::Booking& answer, Attempt& attempt) {
  attempt.answer = SeenIn(answer);
  if (answer.seats() > 0) return fight_.board.Add(answer);
  const bool reads = attempt.effect == Effect::kReads;
  if (!reads || KindOf(answer) != Kind::kMeeting) bag_.Add(answer);
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

void Caller::TryTogether(const Try& one, const Try& other) {
  const int server = AnyServer();
  auto beside = std::async(std::launch::async, other,
                           (server + 1) % fight_.arena->servers());
  const bool known = Note(one(server));
  const bool other_known = Note(beside.get());
  if (!known) KeepTrying(one);
  if (!other_known) KeepTrying(other);
}

void Caller::Again() {
  if (done_.empty()) return;
  Note(done_[Below(done_.size())](AnyServer()));
}

}  // namespace rapport::soak
