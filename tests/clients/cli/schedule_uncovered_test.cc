// What `rapport schedule uncovered` asks for, and says.
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ScheduleUncoveredTest : public CliTest {
 protected:
  void AnswerTwo(int more = 0) {
    v1::ListUncoveredBookingsResponse response;
    response.set_uncovered_more(more);
    for (const auto& [name, reason] :
         {std::pair("b1", v1::UNCOVERED_REASON_PUBLIC_HOLIDAY),
          std::pair("b2", v1::UNCOVERED_REASON_TRAVEL)}) {
      v1::UncoveredBooking* each = response.add_uncovered();
      each->set_booking(std::string("brands/demo/bookings/") + name);
      each->set_reason(reason);
    }
    server_.list_uncovered_bookings.Answer(response);
  }
};

TEST_F(ScheduleUncoveredTest, TellsWhichAndWhy) {
  AnswerTwo();
  const Outcome outcome = Rapport({"schedule", "uncovered", "a1"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  ASSERT_THAT(outcome.lines(), SizeIs(3));
  EXPECT_THAT(outcome.lines()[1], AllOf(HasSubstr("b1"), HasSubstr("holiday")));
  EXPECT_THAT(outcome.lines()[2], AllOf(HasSubstr("b2"), HasSubstr("travel")));
  EXPECT_EQ(server_.list_uncovered_bookings.heard().at(0).request.parent(),
            "brands/demo/associates/a1");
}

TEST_F(ScheduleUncoveredTest, SaysWhereThereAreNone) {
  server_.list_uncovered_bookings.Answer(v1::ListUncoveredBookingsResponse());
  EXPECT_EQ(Rapport({"schedule", "uncovered", "a1"}).out,
            "every booking to come is within working time\n");
  EXPECT_THAT(Rapport({"--json", "schedule", "uncovered", "a1"}).out,
              IsEmpty());
}

TEST_F(ScheduleUncoveredTest, WritesALineEachAsJson) {
  AnswerTwo();
  EXPECT_THAT(Rapport({"--json", "schedule", "uncovered", "a1"}).lines(),
              SizeIs(2));
}

TEST_F(ScheduleUncoveredTest, SaysHowManyMoreThereAre) {
  AnswerTwo();
  EXPECT_THAT(Rapport({"schedule", "uncovered", "a1"}).err, IsEmpty());
  AnswerTwo(17);
  EXPECT_THAT(Rapport({"schedule", "uncovered", "a1"}).err,
              HasSubstr("and 17 more"));
  const Outcome json = Rapport({"--json", "schedule", "uncovered", "a1"});
  EXPECT_THAT(json.lines(), SizeIs(2));
  EXPECT_THAT(json.err, HasSubstr("and 17 more"));
}

}  // namespace
}  // namespace rapport::cli
