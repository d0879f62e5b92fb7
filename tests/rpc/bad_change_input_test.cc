// Requests about bookings that are there, broken. See bad_input.h.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/catalog_service.pb.h"
#include "tests/rpc/bad_input.h"

namespace rapport {
namespace {

// What every request for a change may get wrong.
BadRows BadChangeRows() {
  return Together(
      {BadRequestIdRows(),
       BadRows{
           {"", R"(request_id: "hold-0001")", "!REQUEST_ID_REUSED request_id"},
           {"name", "", "!REQUIRED name"},
           {"", R"(name: "$ana")", "!MALFORMED name"},
           {"", R"(name: "brands/acme/bookings/1")", "!MALFORMED name"},
           {"", R"(name: "$no_booking")", "NOT_FOUND BOOKING_NOT_FOUND"},
           {"", R"(etag: "1")", "!MALFORMED etag"},
           {"", R"(etag: "v9")", "ABORTED ETAG_MISMATCH"}}});
}

class BadChangeInputTest : public BadInputTest {
 protected:
  std::string Told(const std::string& method, const std::string& request_id,
                   const std::string& more = "") const {
    return Admin().Told("BookingService/" + method,
                        absl::Substitute(R"(name: "$0" request_id: "$1" $2)",
                                         held_.name(), request_id, more));
  }
  void Confirm() { ASSERT_EQ(Told("ConfirmBooking", "confirm-it"), "OK"); }
  // To five minutes after the held meeting's start.
  void GoThere() { clock_.Advance(absl::Hours(30) + absl::Minutes(5)); }
};

TEST_F(BadChangeInputTest, CreateBooking) {
  Check("BookingService/CreateBooking",
        R"(parent: "brands/acme" request_id: "create-good" associate: "$ana"
         service: "$styling" channel: CHANNEL_VIDEO
         start_time { seconds: $tuesday })",
        Together({BadParentRows(), BadRequestIdRows(), BadSlotRows(),
                  BadMoreAssociatesRows(),
                  BadRows{{"", R"(request_id: "hold-0001")",
                           "!REQUEST_ID_REUSED request_id"},
                          {"", R"(replaces: "$ana")", "!MALFORMED replaces"},
                          {"", R"(replaces: "$no_booking")",
                           "FAILED_PRECONDITION NOT_HELD"}}}));
}

TEST_F(BadChangeInputTest, HoldSlotInPlaceOfAnother) {
  Check("BookingService/HoldSlot",
        R"(parent: "brands/acme" request_id: "hold-good" associate: "$ana"
         service: "$styling" channel: CHANNEL_VIDEO replaces: "$held"
         start_time { seconds: $tuesday })",
        {{"", R"(replaces: "x")", "!MALFORMED replaces"},
         {"", R"(replaces: "$nyc")", "!MALFORMED replaces"},
         {"", R"(replaces: "$no_booking")", "FAILED_PRECONDITION NOT_HELD"}});
}

TEST_F(BadChangeInputTest, ExtendHold) {
  clock_.Advance(absl::Minutes(3));
  Check("BookingService/ExtendHold",
        R"(name: "$held" request_id: "extend-good")", BadChangeRows());
  // It has the whole duration from now.
  EXPECT_EQ(Told("ExtendHold", "extend-more"),
            "FAILED_PRECONDITION HOLD_AT_LIMIT");
  Confirm();
  EXPECT_EQ(Told("ExtendHold", "extend-late"), "FAILED_PRECONDITION NOT_HELD");
}

TEST_F(BadChangeInputTest, MoveBooking) {
  Admin().Get<v1::Booking>("BookingService/CreateBooking",
                           HoldText("theirs-1", "2026-03-05 16:00"));
  Check("BookingService/MoveBooking",
        R"(name: "$held" request_id: "move-good"
           start_time { seconds: $tuesday })",
        Together(
            {BadChangeRows(),
             BadRows{{"start_time", "", "!REQUIRED start_time"},
                     {"", "start_time { nanos: 1000000000 }",
                      "!OUT_OF_RANGE start_time"},
                     {"", At("2026-03-03 20:03"), "!SLOT_OFF_TICK start_time"},
                     {"", At("2026-03-03 20:05"), "!SLOT_OFF_GRID start_time"},
                     {"", At("2026-03-02 08:30"), "!SLOT_IN_PAST start_time"},
                     {"", At("2026-05-04 14:00"), "!SLOT_TOO_FAR start_time"},
                     {"", At("2026-03-07 15:00"),
                      "FAILED_PRECONDITION SLOT_OUTSIDE_SCHEDULE"},
                     {"", At("2026-03-05 16:30"), "ALREADY_EXISTS SLOT_TAKEN"},
                     {"", R"(store: "nyc")", "!MALFORMED store"},
                     {"", R"(store: "$paris")",
                      "FAILED_PRECONDITION STORE_NOT_SERVED"}}}));
  ASSERT_EQ(Told("CancelBooking", "cancel-it"), "OK");
  EXPECT_EQ(Told("MoveBooking", "move-late", At("2026-03-04 16:00")),
            "FAILED_PRECONDITION NOT_BOOKED");
}

TEST_F(BadChangeInputTest, SwitchChannel) {
  Check("BookingService/SwitchChannel",
        R"(name: "$held" request_id: "switch-good" channel: CHANNEL_IN_STORE)",
        Together({BadChangeRows(),
                  BadRows{{"channel", "", "!REQUIRED channel"},
                          {"", "channel: 9", "!UNKNOWN channel"},
                          {"", "channel: -1", "!UNKNOWN channel"},
                          {"", "channel: CHANNEL_EMAIL",
                           "FAILED_PRECONDITION CHANNEL_NOT_OFFERED"}}}));
}

TEST_F(BadChangeInputTest, ReassignBooking) {
  const std::string dan =
      Admin()
          .Get<v1::Associate>(
              "CatalogService/UpdateAssociate",
              absl::Substitute(
                  R"(allow_missing: true associate { display_name: "Dan"
                     source: "hr" source_id: "dan" stores: "$0" languages {
                     language_code: "en" level: LANGUAGE_LEVEL_NATIVE }
                     services: "$1" channels: CHANNEL_VIDEO })",
                  kNyc, kStyling))
          .name();
  ASSERT_EQ(Admin().Told("CalendarService/UpdateSchedule",
                         absl::Substitute(
                             R"(request_id: "schedule" schedule {
                         name: "$0/schedule" weekly_periods { day: TUESDAY
                         start_time { hours: 10 } end_time { hours: 18 } } })",
                             dan)),
            "OK");
  model_.WaitPublished(BrandId::FromStored("acme"));
  Check(
      "BookingService/ReassignBooking",
      absl::Substitute(
          R"(name: "$$held" request_id: "reassign-good" associate: "$0")", dan),
      Together({BadChangeRows(),
                BadRows{{"associate", "", "!REQUIRED associate"},
                        {"", R"(associate: "dan")", "!MALFORMED associate"},
                        {"", R"(associate: "$no_associate")",
                         "NOT_FOUND ASSOCIATE_NOT_FOUND"},
                        {"", R"(associate: "$ana")",
                         "FAILED_PRECONDITION SAME_ASSOCIATE"},
                        {"", absl::StrCat("associate: \"", kBo, "\""),
                         "FAILED_PRECONDITION STORE_NOT_SERVED"},
                        {"", R"(store: "nyc")", "!MALFORMED store"},
                        {"", R"(store: "$paris")",
                         "FAILED_PRECONDITION STORE_NOT_SERVED"},
                        {"",
                         absl::StrCat("associate: \"", kChi, "\" store: \"",
                                      kTokyo, "\""),
                         "FAILED_PRECONDITION SLOT_OUTSIDE_SCHEDULE"}}}));
  ASSERT_EQ(Told("CancelBooking", "cancel-it"), "OK");
  EXPECT_EQ(Told("ReassignBooking", "reassign-late",
                 absl::StrCat("associate: \"", kAna, "\"")),
            "FAILED_PRECONDITION NOT_BOOKED");
}

TEST_F(BadChangeInputTest, CheckInBooking) {
  EXPECT_EQ(Told("CheckInBooking", "check-in-held"),
            "FAILED_PRECONDITION NOT_CONFIRMED");
  Confirm();
  EXPECT_EQ(Told("CheckInBooking", "check-in-early"),
            "FAILED_PRECONDITION TOO_EARLY");
  GoThere();
  Check("BookingService/CheckInBooking",
        R"(name: "$held" request_id: "check-in-good")", BadChangeRows());
}

TEST_F(BadChangeInputTest, CompleteBooking) {
  Confirm();
  GoThere();
  EXPECT_EQ(Told("CompleteBooking", "complete-early"),
            "FAILED_PRECONDITION NOT_CHECKED_IN");
  ASSERT_EQ(Told("CheckInBooking", "check-in-it"), "OK");
  Check("BookingService/CompleteBooking",
        R"(name: "$held" request_id: "complete-good")", BadChangeRows());
}

TEST_F(BadChangeInputTest, MarkNoShow) {
  Confirm();
  EXPECT_EQ(Told("MarkNoShow", "no-show-early"),
            "FAILED_PRECONDITION TOO_EARLY");
  GoThere();
  Check("BookingService/MarkNoShow",
        R"(name: "$held" request_id: "no-show-good")", BadChangeRows());
}

TEST_F(BadChangeInputTest, ReanchorBookings) {
  Check("BookingService/ReanchorBookings",
        R"(parent: "brands/acme" request_id: "reanchor-good")",
        Together({BadParentRows(), BadRequestIdRows(),
                  BadRows{{"", R"(page_token: "x")",
                           "!PAGE_TOKEN_INVALID page_token"},
                          {"", R"(page_token: "AAAAAAAAAAAA" dry_run: true)",
                           "!PAGE_TOKEN_INVALID page_token"},
                          {"", R"(request_id: "hold-0001")",
                           "!REQUEST_ID_REUSED request_id"}}}));
}

TEST_F(BadChangeInputTest, ListBookingChanges) {
  Check("BookingService/ListBookingChanges", R"(name: "$held")",
        {{"name", "", "!REQUIRED name"},
         {"", R"(name: "1")", "!MALFORMED name"},
         {"", R"(name: "$ana")", "!MALFORMED name"},
         {"", R"(name: "$no_booking")", "NOT_FOUND BOOKING_NOT_FOUND"}});
}

}  // namespace
}  // namespace rapport
