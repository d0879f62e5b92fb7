// Time off that is asked for and decided on, and public holidays that are off,
// as callers and shoppers see them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/catalog_service.pb.h"
#include "rapport/v1/locator_service.pb.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class TimeOffTest : public RpcTest {
 protected:
  // Of acme, changed by `text`.
  void ChangeBrand(const std::string& text) {
    v1::UpdateBrandRequest request;
    *request.mutable_brand() = Shopper().Get<v1::Brand>(
        "CatalogService/GetBrand", R"(name: "brands/acme")");
    MergeText(text, request.mutable_brand());
    const grpc::Status status =
        Admin().Call("CatalogService/UpdateBrand", request, nullptr);
    ASSERT_TRUE(status.ok()) << status.error_message();
    model_.WaitPublished(BrandId::FromStored("acme"));
  }

  // Ana's, with one more part.
  v1::UpdateScheduleRequest AnasWith(const std::string& request_id,
                                     const std::string& text) const {
    v1::UpdateScheduleRequest request;
    request.set_request_id(request_id);
    *request.mutable_schedule() = Admin().Get<v1::Schedule>(
        "CalendarService/GetSchedule",
        absl::Substitute(R"(name: "$0/schedule")", kAna));
    request.mutable_schedule()->clear_etag();
    request.mutable_schedule()->clear_update_time();
    MergeText(text, request.mutable_schedule());
    return request;
  }

  static std::string TuesdayOff(const std::string& more = "") {
    return absl::Substitute(
        R"(time_off { window { start_time { seconds: $0 }
           end_time { seconds: $1 } } $2 })",
        Seconds("2026-03-03 00:00"), Seconds("2026-03-04 00:00"), more);
  }

  static v1::UpdateScheduleResponse Put(
      const RpcClient& who, const v1::UpdateScheduleRequest& request) {
    v1::UpdateScheduleResponse response;
    const grpc::Status status =
        who.Call("CalendarService/UpdateSchedule", request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  // How many slots ana has on Tuesday.
  int SlotsOnTuesday() const {
    return Shopper()
        .Get<v1::ListSlotsResponse>(
            "CalendarService/ListSlots",
            absl::Substitute(R"(parent: "$0" service: "$1"
                channel: CHANNEL_VIDEO window { start_time { seconds: $2 }
                end_time { seconds: $3 } })",
                             kAna, kStyling, Seconds("2026-03-03 00:00"),
                             Seconds("2026-03-04 00:00")))
        .slots_size();
  }

  // Whether the search finds her then.
  bool IsFoundOnTuesday() const {
    const auto found = Shopper().Get<v1::SearchAssociatesResponse>(
        "LocatorService/SearchAssociates",
        absl::Substitute(R"(parent: "brands/acme" associates: "$0"
            service: "$1" window { start_time { seconds: $2 }
            end_time { seconds: $3 } })",
                         kAna, kStyling, Seconds("2026-03-03 00:00"),
                         Seconds("2026-03-04 00:00")));
    return found.associates_size() == 1;
  }
};

TEST_F(TimeOffTest, CountsAtOnceWhereTheBrandDoesNotSayOtherwise) {
  ASSERT_GT(SlotsOnTuesday(), 0);
  const auto put = Put(Associate(kAna), AnasWith("time-off-1", TuesdayOff()));
  EXPECT_EQ(put.schedule().time_off(0).state(), v1::TIME_OFF_STATE_APPROVED);
  EXPECT_EQ(put.schedule().time_off(0).id(), "off-2026-03-03");
  EXPECT_EQ(SlotsOnTuesday(), 0);
  EXPECT_FALSE(IsFoundOnTuesday());
}

TEST_F(TimeOffTest, CountsOnceAManagerHasApprovedIt) {
  ChangeBrand("time_off_needs_approval: true");
  const int usual = SlotsOnTuesday();
  const auto wish =
      AnasWith("time-off-1",
               TuesdayOff(R"(state: TIME_OFF_STATE_APPROVED note: "at sea")"));
  const auto asked = Put(Associate(kAna), wish);
  EXPECT_EQ(asked.schedule().time_off(0).state(), v1::TIME_OFF_STATE_REQUESTED);
  EXPECT_EQ(SlotsOnTuesday(), usual);
  EXPECT_TRUE(IsFoundOnTuesday());

  auto approval = AnasWith("approve-1", "");
  ASSERT_EQ(approval.schedule().time_off(0).note(), "at sea");
  approval.mutable_schedule()->mutable_time_off(0)->set_state(
      v1::TIME_OFF_STATE_APPROVED);
  EXPECT_EQ(Put(Manager(kNyc), approval).schedule().time_off(0).state(),
            v1::TIME_OFF_STATE_APPROVED);
  EXPECT_EQ(SlotsOnTuesday(), 0);
  EXPECT_FALSE(IsFoundOnTuesday());

  // Repeated, it is answered as it was; and what she now writes stays approved.
  EXPECT_EQ(Put(Associate(kAna), wish).schedule().SerializeAsString(),
            asked.schedule().SerializeAsString());
  EXPECT_EQ(SlotsOnTuesday(), 0);
  const auto kept = Put(Associate(kAna), AnasWith("time-off-2", ""));
  EXPECT_EQ(kept.schedule().time_off(0).state(), v1::TIME_OFF_STATE_APPROVED);
  EXPECT_EQ(SlotsOnTuesday(), 0);
}

TEST_F(TimeOffTest, DoesNotCountWhereItIsDeclined) {
  ChangeBrand("time_off_needs_approval: true");
  Put(Associate(kAna), AnasWith("time-off-1", TuesdayOff()));
  auto refusal = AnasWith("decline-1", "");
  refusal.mutable_schedule()->mutable_time_off(0)->set_state(
      v1::TIME_OFF_STATE_DECLINED);
  Put(Manager(kNyc), refusal);
  EXPECT_GT(SlotsOnTuesday(), 0);
  auto insists = AnasWith("time-off-2", "");
  insists.mutable_schedule()->mutable_time_off(0)->set_state(
      v1::TIME_OFF_STATE_APPROVED);
  EXPECT_EQ(Put(Associate(kAna), insists).schedule().time_off(0).state(),
            v1::TIME_OFF_STATE_DECLINED);
  EXPECT_GT(SlotsOnTuesday(), 0);
}

TEST_F(TimeOffTest, IsForNobodyElseToDecide) {
  ChangeBrand("time_off_needs_approval: true");
  const auto request = AnasWith("time-off-1", TuesdayOff());
  const std::string text = request.ShortDebugString();
  const char* const kUpdate = "CalendarService/UpdateSchedule";
  EXPECT_EQ(Associate(kBo).Told(kUpdate, text),
            "NOT_FOUND ASSOCIATE_NOT_FOUND");
  EXPECT_EQ(Manager(kParis).Told(kUpdate, text),
            "NOT_FOUND ASSOCIATE_NOT_FOUND");
  EXPECT_EQ(Shopper().Told(kUpdate, text),
            "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  EXPECT_GT(SlotsOnTuesday(), 0);
}

TEST_F(TimeOffTest, WithAnEtagThatHasPassedIsRefused) {
  ChangeBrand("time_off_needs_approval: true");
  auto late = AnasWith("time-off-1", TuesdayOff());
  late.mutable_schedule()->set_etag("v1");
  Put(Manager(kNyc), AnasWith("schedule-1", ""));
  EXPECT_EQ(Associate(kAna).Told("CalendarService/UpdateSchedule",
                                 late.ShortDebugString()),
            "ABORTED ETAG_MISMATCH");
}

TEST_F(TimeOffTest, SaysWhyABookingIsUncovered) {
  const auto held = Shopper().Get<v1::Booking>("BookingService/HoldSlot",
                                               HoldText("hold-0001"));
  const auto off = Put(Manager(kNyc), AnasWith("time-off-1", TuesdayOff()));
  ASSERT_EQ(off.uncovered_size(), 1);
  EXPECT_THAT(off.uncovered_bookings(), ElementsAre(held.name()));
  EXPECT_EQ(off.uncovered(0).booking(), held.name());
  EXPECT_EQ(off.uncovered(0).reason(), v1::UNCOVERED_REASON_TIME_OFF);
  auto none = AnasWith("time-off-2", "");
  none.mutable_schedule()->clear_time_off();
  EXPECT_THAT(Put(Manager(kNyc), none).uncovered(), IsEmpty());
  none.set_request_id("no-hours-1");
  none.mutable_schedule()->clear_weekly_periods();
  EXPECT_EQ(Put(Manager(kNyc), none).uncovered(0).reason(),
            v1::UNCOVERED_REASON_HOURS);
}

TEST_F(TimeOffTest, AndSoArePublicHolidaysOnceTheScheduleLeavesThemOut) {
  const auto held = Shopper().Get<v1::Booking>("BookingService/HoldSlot",
                                               HoldText("hold-0001"));
  ChangeBrand(R"(holiday_lists { first_date { year: 2026 month: 1 day: 1 }
      last_date { year: 2026 month: 12 day: 31 }
      dates { year: 2026 month: 3 day: 3 } })");
  EXPECT_GT(SlotsOnTuesday(), 0);
  const auto put = Put(Associate(kAna),
                       AnasWith("holidays-1", "off_on_public_holidays: true"));
  EXPECT_TRUE(put.schedule().off_on_public_holidays());
  ASSERT_EQ(put.uncovered_size(), 1);
  EXPECT_EQ(put.uncovered(0).booking(), held.name());
  EXPECT_EQ(put.uncovered(0).reason(), v1::UNCOVERED_REASON_PUBLIC_HOLIDAY);
  EXPECT_EQ(SlotsOnTuesday(), 0);
  EXPECT_FALSE(IsFoundOnTuesday());
  EXPECT_EQ(Shopper("sue").Told("BookingService/HoldSlot",
                                HoldText("hold-0002", "2026-03-03 17:00")),
            "FAILED_PRECONDITION SLOT_OUTSIDE_SCHEDULE");
  ChangeBrand("time_off_needs_approval: false");
  auto worked = AnasWith("holidays-2", R"(overrides {
      date { year: 2026 month: 3 day: 3 }
      periods { start_time { hours: 10 } end_time { hours: 14 } } })");
  EXPECT_THAT(Put(Associate(kAna), worked).uncovered(), IsEmpty());
  EXPECT_TRUE(IsFoundOnTuesday());
}

}  // namespace
}  // namespace rapport
