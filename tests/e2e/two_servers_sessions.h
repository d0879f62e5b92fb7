// A brand with a class, and two servers on its database: for tests of sessions.
#ifndef RAPPORT_TESTS_E2E_TWO_SERVERS_SESSIONS_H_
#define RAPPORT_TESTS_E2E_TWO_SERVERS_SESSIONS_H_

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "db/database_url.h"
#include "rapport/v1/booking_service.grpc.pb.h"
#include "rapport/v1/session_service.grpc.pb.h"
#include "rapport/v1/waitlist_service.grpc.pb.h"
#include "tests/e2e/server_process.h"
#include "tests/e2e/small_brand.h"
#include "tests/support/private_database.h"

namespace rapport::test {

// What a call came to.
template <typename Reply>
struct Answer {
  grpc::Status status;
  Reply reply;
  std::string position = "";
};

class TwoServersSessions : public testing::Test {
 protected:
  static constexpr char kClass[] = "brands/small/services/class";
  static constexpr int kPartyMax = 3;
  // What a slow, instrumented build on a busy machine may take.
  static constexpr absl::Duration kPatience = absl::Seconds(60);

  static SmallBrand::More WithAClass() {
    SmallBrand::More more;
    more.services = {SmallBrand::ServiceLike(kClass)};
    more.services[0].set_seats(20);
    more.services[0].set_party_max(kPartyMax);
    return more;
  }

  using Bookings = v1::BookingService::Stub;
  using Sessions = v1::SessionService::Stub;
  using Waitlist = v1::WaitlistService::Stub;

  template <typename Reply, typename Stub, typename Request>
  Answer<Reply> Call(ServerProcess& server,
                     grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                  const Request&, Reply*),
                     const std::string& who, const Request& request,
                     const std::string& position = "") {
    Stub stub(server.Connect());
    grpc::ClientContext context;
    SetCaller(context, who == "desk" ? "brand-admin" : "shopper", who);
    if (!position.empty()) {
      context.AddMetadata("rapport-min-position", position);
    }
    Answer<Reply> answer;
    answer.status = (stub.*method)(&context, request, &answer.reply);
    const auto& trailing = context.GetServerTrailingMetadata();
    const auto said = trailing.find("rapport-position");
    if (said != trailing.end()) {
      answer.position.assign(said->second.data(), said->second.size());
    }
    return answer;
  }

  Answer<v1::Session> Make(ServerProcess& server, const std::string& request_id,
                           int n, int seats) {
    const v1::HoldSlotRequest slot = brand_.Hold(request_id, 0, n);
    v1::CreateSessionRequest request;
    request.set_parent(slot.parent());
    request.set_request_id(request_id);
    request.set_associate(slot.associate());
    request.set_service(kClass);
    request.set_channel(slot.channel());
    *request.mutable_start_time() = slot.start_time();
    request.set_seats(seats);
    const auto made =
        Call<v1::Session>(server, &Sessions::CreateSession, "desk", request);
    EXPECT_TRUE(made.status.ok()) << made.status.error_message();
    return made;
  }

  Answer<v1::Booking> Sit(ServerProcess& server, const std::string& shopper,
                          const v1::Session& session, int party) {
    v1::HoldSeatsRequest request;
    request.set_session(session.name());
    request.set_request_id(absl::StrCat("sitting-", shopper));
    request.set_party_size(party);
    return Call<v1::Booking>(server, &Sessions::HoldSeats, shopper, request);
  }

  // The same request at both servers at the same moment.
  std::vector<Answer<v1::Booking>> SitAtBoth(const std::string& shopper,
                                             const v1::Session& session,
                                             int party) {
    std::vector<Answer<v1::Booking>> answers(2);
    std::thread other([&] { answers[1] = Sit(b_, shopper, session, party); });
    answers[0] = Sit(a_, shopper, session, party);
    other.join();
    return answers;
  }

  // Waits for seats at any time of the first day.
  v1::WaitlistEntry Join(ServerProcess& server, const std::string& shopper,
                         int party) {
    v1::JoinWaitlistRequest request;
    request.set_parent(SmallBrand::kName);
    request.set_request_id(absl::StrCat("joining-", shopper));
    const v1::HoldSlotRequest slot = brand_.Hold("", 0, 0);
    v1::WaitlistEntry& entry = *request.mutable_waitlist_entry();
    entry.set_service(kClass);
    entry.set_store(brand_.store());
    entry.add_channels(slot.channel());
    entry.set_party_size(party);
    *entry.mutable_window()->mutable_start_time() = slot.start_time();
    entry.mutable_window()->mutable_end_time()->set_seconds(
        slot.start_time().seconds() + 24 * 60 * 60);
    const auto joined = Call<v1::WaitlistEntry>(server, &Waitlist::JoinWaitlist,
                                                shopper, request);
    EXPECT_TRUE(joined.status.ok()) << joined.status.error_message();
    return joined.reply;
  }

  // The entry once `server` shows it with another booking than it had, or as
  // it is in the end.
  v1::WaitlistEntry AwaitOther(ServerProcess& server,
                               const std::string& shopper,
                               const v1::WaitlistEntry& before) {
    v1::GetWaitlistEntryRequest request;
    request.set_name(before.name());
    const absl::Time deadline = absl::Now() + kPatience;
    Answer<v1::WaitlistEntry> seen;
    do {
      seen = Call<v1::WaitlistEntry>(server, &Waitlist::GetWaitlistEntry,
                                     shopper, request);
      EXPECT_TRUE(seen.status.ok()) << seen.status.error_message();
    } while (seen.reply.booking() == before.booking() &&
             absl::Now() < deadline);
    return seen.reply;
  }

  template <typename Request>
  Answer<v1::Booking> Change(
      ServerProcess& server, const std::string& who,
      grpc::Status (Bookings::*method)(grpc::ClientContext*, const Request&,
                                       v1::Booking*),
      const std::string& booking, Request request = {}) {
    request.set_name(booking);
    request.set_request_id(absl::StrCat("changing-", ++changes_));
    return Call<v1::Booking>(server, method, who, request);
  }

  // As `server` lists them: when each starts after the first slot, and what is
  // left of it.
  struct Listed {
    absl::Duration start;
    int seats_left;
    bool operator==(const Listed&) const = default;
  };
  std::vector<Listed> List(ServerProcess& server,
                           const std::string& position = "") {
    v1::ListSessionsRequest request;
    request.set_parent(SmallBrand::kName);
    const auto answer = Call<v1::ListSessionsResponse>(
        server, &Sessions::ListSessions, "reader", request, position);
    EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
    std::vector<Listed> sessions;
    for (const v1::Session& each : answer.reply.sessions()) {
      sessions.push_back({absl::FromUnixSeconds(each.start_time().seconds()) -
                              brand_.first_start(),
                          each.seats_left()});
    }
    return sessions;
  }

  v1::Booking Get(ServerProcess& server, const std::string& who,
                  const std::string& booking) {
    v1::GetBookingRequest request;
    request.set_name(booking);
    const auto answer =
        Call<v1::Booking>(server, &Bookings::GetBooking, who, request);
    EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
    return answer.reply;
  }

  ServerProcess& AnyOf(int i) { return i % 2 == 0 ? a_ : b_; }

  TestSchema schema_;
  ServerProcess a_{{"--database", schema_.url().ToSecretString()}};
  SmallBrand brand_{a_.Connect(), 2, WithAClass()};
  // Starts with the brand already there; on a cluster, at another node.
  ServerProcess b_{
      {"--database",
       schema_.url().StartingAt(schema_.url().hosts.back()).ToSecretString()}};
  std::atomic<int> changes_ = 0;
};

}  // namespace rapport::test

#endif  // RAPPORT_TESTS_E2E_TWO_SERVERS_SESSIONS_H_
