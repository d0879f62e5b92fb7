#include "tests/soak/soak_brand.h"

#include <utility>

namespace rapport::soak {
namespace {

// Short, so that holds run out while the soak goes on; the least there is.
constexpr int kHoldSeconds = 60;

v1::Service Class() {
  v1::Service service = test::SmallBrand::ServiceLike(kClass);
  service.set_seats(kSeatsMax);
  service.set_party_max(kPartyMax);
  return service;
}

}  // namespace

test::SmallBrand MakeSoakBrand(std::shared_ptr<grpc::Channel> channel,
                               int associates) {
  test::SmallBrand::More more;
  more.services = {Class()};
  more.hold_s = kHoldSeconds;
  return test::SmallBrand(std::move(channel), associates, more);
}

}  // namespace rapport::soak
