// Every method that the protos promise has a policy, and every policy a method.
#include "server/transport/policy.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/catalog_service.pb.h"
#include "rapport/v1/locator_service.pb.h"
#include "rapport/v1/session_service.pb.h"
#include "rapport/v1/waitlist_service.pb.h"
#include "server/transport/status_details.h"
#include "tests/transport/error_details.h"

namespace rapport::transport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Role kRoles[] = {Role::kShopper,      Role::kAssociate,
                           Role::kStoreManager, Role::kBrandAdmin,
                           Role::kBrandBackend, Role::kOperator};

// The files that define services. A new file of protos is noticed by the count
// of services below only once it is linked and served, so it belongs here.
std::vector<const google::protobuf::FileDescriptor*> ServiceFiles() {
  return {v1::HoldSlotRequest::descriptor()->file(),
          v1::ListSlotsRequest::descriptor()->file(),
          v1::GetBrandRequest::descriptor()->file(),
          v1::SearchStoresRequest::descriptor()->file(),
          v1::JoinWaitlistRequest::descriptor()->file(),
          v1::CreateSessionRequest::descriptor()->file()};
}

std::set<std::string> PromisedMethods() {
  std::set<std::string> methods;
  for (const auto* file : ServiceFiles()) {
    for (int i = 0; i < file->service_count(); ++i) {
      const auto* service = file->service(i);
      for (int j = 0; j < service->method_count(); ++j) {
        methods.insert(absl::StrCat(service->full_name(), "/",
                                    service->method(j)->name()));
      }
    }
  }
  return methods;
}

Caller CallerOf(Role role) {
  Caller caller;
  caller.actor.role = role;
  return caller;
}

// The words of the roles that may call `method`.
std::vector<std::string> MayCall(absl::string_view method) {
  std::vector<std::string> words;
  const Policy* policy = FindPolicy(method);
  if (policy == nullptr) return words;
  for (Role role : kRoles) {
    if (CheckRole(*policy, CallerOf(role)).ok()) {
      words.emplace_back(RoleWord(role));
    }
  }
  return words;
}

TEST(Policies, ExistForEveryMethodOfTheProtos) {
  const std::set<std::string> methods = PromisedMethods();
  EXPECT_GE(methods.size(), 24u);
  for (const std::string& method : methods) {
    EXPECT_NE(FindPolicy(method), nullptr) << method << " has no policy";
  }
}

TEST(Policies, NameNothingButMethodsOfTheProtos) {
  const std::set<std::string> methods = PromisedMethods();
  for (const Policy& policy : Policies()) {
    EXPECT_TRUE(methods.count(std::string(policy.method)) > 0)
        << policy.method << " is no method";
  }
}

TEST(Policies, NameEachMethodOnce) {
  std::set<absl::string_view> seen;
  for (const Policy& policy : Policies()) {
    EXPECT_TRUE(seen.insert(policy.method).second) << policy.method;
  }
}

TEST(Policies, LetSomebodyInEverywhere) {
  for (const Policy& policy : Policies()) {
    EXPECT_FALSE(MayCall(policy.method).empty()) << policy.method;
  }
}

TEST(Policies, DenyOperatorsWhateverIsOfABrand) {
  for (const Policy& policy : Policies()) {
    if (policy.method == "rapport.v1.CatalogService/CreateBrand") continue;
    EXPECT_THAT(MayCall(policy.method),
                ::testing::Not(::testing::Contains("operator")))
        << policy.method;
  }
}

TEST(Policies, LeaveBrandsToOperatorsAndTheCatalogToAdmins) {
  EXPECT_THAT(MayCall("rapport.v1.CatalogService/CreateBrand"),
              ElementsAre("operator"));
  for (absl::string_view method :
       {"rapport.v1.CatalogService/UpdateBrand",
        "rapport.v1.CatalogService/UpdateStore",
        "rapport.v1.CatalogService/UpdateAssociate",
        "rapport.v1.CatalogService/UpdateService",
        "rapport.v1.CatalogService/ImportStores",
        "rapport.v1.CatalogService/ImportAssociates"}) {
    EXPECT_THAT(MayCall(method), ElementsAre("brand-admin")) << method;
  }
}

TEST(Policies, KeepSchedulesFromShoppersAndBackends) {
  for (absl::string_view method :
       {"rapport.v1.CalendarService/GetSchedule",
        "rapport.v1.CalendarService/UpdateSchedule"}) {
    EXPECT_THAT(MayCall(method),
                ElementsAre("associate", "store-manager", "brand-admin"))
        << method;
  }
}

TEST(Policies, LetTheWholeBrandSearchAndBook) {
  for (absl::string_view method : {"rapport.v1.LocatorService/SearchAssociates",
                                   "rapport.v1.CalendarService/ListSlots",
                                   "rapport.v1.BookingService/HoldSlot"}) {
    EXPECT_THAT(MayCall(method),
                ElementsAre("shopper", "associate", "store-manager",
                            "brand-admin", "brand-backend"))
        << method;
  }
}

TEST(Policies, SendWritesToWorkersThatMayWait) {
  for (const Policy& policy : Policies()) {
    const size_t verb = policy.method.find('/') + 1;
    for (absl::string_view write :
         {"Create", "Update", "Import", "Hold", "Confirm", "Cancel"}) {
      if (policy.method.substr(verb, write.size()) != write) continue;
      EXPECT_EQ(policy.lane, Lane::kDatabase) << policy.method;
    }
  }
}

TEST(FindPolicy, KnowsNoOtherMethod) {
  EXPECT_THAT(MayCall("rapport.v1.CatalogService/DropBrand"), IsEmpty());
  EXPECT_THAT(MayCall("/rapport.v1.CatalogService/GetBrand"), IsEmpty());
  EXPECT_THAT(MayCall(""), IsEmpty());
}

TEST(CheckRole, SaysWhichRoleMayNotCallWhat) {
  const absl::Status status =
      CheckRole(*FindPolicy("rapport.v1.CatalogService/UpdateStore"),
                CallerOf(Role::kShopper));
  EXPECT_EQ(Summary(ToGrpcStatus(status)),
            "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  EXPECT_EQ(status.message(),
            "the role shopper may not call "
            "rapport.v1.CatalogService/UpdateStore");
}

}  // namespace
}  // namespace rapport::transport
