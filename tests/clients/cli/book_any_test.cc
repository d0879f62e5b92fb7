#include "clients/cli/text/time_text.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class BookAnyTest : public CliTest {
 protected:
  BookAnyTest() {
    v1::Booking booking;
    booking.set_name("brands/demo/bookings/b1");
    booking.set_state(v1::BOOKING_STATE_HELD);
    booking.set_associate("brands/demo/associates/a7");
    server_.hold_slot.Answer(booking);
    v1::Associate associate;
    associate.set_display_name("美玲");
    server_.get_associate.Answer(associate);
  }

  Outcome Hold(const std::string& start, std::vector<std::string> flags) {
    std::vector<std::string> arguments = {
        "book",      "hold",  "--service", "bridal-styling",
        "--channel", "video", "--start",   start};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return Rapport(arguments);
  }

  v1::HoldSlotRequest Heard() {
    return server_.hold_slot.heard().at(0).request;
  }
};

TEST_F(BookAnyTest, HoldsWithAnybodyAndSaysWhomItIsWith) {
  const Outcome outcome = Hold(
      "2026-11-23T15:30:00-06:00",
      {"--any", "--near", "44.98,-93.27", "--radius", "5km", "--language", "zh",
       "--style", "boho", "--store", "s1", "--request-id", "attempt-1"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("a7"), HasSubstr("美玲"),
                                 HasSubstr("rapport book confirm b1")));
  const v1::HoldSlotRequest request = Heard();
  EXPECT_EQ(request.associate(), "");
  EXPECT_EQ(request.request_id(), "attempt-1");
  EXPECT_EQ(request.store(), "brands/demo/stores/s1");
  EXPECT_EQ(request.service(), "brands/demo/services/bridal-styling");
  EXPECT_EQ(FormatUtc(request.start_time()), "2026-11-23T21:30:00Z");
  const v1::SearchAssociatesRequest& any = request.any_associate();
  EXPECT_EQ(any.near().latitude(), 44.98);
  EXPECT_EQ(any.radius_m(), 5000);
  EXPECT_EQ(any.languages(0).language_code(), "zh");
  EXPECT_THAT(any.styles(), ElementsAre("boho"));
  // The hold says these itself.
  EXPECT_EQ(any.service(), "");
  EXPECT_THAT(any.channels(), IsEmpty());
  EXPECT_FALSE(any.has_window());
  EXPECT_EQ(any.page_size(), 0);
}

TEST_F(BookAnyTest, HoldsAtOneOfSeveralStoresWithOneOfSeveralPeople) {
  ASSERT_EQ(Hold("2026-11-23T15:30:00-06:00",
                 {"--any", "--store", "s1,s2", "--associate", "a1,a2"})
                .exit_code,
            0);
  EXPECT_EQ(Heard().store(), "");
  EXPECT_THAT(Heard().any_associate().stores(), SizeIs(2));
  EXPECT_THAT(Heard().any_associate().associates(), SizeIs(2));
}

TEST_F(BookAnyTest, LetsAnybodysSlotsSayWhenALocalTimeIs) {
  v1::ListAnySlotsResponse slots;
  *slots.add_slots()->mutable_slot() = ChicagoSlot(15, 0);
  *slots.add_slots()->mutable_slot() = ChicagoSlot(15, 30);
  *slots.add_slots()->mutable_slot() = ChicagoSlot(15, 30);
  server_.list_any_slots.Answer(slots);
  ASSERT_EQ(Hold("2026-11-23 15:30", {"--any", "--store", "s1"}).exit_code, 0);
  EXPECT_EQ(FormatUtc(Heard().start_time()), "2026-11-23T21:30:00Z");
  const auto search = server_.list_any_slots.heard().at(0).request.search();
  EXPECT_EQ(search.service(), "brands/demo/services/bridal-styling");
  EXPECT_THAT(search.channels(), ElementsAre(v1::CHANNEL_VIDEO));
  EXPECT_LE(FormatUtc(search.window().start_time()), "2026-11-23T01:30:00Z");
}

TEST_F(BookAnyTest, HoldsNothingWhereStoresClocksDiffer) {
  v1::Slot elsewhere = ChicagoSlot(15, 30);
  elsewhere.mutable_start_time()->set_seconds(elsewhere.start_time().seconds() -
                                              3600);
  v1::ListAnySlotsResponse slots;
  *slots.add_slots()->mutable_slot() = elsewhere;
  *slots.add_slots()->mutable_slot() = ChicagoSlot(15, 30);
  server_.list_any_slots.Answer(slots);
  const Outcome outcome =
      Hold("2026-11-23 15:30", {"--any", "--near", "44.98,-93.27"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("at 2 instants"));
  EXPECT_THAT(server_.hold_slot.heard(), IsEmpty());
}

TEST_F(BookAnyTest, HoldsNothingAtATimeWhenNobodyIsFree) {
  server_.list_any_slots.Answer(v1::ListAnySlotsResponse());
  const Outcome outcome =
      Hold("2026-11-23 15:30", {"--any", "--near", "44.98,-93.27"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("`rapport slots any`"));
}

TEST_F(BookAnyTest, TellsWhenEverybodyIsTaken) {
  server_.hold_slot.Fail(client::ErrorWith(
      grpc::ALREADY_EXISTS, "everybody is taken", "ANY_ASSOCIATE_TAKEN"));
  const Outcome outcome =
      Hold("2026-11-23T15:30:00-06:00", {"--any", "--near", "44.98,-93.27"});
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.err, HasSubstr("hint: `rapport slots any`"));
}

TEST_F(BookAnyTest, WantsToKnowWithWhom) {
  const std::string start = "2026-11-23T15:30:00-06:00";
  EXPECT_THAT(Hold(start, {}).err, HasSubstr("needs --associate"));
  EXPECT_THAT(Hold(start, {"--any"}).err, HasSubstr("nothing says where"));
  EXPECT_EQ(Hold(start, {"--associate", "a1", "--near", "1,2"}).exit_code, 2);
  EXPECT_EQ(Hold(start, {"--associate", "a1,a2"}).exit_code, 2);
  EXPECT_EQ(Hold(start, {"--associate", "a1", "--store", "s1,s2"}).exit_code,
            2);
  EXPECT_THAT(server_.hold_slot.heard(), IsEmpty());
}

}  // namespace
}  // namespace rapport::cli
