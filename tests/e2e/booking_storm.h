// Callers who book through several servers while the database loses nodes:
// what was acknowledged, and what should not have been said.
#ifndef RAPPORT_TESTS_E2E_BOOKING_STORM_H_
#define RAPPORT_TESTS_E2E_BOOKING_STORM_H_

#include <grpcpp/channel.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "rapport/v1/booking_service.grpc.pb.h"
#include "tests/e2e/small_brand.h"

namespace rapport::test {

// Thread-safe. Ends with this object.
class BookingStorm {
 public:
  // Each caller holds at one server and confirms at another. `brand` must
  // outlive it.
  BookingStorm(const SmallBrand& brand,
               std::vector<std::shared_ptr<grpc::Channel>> servers, int callers,
               unsigned seed);
  ~BookingStorm() { Stop(); }

  // Whether that many more are confirmed soon.
  bool MoreAreConfirmed(int count);

  // Waits for all callers.
  void Stop();

  // After Stop: resource ids of the bookings whose confirmation was
  // acknowledged, and answers that no fault explains.
  const std::vector<std::string>& confirmed() const { return confirmed_; }
  const std::vector<std::string>& wrong() const { return wrong_; }

 private:
  void Book(int caller, unsigned seed);
  // Each caller is a shopper: one's own holds give way to their next.
  void BookOne(const std::string& shopper, int number, std::mt19937& random);
  // Asks again, with the same request id, until there is a plain answer or the
  // storm ends; then UNAVAILABLE.
  template <typename Request>
  grpc::Status Ask(const std::string& shopper,
                   const std::shared_ptr<grpc::Channel>& server,
                   grpc::Status (v1::BookingService::Stub::*method)(
                       grpc::ClientContext*, const Request&, v1::Booking*),
                   const Request& request, v1::Booking& reply);
  bool ended();

  const SmallBrand& brand_;
  const std::vector<std::shared_ptr<grpc::Channel>> servers_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;  // guards all below
  std::condition_variable more_;
  bool ended_ = false;
  std::vector<std::string> confirmed_;
  std::vector<std::string> wrong_;
};

}  // namespace rapport::test

#endif  // RAPPORT_TESTS_E2E_BOOKING_STORM_H_
