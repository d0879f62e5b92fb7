#include "tests/soak/soak_brand.h"

#include <algorithm>
#include <utility>

#include "tests/soak/bag.h"

namespace rapport::soak {
namespace {

// Short, so that holds run out while the soak goes on; the least there is.
constexpr int kHoldSeconds = 60;
constexpr int kTickSeconds = 300;

v1::Service Class() {
  v1::Service service = test::SmallBrand::ServiceLike(kClass);
  service.set_seats(kSeatsMax);
  service.set_party_max(kPartyMax);
  return service;
}

v1::Service Limited() {
  v1::Service service = test::SmallBrand::ServiceLike(kLimited);
  v1::ShopperLimit& limit = *service.mutable_shopper_limit();
  limit.set_live_max(kShopperLimit.live_max);
  limit.set_count_max(kShopperLimit.count_max);
  limit.mutable_period()->set_seconds(kShopperLimit.period_ticks *
                                      kTickSeconds);
  return service;
}

bool IsLimited(size_t associate, size_t associates) {
  return associate + kLimitedAssociates >= associates;
}

void SetLimits(v1::Schedule& schedule) {
  v1::WorkLimits& limits = *schedule.mutable_limits();
  limits.set_bookings_per_day(kWorkLimit.meetings_max);
  limits.mutable_booked_per_day()->set_seconds(kWorkLimit.ticks_max *
                                               kTickSeconds);
}

}  // namespace

test::SmallBrand MakeSoakBrand(std::shared_ptr<grpc::Channel> channel,
                               int associates) {
  const size_t count = static_cast<size_t>(associates);
  test::SmallBrand::More more;
  more.services = {Class(), Limited()};
  more.schedule = [count](size_t associate, v1::Schedule& schedule) {
    if (IsLimited(associate, count)) SetLimits(schedule);
  };
  more.hold_s = kHoldSeconds;
  return test::SmallBrand(std::move(channel), associates, more);
}

void TellLimits(const test::SmallBrand& brand, History& history) {
  history.shopper_limits[IdIn(kLimited)] = kShopperLimit;
  const auto& associates = brand.associates();
  for (size_t i = 0; i < associates.size(); ++i) {
    if (!IsLimited(i, associates.size())) continue;
    history.work_limits[IdIn(associates[i])] = kWorkLimit;
  }
}

void LimitWork(const std::vector<std::string>& associates,
               const std::string& associate, v1::Schedule& schedule) {
  const auto it = std::find(associates.begin(), associates.end(), associate);
  if (it == associates.end()) return;
  const auto i = static_cast<size_t>(it - associates.begin());
  if (IsLimited(i, associates.size())) SetLimits(schedule);
}

}  // namespace rapport::soak
