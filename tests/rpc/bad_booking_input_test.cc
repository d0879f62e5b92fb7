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
  Check("BookingService/HoldSlot",
        R"(parent: "brands/acme" request_id: "hold-good" associate: "$ana"
         service: "$styling" channel: CHANNEL_VIDEO
         start_time { seconds: $tuesday })",
        Together({BadParentRows(), BadRequestIdRows(), ReusedRequestIdRows(),
                  BadSlotRows(), BadMoreAssociatesRows()}));
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
                          {"", R"(session: "1")", "!MALFORMED session"},
                          {"", R"(session: "$held")", "!MALFORMED session"},
                          {"", "state: 8", "!UNKNOWN state"},
                          {"", "state: -1", "!UNKNOWN state"}}}));
}

}  // namespace
}  // namespace rapport
