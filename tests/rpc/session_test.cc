// Sessions of classes, through the server: from making one to its seats.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/session_service.pb.h"
#include "rapport/v1/waitlist_service.pb.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kThree[] = "2026-03-03 15:00";

class SessionTest : public RpcTest {
 protected:
  SessionTest() { MakeClass(); }

  v1::Session Make(const std::string& request_id,
                   absl::string_view utc = kThree,
                   const std::string& more = "") const {
    return Admin().Get<v1::Session>("SessionService/CreateSession",
                                    SessionText(request_id, utc, more));
  }
  v1::Session Get(const v1::Session& session) const {
    return Shopper().Get<v1::Session>("SessionService/GetSession",
                                      Named(session.name()));
  }
  static std::string Named(const std::string& name,
                           const std::string& request_id = "",
                           const std::string& more = "") {
    std::string text = absl::StrCat("name: \"", name, "\" ", more);
    if (!request_id.empty()) {
      absl::StrAppend(&text, " request_id: \"", request_id, "\"");
    }
    return text;
  }
  static std::string SeatsText(const v1::Session& session,
                               const std::string& request_id,
                               int party_size = 0,
                               const std::string& more = "") {
    return absl::Substitute(
        R"(session: "$0" request_id: "$1" party_size: $2 $3)", session.name(),
        request_id, party_size, more);
  }
  v1::Booking Hold(const RpcClient& client, const v1::Session& session,
                   const std::string& request_id, int party_size = 0) const {
    return client.Get<v1::Booking>("SessionService/HoldSeats",
                                   SeatsText(session, request_id, party_size));
  }
  v1::Booking Confirm(const RpcClient& client, const v1::Booking& held) const {
    return client.Get<v1::Booking>("BookingService/ConfirmBooking",
                                   Named(held.name(), "confirm-seat"));
  }
  v1::Booking BookingOf(const RpcClient& client,
                        const std::string& name) const {
    return client.Get<v1::Booking>("BookingService/GetBooking", Named(name));
  }
  v1::Booking Cancel(const RpcClient& client, const std::string& name,
                     const std::string& request_id) const {
    return client.Get<v1::Booking>("BookingService/CancelBooking",
                                   Named(name, request_id));
  }
  std::vector<std::string> Listed(const RpcClient& client,
                                  const std::string& more = "") const {
    const auto reply = client.Get<v1::ListSessionsResponse>(
        "SessionService/ListSessions",
        absl::StrCat("parent: \"brands/acme\" ", more));
    std::vector<std::string> names;
    for (const v1::Session& session : reply.sessions()) {
      names.push_back(session.name());
    }
    return names;
  }
};

TEST_F(SessionTest, IsMadeOfAClassAndShownToAll) {
  const v1::Session made = Make("make-0001");
  EXPECT_EQ(made.name().substr(0, 21), "brands/acme/sessions/");
  EXPECT_EQ(made.booking(), "brands/acme/bookings/" + made.name().substr(21));
  EXPECT_EQ(made.associate(), kAna);
  EXPECT_EQ(made.store(), kNyc);
  EXPECT_EQ(made.service(), kYoga);
  EXPECT_EQ(made.channel(), v1::CHANNEL_VIDEO);
  EXPECT_EQ(UtcText(made.start_time().seconds()), kThree);
  EXPECT_EQ(made.end_time().seconds() - made.start_time().seconds(), 3600);
  EXPECT_EQ(made.time_zone(), "America/New_York");
  EXPECT_EQ(made.local_start_time().hours(), 10);
  EXPECT_EQ(made.seats(), 3);
  EXPECT_EQ(made.seats_left(), 3);
  for (const RpcClient& client :
       {Shopper(), Backend(), Associate(kBo), Manager(kParis), Admin()}) {
    EXPECT_EQ(
        client.Get<v1::Session>("SessionService/GetSession", Named(made.name()))
            .DebugString(),
        made.DebugString());
    EXPECT_THAT(Listed(client), ElementsAre(made.name()));
  }
  const v1::Booking booking = BookingOf(Admin(), made.booking());
  EXPECT_EQ(booking.state(), v1::BOOKING_STATE_CONFIRMED);
  EXPECT_EQ(booking.shopper(), "");
  EXPECT_EQ(booking.seats(), 3);
  EXPECT_EQ(booking.session(), "");
  EXPECT_EQ(Shopper().Told("BookingService/GetBooking", Named(made.booking())),
            "NOT_FOUND BOOKING_NOT_FOUND");
}

TEST_F(SessionTest, TheSameRequestMakesNoOther) {
  const v1::Session made = Make("make-0001");
  EXPECT_EQ(Make("make-0001").DebugString(), made.DebugString());
  EXPECT_THAT(Listed(Shopper()), ElementsAre(made.name()));
}

// Neither notice nor grid bind staff; the time is ana's.
TEST_F(SessionTest, IsAtAnyTimeOfTheSchedule) {
  const v1::Session soon = Make("make-0001", "2026-03-02 15:05", "seats: 8");
  EXPECT_EQ(soon.seats(), 8);
  EXPECT_EQ(soon.seats_left(), 8);
  EXPECT_EQ(Admin().Told("SessionService/CreateSession",
                         SessionText("make-0002", "2026-03-02 15:35")),
            "ALREADY_EXISTS SLOT_TAKEN");
  EXPECT_EQ(Shopper().Told("BookingService/HoldSlot",
                           HoldText("hold-0001", "2026-03-02 15:30")),
            "ALREADY_EXISTS SLOT_TAKEN");
}

TEST_F(SessionTest, IsMadeByThoseWhoMayBookTheAssociate) {
  const std::string text = SessionText("make-0001");
  for (const RpcClient& client : {Shopper(), Backend("sam")}) {
    EXPECT_EQ(client.Told("SessionService/CreateSession", text),
              "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  }
  for (const RpcClient& client : {Associate(kBo), Manager(kParis)}) {
    EXPECT_EQ(client.Told("SessionService/CreateSession", text),
              "PERMISSION_DENIED NOT_YOURS_TO_BOOK");
  }
  EXPECT_THAT(Listed(Admin()), IsEmpty());
  EXPECT_EQ(Associate(kAna).Told("SessionService/CreateSession", text), "OK");
  EXPECT_EQ(Manager(kNyc).Told("SessionService/CreateSession",
                               SessionText("make-0002", "2026-03-04 15:00")),
            "OK");
}

TEST_F(SessionTest, AreListedByPagesAndFilters) {
  const v1::Session third = Make("make-0003", "2026-03-04 17:00");
  const v1::Session first = Make("make-0001", "2026-03-03 15:00");
  const v1::Session second = Make("make-0002", "2026-03-03 17:00");
  EXPECT_THAT(Listed(Shopper()),
              ElementsAre(first.name(), second.name(), third.name()));
  const auto page = Shopper().Get<v1::ListSessionsResponse>(
      "SessionService/ListSessions", R"(parent: "brands/acme" page_size: 2)");
  EXPECT_EQ(page.sessions_size(), 2);
  EXPECT_THAT(Listed(Shopper(), absl::StrCat("page_size: 2 page_token: \"",
                                             page.next_page_token(), "\"")),
              ElementsAre(third.name()));
  const std::string wednesday = absl::Substitute(
      "window { start_time { seconds: $0 } end_time { seconds: $1 } }",
      Seconds("2026-03-04 00:00"), Seconds("2026-03-05 00:00"));
  EXPECT_THAT(Listed(Shopper(), wednesday), ElementsAre(third.name()));
  EXPECT_THAT(Listed(Shopper(), absl::StrCat("stores: \"", kParis, "\"")),
              IsEmpty());
  EXPECT_THAT(Listed(Shopper(),
                     absl::StrCat("stores: \"", kNyc, "\" ", "service: \"",
                                  kYoga, "\" ", "associate: \"", kAna, "\"")),
              ElementsAre(first.name(), second.name(), third.name()));
  EXPECT_THAT(Listed(Shopper(), absl::StrCat("associate: \"", kBo, "\"")),
              IsEmpty());
  EXPECT_THAT(Listed(Shopper(), absl::StrCat("service: \"", kStyling, "\"")),
              IsEmpty());
  EXPECT_THAT(Listed(Shopper(), "seats_left_min: 4"), IsEmpty());
  clock_.Advance(absl::Hours(31));  // the first is over
  EXPECT_EQ(Shopper().Told("SessionService/GetSession", Named(first.name())),
            "NOT_FOUND SESSION_NOT_FOUND");
}

TEST_F(SessionTest, SeatsAreHeldUntilItIsFull) {
  const v1::Session session = Make("make-0001");
  const v1::Booking held = Hold(Shopper(), session, "seats-001");
  EXPECT_EQ(held.state(), v1::BOOKING_STATE_HELD);
  EXPECT_EQ(held.session(), session.name());
  EXPECT_EQ(held.seats(), 0);
  EXPECT_EQ(held.party_size(), 1);
  EXPECT_EQ(held.shopper(), "sam");
  EXPECT_EQ(held.associate(), kAna);
  EXPECT_EQ(held.store(), kNyc);
  EXPECT_EQ(held.channel(), v1::CHANNEL_VIDEO);
  EXPECT_EQ(held.start_time().seconds(), session.start_time().seconds());
  EXPECT_EQ(held.end_time().seconds(), session.end_time().seconds());
  EXPECT_EQ(Get(session).seats_left(), 2);
  EXPECT_EQ(Hold(Shopper(), session, "seats-001").name(), held.name());
  EXPECT_EQ(Get(session).seats_left(), 2);
  EXPECT_EQ(Confirm(Shopper(), held).state(), v1::BOOKING_STATE_CONFIRMED);

  // How many come together counts.
  EXPECT_EQ(Shopper("zoe").Told("SessionService/HoldSeats",
                                SeatsText(session, "seats-zoe", 3)),
            "ALREADY_EXISTS SESSION_FULL");
  const v1::Booking two = Hold(Shopper("zoe"), session, "seats-two", 2);
  EXPECT_EQ(two.party_size(), 2);
  EXPECT_EQ(Get(session).seats_left(), 0);
  EXPECT_EQ(Shopper("bob").Told("SessionService/HoldSeats",
                                SeatsText(session, "seats-bob")),
            "ALREADY_EXISTS SESSION_FULL");
  EXPECT_THAT(Listed(Shopper(), "seats_left_min: 1"), IsEmpty());

  // A hold that has run out counts no more, a cancellation neither.
  clock_.Advance(absl::Minutes(10));
  EXPECT_EQ(Get(session).seats_left(), 2);
  Cancel(Shopper(), held.name(), "cancel-01");
  EXPECT_EQ(Get(session).seats_left(), 3);
  EXPECT_EQ(Hold(Shopper("bob"), session, "seats-all", 3).party_size(), 3);
  EXPECT_EQ(Get(session).seats_left(), 0);
}

TEST_F(SessionTest, SeatsAreForShoppersAndThoseWhoActForThem) {
  const v1::Session session = Make("make-0001");
  EXPECT_EQ(Backend().Told("SessionService/HoldSeats",
                           SeatsText(session, "seats-001")),
            "INVALID_ARGUMENT SHOPPER_REQUIRED");
  EXPECT_EQ(Backend("sam").Told("SessionService/HoldSeats",
                                SeatsText(session, "seats-001")),
            "OK");
  const std::string by_session =
      absl::StrCat("parent: \"brands/acme\" session: \"", session.name(), "\"");
  const auto listed = [&](const RpcClient& client) {
    return client
        .Get<v1::ListBookingsResponse>("BookingService/ListBookings",
                                       by_session)
        .bookings_size();
  };
  Hold(Shopper("zoe"), session, "seats-zoe");
  EXPECT_EQ(listed(Admin()), 2);
  EXPECT_EQ(listed(Associate(kAna)), 2);
  EXPECT_EQ(listed(Shopper("zoe")), 1);
  EXPECT_EQ(listed(Shopper("bob")), 0);
}

TEST_F(SessionTest, ASeatReplacesAHoldOfOnes) {
  const v1::Session session = Make("make-0001");
  const v1::Booking held = Hold(Shopper(), session, "seats-001", 3);
  const v1::Session later = Make("make-0002", "2026-03-04 15:00");
  Shopper().Get<v1::Booking>(
      "SessionService/HoldSeats",
      SeatsText(later, "seats-002", 1,
                absl::StrCat("replaces: \"", held.name(), "\"")));
  EXPECT_EQ(BookingOf(Shopper(), held.name()).state(),
            v1::BOOKING_STATE_CANCELLED);
  EXPECT_EQ(Get(later).seats_left(), 2);
}

TEST_F(SessionTest, ShoppersComeInTime) {
  const v1::Session session = Make("make-0001", "2026-03-02 15:00");
  clock_.Advance(absl::Hours(5) + absl::Minutes(1));
  EXPECT_EQ(Shopper().Told("SessionService/HoldSeats",
                           SeatsText(session, "seats-001")),
            "FAILED_PRECONDITION SESSION_TOO_SOON");
  EXPECT_EQ(
      Admin().Told("SessionService/HoldSeats", SeatsText(session, "seats-002")),
      "OK");
  clock_.Advance(absl::Minutes(59));
  EXPECT_EQ(
      Admin().Told("SessionService/HoldSeats", SeatsText(session, "seats-003")),
      "FAILED_PRECONDITION MEETING_STARTED");
  EXPECT_EQ(Get(session).seats_left(), 3);  // that hold has run out
}

TEST_F(SessionTest, WhereASessionGoesItsSeatsGo) {
  const v1::Session session = Make("make-0001");
  const v1::Booking held = Hold(Shopper(), session, "seats-001");
  Confirm(Shopper(), held);
  const auto moved = Admin().Get<v1::Booking>(
      "BookingService/MoveBooking",
      Named(session.booking(), "move-0001",
            absl::StrCat("start_time { seconds: ", Seconds("2026-03-04 17:00"),
                         " }")));
  EXPECT_EQ(moved.seats(), 3);
  EXPECT_EQ(UtcText(Get(session).start_time().seconds()), "2026-03-04 17:00");
  EXPECT_EQ(Get(session).seats_left(), 2);
  const v1::Booking seat = BookingOf(Shopper(), held.name());
  EXPECT_EQ(seat.state(), v1::BOOKING_STATE_CONFIRMED);
  EXPECT_EQ(UtcText(seat.start_time().seconds()), "2026-03-04 17:00");
  EXPECT_EQ(seat.local_start_time().hours(), 12);

  Cancel(Admin(), session.booking(), "cancel-01");
  EXPECT_EQ(BookingOf(Shopper(), held.name()).state(),
            v1::BOOKING_STATE_CANCELLED);
  EXPECT_THAT(Listed(Shopper()), IsEmpty());
  EXPECT_EQ(Shopper().Told("SessionService/GetSession", Named(session.name())),
            "NOT_FOUND SESSION_NOT_FOUND");
  EXPECT_EQ(Shopper("zoe").Told("SessionService/HoldSeats",
                                SeatsText(session, "seats-zoe")),
            "FAILED_PRECONDITION SESSION_CANCELLED");
}

TEST_F(SessionTest, ASeatGoesNowhereByItselfAndASessionIsNotCheckedIn) {
  const v1::Session session = Make("make-0001");
  const v1::Booking held = Hold(Shopper(), session, "seats-001");
  Confirm(Shopper(), held);
  const std::string start =
      absl::StrCat("start_time { seconds: ", Seconds("2026-03-04 17:00"), " }");
  EXPECT_EQ(Shopper().Told("BookingService/MoveBooking",
                           Named(held.name(), "move-0001", start)),
            "FAILED_PRECONDITION GOES_WITH_SESSION");
  EXPECT_EQ(Shopper().Told(
                "BookingService/SwitchChannel",
                Named(held.name(), "switch-01", "channel: CHANNEL_IN_STORE")),
            "FAILED_PRECONDITION GOES_WITH_SESSION");
  clock_.Advance(absl::Hours(30));
  EXPECT_EQ(Admin().Told("BookingService/CheckInBooking",
                         Named(session.booking(), "check-in-1")),
            "FAILED_PRECONDITION IS_SESSION");
  EXPECT_EQ(Admin()
                .Get<v1::Booking>("BookingService/CheckInBooking",
                                  Named(held.name(), "check-in-2"))
                .state(),
            v1::BOOKING_STATE_CHECKED_IN);
  EXPECT_EQ(Get(session).seats_left(), 2);
}

TEST_F(SessionTest, BrandsAreApart) {
  const v1::Session session = Make("make-0001");
  const std::string id = session.name().substr(session.name().rfind('/'));
  const RpcClient other = AdminOf("other");
  EXPECT_EQ(other.Told("SessionService/GetSession",
                       Named("brands/other/sessions" + id)),
            "NOT_FOUND SESSION_NOT_FOUND");
  EXPECT_EQ(other.Told("SessionService/HoldSeats",
                       absl::StrCat("request_id: \"seats-001\" session: "
                                    "\"brands/other/sessions",
                                    id, "\"")),
            "NOT_FOUND SESSION_NOT_FOUND");
  EXPECT_EQ(other
                .Get<v1::ListSessionsResponse>("SessionService/ListSessions",
                                               "parent: \"brands/other\"")
                .sessions_size(),
            0);
}

TEST_F(SessionTest, SeatsThatAreGivenBackAreOfferedToWhoWaits) {
  const v1::Session session = Make("make-0001");
  const v1::Booking full = Hold(Shopper(), session, "hold-0001", 3);
  const auto join = [&](const std::string& shopper, int party_size) {
    return Shopper(shopper).Get<v1::WaitlistEntry>(
        "WaitlistService/JoinWaitlist",
        absl::Substitute(
            R"(parent: "brands/acme" request_id: "join-$0" waitlist_entry {
                 service: "$1" channels: CHANNEL_VIDEO store: "$2"
                 window { start_time { seconds: $3 } end_time { seconds: $4 } }
                 party_size: $5 })",
            shopper, kYoga, kNyc, Seconds(kThree), Seconds("2026-03-03 16:00"),
            party_size));
  };
  const v1::WaitlistEntry zoe = join("zoe", 2);
  EXPECT_EQ(zoe.party_size(), 2);
  const auto state_of = [&](const v1::WaitlistEntry& entry) {
    return Admin()
        .Get<v1::WaitlistEntry>("WaitlistService/GetWaitlistEntry",
                                Named(entry.name()))
        .state();
  };
  ASSERT_TRUE(server_->waitlist().Sweep().ok());
  EXPECT_EQ(state_of(zoe), v1::WAITLIST_STATE_WAITING);
  Cancel(Shopper(), full.name(), "cancel-01");
  ASSERT_TRUE(server_->waitlist().Sweep().ok());
  EXPECT_EQ(state_of(zoe), v1::WAITLIST_STATE_OFFERED);
  EXPECT_EQ(Get(session).seats_left(), 1);
  const auto entry = Shopper("zoe").Get<v1::WaitlistEntry>(
      "WaitlistService/GetWaitlistEntry", Named(zoe.name()));
  const v1::Booking offered = BookingOf(Shopper("zoe"), entry.booking());
  EXPECT_EQ(offered.session(), session.name());
  EXPECT_EQ(offered.party_size(), 2);
  Confirm(Shopper("zoe"), offered);
  EXPECT_EQ(state_of(zoe), v1::WAITLIST_STATE_BOOKED);
}

}  // namespace
}  // namespace rapport
