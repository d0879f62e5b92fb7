// Requests about waiting, broken. See bad_input.h.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "rapport/v1/waitlist_service.pb.h"
#include "tests/rpc/bad_input.h"

namespace rapport {
namespace {

class BadWaitlistInputTest : public BadInputTest {
 protected:
  static std::string Wish() {
    return absl::StrCat(
        R"(parent: "brands/acme" request_id: "join-good" waitlist_entry {
           service: "$styling" channels: CHANNEL_VIDEO associate: "$ana" )",
        Window("2026-03-03 15:00", "2026-03-03 17:00"), "}");
  }
  static std::string Window(const char* from, const char* to) {
    return absl::StrCat("window { start_time { seconds: ", Seconds(from),
                        " } end_time { seconds: ", Seconds(to), " } }");
  }
  static std::string In(const std::string& entry) {
    return absl::StrCat("waitlist_entry { ", entry, " }");
  }
  // Rows of an entry's own fields.
  static BadRows InEntry(const BadRows& rows) {
    BadRows all;
    for (const BadRow& row : rows) {
      const size_t last = row.told.rfind(' ');
      const bool names_field = row.told.front() == '!';
      std::string clear;
      for (const absl::string_view field :
           absl::StrSplit(row.clear, ' ', absl::SkipEmpty())) {
        absl::StrAppend(&clear, " waitlist_entry.", field);
      }
      all.push_back({clear, row.merge.empty() ? "" : In(row.merge),
                     names_field ? absl::StrCat(row.told.substr(0, last + 1),
                                                "waitlist_entry.",
                                                row.told.substr(last + 1))
                                 : row.told});
    }
    return all;
  }
  std::string Joined() {
    return Admin()
        .Get<v1::WaitlistEntry>(
            "WaitlistService/JoinWaitlist",
            absl::StrCat(R"(parent: "brands/acme" request_id: "join-0001"
                            waitlist_entry { channels: CHANNEL_VIDEO service: ")",
                         kStyling, R"(" associate: ")", kAna, "\" ",
                         Window("2026-03-04 15:00", "2026-03-04 17:00"), "}"))
        .name();
  }
};

TEST_F(BadWaitlistInputTest, JoinWaitlist) {
  Joined();
  const std::string too_long(129, 'x');
  Check("WaitlistService/JoinWaitlist", Wish(),
        Together(
            {BadParentRows(), BadRequestIdRows(),
             BadRows{{"", R"(request_id: "join-0001")",
                      "!REQUEST_ID_REUSED request_id"},
                     {"waitlist_entry", "", "!REQUIRED waitlist_entry"}},
             InEntry(BadWindowRows(62 * 24 * 3600)),
             InEntry({{"", absl::StrCat("shopper: \"", too_long, "\""),
                       "!TOO_LONG shopper"},
                      {"", R"(shopper: "ada\033[2J")", "!MALFORMED shopper"},
                      {"service", "", "!REQUIRED service"},
                      {"", "party_size: -1", "!OUT_OF_RANGE party_size"},
                      {"", "party_size: 2", "!OUT_OF_RANGE party_size"},
                      {"", R"(service: "styling")", "!MALFORMED service"},
                      {"", R"(service: "brands/acme/services/none")",
                       "NOT_FOUND SERVICE_NOT_FOUND"},
                      {"channels", "", "!REQUIRED channels"},
                      {"", "channels: 9", "!UNKNOWN channels[1]"},
                      {"channels", "channels: 0", "!REQUIRED channels[0]"},
                      {"", "channels: CHANNEL_VIDEO", "!REPEATED channels[1]"},
                      {"", "channels: CHANNEL_EMAIL",
                       "FAILED_PRECONDITION CHANNEL_NOT_OFFERED"},
                      {"", R"(associate: "ana")", "!MALFORMED associate"},
                      {"", R"(associate: "$no_associate")",
                       "NOT_FOUND ASSOCIATE_NOT_FOUND"},
                      {"associate", "", "!REQUIRED store"},
                      {"", R"(store: "nyc")", "!MALFORMED store"},
                      {"", R"(store: "$paris")",
                       "FAILED_PRECONDITION STORE_NOT_SERVED"},
                      {"associate", R"(store: "$no_store")",
                       "NOT_FOUND STORE_NOT_FOUND"},
                      {"associate channels",
                       R"(store: "$paris" channels: CHANNEL_EMAIL)",
                       "FAILED_PRECONDITION NOBODY_FITS"},
                      {"window", "", "!REQUIRED window"},
                      {"window", Window("2026-03-02 08:00", "2026-03-02 09:00"),
                       "!IN_PAST window"},
                      {"window", Window("2026-03-03 15:00", "2026-03-03 15:55"),
                       "!TOO_SHORT window"},
                      {"", "duration { nanos: -1 seconds: 1 }",
                       "!OUT_OF_RANGE duration"},
                      {"", "duration { seconds: 60 }",
                       "!NOT_A_CHOICE duration"}})}));
}

TEST_F(BadWaitlistInputTest, LeaveWaitlist) {
  const std::string name = Joined();
  Check("WaitlistService/LeaveWaitlist",
        absl::StrCat("name: \"", name, "\" request_id: \"leave-good\""),
        Together({BadRequestIdRows(),
                  BadRows{{"name", "", "!REQUIRED name"},
                          {"", R"(name: "$ana")", "!MALFORMED name"},
                          {"", R"(name: "brands/acme/waitlistEntries/1")",
                           "!MALFORMED name"},
                          {"",
                           absl::StrCat("name: \"brands/acme/waitlistEntries/",
                                        std::string(26, '0'), "\""),
                           "NOT_FOUND WAITLIST_ENTRY_NOT_FOUND"},
                          {"", R"(etag: "1")", "!MALFORMED etag"},
                          {"", R"(etag: "v9")", "ABORTED ETAG_MISMATCH"},
                          {"", R"(request_id: "join-0001")",
                           "!REQUEST_ID_REUSED request_id"}}}));
}

TEST_F(BadWaitlistInputTest, GetWaitlistEntry) {
  Check("WaitlistService/GetWaitlistEntry",
        absl::StrCat("name: \"", Joined(), "\""),
        {{"name", "", "!REQUIRED name"},
         {"", R"(name: "$held")", "!MALFORMED name"},
         {"",
          absl::StrCat("name: \"brands/acme/waitlistEntries/",
                       std::string(26, '0'), "\""),
          "NOT_FOUND WAITLIST_ENTRY_NOT_FOUND"}});
}

TEST_F(BadWaitlistInputTest, ListWaitlistEntries) {
  Check("WaitlistService/ListWaitlistEntries", R"(parent: "brands/acme")",
        Together({BadParentRows(), BadPageRows(1000),
                  BadRows{{"", R"(service: "x")", "!MALFORMED service"},
                          {"", "state: 9", "!UNKNOWN state"}}}));
}

}  // namespace
}  // namespace rapport
