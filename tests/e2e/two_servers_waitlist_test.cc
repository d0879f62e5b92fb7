// A shopper waits at one server, and what they wait for is freed at another:
// from joining to a booking, as both servers show it.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "db/database_url.h"
#include "rapport/v1/booking_service.grpc.pb.h"
#include "rapport/v1/calendar_service.grpc.pb.h"
#include "rapport/v1/waitlist_service.grpc.pb.h"
#include "tests/e2e/books.h"
#include "tests/e2e/server_process.h"
#include "tests/e2e/small_brand.h"
#include "tests/support/private_database.h"

namespace rapport::test {
namespace {

// What a slow, instrumented build on a busy machine may take.
constexpr absl::Duration kPatience = absl::Seconds(60);

// Of an answer that must come, and the position that it said.
template <typename Reply>
struct Answer {
  Reply reply;
  std::string position;
};

class TwoServersWaitlist : public testing::Test {
 protected:
  using Bookings = v1::BookingService::Stub;
  using Calendar = v1::CalendarService::Stub;
  using Waitlist = v1::WaitlistService::Stub;

  // Ada has the slot, sam waits for it at the one server, then pat at the
  // other.
  void SetUp() override {
    v1::CreateBookingRequest create;
    const v1::HoldSlotRequest slot = brand_.Hold("create-ada", 0, 0);
    create.set_parent(slot.parent());
    create.set_request_id(slot.request_id());
    create.set_associate(slot.associate());
    create.set_service(slot.service());
    create.set_channel(slot.channel());
    *create.mutable_start_time() = slot.start_time();
    booked_ = Must<v1::Booking>(a_, &Bookings::CreateBooking, "ada", create);
    sam_ = Join(a_, "sam");
    pat_ = Join(b_, "pat");
  }

  template <typename Reply, typename Stub, typename Request>
  Answer<Reply> Must(ServerProcess& server,
                     grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                  const Request&, Reply*),
                     const std::string& shopper, const Request& request,
                     const std::string& position = "") {
    Stub stub(server.Connect());
    grpc::ClientContext context;
    SetCaller(context, "shopper", shopper);
    if (!position.empty()) {
      context.AddMetadata("rapport-min-position", position);
    }
    Answer<Reply> answer;
    const grpc::Status status =
        (stub.*method)(&context, request, &answer.reply);
    EXPECT_TRUE(status.ok()) << status.error_message();
    const auto& trailing = context.GetServerTrailingMetadata();
    const auto said = trailing.find("rapport-position");
    if (said != trailing.end()) {
      answer.position.assign(said->second.data(), said->second.size());
    }
    return answer;
  }

  // Waits for just that slot.
  Answer<v1::WaitlistEntry> Join(ServerProcess& server,
                                 const std::string& shopper) {
    const v1::HoldSlotRequest slot = brand_.Hold("", 0, 0);
    v1::JoinWaitlistRequest request;
    request.set_parent(SmallBrand::kName);
    request.set_request_id(absl::StrCat("joining-", shopper));
    v1::WaitlistEntry& entry = *request.mutable_waitlist_entry();
    entry.set_service(slot.service());
    entry.set_associate(slot.associate());
    entry.add_channels(slot.channel());
    *entry.mutable_window()->mutable_start_time() = slot.start_time();
    entry.mutable_window()->mutable_end_time()->set_seconds(
        slot.start_time().seconds() + 30 * 60);
    return Must<v1::WaitlistEntry>(server, &Waitlist::JoinWaitlist, shopper,
                                   request);
  }

  // Once `server` knows what happened up to then.
  void CatchUp(ServerProcess& server, const std::string& position) {
    ASSERT_NE(position, "");
    v1::ListSlotsRequest request;
    request.set_parent(brand_.associates()[0]);
    request.set_service(SmallBrand::kService);
    request.set_channel(v1::CHANNEL_VIDEO);
    request.set_page_size(1);
    auto* window = request.mutable_window();
    window->mutable_start_time()->set_seconds(
        absl::ToUnixSeconds(brand_.first_start()));
    window->mutable_end_time()->set_seconds(
        absl::ToUnixSeconds(brand_.first_start() + absl::Hours(24)));
    Must<v1::ListSlotsResponse>(server, &Calendar::ListSlots, "reader", request,
                                position);
  }
  void CatchUpBoth() {
    for (const std::string& position : {sam_.position, pat_.position}) {
      CatchUp(a_, position);
      CatchUp(b_, position);
    }
  }

  // The entry once `server` shows it in that state, or as it is in the end.
  v1::WaitlistEntry Await(ServerProcess& server, const std::string& shopper,
                          const std::string& entry, v1::WaitlistState state) {
    v1::GetWaitlistEntryRequest request;
    request.set_name(entry);
    const absl::Time deadline = absl::Now() + kPatience;
    v1::WaitlistEntry seen;
    do {
      seen = Must<v1::WaitlistEntry>(server, &Waitlist::GetWaitlistEntry,
                                     shopper, request)
                 .reply;
    } while (seen.state() != state && absl::Now() < deadline);
    EXPECT_EQ(seen.state(), state);
    return seen;
  }

  // That it is offered, and what, as both show it.
  std::string ExpectOffered(const std::string& shopper,
                            const std::string& entry) {
    std::string booking;
    for (ServerProcess* server : {&a_, &b_}) {
      booking =
          Await(*server, shopper, entry, v1::WAITLIST_STATE_OFFERED).booking();
      v1::GetBookingRequest request;
      request.set_name(booking);
      const v1::Booking hold =
          Must<v1::Booking>(*server, &Bookings::GetBooking, shopper, request)
              .reply;
      EXPECT_EQ(hold.state(), v1::BOOKING_STATE_HELD);
      EXPECT_EQ(hold.waitlist_entry(), entry);
      EXPECT_EQ(hold.start_time().seconds(),
                booked_.reply.start_time().seconds());
    }
    return booking;
  }

  template <typename Request>
  v1::Booking Change(ServerProcess& server, const std::string& shopper,
                     grpc::Status (Bookings::*method)(grpc::ClientContext*,
                                                      const Request&,
                                                      v1::Booking*),
                     const std::string& request_id,
                     const std::string& booking) {
    Request request;
    request.set_name(booking);
    request.set_request_id(request_id);
    return Must<v1::Booking>(server, method, shopper, request).reply;
  }
  void Cancel(ServerProcess& server, const std::string& shopper,
              const std::string& booking) {
    const v1::Booking ended =
        Change(server, shopper, &Bookings::CancelBooking,
               absl::StrCat("cancelling-", shopper), booking);
    EXPECT_EQ(ended.state(), v1::BOOKING_STATE_CANCELLED);
  }
  void Confirm(ServerProcess& server, const std::string& shopper,
               const std::string& booking, const std::string& entry) {
    const v1::Booking confirmed =
        Change(server, shopper, &Bookings::ConfirmBooking,
               absl::StrCat("confirming-", shopper), booking);
    EXPECT_EQ(confirmed.state(), v1::BOOKING_STATE_CONFIRMED);
    for (ServerProcess* each : {&a_, &b_}) {
      EXPECT_EQ(
          Await(*each, shopper, entry, v1::WAITLIST_STATE_BOOKED).booking(),
          booking);
    }
  }

  TestSchema schema_;
  ServerProcess a_{{"--database", schema_.url().ToSecretString()}};
  SmallBrand brand_{a_.Connect(), 2};
  // Starts with the brand already there; on a cluster, at another node.
  ServerProcess b_{
      {"--database",
       schema_.url().StartingAt(schema_.url().hosts.back()).ToSecretString()}};
  Answer<v1::Booking> booked_;
  Answer<v1::WaitlistEntry> sam_;
  Answer<v1::WaitlistEntry> pat_;
};

TEST_F(TwoServersWaitlist, OfferWhatTheOtherFreedToTheFirstWhoWaits) {
  CatchUpBoth();
  Cancel(b_, "ada", booked_.reply.name());
  const std::string offered = ExpectOffered("sam", sam_.reply.name());
  Await(a_, "pat", pat_.reply.name(), v1::WAITLIST_STATE_WAITING);
  Await(b_, "pat", pat_.reply.name(), v1::WAITLIST_STATE_WAITING);
  Confirm(a_, "sam", offered, sam_.reply.name());
  Await(b_, "pat", pat_.reply.name(), v1::WAITLIST_STATE_WAITING);
  EXPECT_TRUE(ReadBooks(schema_.url()).Agree());
}

TEST_F(TwoServersWaitlist, OfferToTheNextWhatTheFirstGivesBackElsewhere) {
  CatchUpBoth();
  Cancel(b_, "ada", booked_.reply.name());
  const std::string offered = ExpectOffered("sam", sam_.reply.name());
  Cancel(a_, "sam", offered);
  Await(b_, "sam", sam_.reply.name(), v1::WAITLIST_STATE_LEFT);
  const std::string next = ExpectOffered("pat", pat_.reply.name());
  EXPECT_NE(next, offered);
  Confirm(b_, "pat", next, pat_.reply.name());
  EXPECT_TRUE(ReadBooks(schema_.url()).Agree());
}

TEST_F(TwoServersWaitlist, OfferToTheNextWhenTheFirstLeavesElsewhere) {
  CatchUpBoth();
  Cancel(a_, "ada", booked_.reply.name());
  const std::string offered = ExpectOffered("sam", sam_.reply.name());
  v1::LeaveWaitlistRequest leave;
  leave.set_name(sam_.reply.name());
  leave.set_request_id("leaving-sam");
  const v1::WaitlistEntry left =
      Must<v1::WaitlistEntry>(b_, &Waitlist::LeaveWaitlist, "sam", leave).reply;
  EXPECT_EQ(left.state(), v1::WAITLIST_STATE_LEFT);
  // A repeated request is answered the same by either.
  EXPECT_EQ(Must<v1::WaitlistEntry>(a_, &Waitlist::LeaveWaitlist, "sam", leave)
                .reply.SerializeAsString(),
            left.SerializeAsString());
  const std::string next = ExpectOffered("pat", pat_.reply.name());
  Confirm(a_, "pat", next, pat_.reply.name());
  EXPECT_TRUE(ReadBooks(schema_.url()).Agree());
}

// Whoever frees it need not know of those who wait: the sweep finds them.
TEST_F(TwoServersWaitlist, OfferInTheEndToWhomTheOtherHadNotHeardOf) {
  Cancel(b_, "ada", booked_.reply.name());
  v1::ListWaitlistEntriesRequest request;
  request.set_parent(SmallBrand::kName);
  request.set_state(v1::WAITLIST_STATE_OFFERED);
  const absl::Time deadline = absl::Now() + kPatience;
  int offered = 0;
  do {
    offered = 0;
    for (const char* shopper : {"sam", "pat"}) {
      offered += Must<v1::ListWaitlistEntriesResponse>(
                     a_, &Waitlist::ListWaitlistEntries, shopper, request)
                     .reply.waitlist_entries_size();
    }
  } while (offered == 0 && absl::Now() < deadline);
  EXPECT_EQ(offered, 1);
  EXPECT_TRUE(ReadBooks(schema_.url()).Agree());
}

}  // namespace
}  // namespace rapport::test
