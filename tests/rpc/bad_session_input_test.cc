// Requests about sessions and their seats, broken. See bad_input.h.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "rapport/v1/session_service.pb.h"
#include "tests/rpc/bad_input.h"

namespace rapport {
namespace {

const std::string& NoSession() {
  static const std::string& name =
      *new std::string("brands/acme/sessions/" + std::string(26, '0'));
  return name;
}

class BadSessionInputTest : public BadInputTest {
 protected:
  BadSessionInputTest() {
    MakeClass();
    session_ =
        Admin()
            .Get<v1::Session>("SessionService/CreateSession",
                              SessionText("make-0001", "2026-03-04 15:00"))
            .name();
  }
  static BadRows BadSessionRows(const std::string& field) {
    return {{field, "", absl::StrCat("!REQUIRED ", field)},
            {"", absl::StrCat(field, ": \"yoga\""),
             absl::StrCat("!MALFORMED ", field)},
            {"", absl::StrCat(field, ": \"brands/acme/sessions/1\""),
             absl::StrCat("!MALFORMED ", field)},
            {"", absl::StrCat(field, ": \"$held\""),
             absl::StrCat("!MALFORMED ", field)},
            {"", absl::StrCat(field, ": \"", NoSession(), "\""),
             "NOT_FOUND SESSION_NOT_FOUND"}};
  }
  // The hold as if it were a session.
  std::string HeldAsSession() const {
    return absl::StrCat("brands/acme/sessions",
                        held_.name().substr(held_.name().rfind('/')));
  }

  std::string session_;
};

TEST_F(BadSessionInputTest, CreateSession) {
  Check(
      "SessionService/CreateSession",
      R"(parent: "brands/acme" request_id: "make-good" associate: "$ana"
         service: "brands/acme/services/yoga" channel: CHANNEL_VIDEO
         start_time { seconds: $tuesday })",
      Together(
          {BadParentRows(), BadRequestIdRows(),
           BadRows{{"", R"(request_id: "make-0001")",
                    "!REQUEST_ID_REUSED request_id"},
                   {"associate", "", "!REQUIRED associate"},
                   {"", R"(associate: "ana")", "!MALFORMED associate"},
                   {"", R"(associate: "$no_associate")",
                    "NOT_FOUND ASSOCIATE_NOT_FOUND"},
                   {"", R"(associate: "$bo")",
                    "FAILED_PRECONDITION SERVICE_NOT_OFFERED"},
                   {"", R"(store: "nyc")", "!MALFORMED store"},
                   {"", R"(store: "$paris")",
                    "FAILED_PRECONDITION STORE_NOT_SERVED"},
                   {"service", "", "!REQUIRED service"},
                   {"", R"(service: "yoga")", "!MALFORMED service"},
                   {"", R"(service: "brands/acme/services/none")",
                    "NOT_FOUND SERVICE_NOT_FOUND"},
                   {"", R"(service: "$styling")",
                    "FAILED_PRECONDITION NOT_A_CLASS"},
                   {"channel", "", "!REQUIRED channel"},
                   {"", "channel: 9", "!UNKNOWN channel"},
                   {"", "channel: CHANNEL_EMAIL",
                    "FAILED_PRECONDITION CHANNEL_NOT_OFFERED"},
                   {"", "duration { seconds: 1800 }", "!NOT_A_CHOICE duration"},
                   {"", "duration { seconds: -1 }", "!OUT_OF_RANGE duration"},
                   {"start_time", "", "!REQUIRED start_time"},
                   {"", "start_time { nanos: 1 }", "!SLOT_OFF_TICK start_time"},
                   {"", At("2026-03-03 20:03"), "!SLOT_OFF_TICK start_time"},
                   {"", At("2026-03-02 08:30"), "!SLOT_IN_PAST start_time"},
                   {"", At("2026-03-03 14:30"),
                    "FAILED_PRECONDITION SLOT_OUTSIDE_SCHEDULE"},
                   {"", At("2026-03-03 15:30"), "ALREADY_EXISTS SLOT_TAKEN"},
                   {"", At("2026-03-04 15:30"), "ALREADY_EXISTS SLOT_TAKEN"},
                   {"", R"(more_associates: "ana")",
                    "!MALFORMED more_associates[0]"},
                   {"", R"(more_associates: "$ana")",
                    "!DUPLICATE more_associates[0]"},
                   {"", Repeated(R"(more_associates: "$bo" )", 4),
                    "!TOO_MANY more_associates"},
                   {"", R"(more_associates: "$no_associate")",
                    "NOT_FOUND ASSOCIATE_NOT_FOUND"},
                   {"", "seats: -1", "!OUT_OF_RANGE seats"},
                   {"", "seats: 201", "!OUT_OF_RANGE seats"}}}));
}

TEST_F(BadSessionInputTest, GetSession) {
  Check("SessionService/GetSession", absl::StrCat("name: \"", session_, "\""),
        Together({BadSessionRows("name"),
                  BadRows{{"", absl::StrCat("name: \"", HeldAsSession(), "\""),
                           "NOT_FOUND SESSION_NOT_FOUND"}}}));
}

TEST_F(BadSessionInputTest, ListSessions) {
  Check(
      "SessionService/ListSessions", R"(parent: "brands/acme")",
      Together(
          {BadParentRows(), BadPageRows(1000), BadWindowRows(366 * 24 * 3600),
           BadRows{
               {"", R"(stores: "nyc")", "!MALFORMED stores[0]"},
               {"", R"(stores: "$nyc" stores: "$ana")", "!MALFORMED stores[1]"},
               {"", Repeated(R"(stores: "$nyc")", 101), "!TOO_MANY stores"},
               {"", R"(service: "yoga")", "!MALFORMED service"},
               {"", R"(associate: "ana")", "!MALFORMED associate"},
               {"", "seats_left_min: -1", "!OUT_OF_RANGE seats_left_min"},
               {"", "seats_left_min: 201", "!OUT_OF_RANGE seats_left_min"}}}));
}

TEST_F(BadSessionInputTest, HoldSeats) {
  Check(
      "SessionService/HoldSeats",
      absl::StrCat("session: \"", session_, "\" request_id: \"seats-good\""),
      Together({BadSessionRows("session"), BadRequestIdRows(),
                BadRows{{"", R"(request_id: "hold-0001")",
                         "!REQUEST_ID_REUSED request_id"},
                        {"", absl::StrCat("session: \"", HeldAsSession(), "\""),
                         "NOT_FOUND SESSION_NOT_FOUND"},
                        {"", "party_size: -1", "!OUT_OF_RANGE party_size"},
                        {"", "party_size: 6", "!OUT_OF_RANGE party_size"},
                        {"", "party_size: 4", "ALREADY_EXISTS SESSION_FULL"},
                        {"", R"(replaces: "x")", "!MALFORMED replaces"},
                        {"", R"(replaces: "$no_booking")",
                         "FAILED_PRECONDITION NOT_HELD"}}}));
}

}  // namespace
}  // namespace rapport
