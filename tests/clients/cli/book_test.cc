#include "clients/cli/text/time_text.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class BookTest : public CliTest {
 protected:
  static v1::Booking Booking(v1::BookingState state) {
    const v1::Slot slot = ChicagoSlot(15, 30);
    v1::Booking booking;
    booking.set_name("brands/demo/bookings/b1");
    booking.set_state(state);
    booking.set_associate(slot.associate());
    booking.set_service(slot.service());
    booking.set_channel(slot.channel());
    *booking.mutable_start_time() = slot.start_time();
    *booking.mutable_end_time() = slot.end_time();
    *booking.mutable_local_start_time() = slot.local_start_time();
    booking.set_time_zone(slot.time_zone());
    return booking;
  }

  Outcome Hold(const std::string& start, std::vector<std::string> flags = {}) {
    std::vector<std::string> arguments = {
        "book",           "hold",      "--associate", "a1",      "--service",
        "bridal-styling", "--channel", "video",       "--start", start};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return Rapport(arguments);
  }

  // A server with these slots.
  void Offer(std::vector<v1::Slot> slots) {
    v1::ListSlotsResponse response;
    for (v1::Slot& slot : slots) *response.add_slots() = std::move(slot);
    server_.list_slots.Answer(response);
  }
};

TEST_F(BookTest, HoldsTheSlotAtAnInstant) {
  server_.hold_slot.Answer(Booking(v1::BOOKING_STATE_HELD));
  const Outcome outcome = Hold("2026-11-23T15:30:00-06:00",
                               {"--store", "s1", "--request-id", "attempt-1"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("held"),
                    HasSubstr("Mon 23 Nov 2026 15:30 America/Chicago"),
                    HasSubstr("rapport book confirm b1")));
  const auto request = server_.hold_slot.heard().at(0).request;
  EXPECT_EQ(request.parent(), "brands/demo");
  EXPECT_EQ(request.request_id(), "attempt-1");
  EXPECT_EQ(request.associate(), "brands/demo/associates/a1");
  EXPECT_EQ(request.store(), "brands/demo/stores/s1");
  EXPECT_EQ(request.channel(), v1::CHANNEL_VIDEO);
  EXPECT_EQ(FormatUtc(request.start_time()), "2026-11-23T21:30:00Z");
  EXPECT_THAT(server_.list_slots.heard(), IsEmpty());
}

TEST_F(BookTest, HoldsASlotOfALength) {
  server_.hold_slot.Answer(Booking(v1::BOOKING_STATE_HELD));
  ASSERT_EQ(Hold("2026-11-23T15:30:00-06:00", {"--duration", "45m"}).exit_code,
            0);
  EXPECT_EQ(server_.hold_slot.heard().at(0).request.duration().seconds(), 2700);
}

TEST_F(BookTest, LetsTheServersSlotsSayWhenALocalTimeIs) {
  // By the rules of today 15:30 in Chicago is 21:30 UTC; this server knows of
  // a change, and has the last word.
  v1::Slot slot = ChicagoSlot(15, 30);
  slot.mutable_start_time()->set_seconds(slot.start_time().seconds() - 3600);
  Offer({ChicagoSlot(15, 0), slot, ChicagoSlot(16, 0)});
  server_.hold_slot.Answer(Booking(v1::BOOKING_STATE_HELD));
  EXPECT_EQ(Hold("2026-11-23 15:30").exit_code, 0);
  EXPECT_EQ(FormatUtc(server_.hold_slot.heard().at(0).request.start_time()),
            "2026-11-23T20:30:00Z");
  const auto window = server_.list_slots.heard().at(0).request.window();
  EXPECT_LE(FormatUtc(window.start_time()), "2026-11-23T01:30:00Z");
  EXPECT_GE(FormatUtc(window.end_time()), "2026-11-24T06:30:00Z");
}

TEST_F(BookTest, DoesNotHoldALocalTimeAtWhichNoSlotStarts) {
  Offer({ChicagoSlot(15, 0), ChicagoSlot(16, 0)});
  const Outcome outcome = Hold("2026-11-23 15:30");
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("no free slot starts at"));
  EXPECT_THAT(server_.hold_slot.heard(), IsEmpty());
}

TEST_F(BookTest, RefusesADayWithoutATime) {
  const Outcome outcome = Hold("2026-11-23");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("needs a time of day"));
}

TEST_F(BookTest, ExitsWithFourForASlotThatIsTaken) {
  server_.hold_slot.Fail(
      client::ErrorWith(grpc::ALREADY_EXISTS, "the slot is taken", "SLOT_TAKEN",
                        {}, "Somebody has just taken this time."));
  const Outcome plain = Hold("2026-11-23T15:30:00-06:00");
  EXPECT_EQ(plain.exit_code, 4);
  EXPECT_THAT(plain.err, HasSubstr("Somebody has just taken this time."));
  const Outcome json = Hold("2026-11-23T15:30:00-06:00", {"--json"});
  EXPECT_EQ(json.exit_code, 4);
  EXPECT_EQ(json.out, "");
  EXPECT_EQ(nlohmann::json::parse(json.err)["error"]["reason"], "SLOT_TAKEN");
}

TEST_F(BookTest, WritesABookingAsJson) {
  server_.hold_slot.Answer(Booking(v1::BOOKING_STATE_HELD));
  const auto lines = Hold("2026-11-23T15:30:00-06:00", {"--json"}).json_lines();
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0]["name"], "brands/demo/bookings/b1");
  EXPECT_EQ(lines[0]["state"], "BOOKING_STATE_HELD");
}

TEST_F(BookTest, ConfirmsAndCancelsByIdOrName) {
  server_.confirm_booking.Answer(Booking(v1::BOOKING_STATE_CONFIRMED));
  server_.cancel_booking.Answer(Booking(v1::BOOKING_STATE_CANCELLED));
  EXPECT_THAT(Rapport({"book", "confirm", "b1", "--etag", "v1"}).out,
              HasSubstr("confirmed"));
  EXPECT_THAT(Rapport({"book", "cancel", "brands/demo/bookings/b1",
                       "--request-id", "attempt-2"})
                  .out,
              HasSubstr("cancelled"));
  const auto confirm = server_.confirm_booking.heard().at(0).request;
  EXPECT_EQ(confirm.name(), "brands/demo/bookings/b1");
  EXPECT_EQ(confirm.etag(), "v1");
  EXPECT_THAT(confirm.request_id(), SizeIs(36));
  const auto cancel = server_.cancel_booking.heard().at(0).request;
  EXPECT_EQ(cancel.name(), "brands/demo/bookings/b1");
  EXPECT_EQ(cancel.request_id(), "attempt-2");
}

TEST_F(BookTest, ExitsWithFiveForAHoldThatHasRunOut) {
  server_.confirm_booking.Fail(client::ErrorWith(
      grpc::FAILED_PRECONDITION, "the hold has run out", "HOLD_EXPIRED"));
  EXPECT_EQ(Rapport({"book", "confirm", "b1"}).exit_code, 5);
}

TEST_F(BookTest, ShowsOneAndListsAll) {
  server_.get_booking.Answer(Booking(v1::BOOKING_STATE_CONFIRMED));
  EXPECT_THAT(Rapport({"book", "show", "b1"}).out, HasSubstr("confirmed"));
  v1::ListBookingsResponse bookings;
  *bookings.add_bookings() = Booking(v1::BOOKING_STATE_HELD);
  server_.list_bookings.Answer(bookings);
  const Outcome outcome =
      Rapport({"book", "list", "--state", "held", "--to", "2026-12-01"});
  EXPECT_THAT(outcome.out, HasSubstr("Mon 23 Nov 2026 15:30 America/Chicago  "
                                     "held"));
  const auto request = server_.list_bookings.heard().at(0).request;
  EXPECT_EQ(request.state(), v1::BOOKING_STATE_HELD);
  EXPECT_EQ(FormatUtc(request.window().end_time()), "2026-12-02T00:00:00Z");
}

}  // namespace
}  // namespace rapport::cli
