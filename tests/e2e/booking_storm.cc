#include "tests/e2e/booking_storm.h"

#include <grpcpp/client_context.h>

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace rapport::test {
namespace {

constexpr int kSlots = 1000;  // an associate's, within the service's horizon
// Of one call: a node that is gone is noticed within seconds.
constexpr std::chrono::seconds kCallDeadline(20);
// A fault, what it takes to notice it, and a busy machine.
constexpr std::chrono::seconds kPatience(60);

bool IsPlain(grpc::StatusCode code) {
  return code != grpc::StatusCode::UNAVAILABLE &&
         code != grpc::StatusCode::ABORTED &&
         code != grpc::StatusCode::RESOURCE_EXHAUSTED &&
         code != grpc::StatusCode::DEADLINE_EXCEEDED;
}

}  // namespace

BookingStorm::BookingStorm(const SmallBrand& brand,
                           std::vector<std::shared_ptr<grpc::Channel>> servers,
                           int callers, unsigned seed)
    : brand_(brand), servers_(std::move(servers)) {
  for (int caller = 0; caller < callers; ++caller) {
    threads_.emplace_back([this, caller, seed] { Book(caller, seed); });
  }
}

bool BookingStorm::ended() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return ended_;
}

bool BookingStorm::MoreAreConfirmed(int count) {
  std::unique_lock<std::mutex> lock(mutex_);
  const size_t enough = confirmed_.size() + count;
  return more_.wait_until(lock, std::chrono::system_clock::now() + kPatience,
                          [&] { return confirmed_.size() >= enough; });
}

void BookingStorm::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ended_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void BookingStorm::Book(int caller, unsigned seed) {
  std::mt19937 random(seed + caller);
  for (int i = 0; !ended(); ++i) {
    BookOne(absl::StrCat("storm-", caller), i, random);
  }
}

void BookingStorm::BookOne(const std::string& shopper, int number,
                           std::mt19937& random) {
  const std::string request_id = absl::StrCat(shopper, "-", number);
  const size_t first = random() % servers_.size();
  v1::Booking booking;
  const v1::HoldSlotRequest hold =
      brand_.Hold(request_id, random() % brand_.associates().size(),
                  static_cast<int>(random() % kSlots));
  grpc::Status status = Ask(shopper, servers_[first],
                            &v1::BookingService::Stub::HoldSlot, hold, booking);
  if (status.error_code() == grpc::StatusCode::ALREADY_EXISTS) return;
  if (status.ok()) {
    v1::ConfirmBookingRequest confirm;
    confirm.set_name(booking.name());
    confirm.set_request_id(absl::StrCat(request_id, "-confirm"));
    status = Ask(shopper, servers_[(first + 1) % servers_.size()],
                 &v1::BookingService::Stub::ConfirmBooking, confirm, booking);
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  if (status.ok()) {
    confirmed_.push_back(booking.name().substr(booking.name().rfind('/') + 1));
    more_.notify_all();
  } else if (IsPlain(status.error_code())) {
    wrong_.push_back(absl::StrCat(request_id, ": ", status.error_code(), " ",
                                  status.error_message()));
  }
}

template <typename Request>
grpc::Status BookingStorm::Ask(const std::string& shopper,
                               const std::shared_ptr<grpc::Channel>& server,
                               grpc::Status (v1::BookingService::Stub::*method)(
                                   grpc::ClientContext*, const Request&,
                                   v1::Booking*),
                               const Request& request, v1::Booking& reply) {
  v1::BookingService::Stub stub(server);
  grpc::Status status(grpc::StatusCode::UNAVAILABLE, "not asked");
  while (!ended()) {
    grpc::ClientContext context;
    SetCaller(context, "shopper", shopper);
    context.set_deadline(std::chrono::system_clock::now() + kCallDeadline);
    status = (stub.*method)(&context, request, &reply);
    if (IsPlain(status.error_code())) break;
  }
  return status;
}

}  // namespace rapport::test
