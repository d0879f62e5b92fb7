#include "server/transport/policy.h"

#include "absl/strings/str_cat.h"
#include "server/vocabulary/error.h"

namespace rapport::transport {
namespace {

constexpr uint16_t Bit(Role role) {
  return static_cast<uint16_t>(1u << static_cast<uint8_t>(role));
}

constexpr uint16_t kOperator = Bit(Role::kOperator);
constexpr uint16_t kAdmin = Bit(Role::kBrandAdmin);
constexpr uint16_t kManagers = kAdmin | Bit(Role::kStoreManager);
// Those who keep associates' calendars.
constexpr uint16_t kStaff =
    kAdmin | Bit(Role::kStoreManager) | Bit(Role::kAssociate);
// Everybody of the brand.
constexpr uint16_t kBrand =
    kStaff | Bit(Role::kShopper) | Bit(Role::kBrandBackend);

constexpr Policy kPolicies[] = {
    {"rapport.v1.BookingService/CancelBooking", kBrand, Lane::kDatabase},
    {"rapport.v1.BookingService/CheckInBooking", kStaff, Lane::kDatabase},
    {"rapport.v1.BookingService/CompleteBooking", kStaff, Lane::kDatabase},
    {"rapport.v1.BookingService/ConfirmBooking", kBrand, Lane::kDatabase},
    {"rapport.v1.BookingService/CreateBooking", kBrand, Lane::kDatabase},
    {"rapport.v1.BookingService/ExtendHold", kBrand, Lane::kDatabase},
    {"rapport.v1.BookingService/GetBooking", kBrand, Lane::kDatabase},
    {"rapport.v1.BookingService/HoldSlot", kBrand, Lane::kDatabase},
    {"rapport.v1.BookingService/ListBookingChanges", kBrand, Lane::kDatabase},
    {"rapport.v1.BookingService/ListBookings", kBrand, Lane::kDatabase},
    {"rapport.v1.BookingService/MarkNoShow", kStaff, Lane::kDatabase},
    {"rapport.v1.BookingService/MoveBooking", kBrand, Lane::kDatabase},
    {"rapport.v1.BookingService/ReanchorBookings", kAdmin, Lane::kDatabase},
    {"rapport.v1.BookingService/ReassignBooking", kManagers, Lane::kDatabase},
    {"rapport.v1.BookingService/SwitchChannel", kBrand, Lane::kDatabase},
    {"rapport.v1.CalendarService/CreateFeedAddress", kStaff, Lane::kDatabase},
    {"rapport.v1.CalendarService/GetCalendarFeed", kStaff, Lane::kDatabase},
    {"rapport.v1.CalendarService/GetSchedule", kStaff, Lane::kMemory},
    {"rapport.v1.CalendarService/ImportBusyTime", kStaff, Lane::kDatabase},
    {"rapport.v1.CalendarService/ListSlots", kBrand, Lane::kMemory},
    {"rapport.v1.CalendarService/ListUncoveredBookings", kStaff,
     Lane::kDatabase},
    {"rapport.v1.CalendarService/RemoveBusyTime", kStaff, Lane::kDatabase},
    {"rapport.v1.CalendarService/RemoveFeedAddress", kStaff, Lane::kDatabase},
    {"rapport.v1.CalendarService/SubscribeBusyTime", kStaff, Lane::kDatabase},
    {"rapport.v1.CalendarService/UpdateSchedule", kStaff, Lane::kDatabase},
    {"rapport.v1.CatalogService/CreateBrand", kOperator, Lane::kDatabase},
    {"rapport.v1.CatalogService/ExplainOffer", kBrand, Lane::kMemory},
    {"rapport.v1.CatalogService/ExportStores", kAdmin, Lane::kMemory},
    {"rapport.v1.CatalogService/GetAssociate", kBrand, Lane::kMemory},
    {"rapport.v1.CatalogService/GetBrand", kBrand, Lane::kMemory},
    {"rapport.v1.CatalogService/GetOfferPolicy", kBrand, Lane::kMemory},
    {"rapport.v1.CatalogService/GetService", kBrand, Lane::kMemory},
    {"rapport.v1.CatalogService/GetStore", kBrand, Lane::kMemory},
    {"rapport.v1.CatalogService/ImportAssociates", kAdmin, Lane::kDatabase},
    {"rapport.v1.CatalogService/ImportStores", kAdmin, Lane::kDatabase},
    {"rapport.v1.CatalogService/ListAssociates", kBrand, Lane::kMemory},
    {"rapport.v1.CatalogService/ListOfferPolicies", kBrand, Lane::kMemory},
    {"rapport.v1.CatalogService/ListServices", kBrand, Lane::kMemory},
    {"rapport.v1.CatalogService/ListStoreResources", kBrand, Lane::kMemory},
    {"rapport.v1.CatalogService/ListStores", kBrand, Lane::kMemory},
    {"rapport.v1.CatalogService/UpdateAssociate", kAdmin, Lane::kDatabase},
    {"rapport.v1.CatalogService/UpdateBrand", kAdmin, Lane::kDatabase},
    {"rapport.v1.CatalogService/UpdateOfferPolicy", kManagers, Lane::kDatabase},
    {"rapport.v1.CatalogService/UpdateService", kAdmin, Lane::kDatabase},
    {"rapport.v1.CatalogService/UpdateStore", kAdmin, Lane::kDatabase},
    {"rapport.v1.CatalogService/UpdateStoreResource", kManagers,
     Lane::kDatabase},
    {"rapport.v1.LocatorService/BatchSearchAssociates", kBrand,
     Lane::kDatabase},
    {"rapport.v1.LocatorService/GetStorePage", kBrand, Lane::kMemory},
    {"rapport.v1.LocatorService/ListAnySlots", kBrand, Lane::kMemory},
    {"rapport.v1.LocatorService/SearchAssociates", kBrand, Lane::kMemory},
    {"rapport.v1.LocatorService/SearchStores", kBrand, Lane::kMemory},
    {"rapport.v1.LocatorService/SuggestPlaces", kBrand, Lane::kMemory},
    {"rapport.v1.LocatorService/WatchSlots", kBrand, Lane::kMemory},
    {"rapport.v1.SessionService/CreateSession", kStaff, Lane::kDatabase},
    {"rapport.v1.SessionService/GetSession", kBrand, Lane::kMemory},
    {"rapport.v1.SessionService/HoldSeats", kBrand, Lane::kDatabase},
    {"rapport.v1.SessionService/ListSessions", kBrand, Lane::kMemory},
    {"rapport.v1.WaitlistService/GetWaitlistEntry", kBrand, Lane::kDatabase},
    {"rapport.v1.WaitlistService/JoinWaitlist", kBrand, Lane::kDatabase},
    {"rapport.v1.WaitlistService/LeaveWaitlist", kBrand, Lane::kDatabase},
    {"rapport.v1.WaitlistService/ListWaitlistEntries", kBrand, Lane::kDatabase},
};

}  // namespace

absl::Span<const Policy> Policies() { return kPolicies; }

const Policy* FindPolicy(absl::string_view method) {
  for (const Policy& policy : kPolicies) {
    if (policy.method == method) return &policy;
  }
  return nullptr;
}

absl::Status CheckRole(const Policy& policy, const Caller& caller) {
  if ((policy.roles & Bit(caller.role())) != 0) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED",
               absl::StrCat("the role ", RoleWord(caller.role()),
                            " may not call ", policy.method));
}

}  // namespace rapport::transport
