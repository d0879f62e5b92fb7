// Requests about holds and bookings, broken. See bad_input.h.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "tests/rpc/bad_input.h"

namespace rapport {
namespace {

// The id of the hold that is there.
BadRows ReusedRequestIdRows() {
  return {{"", R"(request_id: "hold-0001")", "!REQUEST_ID_REUSED request_id"}};
}

TEST_F(BadInputTest, HoldSlot) {
  auto at = [](const char* utc) {
    return absl::StrCat("start_time { seconds: ", Seconds(utc), " }");
  };
  Check("BookingService/HoldSlot",
        R"(parent: "brands/acme" request_id: "hold-good" associate: "$ana"
         service: "$styling" channel: CHANNEL_VIDEO
         start_time { seconds: $tuesday })",
        Together(
            {BadParentRows(), BadRequestIdRows(), ReusedRequestIdRows(),
             BadRows{
                 {"associate", "", "!REQUIRED associate"},
                 {"", R"(associate: "ana")", "!MALFORMED associate"},
                 {"", R"(associate: "$no_associate")",
                  "NOT_FOUND ASSOCIATE_NOT_FOUND"},
                 {"", R"(store: "nyc")", "!MALFORMED store"},
                 {"", R"(store: "$paris")",
                  "FAILED_PRECONDITION STORE_NOT_SERVED"},
                 {"", R"(more_associates: "ana")",
                  "!MALFORMED more_associates[0]"},
                 {"", R"(more_associates: "$ana")",
                  "!DUPLICATE more_associates[0]"},
                 {"", R"(more_associates: "$bo" more_associates: "$bo")",
                  "!DUPLICATE more_associates[1]"},
                 {"", Repeated(R"(more_associates: "$bo" )", 4),
                  "!TOO_MANY more_associates"},
                 {"", R"(more_associates: "$no_associate")",
                  "NOT_FOUND ASSOCIATE_NOT_FOUND"},
                 {"", R"(more_associates: "$bo")",
                  "FAILED_PRECONDITION STORE_NOT_SERVED"},
                 {"service", "", "!REQUIRED service"},
                 {"", R"(service: "brands/acme/services/none")",
                  "NOT_FOUND SERVICE_NOT_FOUND"},
                 {"channel", "", "!REQUIRED channel"},
                 {"", "channel: 9", "!UNKNOWN channel"},
                 {"", "channel: CHANNEL_EMAIL",
                  "FAILED_PRECONDITION CHANNEL_NOT_OFFERED"},
                 {"", "duration { seconds: 1800 }", "!NOT_A_CHOICE duration"},
                 {"", "duration {}", "!NOT_A_CHOICE duration"},
                 {"", "duration { seconds: -1 }", "!OUT_OF_RANGE duration"},
                 {"start_time", "", "!REQUIRED start_time"},
                 {"", "start_time { nanos: 1 }", "!SLOT_OFF_TICK start_time"},
                 {"", "start_time { nanos: 1000000000 }",
                  "!OUT_OF_RANGE start_time"},
                 {"", "start_time { seconds: 253402300800 }",
                  "!OUT_OF_RANGE start_time"},
                 {"", at("2026-03-03 20:03"), "!SLOT_OFF_TICK start_time"},
                 {"", at("2026-03-03 20:05"), "!SLOT_OFF_GRID start_time"},
                 {"", at("2026-03-02 08:30"), "!SLOT_IN_PAST start_time"},
                 {"", "start_time { seconds: -62135596800 }",
                  "!SLOT_IN_PAST start_time"},
                 {"", at("2026-03-02 09:30"), "!SLOT_TOO_SOON start_time"},
                 {"", at("2026-05-04 14:00"), "!SLOT_TOO_FAR start_time"},
                 {"", "start_time { seconds: 253402300500 }",
                  "!SLOT_TOO_FAR start_time"},
                 {"", at("2026-03-03 14:30"),
                  "FAILED_PRECONDITION SLOT_OUTSIDE_SCHEDULE"},
                 {"", at("2026-03-07 15:00"),
                  "FAILED_PRECONDITION SLOT_OUTSIDE_SCHEDULE"},
                 {"", at("2026-03-03 22:30"),
                  "FAILED_PRECONDITION SLOT_OUTSIDE_SCHEDULE"},
                 {"", at("2026-03-03 15:30"), "ALREADY_EXISTS SLOT_TAKEN"}}}));
}

TEST_F(BadInputTest, ConfirmBooking) {
  Check("BookingService/ConfirmBooking",
        R"(name: "$held" request_id: "confirm-good")",
        Together(
            {BadRequestIdRows(), ReusedRequestIdRows(),
             BadRows{
                 {"name", "", "!REQUIRED name"},
                 {"", R"(name: "$ana")", "!MALFORMED name"},
                 {"", R"(name: "brands/acme/bookings/1")", "!MALFORMED name"},
                 {"", R"(name: "$no_booking")", "NOT_FOUND BOOKING_NOT_FOUND"},
                 {"", R"(etag: "1")", "!MALFORMED etag"},
                 {"", R"(etag: "v2")", "ABORTED ETAG_MISMATCH"}}}));
  // It is confirmed by now.
  EXPECT_EQ(
      Admin().Told("BookingService/ConfirmBooking",
                   absl::Substitute(R"(name: "$0" request_id: "confirm-more")",
                                    held_.name())),
      "FAILED_PRECONDITION NOT_HELD");
}

TEST_F(BadInputTest, CancelBooking) {
  Check("BookingService/CancelBooking",
        R"(name: "$held" request_id: "cancel-good")",
        Together({BadRequestIdRows(), ReusedRequestIdRows(),
                  BadRows{{"name", "", "!REQUIRED name"},
                          {"", R"(name: "$held/x")", "!MALFORMED name"},
                          {"", R"(name: "$no_booking")",
                           "NOT_FOUND BOOKING_NOT_FOUND"},
                          {"", R"(etag: "*")", "!MALFORMED etag"},
                          {"", R"(etag: "v9")", "ABORTED ETAG_MISMATCH"}}}));
  EXPECT_EQ(
      Admin().Told("BookingService/CancelBooking",
                   absl::Substitute(R"(name: "$0" request_id: "cancel-more")",
                                    held_.name())),
      "FAILED_PRECONDITION ALREADY_ENDED");
}

TEST_F(BadInputTest, GetBooking) {
  Check("BookingService/GetBooking", R"(name: "$held")",
        {{"name", "", "!REQUIRED name"},
         {"", R"(name: "1")", "!MALFORMED name"},
         {"",
          absl::StrCat("name: \"brands/acme/bookings/", std::string(26, 'v'),
                       "\""),
          "!MALFORMED name"},
         {"", R"(name: "$no_booking")", "NOT_FOUND BOOKING_NOT_FOUND"}});
}

TEST_F(BadInputTest, ListBookings) {
  Check("BookingService/ListBookings", R"(parent: "brands/acme")",
        Together({BadParentRows(), BadPageRows(1000),
                  BadWindowRows(366 * 24 * 3600),
                  BadRows{{"", R"(associate: "ana")", "!MALFORMED associate"},
                          {"", R"(associate: "$nyc")", "!MALFORMED associate"},
                          {"", "state: 8", "!UNKNOWN state"},
                          {"", "state: -1", "!UNKNOWN state"}}}));
}

}  // namespace
}  // namespace rapport
