#include "server/catalog/offer_scope.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::catalog {
namespace {

using testing::ElementsAre;
using testing::Property;

const StoreId kStore = StoreIdOf("pos", "1");
const AssociateId kAssociate = AssociateIdOf("hr", "1");

TEST(OfferScope, IsTheBrandIfNothingElseIsSaid) {
  EXPECT_EQ(OfferScope().text(), "brand");
  EXPECT_EQ(OfferScope().layer(), OfferLayer::kBrand);
  EXPECT_EQ(OfferScope::Parse("brand").value(), OfferScope());
}

TEST(OfferScope, KnowsTheLayerOfWhatItReads) {
  auto layer = [](const std::string& text) {
    const auto scope = OfferScope::Parse(text);
    EXPECT_TRUE(scope.ok()) << text;
    EXPECT_EQ(scope->text(), text);
    return scope->layer();
  };
  EXPECT_EQ(layer("regions/fr"), OfferLayer::kRegion);
  EXPECT_EQ(layer("regions/fr/markets/paris"), OfferLayer::kMarket);
  EXPECT_EQ(layer("stores/" + kStore.ToString()), OfferLayer::kStore);
  EXPECT_EQ(layer("associates/" + kAssociate.ToString()),
            OfferLayer::kAssociate);
}

TEST(OfferScope, RefusesWhatIsNoPartOfABrand) {
  for (const char* text :
       {"", "brands", "brand/", "regions", "regions/", "regions/FR",
        "regions/fr/", "regions/fr/markets", "regions/fr/markets/",
        "regions/fr/markets/paris/stores", "regions/fr/stores/paris",
        "markets/paris", "stores/", "stores/1", "associates/1",
        "stores/00000000000000000000000004/offerPolicy",
        "regions/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    EXPECT_FALSE(OfferScope::Parse(text).ok()) << text;
  }
  EXPECT_TRUE(
      OfferScope::Parse("regions/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
          .ok());
}

TEST(OfferScope, GivesBackWhoseItIs) {
  EXPECT_EQ(OfferScope::Of(kStore).store(), kStore);
  EXPECT_EQ(OfferScope::Of(kAssociate).associate(), kAssociate);
  EXPECT_EQ(OfferScope::Of(kStore).associate(), AssociateId());
  EXPECT_EQ(OfferScope().store(), StoreId());
}

TEST(OfferScope, IsNamedBelowItsBrand) {
  const BrandId brand = BrandId::FromStored("demo");
  EXPECT_EQ(OfferScope().NameIn(brand), "brands/demo");
  EXPECT_EQ(OfferScope::FromStored("regions/fr").NameIn(brand),
            "brands/demo/regions/fr");
}

TEST(ScopesOfPlace, GoFromTheBrandToTheStore) {
  auto is = [](const std::string& text) {
    return Property(&OfferScope::text, text);
  };
  const std::string store = "stores/" + kStore.ToString();
  EXPECT_THAT(ScopesOfPlace(kStore, "regions/fr/markets/paris"),
              ElementsAre(is("brand"), is("regions/fr"),
                          is("regions/fr/markets/paris"), is(store)));
  EXPECT_THAT(ScopesOfPlace(kStore, ""), ElementsAre(is("brand"), is(store)));
}

}  // namespace
}  // namespace rapport::catalog
