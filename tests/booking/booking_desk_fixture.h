// A desk over stores and a read model in memory, at a clock that stands still.
// Monday 2027-03-01, 08:00 in Paris; associate 1 works from 9 to 17 there, at
// store 1, and store 2 is in New York.
#ifndef RAPPORT_TESTS_BOOKING_BOOKING_DESK_FIXTURE_H_
#define RAPPORT_TESTS_BOOKING_BOOKING_DESK_FIXTURE_H_

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/booking/booking_desk.h"
#include "server/vocabulary/error.h"
#include "tests/search/small_world.h"
#include "tests/support/fails_with.h"
#include "tests/support/fakes/fake_booking_store.h"
#include "tests/support/fakes/fake_schedule_store.h"

namespace rapport::booking {

using test::FailsWith;

// Whether the stores of schedules can be read.
class BreakableScheduleStore : public calendar::FakeScheduleStore {
 public:
  using FakeScheduleStore::FakeScheduleStore;

  absl::Status Read(
      const BrandId& brand, absl::Span<const AssociateId> associates,
      absl::FunctionRef<void(const calendar::StoredSchedule&)> each) override {
    // The fake store of bookings reads here too, before it breaks.
    if (reads_before_break == 0) return absl::UnavailableError("broken");
    --reads_before_break;
    return FakeScheduleStore::Read(brand, associates, each);
  }

  int reads_before_break = 1'000'000;
};

class BookingDeskTest : public testing::Test {
 protected:
  static constexpr absl::Time kNever = absl::InfiniteFuture();

  BookingDeskTest() {
    catalog::Service styling = search::Service("styling");
    styling.buffer_before = absl::Minutes(10);
    styling.buffer_after = absl::Minutes(5);
    styling.minimum_notice = absl::Hours(2);
    styling.booking_horizon = absl::Hours(24 * 10);
    styling.hold_duration = absl::Minutes(10);
    styling.channels = {Channel::kInStore, Channel::kPhone};
    services_ = {styling, search::Service("repair")};
    ShowCatalog(*model_);
    PutSchedule(search::DailyHours(9, 17));
    ShowSchedule();
  }

  void ShowCatalog(search::ReadModel& model) {
    model.Apply(search::BrandWith({}));
    const catalog::Store stores[] = {
        search::StoreAt(1, {48.86, 2.35}, "Europe/Paris"),
        search::StoreAt(2, {40.71, -74.01}, "America/New_York")};
    model.Apply(brand_, stores);
    model.Apply(brand_, services_);
    const catalog::Associate associates[] = {
        search::AssociateAt(1, {search::StoreNo(1)})};
    model.Apply(brand_, associates);
    model.WaitPublished(brand_);
  }
  calendar::StoredSchedule PutSchedule(const calendar::Schedule& schedule) {
    const auto put = schedules_.PutMany({brand_, Role::kBrandAdmin, "admin"},
                                        {{associate_, schedule, std::nullopt}});
    EXPECT_TRUE(put.ok()) << put.status();
    return put->front();
  }
  void ShowSchedule() {
    const absl::Status read = schedules_.Read(
        brand_, {associate_}, [&](const calendar::StoredSchedule& schedule) {
          model_->Apply(brand_, absl::MakeConstSpan(&schedule, 1));
        });
    EXPECT_TRUE(read.ok()) << read;
  }
  // As after a restart: knows the catalog, the schedule and the live bookings.
  void Restart() {
    desk_.reset();
    model_ = std::make_unique<search::ReadModel>([this] { return Now(); });
    ShowCatalog(*model_);
    ShowSchedule();
    const absl::Status read =
        store_.ReadWork(brand_, Now(), [&](const Booking& booking) {
          model_->Apply(brand_, absl::MakeConstSpan(&booking, 1));
        });
    EXPECT_TRUE(read.ok()) << read;
    desk_ = MakeDesk();
  }

  std::unique_ptr<BookingDesk> MakeDesk() {
    return std::make_unique<BookingDesk>(
        store_, schedules_, *model_,
        [this](absl::Time) { return search::BookingNo(++ids_); });
  }

  // An instant that day, on Paris' clock.
  static absl::Time Paris(int hour, int minute = 0) {
    return absl::FromCivil(absl::CivilMinute(2027, 3, 1, hour - 1, minute),
                           absl::UTCTimeZone());
  }
  absl::Time Now() const { return absl::FromUnixSeconds(now_s_); }
  void SetNow(absl::Time now) { now_s_ = absl::ToUnixSeconds(now); }

  Caller CallerOf(Role role, const std::string& principal,
                  const std::string& shopper = "") const {
    Caller caller;
    caller.actor = {brand_, role, principal};
    caller.shopper = shopper;
    return caller;
  }
  Caller Ada() const { return CallerOf(Role::kShopper, "ada", "ada"); }

  static RequestKey Request(const std::string& name, char body = 'a') {
    return {"request-" + name, std::string(32, body)};
  }

  HoldWish Wish(absl::Time start) const {
    HoldWish wish;
    wish.associate = associate_;
    wish.service = search::ServiceCalled("styling");
    wish.start = start;
    return wish;
  }

  absl::StatusOr<Booking> Hold(const HoldWish& wish,
                               const std::string& request = "hold") {
    return desk_->Hold(Ada(), Request(request), wish, kNever);
  }
  Booking MustHold(absl::Time start, const std::string& request = "hold") {
    const auto held = Hold(Wish(start), request);
    EXPECT_TRUE(held.ok()) << held.status();
    return held.value_or(Booking());
  }
  absl::StatusOr<Booking> Confirm(const BookingId& id) {
    return desk_->Confirm(Ada(), Request("confirm"), {{id, std::nullopt}},
                          kNever);
  }
  absl::StatusOr<Booking> Cancel(const BookingId& id) {
    return desk_->Cancel(Ada(), Request("cancel"), {id, std::nullopt}, kNever);
  }

  // What the read model shows as taken.
  std::vector<Interval> Shown() const {
    const auto index = model_->Find(brand_);
    const auto* record = index->FindAssociate(associate_);
    std::vector<Interval> intervals;
    const auto time = record->person->time();
    for (const calendar::Busy& busy : time->busy) {
      intervals.push_back(busy.interval);
    }
    return intervals;
  }

  const BrandId brand_ = search::kBrand;
  const AssociateId associate_ = search::AssociateNo(1);
  std::atomic<int64_t> now_s_ = absl::ToUnixSeconds(Paris(8));
  std::vector<catalog::Service> services_;
  uint32_t ids_ = 0;
  BreakableScheduleStore schedules_{[this] { return Now(); }};
  FakeBookingStore store_{[this] { return Now(); }, schedules_};
  std::unique_ptr<search::ReadModel> model_ =
      std::make_unique<search::ReadModel>([this] { return Now(); });
  std::unique_ptr<BookingDesk> desk_ = MakeDesk();
};

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_BOOKING_BOOKING_DESK_FIXTURE_H_
