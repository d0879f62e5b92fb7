// Names are read within the caller's brand, and nothing crosses brands.
#include "server/transport/resource_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/transport/status_details.h"
#include "tests/transport/error_details.h"

namespace rapport::transport {
namespace {

using ::testing::HasSubstr;

const BrandId kAcme = *BrandId::Parse("acme");
const StoreId kStore = StoreIdOf("pos", "1");
const AssociateId kAna = AssociateIdOf("hr", "17");

Caller Acme() {
  Caller caller;
  caller.actor.brand = kAcme;
  return caller;
}

// `OK`, or what a caller is told of `name`, read as that of a store.
std::string Told(const std::string& name) {
  return Summary(ToGrpcStatus(ParseStoreName(Acme(), "name", name).status()));
}

TEST(Names, AreReadAsTheyWereWritten) {
  EXPECT_EQ(*ParseStoreName(Acme(), "name", StoreName(kAcme, kStore)), kStore);
  EXPECT_EQ(*ParseAssociateName(Acme(), "name", AssociateName(kAcme, kAna)),
            kAna);
  EXPECT_EQ(*ParseScheduleName(Acme(), "name", ScheduleName(kAcme, kAna)),
            kAna);
  const ServiceId styling = *ServiceId::Parse("bridal-styling");
  EXPECT_EQ(*ParseServiceName(Acme(), "name", ServiceName(kAcme, styling)),
            styling);
  EXPECT_TRUE(CheckBrandName(Acme(), "name", BrandName(kAcme)).ok());
}

TEST(Names, LookAsTheProtosSay) {
  EXPECT_EQ(BrandName(kAcme), "brands/acme");
  EXPECT_THAT(StoreName(kAcme, kStore),
              ::testing::MatchesRegex("brands/acme/stores/[0-9a-v]{26}"));
  EXPECT_THAT(
      ScheduleName(kAcme, kAna),
      ::testing::MatchesRegex("brands/acme/associates/[0-9a-v]{26}/schedule"));
}

TEST(Names, OfAnotherBrandAreNotThere) {
  const BrandId other = *BrandId::Parse("other");
  EXPECT_EQ(Told(StoreName(other, kStore)), "NOT_FOUND NOT_FOUND");
  // Even where the rest could be none.
  EXPECT_EQ(Told("brands/other/stores/x"), "NOT_FOUND NOT_FOUND");
  EXPECT_EQ(Told("brands/ACME/stores/" + kStore.ToString()),
            "NOT_FOUND NOT_FOUND");
  EXPECT_EQ(
      Summary(ToGrpcStatus(CheckBrandName(Acme(), "parent", BrandName(other)))),
      "NOT_FOUND NOT_FOUND");
  EXPECT_EQ(Summary(ToGrpcStatus(
                ParseScheduleName(Acme(), "name", ScheduleName(other, kAna))
                    .status())),
            "NOT_FOUND NOT_FOUND");
}

TEST(Names, ThatAreUnsetAreRequired) {
  EXPECT_EQ(Told(""), "INVALID_ARGUMENT REQUIRED name");
  EXPECT_EQ(Summary(ToGrpcStatus(CheckBrandName(Acme(), "parent", ""))),
            "INVALID_ARGUMENT REQUIRED parent");
  EXPECT_EQ(
      Summary(ToGrpcStatus(ParseScheduleName(Acme(), "name", "").status())),
      "INVALID_ARGUMENT REQUIRED name");
}

TEST(Names, OfAnotherShapeAreMalformed) {
  const std::string id = kStore.ToString();
  for (const std::string& name : std::vector<std::string>{
           "acme/stores/" + id, "brands/acme/stores", "brands/acme/stores/",
           "brands/acme/stores/" + id + "/", "/brands/acme/stores/" + id,
           "brands/acme/associates/" + id, "brand/acme/stores/" + id,
           "brands/acme/stores/" + id.substr(1),
           "brands/acme/stores/" + id + "0",
           "brands/acme/stores/W" + id.substr(1), "/", "brands/acme",
           std::string(5000, '/')}) {
    EXPECT_EQ(Told(name), "INVALID_ARGUMENT MALFORMED name") << name;
  }
}

TEST(Names, OfBrandsHaveOneSegment) {
  for (absl::string_view name : {"acme", "brands/", "brands/acme/",
                                 "brands/acme/stores", "brand/acme"}) {
    EXPECT_EQ(Summary(ToGrpcStatus(CheckBrandName(Acme(), "parent", name))),
              "INVALID_ARGUMENT MALFORMED parent")
        << name;
  }
}

TEST(Names, OfSchedulesEndInSchedule) {
  for (const std::string& name :
       {AssociateName(kAcme, kAna), AssociateName(kAcme, kAna) + "/schedules",
        ScheduleName(kAcme, kAna) + "/schedule", std::string("/schedule")}) {
    const std::string told =
        Summary(ToGrpcStatus(ParseScheduleName(Acme(), "name", name).status()));
    EXPECT_THAT(told, ::testing::StartsWith("INVALID_ARGUMENT")) << name;
  }
}

TEST(Names, AreQuotedShortAndReadable) {
  const std::string told(ParseStoreName(Acme(), "name", std::string(5000, 'x'))
                             .status()
                             .message());
  EXPECT_LT(told.size(), 300u);
  EXPECT_THAT(told, HasSubstr("xxx"));
}

// A text of protobuf must be UTF-8, or callers cannot read the details at all.
TEST(Names, AreQuotedAsTextWhereverTheyAreCut) {
  for (int shift = 0; shift < 3; ++shift) {
    std::string name(shift, 'x');
    while (name.size() < 300) name += "€";
    const std::string message(
        ParseStoreName(Acme(), "name", name).status().message());
    for (char c : message) {
      EXPECT_GE(c, ' ') << "byte " << static_cast<int>(c) << " after " << shift;
    }
    EXPECT_EQ(Told("brands/other/stores/" + name), "NOT_FOUND NOT_FOUND");
  }
}

}  // namespace
}  // namespace rapport::transport
