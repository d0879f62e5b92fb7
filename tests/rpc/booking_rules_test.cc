// What a service says of its bookings, through the server: notices, questions,
// parties and limits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/catalog_service.pb.h"
#include "tests/rpc/bad_input.h"

namespace rapport {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSize[] =
    R"(questions { id: "size" text: "Which size?" required: true } )";
constexpr char kOccasion[] =
    R"(questions { id: "occasion" text: "What for?" type: QUESTION_TYPE_CHOICE
       choices: "gala" choices: "wedding" } )";
constexpr char kSecret[] = R"(answers { question: "size" text: "secret-38" } )";

class BookingRulesTest : public BadInputTest {
 protected:
  // Styling, with these rules from now on.
  v1::Service SetRules(const std::string& rules) {
    v1::UpdateServiceRequest request;
    *request.mutable_service() = Admin().Get<v1::Service>(
        "CatalogService/GetService", absl::StrCat("name: \"", kStyling, "\""));
    MergeText(absl::StrCat("service { ", rules, " }"), &request);
    v1::Service reply;
    const grpc::Status status =
        Admin().Call("CatalogService/UpdateService", request, &reply);
    EXPECT_TRUE(status.ok()) << status.error_message();
    model_.WaitPublished(BrandId::FromStored("acme"));
    return reply;
  }
  v1::Booking Create(const std::string& id, const std::string& more = "",
                     absl::string_view utc = "2026-03-03 17:00") const {
    return Shopper().Get<v1::Booking>(
        "BookingService/CreateBooking",
        absl::StrCat(HoldText(id, utc), " ", more));
  }
  static std::string About(const std::string& booking, const std::string& id,
                           const std::string& more = "") {
    return absl::Substitute(R"(name: "$0" request_id: "$1" $2)", booking, id,
                            more);
  }
  static std::string Named(const v1::Booking& booking) {
    return absl::StrCat("name: \"", booking.name(), "\"");
  }
  std::string FeedFor(const RpcClient& client) const {
    return client
        .Get<v1::CalendarFeed>(
            "CalendarService/GetCalendarFeed",
            absl::Substitute(R"(parent: "$0" window {
                start_time { seconds: $1 } end_time { seconds: $2 } })",
                             kAna, Seconds("2026-03-01 00:00"),
                             Seconds("2026-03-09 00:00")))
        .calendar();
  }
};

TEST_F(BookingRulesTest, AreKeptAndTold) {
  const v1::Service set = SetRules(absl::StrCat(
      kSize, kOccasion,
      R"(cancel_notice { seconds: 86400 } move_notice { seconds: 7200 }
         party_max: 4 shopper_limit { live_max: 3 count_max: 2
         period { seconds: 604800 } })"));
  EXPECT_EQ(set.cancel_notice().seconds(), 86400);
  EXPECT_EQ(set.move_notice().seconds(), 7200);
  EXPECT_EQ(set.party_max(), 4);
  EXPECT_EQ(set.shopper_limit().live_max(), 3);
  EXPECT_EQ(set.shopper_limit().count_max(), 2);
  EXPECT_EQ(set.shopper_limit().period().seconds(), 604800);
  ASSERT_EQ(set.questions_size(), 2);
  EXPECT_EQ(set.questions(0).type(), v1::QUESTION_TYPE_TEXT);
  EXPECT_TRUE(set.questions(0).required());
  EXPECT_EQ(set.questions(1).choices_size(), 2);
  const auto told = Shopper().Get<v1::Service>(
      "CatalogService/GetService", absl::StrCat("name: \"", kStyling, "\""));
  EXPECT_EQ(told.DebugString(), set.DebugString());
}

TEST_F(BookingRulesTest, BindShoppersToTheirNotices) {
  SetRules("cancel_notice { seconds: 86400 } move_notice { seconds: 86400 }");
  const v1::Booking booked = Create("create-1");
  EXPECT_EQ(UtcText(booked.cancel_before_time().seconds()), "2026-03-02 17:00");
  EXPECT_EQ(UtcText(booked.move_before_time().seconds()), "2026-03-02 17:00");
  SetRules("cancel_notice { seconds: 300 }");
  clock_.Advance(absl::Hours(9));  // to 18:00
  for (const RpcClient& client : {Shopper(), Backend("sam")}) {
    EXPECT_EQ(client.Told("BookingService/CancelBooking",
                          About(booked.name(), "cancel-1")),
              "FAILED_PRECONDITION TOO_LATE_TO_CANCEL");
    EXPECT_EQ(
        client.Told("BookingService/MoveBooking",
                    About(booked.name(), "move-001", At("2026-03-04 17:00"))),
        "FAILED_PRECONDITION TOO_LATE_TO_MOVE");
  }
  EXPECT_EQ(Associate(kAna).Told(
                "BookingService/MoveBooking",
                About(booked.name(), "move-002", At("2026-03-04 17:00"))),
            "OK");
  EXPECT_EQ(Manager(kNyc).Told("BookingService/CancelBooking",
                               About(booked.name(), "cancel-2")),
            "OK");
}

TEST_F(BookingRulesTest, ShowAnswersToWhoeverSeesTheShopper) {
  SetRules(kSize);
  const v1::Booking booked = Create("create-1", kSecret);
  for (const RpcClient& client :
       {Shopper(), Backend("sam"), Associate(kAna), Manager(kNyc), Admin()}) {
    const auto seen =
        client.Get<v1::Booking>("BookingService/GetBooking", Named(booked));
    ASSERT_EQ(seen.answers_size(), 1);
    EXPECT_EQ(seen.answers(0).question(), "size");
    EXPECT_EQ(seen.answers(0).text(), "secret-38");
  }
  for (const RpcClient& client :
       {Shopper("sue"), Associate(kBo), Manager(kParis)}) {
    EXPECT_EQ(client.Told("BookingService/GetBooking", Named(booked)),
              "NOT_FOUND BOOKING_NOT_FOUND");
  }
  for (const RpcClient& client : {Associate(kAna), Manager(kNyc), Admin()}) {
    const std::string feed = FeedFor(client);
    EXPECT_THAT(feed, HasSubstr("BEGIN:VEVENT"));
    EXPECT_THAT(feed, Not(HasSubstr("secret")));
  }
}

TEST_F(BookingRulesTest, KeepAnswersThroughAMoveAndInTheHistory) {
  SetRules(kSize);
  const auto confirmed =
      Shopper().Get<v1::Booking>("BookingService/ConfirmBooking",
                                 About(held_.name(), "confirm-1", kSecret));
  const auto moved = Shopper().Get<v1::Booking>(
      "BookingService/MoveBooking",
      About(held_.name(), "move-001", At("2026-03-04 17:00")));
  ASSERT_EQ(moved.answers_size(), 1);
  EXPECT_EQ(moved.answers(0).text(), "secret-38");
  const auto told = Manager(kNyc).Get<v1::ListBookingChangesResponse>(
      "BookingService/ListBookingChanges", Named(moved));
  ASSERT_EQ(told.changes_size(), 3);
  EXPECT_EQ(told.changes(0).booking().answers_size(), 0);
  EXPECT_EQ(told.changes(1).booking().answers_size(), 1);
  EXPECT_EQ(told.changes(2).booking().answers_size(), 1);
  // The same again is no other confirmation; with other answers it is.
  EXPECT_EQ(Shopper()
                .Get<v1::Booking>("BookingService/ConfirmBooking",
                                  About(held_.name(), "confirm-1", kSecret))
                .etag(),
            confirmed.etag());
  EXPECT_EQ(Shopper().Told("BookingService/ConfirmBooking",
                           About(held_.name(), "confirm-1",
                                 R"(answers { question: "size" text: "40" })")),
            "INVALID_ARGUMENT REQUEST_ID_REUSED request_id");
}

TEST_F(BookingRulesTest, ComeInPagesThatClientsTakeHoweverMuchIsSaid) {
  std::string questions;
  std::string answers;
  for (int i = 0; i < 20; ++i) {
    absl::StrAppend(&questions, "questions { id: \"q", i, "\" text: \"?\" } ");
    absl::StrAppend(
        &answers, "answers { question: \"q", i, "\" text: \"",
        Repeated("\U0001F48D\U0001F48D\U0001F48D\U0001F48D\U0001F48D"
                 "\U0001F48D\U0001F48D\U0001F48D\U0001F48D",
                 100),
        "\" } ");
  }
  SetRules(questions);
  int made = 0;
  for (const char* day : {"04", "05", "06", "09", "10", "11"}) {
    for (const char* time : {"15:00", "16:30", "18:00", "19:30", "21:00"}) {
      Create(absl::StrCat("create-", ++made), answers,
             absl::StrCat("2026-03-", day, " ", time));
    }
  }
  std::string request = R"(parent: "brands/acme" page_size: 1000 )";
  int pages = 0;
  int told = 0;
  std::string token;
  do {
    const auto page = Shopper().Get<v1::ListBookingsResponse>(
        "BookingService/ListBookings",
        absl::StrCat(request, "page_token: \"", token, "\""));
    EXPECT_LT(page.ByteSizeLong(), 3 << 20);
    told += page.bookings_size();
    token = page.next_page_token();
    ++pages;
  } while (!token.empty() && pages < 10);
  EXPECT_EQ(told, made + 1);
  EXPECT_EQ(pages, 2);
}

TEST_F(BookingRulesTest, TellHowManyCome) {
  EXPECT_EQ(held_.party_size(), 1);
  SetRules("party_max: 4");
  const v1::Booking booked = Create("create-1", "party_size: 3");
  EXPECT_EQ(booked.party_size(), 3);
  EXPECT_THAT(FeedFor(Manager(kNyc)), HasSubstr("Party of 3"));
  const auto any = Shopper().Get<v1::Booking>(
      "BookingService/HoldSlot",
      absl::Substitute(R"(parent: "brands/acme" service: "$0"
          request_id: "hold-any" channel: CHANNEL_VIDEO party_size: 4
          start_time { seconds: $1 } any_associate { associates: "$2" } )",
                       kStyling, Seconds("2026-03-04 15:00"), kAna));
  EXPECT_EQ(any.party_size(), 4);
}

TEST_F(BookingRulesTest, GiveOneShopperNoMoreThanTheLimit) {
  SetRules("shopper_limit { live_max: 2 }");
  Create("create-1");
  const std::string before = Everything();
  for (const RpcClient& client : {Shopper(), Backend("sam"), Admin()}) {
    EXPECT_EQ(client.Told("BookingService/CreateBooking",
                          HoldText("create-2", "2026-03-04 17:00")),
              "FAILED_PRECONDITION SHOPPER_LIMIT");
  }
  EXPECT_EQ(Shopper().Told("BookingService/HoldSlot",
                           absl::Substitute(
                               R"(parent: "brands/acme" service: "$0"
                       request_id: "hold-any" channel: CHANNEL_VIDEO
                       start_time { seconds: $1 }
                       any_associate { associates: "$2" } )",
                               kStyling, Seconds("2026-03-04 15:00"), kAna)),
            "FAILED_PRECONDITION SHOPPER_LIMIT");
  EXPECT_EQ(Everything(), before);
  EXPECT_EQ(Shopper("sue").Told("BookingService/CreateBooking",
                                HoldText("create-2", "2026-03-04 17:00")),
            "OK");
}

// Ways to answer badly, where a size is required.
BadRows BadAnswerRows() {
  const auto answer = [](const char* question, const std::string& text) {
    return absl::Substitute(R"(answers { question: "$0" text: "$1" } )",
                            question, text);
  };
  return {
      {"answers", "", "!ANSWER_REQUIRED answers"},
      {"answers", answer("occasion", "gala"), "!ANSWER_REQUIRED answers"},
      {"answers", answer("size", ""), "!REQUIRED answers[0].text"},
      {"answers", answer("size", std::string(1001, 'x')),
       "!TOO_LONG answers[0].text"},
      {"answers", answer("size", "a\\001"), "!MALFORMED answers[0].text"},
      {"", answer("", "x"), "!REQUIRED answers[1].question"},
      {"", answer("colour", "x"), "!UNKNOWN answers[1].question"},
      {"", answer("size", "x"), "!DUPLICATE answers[1].question"},
      {"", answer("occasion", "Gala"), "!NOT_A_CHOICE answers[1].text"},
      {"", Repeated(answer("size", "x"), 20), "!TOO_MANY answers"},
  };
}

TEST_F(BookingRulesTest, RefuseBadAnswersToAConfirm) {
  SetRules(absl::StrCat(kSize, kOccasion));
  Check("BookingService/ConfirmBooking",
        absl::StrCat(R"(name: "$held" request_id: "confirm-good" )", kSecret),
        BadAnswerRows());
}

TEST_F(BookingRulesTest, RefuseBadAnswersToACreate) {
  SetRules(absl::StrCat(kSize, kOccasion));
  Check("BookingService/CreateBooking",
        absl::StrCat(R"(parent: "brands/acme" request_id: "create-good"
         associate: "$ana" service: "$styling" channel: CHANNEL_VIDEO
         start_time { seconds: $tuesday } )",
                     kSecret),
        BadAnswerRows());
}

TEST_F(BookingRulesTest, AreCheckedWhereTheyAreWritten) {
  const auto question = [](const std::string& text) {
    return absl::StrCat("service { questions { ", text, " } } ");
  };
  const auto limit = [](const char* text) {
    return absl::StrCat("service { shopper_limit { ", text, " } }");
  };
  const std::string good = R"(id: "size" text: "Which?")";
  Check(
      "CatalogService/UpdateService",
      R"(service { name: "$styling" display_name: "Styling"
           duration { seconds: 3600 } channels: CHANNEL_VIDEO })",
      {{"", "service { cancel_notice { seconds: 5184300 } }",
        "!OUT_OF_RANGE service.cancel_notice"},
       {"", "service { cancel_notice { seconds: 301 } }",
        "!OFF_TICK service.cancel_notice"},
       {"", "service { cancel_notice { nanos: -1 } }",
        "!OUT_OF_RANGE service.cancel_notice"},
       {"", "service { move_notice { seconds: -300 } }",
        "!OUT_OF_RANGE service.move_notice"},
       {"", "service { party_max: -1 }", "!OUT_OF_RANGE service.party_max"},
       {"", "service { party_max: 1001 }", "!OUT_OF_RANGE service.party_max"},
       {"", question(R"(text: "?")"), "!REQUIRED service.questions[0].id"},
       {"", question(R"(id: "A" text: "?")"),
        "!MALFORMED service.questions[0].id"},
       {"", question(good) + question(good),
        "!DUPLICATE service.questions[1].id"},
       {"", question(R"(id: "a")"), "!REQUIRED service.questions[0].text"},
       {"",
        question(
            absl::StrCat(R"(id: "a" text: ")", std::string(301, 'x'), "\"")),
        "!TOO_LONG service.questions[0].text"},
       {"", question(good + " type: 4"), "!UNKNOWN service.questions[0].type"},
       {"", question(good + " type: -1"), "!UNKNOWN service.questions[0].type"},
       {"", question(good + R"( choices: "a" choices: "b")"),
        "!CONFLICT service.questions[0].choices"},
       {"", question(good + R"( type: QUESTION_TYPE_CHOICE choices: "a")"),
        "!REQUIRED service.questions[0].choices"},
       {"", question(good + R"( type: QUESTION_TYPE_CHOICE choices: "a"
                                choices: "a")"),
        "!DUPLICATE service.questions[0].choices[1]"},
       {"", Repeated(question(good), 21), "!TOO_MANY service.questions"},
       {"", limit("live_max: -1"),
        "!OUT_OF_RANGE service.shopper_limit.live_max"},
       {"", limit("live_max: 1001"),
        "!OUT_OF_RANGE service.shopper_limit.live_max"},
       {"", limit("count_max: 1"), "!REQUIRED service.shopper_limit.period"},
       {"", limit("period { seconds: 86400 }"),
        "!REQUIRED service.shopper_limit.count_max"},
       {"", limit("count_max: 1001 period { seconds: 86400 }"),
        "!OUT_OF_RANGE service.shopper_limit.count_max"},
       {"", limit("count_max: 1 period { seconds: 86401 }"),
        "!OUT_OF_RANGE service.shopper_limit.period"},
       {"", limit("count_max: 1 period { seconds: 31708800 }"),
        "!OUT_OF_RANGE service.shopper_limit.period"},
       {"", limit("count_max: 1 period { nanos: -1 }"),
        "!OUT_OF_RANGE service.shopper_limit.period"}});
}

}  // namespace
}  // namespace rapport
