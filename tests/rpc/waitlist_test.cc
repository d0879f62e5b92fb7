// Waiting for a slot, through the server: from joining to a booking.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/waitlist_service.pb.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Sam has ana's Tuesday at 15:00.
class WaitlistTest : public RpcTest {
 protected:
  WaitlistTest() {
    booked_ = Shopper().Get<v1::Booking>("BookingService/CreateBooking",
                                         HoldText("create-1"));
  }
  // A wish for just that slot with ana.
  static std::string WishText(const std::string& request_id,
                              const std::string& more = "") {
    return absl::Substitute(
        R"(parent: "brands/acme" request_id: "$0" waitlist_entry {
             service: "$1" channels: CHANNEL_VIDEO associate: "$2"
             window { start_time { seconds: $3 } end_time { seconds: $4 } } $5 })",
        request_id, kStyling, kAna, Seconds("2026-03-03 15:00"),
        Seconds("2026-03-03 16:00"), more);
  }
  v1::WaitlistEntry Join(const std::string& shopper) const {
    return Shopper(shopper).Get<v1::WaitlistEntry>(
        "WaitlistService/JoinWaitlist", WishText("join-" + shopper));
  }
  v1::WaitlistEntry Get(const v1::WaitlistEntry& entry) const {
    return Admin().Get<v1::WaitlistEntry>("WaitlistService/GetWaitlistEntry",
                                          Named(entry.name()));
  }
  static std::string Named(const std::string& name,
                           const std::string& request_id = "") {
    std::string text = absl::StrCat("name: \"", name, "\"");
    if (!request_id.empty()) {
      absl::StrAppend(&text, " request_id: \"", request_id, "\"");
    }
    return text;
  }
  void Cancel(const RpcClient& client, const std::string& booking,
              const std::string& request_id) const {
    client.Get<v1::Booking>("BookingService/CancelBooking",
                            Named(booking, request_id));
  }
  std::vector<std::string> ListedFor(const RpcClient& client,
                                     const std::string& more = "") const {
    const auto reply = client.Get<v1::ListWaitlistEntriesResponse>(
        "WaitlistService/ListWaitlistEntries",
        absl::StrCat("parent: \"brands/acme\" ", more));
    std::vector<std::string> names;
    for (const auto& entry : reply.waitlist_entries()) {
      names.push_back(entry.name());
    }
    return names;
  }

  v1::Booking booked_;
};

TEST_F(WaitlistTest, AFreedSlotIsHeldForTheFirstWhoConfirmsIt) {
  EXPECT_EQ(
      Shopper("zoe").Told("BookingService/HoldSlot", HoldText("hold-zoe")),
      "ALREADY_EXISTS SLOT_TAKEN");
  const v1::WaitlistEntry zoe = Join("zoe");
  EXPECT_EQ(zoe.state(), v1::WAITLIST_STATE_WAITING);
  EXPECT_EQ(zoe.shopper(), "zoe");
  EXPECT_EQ(zoe.store(), kNyc);  // ana's only one
  EXPECT_EQ(zoe.etag(), "v1");
  clock_.Advance(absl::Seconds(1));
  const v1::WaitlistEntry bob = Join("bob");

  Cancel(Shopper(), booked_.name(), "cancel-1");
  const v1::WaitlistEntry offered = Get(zoe);
  EXPECT_EQ(offered.state(), v1::WAITLIST_STATE_OFFERED);
  EXPECT_EQ(Get(bob).state(), v1::WAITLIST_STATE_WAITING);
  const auto hold = Shopper("zoe").Get<v1::Booking>("BookingService/GetBooking",
                                                    Named(offered.booking()));
  EXPECT_EQ(hold.state(), v1::BOOKING_STATE_HELD);
  EXPECT_EQ(hold.waitlist_entry(), zoe.name());
  EXPECT_EQ(hold.shopper(), "zoe");
  EXPECT_EQ(hold.start_time().seconds(), booked_.start_time().seconds());
  EXPECT_EQ(hold.end_time().seconds(), booked_.end_time().seconds());
  EXPECT_EQ(hold.channel(), v1::CHANNEL_VIDEO);
  EXPECT_EQ(hold.store(), kNyc);
  EXPECT_EQ(
      Shopper("bob").Told("BookingService/HoldSlot", HoldText("hold-bob")),
      "ALREADY_EXISTS SLOT_TAKEN");

  const auto booking = Shopper("zoe").Get<v1::Booking>(
      "BookingService/ConfirmBooking", Named(hold.name(), "confirm-zoe"));
  EXPECT_EQ(booking.state(), v1::BOOKING_STATE_CONFIRMED);
  EXPECT_EQ(Get(zoe).state(), v1::WAITLIST_STATE_BOOKED);
  EXPECT_EQ(Get(zoe).booking(), hold.name());
}

TEST_F(WaitlistTest, WhatOneLeavesTheNextIsOffered) {
  const v1::WaitlistEntry zoe = Join("zoe");
  clock_.Advance(absl::Seconds(1));
  const v1::WaitlistEntry bob = Join("bob");
  clock_.Advance(absl::Seconds(1));
  const v1::WaitlistEntry eve = Join("eve");
  Cancel(Shopper(), booked_.name(), "cancel-1");
  const auto left = Shopper("zoe").Get<v1::WaitlistEntry>(
      "WaitlistService/LeaveWaitlist", Named(zoe.name(), "leave-zoe"));
  EXPECT_EQ(left.state(), v1::WAITLIST_STATE_LEFT);
  EXPECT_EQ(Get(bob).state(), v1::WAITLIST_STATE_OFFERED);
  Cancel(Shopper("bob"), Get(bob).booking(), "cancel-bob");
  EXPECT_EQ(Get(bob).state(), v1::WAITLIST_STATE_LEFT);
  EXPECT_EQ(Get(eve).state(), v1::WAITLIST_STATE_OFFERED);
  clock_.Advance(absl::Minutes(11));
  ASSERT_TRUE(bookings_.ExpireDue().ok());
  EXPECT_EQ(Get(eve).state(), v1::WAITLIST_STATE_OVER);
  // The same request again says what it said.
  EXPECT_EQ(Shopper("zoe")
                .Get<v1::WaitlistEntry>("WaitlistService/LeaveWaitlist",
                                        Named(zoe.name(), "leave-zoe"))
                .etag(),
            left.etag());
  EXPECT_EQ(Shopper("zoe").Told("WaitlistService/LeaveWaitlist",
                                Named(zoe.name(), "leave-again")),
            "FAILED_PRECONDITION NOT_WAITING");
}

TEST_F(WaitlistTest, WhoWaitsForTheSameIsTold) {
  const v1::WaitlistEntry zoe = Join("zoe");
  EXPECT_EQ(Join("zoe").name(), zoe.name());
  EXPECT_EQ(Shopper("zoe").Told("WaitlistService/JoinWaitlist",
                                WishText("join-twice")),
            "ALREADY_EXISTS ALREADY_WAITING");
}

TEST_F(WaitlistTest, AMoveAndANoShowAreOffered) {
  const v1::WaitlistEntry zoe = Join("zoe");
  Shopper().Get<v1::Booking>(
      "BookingService/MoveBooking",
      absl::StrCat(Named(booked_.name(), "move-001"), " start_time { seconds: ",
                   Seconds("2026-03-03 19:00"), " }"));
  EXPECT_EQ(Get(zoe).state(), v1::WAITLIST_STATE_OFFERED);
}

TEST_F(WaitlistTest, TheSweepOffersWhatIsFree) {
  Cancel(Shopper(), booked_.name(), "cancel-1");
  const v1::WaitlistEntry zoe = Join("zoe");
  EXPECT_EQ(zoe.state(), v1::WAITLIST_STATE_WAITING);
  clock_.Advance(absl::Seconds(1));
  const auto anybody = Shopper("bob").Get<v1::WaitlistEntry>(
      "WaitlistService/JoinWaitlist",
      absl::Substitute(
          R"(parent: "brands/acme" request_id: "join-bob" waitlist_entry {
               service: "$0" channels: CHANNEL_IN_STORE store: "$1"
               window { start_time { seconds: $2 } end_time { seconds: $3 } } })",
          kStyling, kNyc, Seconds("2026-03-03 15:00"),
          Seconds("2026-03-03 18:00")));
  ASSERT_TRUE(server_->waitlist().Sweep().ok());
  EXPECT_EQ(Get(zoe).state(), v1::WAITLIST_STATE_OFFERED);
  EXPECT_EQ(Get(anybody).state(), v1::WAITLIST_STATE_OFFERED);
  const auto hold = Shopper("bob").Get<v1::Booking>(
      "BookingService/GetBooking", Named(Get(anybody).booking()));
  EXPECT_EQ(hold.associate(), kAna);
  // Zoe has 15:00 with 15 minutes after it; slots come each half hour.
  EXPECT_EQ(UtcText(hold.start_time().seconds()), "2026-03-03 16:30");
}

TEST_F(WaitlistTest, AWindowThatPassesIsTheEndOfTheWait) {
  const v1::WaitlistEntry zoe = Join("zoe");
  clock_.Advance(absl::Hours(31));
  EXPECT_EQ(Get(zoe).state(), v1::WAITLIST_STATE_OVER);
  ASSERT_TRUE(server_->waitlist().Sweep().ok());
  EXPECT_EQ(Get(zoe).state(), v1::WAITLIST_STATE_OVER);
  EXPECT_EQ(Get(zoe).etag(), "v2");
}

TEST_F(WaitlistTest, AnEntryIsThereForThoseItConcerns) {
  const v1::WaitlistEntry zoe = Join("zoe");
  for (const RpcClient& client : {Shopper("zoe"), Backend("zoe"),
                                  Associate(kAna), Manager(kNyc), Admin()}) {
    EXPECT_EQ(
        client.Told("WaitlistService/GetWaitlistEntry", Named(zoe.name())),
        "OK");
    EXPECT_THAT(ListedFor(client), ElementsAre(zoe.name()));
  }
  for (const RpcClient& client : {Shopper("bob"), Backend("bob"), Backend(),
                                  Associate(kBo), Manager(kParis)}) {
    EXPECT_EQ(
        client.Told("WaitlistService/GetWaitlistEntry", Named(zoe.name())),
        "NOT_FOUND WAITLIST_ENTRY_NOT_FOUND");
    EXPECT_EQ(client.Told("WaitlistService/LeaveWaitlist",
                          Named(zoe.name(), "leave-other")),
              "NOT_FOUND WAITLIST_ENTRY_NOT_FOUND");
    EXPECT_THAT(ListedFor(client), IsEmpty());
  }
  EXPECT_EQ(Get(zoe).state(), v1::WAITLIST_STATE_WAITING);
}

TEST_F(WaitlistTest, OneWaitsForOneselfAndStaffForThoseTheyServe) {
  const std::string for_zoe = R"(shopper: "zoe")";
  EXPECT_EQ(Shopper("bob").Told("WaitlistService/JoinWaitlist",
                                WishText("join-bob", for_zoe)),
            "PERMISSION_DENIED NOT_YOURS_TO_BOOK");
  EXPECT_EQ(Manager(kParis).Told("WaitlistService/JoinWaitlist",
                                 WishText("join-paris", for_zoe)),
            "PERMISSION_DENIED NOT_YOURS_TO_BOOK");
  EXPECT_EQ(Manager(kNyc).Told("WaitlistService/JoinWaitlist",
                               WishText("join-nyc", for_zoe)),
            "OK");
  EXPECT_EQ(
      Backend().Told("WaitlistService/JoinWaitlist", WishText("join-nobody")),
      "INVALID_ARGUMENT SHOPPER_REQUIRED");
}

TEST_F(WaitlistTest, ListsByPagesServicesAndStates) {
  std::vector<std::string> names;
  for (const char* shopper : {"zoe", "bob", "eve"}) {
    names.push_back(Join(shopper).name());
    clock_.Advance(absl::Seconds(1));
  }
  EXPECT_EQ(ListedFor(Admin()), names);
  EXPECT_THAT(ListedFor(Admin(), "state: WAITLIST_STATE_LEFT"), IsEmpty());
  EXPECT_THAT(ListedFor(Admin(), absl::StrCat("service: \"", kRepair, "\"")),
              IsEmpty());
  const auto first = Admin().Get<v1::ListWaitlistEntriesResponse>(
      "WaitlistService/ListWaitlistEntries",
      R"(parent: "brands/acme" page_size: 2)");
  ASSERT_EQ(first.waitlist_entries_size(), 2);
  const auto second = Admin().Get<v1::ListWaitlistEntriesResponse>(
      "WaitlistService/ListWaitlistEntries",
      absl::StrCat(R"(parent: "brands/acme" page_size: 2 page_token: ")",
                   first.next_page_token(), "\""));
  ASSERT_EQ(second.waitlist_entries_size(), 1);
  EXPECT_EQ(second.waitlist_entries(0).name(), names[2]);
  EXPECT_TRUE(second.next_page_token().empty());
}

}  // namespace
}  // namespace rapport
