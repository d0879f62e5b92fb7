// What callers fight over besides slots: a class, whose sessions have seats, and
// what is limited.
#ifndef RAPPORT_TESTS_SOAK_SOAK_BRAND_H_
#define RAPPORT_TESTS_SOAK_SOAK_BRAND_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "rapport/v1/calendar_resources.pb.h"
#include "rapport/v1/catalog_resources.pb.h"
#include "tests/e2e/small_brand.h"
#include "tests/soak/history.h"

namespace rapport::soak {

// A class; shoppers come alone or together.
inline constexpr char kClass[] = "brands/small/services/class";
inline constexpr int kPartyMax = 3;
inline constexpr int kSeatsMax = 6;
// A service of which a shopper may have so much.
inline constexpr char kLimited[] = "brands/small/services/tasting";
inline constexpr ShopperLimit kShopperLimit = {
    .live_max = 3, .count_max = 2, .period_ticks = 288};
// The last few associates may be booked for so much of a day.
inline constexpr size_t kLimitedAssociates = 2;
inline constexpr WorkLimit kWorkLimit = {.meetings_max = 7, .ticks_max = 36};

// A brand of so many associates.
test::SmallBrand MakeSoakBrand(std::shared_ptr<grpc::Channel> channel,
                               int associates);

// What is limited of it, for the checker.
void TellLimits(const test::SmallBrand& brand, History& history);

// Gives the schedule of that associate its limits, if they have any.
void LimitWork(const std::vector<std::string>& associates,
               const std::string& associate, v1::Schedule& schedule);

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_SOAK_BRAND_H_
