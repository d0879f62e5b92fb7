// What callers fight over besides slots: a class, whose sessions have seats.
#ifndef RAPPORT_TESTS_SOAK_SOAK_BRAND_H_
#define RAPPORT_TESTS_SOAK_SOAK_BRAND_H_

#include "rapport/v1/catalog_resources.pb.h"
#include "tests/e2e/small_brand.h"

namespace rapport::soak {

// A class; shoppers come alone or together.
inline constexpr char kClass[] = "brands/small/services/class";
inline constexpr int kPartyMax = 3;
inline constexpr int kSeatsMax = 6;

// A brand of so many associates.
test::SmallBrand MakeSoakBrand(std::shared_ptr<grpc::Channel> channel,
                               int associates);

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_SOAK_BRAND_H_
