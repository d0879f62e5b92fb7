// What `rapport book reanchor` asks for, and says.
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class BookReanchorTest : public CliTest {
 protected:
  static v1::ReanchorBookingsResponse Page(const std::string& next) {
    v1::ReanchorBookingsResponse page;
    page.set_booking_count(5);
    page.set_kept_count(3);
    v1::ReanchoredBooking* moved = page.add_moved();
    moved->set_booking("brands/demo/bookings/m" + next);
    moved->mutable_old_start_time()->set_seconds(1'800'000'000);
    moved->mutable_new_start_time()->set_seconds(1'800'003'600);
    v1::ReanchoredBooking* conflict = page.add_conflicts();
    conflict->set_booking("brands/demo/bookings/c" + next);
    conflict->mutable_old_start_time()->set_seconds(1'800'000'000);
    conflict->set_reason("LOCAL_TIME_SKIPPED");
    page.set_next_page_token(next);
    return page;
  }
  void AnswerTwoPages() {
    server_.reanchor_bookings.Answer(
        [](const v1::ReanchorBookingsRequest& request,
           v1::ReanchorBookingsResponse& page) {
          page = Page(request.page_token().empty() ? "next" : "");
          return grpc::Status::OK;
        });
  }
};

TEST_F(BookReanchorTest, GoesOnToTheEndAndTellsAll) {
  AnswerTwoPages();
  const Outcome outcome = Rapport({"book", "reanchor"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("mnext"), HasSubstr("cnext"),
                    HasSubstr("2027-01-15T08:00:00Z"),
                    HasSubstr("2027-01-15T09:00:00Z"), HasSubstr("moved"),
                    HasSubstr("never"), HasSubstr("LOCAL_TIME_SKIPPED"),
                    HasSubstr("10 bookings were made under other rules: 6 keep "
                              "their instant, 2 moved, 2 could not\n")));
  const auto heard = server_.reanchor_bookings.heard();
  ASSERT_THAT(heard, SizeIs(2));
  EXPECT_EQ(heard[0].request.parent(), "brands/demo");
  EXPECT_FALSE(heard[0].request.dry_run());
  EXPECT_EQ(heard[1].request.page_token(), "next");
  EXPECT_NE(heard[0].request.request_id(), heard[1].request.request_id());
}

TEST_F(BookReanchorTest, OnlyAsksOnADryRun) {
  AnswerTwoPages();
  const Outcome outcome = Rapport({"book", "reanchor", "--dry-run"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("would move"), Not(HasSubstr(" moved"))));
  for (const auto& heard : server_.reanchor_bookings.heard()) {
    EXPECT_TRUE(heard.request.dry_run());
  }
}

TEST_F(BookReanchorTest, SaysWhatNeedsNothing) {
  server_.reanchor_bookings.Answer(v1::ReanchorBookingsResponse());
  const Outcome outcome = Rapport({"book", "reanchor"});
  EXPECT_EQ(outcome.out,
            "0 bookings were made under other rules: 0 keep their instant, 0 "
            "moved, 0 could not\n");
}

TEST_F(BookReanchorTest, WritesPagesAsJson) {
  AnswerTwoPages();
  const Outcome outcome = Rapport({"--json", "book", "reanchor"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("bookings/mnext\""), HasSubstr("bookings/m\"")))
      << outcome.out;
}

TEST_F(BookReanchorTest, FailsWhereTheServersRulesAreOlder) {
  server_.reanchor_bookings.Fail(
      client::ErrorWith(grpc::FAILED_PRECONDITION, "older", "TZDATA_OLDER"));
  const Outcome outcome = Rapport({"book", "reanchor"});
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("TZDATA_OLDER"));
}

}  // namespace
}  // namespace rapport::cli
