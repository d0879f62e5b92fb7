// What `rapport sessions` asks for, and how it is told.
#include "clients/cli/text/time_text.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class SessionsCommandTest : public CliTest {
 protected:
  static v1::Session Yoga(const std::string& id) {
    v1::Session session;
    session.set_name("brands/demo/sessions/" + id);
    session.set_booking("brands/demo/bookings/" + id);
    session.set_associate("brands/demo/associates/a1");
    session.add_more_associates("brands/demo/associates/a2");
    session.set_store("brands/demo/stores/s1");
    session.set_service("brands/demo/services/yoga");
    session.set_channel(v1::CHANNEL_IN_STORE);
    session.mutable_start_time()->set_seconds(1'795'500'000);
    session.mutable_end_time()->set_seconds(1'795'503'600);
    session.set_time_zone("Europe/Paris");
    session.mutable_local_start_time()->set_year(2026);
    session.mutable_local_start_time()->set_month(11);
    session.mutable_local_start_time()->set_day(24);
    session.mutable_local_start_time()->set_hours(7);
    session.set_seats(10);
    session.set_seats_left(3);
    return session;
  }
};

TEST_F(SessionsCommandTest, Creates) {
  server_.create_session.Answer(Yoga("x1"));
  const Outcome outcome = Rapport(
      {"sessions",   "create", "--associate",  "a1",
       "--service",  "yoga",   "--channel",    "in-store",
       "--store",    "s1",     "--start",      "2026-11-24T10:00:00+01:00",
       "--duration", "45m",    "--with",       "a2,a3",
       "--seats",    "12",     "--request-id", "attempt-1"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("3 of 10"), HasSubstr("yoga"),
                                 HasSubstr("24 Nov 2026 07:00"),
                                 HasSubstr("60"), HasSubstr("a2")));
  const auto request = server_.create_session.heard().at(0).request;
  EXPECT_EQ(request.parent(), "brands/demo");
  EXPECT_EQ(request.request_id(), "attempt-1");
  EXPECT_EQ(request.associate(), "brands/demo/associates/a1");
  EXPECT_EQ(request.store(), "brands/demo/stores/s1");
  EXPECT_EQ(request.service(), "brands/demo/services/yoga");
  EXPECT_EQ(request.channel(), v1::CHANNEL_IN_STORE);
  EXPECT_EQ(FormatUtc(request.start_time()), "2026-11-24T09:00:00Z");
  EXPECT_EQ(request.duration().seconds(), 45 * 60);
  EXPECT_THAT(
      request.more_associates(),
      ElementsAre("brands/demo/associates/a2", "brands/demo/associates/a3"));
  EXPECT_EQ(request.seats(), 12);
}

TEST_F(SessionsCommandTest, NeedsAnInstant) {
  const Outcome outcome =
      Rapport({"sessions", "create", "--associate", "a1", "--service", "yoga",
               "--channel", "video", "--start", "tomorrow 15:30"});
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("say its offset from UTC"));
  EXPECT_THAT(server_.create_session.heard(), IsEmpty());
}

TEST_F(SessionsCommandTest, ListsForPeopleAndForPrograms) {
  v1::ListSessionsResponse page;
  *page.add_sessions() = Yoga("x1");
  *page.add_sessions() = Yoga("x2");
  server_.list_sessions.Answer(page);
  const Outcome table = Rapport(
      {"sessions", "list", "--store", "s1", "--store", "s2", "--service",
       "yoga", "--associate", "a1", "--seats-left", "2", "--limit", "7",
       "--from", "2026-11-24T10:00:00Z", "--to", "2026-11-26T10:00:00Z"});
  EXPECT_EQ(table.exit_code, 0) << table.err;
  EXPECT_THAT(table.lines(), SizeIs(3));
  EXPECT_THAT(table.out, AllOf(HasSubstr("START"), HasSubstr("3 of 10")));
  const auto request = server_.list_sessions.heard().at(0).request;
  EXPECT_THAT(request.stores(),
              ElementsAre("brands/demo/stores/s1", "brands/demo/stores/s2"));
  EXPECT_EQ(request.service(), "brands/demo/services/yoga");
  EXPECT_EQ(request.associate(), "brands/demo/associates/a1");
  EXPECT_EQ(request.seats_left_min(), 2);
  EXPECT_EQ(request.page_size(), 7);
  EXPECT_EQ(FormatUtc(request.window().start_time()), "2026-11-24T10:00:00Z");
  server_.list_sessions.Answer(page);
  const Outcome json = Rapport({"sessions", "list", "--json"});
  EXPECT_THAT(json.lines(), SizeIs(2));
  EXPECT_THAT(json.lines().at(0), HasSubstr("\"seatsLeft\":3"));
}

TEST_F(SessionsCommandTest, SaysThatThereAreNone) {
  server_.list_sessions.Answer(v1::ListSessionsResponse());
  EXPECT_THAT(Rapport({"sessions", "list"}).out, HasSubstr("no sessions"));
}

TEST_F(SessionsCommandTest, Shows) {
  server_.get_session.Answer(Yoga("x1"));
  const Outcome outcome = Rapport({"sessions", "show", "x1"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("3 of 10"));
  EXPECT_EQ(server_.get_session.heard().at(0).request.name(),
            "brands/demo/sessions/x1");
}

TEST_F(SessionsCommandTest, HoldsSeatsAndSaysHowToConfirmThem) {
  v1::Booking held;
  held.set_name("brands/demo/bookings/b1");
  held.set_state(v1::BOOKING_STATE_HELD);
  held.set_session("brands/demo/sessions/x1");
  held.set_party_size(2);
  server_.hold_seats.Answer(held);
  const Outcome outcome =
      Rapport({"sessions", "hold", "x1", "--party", "2", "--replaces", "b0"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("held"), HasSubstr("x1"),
                                 HasSubstr("rapport book confirm b1"),
                                 Not(HasSubstr("seats"))));
  const auto request = server_.hold_seats.heard().at(0).request;
  EXPECT_EQ(request.session(), "brands/demo/sessions/x1");
  EXPECT_EQ(request.party_size(), 2);
  EXPECT_EQ(request.replaces(), "brands/demo/bookings/b0");
  EXPECT_THAT(request.request_id(), SizeIs(36));
}

TEST_F(SessionsCommandTest, ABookingSaysWhetherItIsASession) {
  v1::Booking session;
  session.set_name("brands/demo/bookings/x1");
  session.set_seats(10);
  server_.get_booking.Answer(session);
  EXPECT_THAT(Rapport({"book", "show", "x1"}).out, HasSubstr("seats"));
}

TEST_F(SessionsCommandTest, IsMovedToAnInstantSinceItHasNoSlots) {
  v1::Booking session;
  session.set_name("brands/demo/bookings/x1");
  session.set_seats(10);
  server_.get_booking.Answer(session);
  server_.get_booking.Answer(session);
  server_.move_booking.Answer(session);
  const Outcome local =
      Rapport({"book", "move", "x1", "--start", "tomorrow 15:30"});
  EXPECT_NE(local.exit_code, 0);
  EXPECT_THAT(local.err, HasSubstr("say its offset from UTC"));
  const Outcome moved =
      Rapport({"book", "move", "x1", "--start", "2026-11-24T10:00:00+01:00"});
  EXPECT_EQ(moved.exit_code, 0) << moved.err;
  EXPECT_EQ(FormatUtc(server_.move_booking.heard().at(0).request.start_time()),
            "2026-11-24T09:00:00Z");
  EXPECT_THAT(server_.list_slots.heard(), IsEmpty());
}

TEST_F(SessionsCommandTest, BookingsAreListedBySession) {
  server_.list_bookings.Answer(v1::ListBookingsResponse());
  EXPECT_EQ(Rapport({"book", "list", "--session", "x1"}).exit_code, 0);
  EXPECT_EQ(server_.list_bookings.heard().at(0).request.session(),
            "brands/demo/sessions/x1");
}

TEST_F(SessionsCommandTest, AServiceIsMadeAClassAndShownAsOne) {
  v1::Service yoga;
  yoga.set_name("brands/demo/services/yoga");
  yoga.set_display_name("Yoga");
  server_.get_service.Answer(yoga);
  yoga.set_seats(10);
  server_.update_service.Answer(yoga);
  const Outcome set = Rapport({"services", "set", "yoga", "--seats", "10"});
  EXPECT_EQ(set.exit_code, 0) << set.err;
  EXPECT_EQ(server_.update_service.heard().at(0).request.service().seats(), 10);
  v1::ListServicesResponse page;
  *page.add_services() = yoga;
  server_.list_services.Answer(page);
  EXPECT_THAT(Rapport({"services", "list"}).out, HasSubstr("10 seats"));
}

}  // namespace
}  // namespace rapport::cli
