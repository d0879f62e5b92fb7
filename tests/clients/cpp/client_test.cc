#include "clients/cpp/client.h"

#include <set>
#include <string>

#include "absl/time/clock.h"
#include "clients/cpp/event.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/support/fake_clock.h"
#include "tests/clients/support/fake_server.h"

namespace rapport::client {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class ClientTest : public testing::Test {
 protected:
  // Answers like `script` from the call `failures` + 1 on; UNAVAILABLE before.
  template <typename Script, typename Response>
  void FailAtFirst(Script& script, int failures, const Response& response) {
    script.Answer(
        [=, count = std::make_shared<int>(0)](const auto&, Response& out) {
          if ((*count)++ < failures) {
            return grpc::Status(grpc::UNAVAILABLE, "not now");
          }
          out = response;
          return grpc::Status::OK;
        });
  }

  FakeServer server_;
  FakeClock clock_{absl::Now()};
  Client client_ =
      server_.Connect({.brand = "demo", .principal = "s-1"}, clock_);
};

TEST_F(ClientTest, SaysWhoCalls) {
  server_.get_brand.Answer(v1::Brand());
  ASSERT_TRUE(client_
                  .As({.brand = "demo",
                       .role = Role::kStoreManager,
                       .principal = "m-1",
                       .stores = {"a", "b"},
                       .shopper = "s-2"})
                  .GetBrand(v1::GetBrandRequest())
                  .ok());
  const Metadata metadata = server_.get_brand.heard().at(0).metadata;
  EXPECT_EQ(metadata.at("x-rapport-brand"), "demo");
  EXPECT_EQ(metadata.at("x-rapport-role"), "store-manager");
  EXPECT_EQ(metadata.at("x-rapport-principal"), "m-1");
  EXPECT_EQ(metadata.at("x-rapport-stores"), "a,b");
  EXPECT_EQ(metadata.at("x-rapport-shopper"), "s-2");
}

TEST_F(ClientTest, LeavesOutWhatACallerIsNot) {
  server_.get_brand.Answer(v1::Brand());
  ASSERT_TRUE(client_.GetBrand(v1::GetBrandRequest()).ok());
  const Metadata metadata = server_.get_brand.heard().at(0).metadata;
  EXPECT_EQ(metadata.at("x-rapport-role"), "shopper");
  EXPECT_EQ(metadata.count("x-rapport-stores"), 0);
  EXPECT_EQ(metadata.count("x-rapport-shopper"), 0);
}

TEST_F(ClientTest, RetriesReadsThatAreUnavailable) {
  v1::Store store;
  store.set_display_name("Paris");
  FailAtFirst(server_.get_store, 2, store);
  const auto found = client_.GetStore(v1::GetStoreRequest());
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->display_name(), "Paris");
  EXPECT_THAT(server_.get_store.heard(), SizeIs(3));
  EXPECT_THAT(clock_.sleeps(), SizeIs(2));
}

TEST_F(ClientTest, RetriesAStoresPageAndSuggestions) {
  FailAtFirst(server_.get_store_page, 1, v1::StorePage());
  FailAtFirst(server_.suggest_places, 1, v1::SuggestPlacesResponse());
  EXPECT_TRUE(client_.GetStorePage(v1::GetStorePageRequest()).ok());
  EXPECT_TRUE(client_.SuggestPlaces(v1::SuggestPlacesRequest()).ok());
  EXPECT_THAT(server_.get_store_page.heard(), SizeIs(2));
  EXPECT_THAT(server_.suggest_places.heard(), SizeIs(2));
}

TEST_F(ClientTest, RetriesBatchesAndWhenAnybodyIsFree) {
  v1::BatchSearchAssociatesResponse batch;
  batch.add_results()->mutable_error()->set_code(3);
  FailAtFirst(server_.batch_search_associates, 1, batch);
  v1::ListAnySlotsResponse slots;
  slots.add_slots()->set_associates(7);
  FailAtFirst(server_.list_any_slots, 1, slots);
  const auto searched =
      client_.BatchSearchAssociates(v1::BatchSearchAssociatesRequest());
  ASSERT_TRUE(searched.ok()) << searched.status();
  EXPECT_EQ(searched->results(0).error().code(), 3);
  const auto listed = client_.ListAnySlots(v1::ListAnySlotsRequest());
  ASSERT_TRUE(listed.ok()) << listed.status();
  EXPECT_EQ(listed->slots(0).associates(), 7);
  EXPECT_THAT(server_.batch_search_associates.heard(), SizeIs(2));
  EXPECT_THAT(server_.list_any_slots.heard(), SizeIs(2));
}

TEST_F(ClientTest, KeepsTheRequestIdOverItsRetries) {
  FailAtFirst(server_.hold_slot, 3, v1::Booking());
  ASSERT_TRUE(client_.HoldSlot(v1::HoldSlotRequest()).ok());
  const auto heard = server_.hold_slot.heard();
  ASSERT_THAT(heard, SizeIs(4));
  EXPECT_THAT(heard[0].request.request_id(), SizeIs(36));
  for (const auto& call : heard) {
    EXPECT_EQ(call.request.request_id(), heard[0].request.request_id());
  }
}

TEST_F(ClientTest, GivesEachWriteItsOwnRequestId) {
  server_.hold_slot.Answer(v1::Booking());
  server_.confirm_booking.Answer(v1::Booking());
  server_.cancel_booking.Answer(v1::Booking());
  server_.update_schedule.Answer(v1::UpdateScheduleResponse());
  ASSERT_TRUE(client_.HoldSlot(v1::HoldSlotRequest()).ok());
  ASSERT_TRUE(client_.HoldSlot(v1::HoldSlotRequest()).ok());
  ASSERT_TRUE(client_.ConfirmBooking(v1::ConfirmBookingRequest()).ok());
  ASSERT_TRUE(client_.CancelBooking(v1::CancelBookingRequest()).ok());
  ASSERT_TRUE(client_.UpdateSchedule(v1::UpdateScheduleRequest()).ok());
  const std::set<std::string> ids = {
      server_.hold_slot.heard().at(0).request.request_id(),
      server_.hold_slot.heard().at(1).request.request_id(),
      server_.confirm_booking.heard().at(0).request.request_id(),
      server_.cancel_booking.heard().at(0).request.request_id(),
      server_.update_schedule.heard().at(0).request.request_id()};
  EXPECT_THAT(ids, SizeIs(5));
  EXPECT_EQ(ids.count(""), 0);
}

TEST_F(ClientTest, LeavesTheCallersOwnRequestIdAlone) {
  server_.hold_slot.Answer(v1::Booking());
  v1::HoldSlotRequest request;
  request.set_request_id("my-own-id");
  ASSERT_TRUE(client_.HoldSlot(request).ok());
  EXPECT_EQ(server_.hold_slot.heard().at(0).request.request_id(), "my-own-id");
}

TEST_F(ClientTest, DoesNotRepeatAWriteWithoutARequestId) {
  FailAtFirst(server_.create_brand, 1, v1::Brand());
  const auto created = client_.CreateBrand(v1::CreateBrandRequest());
  EXPECT_EQ(created.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(server_.create_brand.heard(), SizeIs(1));
  EXPECT_THAT(clock_.sleeps(), IsEmpty());
}

TEST_F(ClientTest, DoesNotRepeatAnEtagMismatch) {
  server_.confirm_booking.Fail(
      ErrorWith(grpc::ABORTED, "the booking has changed", "ETAG_MISMATCH"));
  const auto confirmed = client_.ConfirmBooking(v1::ConfirmBookingRequest());
  EXPECT_EQ(confirmed.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(DetailsOf(confirmed.status()).reason, "ETAG_MISMATCH");
  EXPECT_THAT(server_.confirm_booking.heard(), SizeIs(1));
}

TEST_F(ClientTest, RepeatsWhatWasAbortedByContention) {
  server_.hold_slot.Answer([count = std::make_shared<int>(0)](
                               const v1::HoldSlotRequest&, v1::Booking& out) {
    if ((*count)++ == 0) return ErrorWith(grpc::ABORTED, "busy", "ABORTED");
    out.set_name("brands/demo/bookings/b1");
    return grpc::Status::OK;
  });
  const auto held = client_.HoldSlot(v1::HoldSlotRequest());
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_THAT(server_.hold_slot.heard(), SizeIs(2));
}

TEST_F(ClientTest, EndsACallThatTheServerDoesNotAnswer) {
  ClientOptions options;
  options.address = server_.address();
  options.timeout = absl::Milliseconds(50);
  const auto client = Client::Connect(options);
  // The server may get to the call only after the client gave it up.
  const auto done = std::make_shared<Event>();
  server_.get_brand.Answer([done](const v1::GetBrandRequest&, v1::Brand&) {
    done->Wait();
    return grpc::Status::OK;
  });
  EXPECT_EQ(client->GetBrand(v1::GetBrandRequest()).status().code(),
            absl::StatusCode::kDeadlineExceeded);
  done->Happen();
}

TEST(Client, IsUnavailableWhereNobodyListens) {
  FakeClock clock(absl::Now());
  ClientOptions options;
  options.address = "unix:/nonexistent/rapport.sock";
  options.clock = &clock;
  const auto client = Client::Connect(options);
  ASSERT_TRUE(client.ok());
  EXPECT_EQ(client->GetBrand(v1::GetBrandRequest()).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_THAT(clock.sleeps(), SizeIs(options.retry.attempts_max - 1));
}

TEST(Client, RefusesAnAddressOrACallerThatCannotBe) {
  EXPECT_FALSE(Client::Connect({.address = "nowhere"}).ok());
  EXPECT_FALSE(Client::Connect({.caller = {.brand = "dé mo"}}).ok());
}

}  // namespace
}  // namespace rapport::client
