// What `rapport book` asks for of a booking that is there.
#include "clients/cli/text/time_text.h"
#include "clients/cli/text/words.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class BookChangesTest : public CliTest {
 protected:
  static v1::Booking Booking(v1::BookingState state) {
    const v1::Slot slot = ChicagoSlot(15, 30);
    v1::Booking booking;
    booking.set_name("brands/demo/bookings/b1");
    booking.set_state(state);
    booking.set_associate(slot.associate());
    booking.set_store("brands/demo/stores/s1");
    booking.set_service(slot.service());
    booking.set_channel(slot.channel());
    *booking.mutable_start_time() = slot.start_time();
    *booking.mutable_end_time() = slot.end_time();
    *booking.mutable_local_start_time() = slot.local_start_time();
    booking.set_time_zone(slot.time_zone());
    return booking;
  }
};

TEST_F(BookChangesTest, CreatesAtOnce) {
  server_.create_booking.Answer(Booking(v1::BOOKING_STATE_CONFIRMED));
  const Outcome outcome = Rapport(
      {"book", "create", "--associate", "a1", "--service", "bridal-styling",
       "--channel", "video", "--start", "2026-11-23T15:30:00-06:00", "--store",
       "s1", "--replaces", "b0", "--request-id", "attempt-1"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("confirmed"));
  const auto request = server_.create_booking.heard().at(0).request;
  EXPECT_EQ(request.parent(), "brands/demo");
  EXPECT_EQ(request.request_id(), "attempt-1");
  EXPECT_EQ(request.associate(), "brands/demo/associates/a1");
  EXPECT_EQ(request.store(), "brands/demo/stores/s1");
  EXPECT_EQ(request.service(), "brands/demo/services/bridal-styling");
  EXPECT_EQ(request.channel(), v1::CHANNEL_VIDEO);
  EXPECT_EQ(request.replaces(), "brands/demo/bookings/b0");
  EXPECT_EQ(FormatUtc(request.start_time()), "2026-11-23T21:30:00Z");
}

TEST_F(BookChangesTest, HoldsInPlaceOfAnother) {
  server_.hold_slot.Answer(Booking(v1::BOOKING_STATE_HELD));
  EXPECT_EQ(Rapport({"book", "hold", "--associate", "a1", "--service", "x",
                     "--channel", "video", "--start",
                     "2026-11-23T15:30:00-06:00", "--replaces", "b0"})
                .exit_code,
            0);
  EXPECT_EQ(server_.hold_slot.heard().at(0).request.replaces(),
            "brands/demo/bookings/b0");
}

TEST_F(BookChangesTest, MovesToAnInstant) {
  server_.get_booking.Answer(Booking(v1::BOOKING_STATE_CONFIRMED));
  server_.move_booking.Answer(Booking(v1::BOOKING_STATE_CONFIRMED));
  const Outcome outcome =
      Rapport({"book", "move", "b1", "--start", "2026-11-24T15:30:00-06:00",
               "--etag", "v2", "--store", "s2"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto request = server_.move_booking.heard().at(0).request;
  EXPECT_EQ(request.name(), "brands/demo/bookings/b1");
  EXPECT_EQ(request.etag(), "v2");
  EXPECT_EQ(request.store(), "brands/demo/stores/s2");
  EXPECT_THAT(request.request_id(), SizeIs(36));
  EXPECT_EQ(FormatUtc(request.start_time()), "2026-11-24T21:30:00Z");
  EXPECT_THAT(server_.list_slots.heard(), IsEmpty());
}

TEST_F(BookChangesTest, MovesToALocalTimeAmongTheAssociatesSlots) {
  server_.get_booking.Answer(Booking(v1::BOOKING_STATE_CONFIRMED));
  v1::ListSlotsResponse slots;
  *slots.add_slots() = ChicagoSlot(16, 0);
  server_.list_slots.Answer(slots);
  server_.move_booking.Answer(Booking(v1::BOOKING_STATE_CONFIRMED));
  EXPECT_EQ(
      Rapport({"book", "move", "b1", "--start", "2026-11-23 16:00"}).exit_code,
      0);
  const auto asked = server_.list_slots.heard().at(0).request;
  EXPECT_EQ(asked.parent(), ChicagoSlot(16, 0).associate());
  EXPECT_EQ(asked.store(), "brands/demo/stores/s1");
  EXPECT_EQ(server_.move_booking.heard().at(0).request.start_time().seconds(),
            ChicagoSlot(16, 0).start_time().seconds());
}

TEST_F(BookChangesTest, MovesToALocalTimeAmongSlotsAsLongAsTheBooking) {
  v1::Booking booking = Booking(v1::BOOKING_STATE_CONFIRMED);
  booking.mutable_end_time()->set_seconds(booking.start_time().seconds() +
                                          5400);
  server_.get_booking.Answer(booking);
  server_.list_slots.Fail(client::ErrorWith(
      grpc::INVALID_ARGUMENT, "is no length of the service", "NOT_A_CHOICE"));
  const Outcome outcome =
      Rapport({"book", "move", "b1", "--start", "2026-11-23 16:00"});
  EXPECT_NE(outcome.exit_code, 0);
  // A length that the service has no more is left out.
  const auto heard = server_.list_slots.heard();
  ASSERT_THAT(heard, SizeIs(2));
  EXPECT_EQ(heard.at(0).request.duration().seconds(), 5400);
  EXPECT_FALSE(heard.at(1).request.has_duration());
}

TEST_F(BookChangesTest, BooksForAPartyWithAnswers) {
  v1::Booking booked = Booking(v1::BOOKING_STATE_CONFIRMED);
  booked.set_party_size(3);
  v1::Answer& answer = *booked.add_answers();
  answer.set_question("size");
  answer.set_text("38");
  server_.create_booking.Answer(booked);
  server_.confirm_booking.Answer(booked);
  const Outcome outcome = Rapport(
      {"book", "create", "--associate", "a1", "--service", "bridal-styling",
       "--channel", "video", "--start", "2026-11-23T15:30:00-06:00", "--party",
       "3", "--answer", "size=38", "--answer", "note=a=b"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("party"), HasSubstr("size: 38")));
  const auto created = server_.create_booking.heard().at(0).request;
  EXPECT_EQ(created.party_size(), 3);
  ASSERT_THAT(created.answers(), SizeIs(2));
  EXPECT_EQ(created.answers(0).question(), "size");
  EXPECT_EQ(created.answers(1).text(), "a=b");
  ASSERT_EQ(Rapport({"book", "confirm", "b1", "--answer", "size=38"}).exit_code,
            0);
  EXPECT_EQ(server_.confirm_booking.heard().at(0).request.answers(0).text(),
            "38");
  const Outcome bad = Rapport({"book", "confirm", "b1", "--answer", "size"});
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_THAT(bad.err, HasSubstr("--answer: "));
}

TEST_F(BookChangesTest, ExitsWithFourWhereTheNewTimeIsTaken) {
  server_.get_booking.Answer(Booking(v1::BOOKING_STATE_CONFIRMED));
  server_.move_booking.Fail(
      client::ErrorWith(grpc::ALREADY_EXISTS, "taken", "SLOT_TAKEN"));
  EXPECT_EQ(
      Rapport({"book", "move", "b1", "--start", "2026-11-24T15:30:00-06:00"})
          .exit_code,
      4);
}

TEST_F(BookChangesTest, SwitchesAndReassigns) {
  server_.switch_channel.Answer(Booking(v1::BOOKING_STATE_CONFIRMED));
  server_.reassign_booking.Answer(Booking(v1::BOOKING_STATE_CONFIRMED));
  EXPECT_EQ(Rapport({"book", "switch", "b1", "--channel", "phone"}).exit_code,
            0);
  EXPECT_EQ(server_.switch_channel.heard().at(0).request.channel(),
            v1::CHANNEL_PHONE);
  EXPECT_EQ(Rapport({"book", "switch", "b1", "--channel", "smoke"}).exit_code,
            2);
  EXPECT_EQ(
      Rapport({"book", "reassign", "b1", "--associate", "a2", "--store", "s2"})
          .exit_code,
      0);
  const auto request = server_.reassign_booking.heard().at(0).request;
  EXPECT_EQ(request.associate(), "brands/demo/associates/a2");
  EXPECT_EQ(request.store(), "brands/demo/stores/s2");
}

TEST_F(BookChangesTest, FollowsAMeeting) {
  server_.extend_hold.Answer(Booking(v1::BOOKING_STATE_HELD));
  server_.check_in_booking.Answer(Booking(v1::BOOKING_STATE_CHECKED_IN));
  server_.complete_booking.Answer(Booking(v1::BOOKING_STATE_COMPLETED));
  server_.mark_no_show.Answer(Booking(v1::BOOKING_STATE_NO_SHOW));
  EXPECT_THAT(Rapport({"book", "extend", "b1"}).out, HasSubstr("held"));
  EXPECT_THAT(Rapport({"book", "check-in", "b1"}).out,
              HasSubstr(WordOf(v1::BOOKING_STATE_CHECKED_IN)));
  EXPECT_THAT(Rapport({"book", "complete", "b1"}).out,
              HasSubstr(WordOf(v1::BOOKING_STATE_COMPLETED)));
  EXPECT_THAT(Rapport({"book", "no-show", "b1", "--etag", "v3"}).out,
              HasSubstr(WordOf(v1::BOOKING_STATE_NO_SHOW)));
  EXPECT_EQ(server_.extend_hold.heard().at(0).request.name(),
            "brands/demo/bookings/b1");
  EXPECT_EQ(server_.mark_no_show.heard().at(0).request.etag(), "v3");
}

TEST_F(BookChangesTest, TellsTheHistory) {
  v1::ListBookingChangesResponse changes;
  v1::BookingChange& held = *changes.add_changes();
  held.set_action("HoldSlot");
  held.set_role("shopper");
  *held.mutable_booking() = Booking(v1::BOOKING_STATE_HELD);
  v1::BookingChange& moved = *changes.add_changes();
  moved.set_action("MoveBooking");
  moved.set_role("brand-admin");
  moved.set_principal("eve");
  *moved.mutable_booking() = Booking(v1::BOOKING_STATE_CONFIRMED);
  server_.list_booking_changes.Answer(changes);
  const Outcome outcome = Rapport({"book", "history", "b1"});
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("HoldSlot     shopper  "),
                    HasSubstr("MoveBooking  brand-admin:eve"),
                    HasSubstr("Mon 23 Nov 2026 15:30 America/Chicago")));
  const auto lines = Rapport({"book", "history", "b1", "--json"}).json_lines();
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(lines[1]["action"], "MoveBooking");
}

}  // namespace
}  // namespace rapport::cli
