#include "tests/contract/demand_store_contract.h"

#include "tests/support/fakes/fake_demand_store.h"

namespace rapport::search {
namespace {

DemandStoreUnderTest MakeFake() {
  const auto fake = std::make_shared<FakeDemandStore>();
  return {nullptr, fake, [fake] {
            std::vector<std::string> rows;
            for (const DemandCount& each : fake->counts()) {
              rows.push_back(DemandText(each.demand.brand.text(),
                                        each.demand.hour, each.demand.area,
                                        each.demand.market, each.searches));
            }
            return rows;
          }};
}

INSTANTIATE_TEST_SUITE_P(Fake, DemandStoreContract,
                         testing::Values(DemandStoreCase{"Fake", MakeFake}),
                         NameOfDemandStore);

}  // namespace
}  // namespace rapport::search
