// The whole way of a brand and its shopper through the server.
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
#include "tests/rpc/import_client.h"
#include "tests/rpc/rpc_world.h"
#include "tests/transport/error_details.h"

namespace rapport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kStoresCsv[] =
    "ref,name,latitude,longitude,time_zone\n"
    "1,Acme Uptown,40.80,-73.95,America/New_York\n"
    "2,Acme Downtown,40.70,-74.01,America/New_York\n"
    "3,Acme Nowhere,99,-74.01,America/New_York\n"
    "1,Acme Again,40.81,-73.95,America/New_York\n";

std::string AssociateLines() {
  std::string lines;
  for (int i = 1; i <= 2; ++i) {
    lines += absl::Substitute(
        R"({"source_id":"a$0","display_name":"A$0","stores":["$0"],)"
        R"("store_source":"pos",)"
        R"("languages":[{"language_code":"es","level":"native"}],)"
        R"("styles":["bridal"],"services":["styling"],)"
        R"("channels":["video"],"weekly_hours":[)"
        R"({"day":"tuesday","start":"10:00","end":"13:00"}]})"
        "\n",
        i);
  }
  return lines;
}

class JourneyTest : public RpcWorld {
 protected:
  JourneyTest() {
    Operator().Get<v1::Brand>("CatalogService/CreateBrand",
                              R"(brand_id: "acme" brand { display_name: "Acme"
          styles { style_id: "bridal" display_name: "Bridal" } })");
    Admin().Get<v1::Service>("CatalogService/UpdateService",
                             R"(allow_missing: true service {
          name: "brands/acme/services/styling" display_name: "Styling"
          duration { seconds: 3600 } channels: CHANNEL_VIDEO })");
  }

  v1::SearchAssociatesResponse Search() const {
    return Shopper().Get<v1::SearchAssociatesResponse>(
        "LocatorService/SearchAssociates",
        absl::Substitute(R"(parent: "brands/acme"
            near { latitude: 40.69 longitude: -74.0 } radius_m: 50000
            languages { language_code: "es-US"
                        level: LANGUAGE_LEVEL_FLUENT }
            styles: "bridal" service: "$0" channels: CHANNEL_VIDEO)",
                         kStyling));
  }

  std::vector<std::string> SlotsOf(const std::string& associate,
                                   const std::string& shopper = "sam") const {
    const auto reply = Shopper(shopper).Get<v1::ListSlotsResponse>(
        "CalendarService/ListSlots",
        SlotsText(associate, "2026-03-02 09:00", "2026-03-04 00:00"));
    std::vector<std::string> starts;
    for (const v1::Slot& slot : reply.slots()) {
      starts.push_back(UtcText(slot.start_time().seconds()));
    }
    return starts;
  }

  static std::string HoldOf(const v1::Slot& slot, const std::string& id) {
    return absl::Substitute(
        R"(parent: "brands/acme" request_id: "$0" associate: "$1" store: "$2"
           service: "$3" channel: CHANNEL_VIDEO
           start_time { seconds: $4 })",
        id, slot.associate(), slot.store(), slot.service(),
        slot.start_time().seconds());
  }
};

// The steps of the whole way, each from where the one before has ended.
class WholeJourneyTest : public JourneyTest {
 protected:
  void ImportTwoFiles() const {
    const Imported stores = ImportStores(Admin(), "pos", kStoresCsv, 7);
    EXPECT_EQ(stores.Told(), "OK");
    EXPECT_EQ(stores.Counts(), "4 rows, 2 created, 2 rejected");
    EXPECT_THAT(stores.rejected, ElementsAre("3 latitude OUT_OF_RANGE 0",
                                             "4 ref DUPLICATE_IDENTITY 1"));
    EXPECT_EQ(ImportStores(Admin(), "pos", kStoresCsv, 1000).Counts(),
              "4 rows, 2 unchanged, 2 rejected");
    const Imported associates =
        ImportAssociates(Admin(), "hr", AssociateLines(), 50);
    EXPECT_EQ(associates.Counts(), "2 rows, 2 created");
  }

  void FindASlot() {
    const auto found = Search();
    ASSERT_EQ(found.associates_size(), 2);
    const v1::AssociateHit& hit = found.associates(0);
    EXPECT_EQ(hit.associate().display_name(), "A2");
    EXPECT_EQ(hit.store().display_name(), "Acme Downtown");
    EXPECT_NEAR(hit.distance_m(), 1396, 10);
    ASSERT_EQ(hit.slots_size(), 3);
    slot_ = hit.slots(0);
    EXPECT_EQ(UtcText(slot_.start_time().seconds()), "2026-03-03 15:00");
    EXPECT_EQ(slot_.local_start_time().hours(), 10);
    EXPECT_EQ(slot_.local_start_time().utc_offset().seconds(), -5 * 3600);
    EXPECT_EQ(slot_.time_zone(), "America/New_York");
    EXPECT_THAT(
        SlotsOf(slot_.associate()),
        ElementsAre("2026-03-03 15:00", "2026-03-03 15:30", "2026-03-03 16:00",
                    "2026-03-03 16:30", "2026-03-03 17:00"));
  }

  void HoldIt() {
    held_ = Shopper().Get<v1::Booking>("BookingService/HoldSlot",
                                       HoldOf(slot_, "hold-0001"));
    EXPECT_EQ(held_.state(), v1::BOOKING_STATE_HELD);
    EXPECT_EQ(held_.hold_expire_time().seconds(),
              absl::ToUnixSeconds(clock_.Now() + absl::Minutes(10)));
    EXPECT_EQ(held_.shopper(), "sam");
    EXPECT_THAT(SlotsOf(slot_.associate(), "kim"),
                ElementsAre("2026-03-03 16:00", "2026-03-03 16:30",
                            "2026-03-03 17:00"));
    EXPECT_THAT(
        SlotsOf(slot_.associate()),
        ElementsAre("2026-03-03 15:00", "2026-03-03 15:30", "2026-03-03 16:00",
                    "2026-03-03 16:30", "2026-03-03 17:00"));
  }

  std::string Name() const {
    return absl::StrCat("name: \"", held_.name(), "\" ");
  }

  void ConfirmIt() const {
    const auto confirmed = Shopper().Get<v1::Booking>(
        "BookingService/ConfirmBooking",
        absl::StrCat(Name(), "request_id: \"confirm-1\" etag: \"", held_.etag(),
                     "\""));
    EXPECT_EQ(confirmed.state(), v1::BOOKING_STATE_CONFIRMED);
    EXPECT_FALSE(confirmed.has_hold_expire_time());
    const auto shown =
        Shopper().Get<v1::Booking>("BookingService/GetBooking", Name());
    EXPECT_EQ(shown.DebugString(), confirmed.DebugString());
  }

  void RefuseItToSomebodyElse() const {
    auto again = NewRequest("BookingService/HoldSlot");
    MergeText(HoldOf(slot_, "hold-0002"), again.get());
    const grpc::Status refused =
        Shopper("sue").Call("BookingService/HoldSlot", *again, nullptr);
    EXPECT_EQ(transport::Summary(refused), "ALREADY_EXISTS SLOT_TAKEN");
    EXPECT_EQ(transport::DetailsOf(refused).localized,
              "Somebody has just taken this time. Please choose another.");
  }

  void CancelItSoThatAnotherHasIt() const {
    const auto cancelled = Shopper().Get<v1::Booking>(
        "BookingService/CancelBooking",
        absl::StrCat(Name(), "request_id: \"cancel-01\""));
    EXPECT_EQ(cancelled.state(), v1::BOOKING_STATE_CANCELLED);
    EXPECT_EQ(cancelled.name(), held_.name());
    EXPECT_EQ(SlotsOf(slot_.associate()).size(), 5u);
    const auto rebooked = Shopper("sue").Get<v1::Booking>(
        "BookingService/HoldSlot", HoldOf(slot_, "hold-0003"));
    EXPECT_NE(rebooked.name(), held_.name());
    EXPECT_EQ(rebooked.shopper(), "sue");
  }

  v1::Slot slot_;
  v1::Booking held_;
};

TEST_F(WholeJourneyTest, GoesFromTwoFilesToABookedAssociate) {
  ImportTwoFiles();
  ASSERT_NO_FATAL_FAILURE(FindASlot());
  HoldIt();
  ConfirmIt();
  RefuseItToSomebodyElse();
  CancelItSoThatAnotherHasIt();
}

TEST_F(JourneyTest, ARepeatedRequestIsAnsweredAsTheFirstTime) {
  ImportStores(Admin(), "pos", kStoresCsv, 1000);
  ImportAssociates(Admin(), "hr", AssociateLines(), 1000);
  const v1::Slot slot = Search().associates(0).slots(0);
  const std::string hold = HoldOf(slot, "hold-0001");
  const auto held = Shopper().Get<v1::Booking>("BookingService/HoldSlot", hold);
  const std::string confirm =
      absl::StrCat("name: \"", held.name(), "\" request_id: \"confirm-1\"");
  const auto confirmed =
      Shopper().Get<v1::Booking>("BookingService/ConfirmBooking", confirm);
  const std::string cancel =
      absl::StrCat("name: \"", held.name(), "\" request_id: \"cancel-01\"");
  Shopper().Get<v1::Booking>("BookingService/CancelBooking", cancel);

  // Even when it is long over, and the slot in the past.
  clock_.Advance(absl::Hours(48));
  EXPECT_EQ(
      Shopper().Get<v1::Booking>("BookingService/HoldSlot", hold).DebugString(),
      held.DebugString());
  EXPECT_EQ(Shopper()
                .Get<v1::Booking>("BookingService/ConfirmBooking", confirm)
                .DebugString(),
            confirmed.DebugString());
  EXPECT_EQ(Shopper()
                .Get<v1::Booking>("BookingService/CancelBooking", cancel)
                .state(),
            v1::BOOKING_STATE_CANCELLED);
  const auto shown = Shopper().Get<v1::Booking>(
      "BookingService/GetBooking", absl::StrCat("name: \"", held.name(), "\""));
  EXPECT_EQ(shown.state(), v1::BOOKING_STATE_CANCELLED);
}

TEST_F(JourneyTest, AHoldThatRanOutCannotBeConfirmed) {
  ImportStores(Admin(), "pos", kStoresCsv, 1000);
  ImportAssociates(Admin(), "hr", AssociateLines(), 1000);
  const v1::Slot slot = Search().associates(0).slots(0);
  const auto held = Shopper().Get<v1::Booking>("BookingService/HoldSlot",
                                               HoldOf(slot, "hold-0001"));
  clock_.Advance(absl::Minutes(10));
  auto confirm = NewRequest("BookingService/ConfirmBooking");
  MergeText(
      absl::StrCat("name: \"", held.name(), "\" request_id: \"confirm-1\""),
      confirm.get());
  const grpc::Status refused =
      Shopper().Call("BookingService/ConfirmBooking", *confirm, nullptr);
  EXPECT_EQ(transport::Summary(refused), "FAILED_PRECONDITION HOLD_EXPIRED");
  EXPECT_THAT(transport::DetailsOf(refused).localized, Not(IsEmpty()));
  // Its time is another's at once.
  EXPECT_EQ(
      Shopper("sue").Told("BookingService/HoldSlot", HoldOf(slot, "hold-0002")),
      "OK");
}

TEST_F(JourneyTest, AScheduleNamesTheBookingsItLeavesUncovered) {
  ImportStores(Admin(), "pos", kStoresCsv, 1000);
  ImportAssociates(Admin(), "hr", AssociateLines(), 1000);
  const v1::Slot slot = Search().associates(0).slots(0);
  const auto held = Shopper().Get<v1::Booking>("BookingService/HoldSlot",
                                               HoldOf(slot, "hold-0001"));
  const auto changed = Admin().Get<v1::UpdateScheduleResponse>(
      "CalendarService/UpdateSchedule",
      absl::Substitute(R"(request_id: "schedule-1" schedule {
          name: "$0/schedule" weekly_periods { day: FRIDAY
          start_time { hours: 10 } end_time { hours: 24 } } })",
                       slot.associate()));
  EXPECT_THAT(changed.uncovered_bookings(), ElementsAre(held.name()));
  EXPECT_THAT(SlotsOf(slot.associate()), IsEmpty());
  // The slot that was seen before is not had any more.
  EXPECT_EQ(
      Shopper("sue").Told("BookingService/HoldSlot", HoldOf(slot, "hold-0002")),
      "FAILED_PRECONDITION SLOT_OUTSIDE_SCHEDULE");
}

}  // namespace
}  // namespace rapport
