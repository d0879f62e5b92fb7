// A lane whose first caller is kept in the database until as many others wait
// as a test wants: those are then one round, in the order in which they came.
#ifndef RAPPORT_TESTS_BOOKING_BOOKING_ROUNDS_FIXTURE_H_
#define RAPPORT_TESTS_BOOKING_BOOKING_ROUNDS_FIXTURE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "db/booking_rounds.h"
#include "db/mysql_booking_store.h"
#include "db/mysql_schedule_store.h"
#include "server/booking/changes.h"
#include "server/vocabulary/error.h"
#include "tests/db/change_log_fixture.h"
#include "tests/search/small_world.h"

namespace rapport::db {

class BookingRoundsFixture : public ChangeLogFixture {
 protected:
  // What somebody asks for, and what they were told.
  struct Call {
    Actor actor;
    RequestKey request;
    booking::BookingWrite write;
    absl::Time deadline;
    absl::StatusOr<booking::Booking> answer = absl::UnknownError("not asked");
  };
  // How those statements begin that a round may begin with.
  static constexpr absl::string_view kLocks = "SELECT associate_id, version";
  static constexpr absl::string_view kLooks = "SELECT 1, associate_id, version";

  static constexpr uint32_t kPlugAssociate = 9;
  static constexpr uint32_t kPlugBooking = 900;

  void SetUp() override {
    ChangeLogFixture::SetUp();
    ASSERT_TRUE(log_.Start().ok());
    MysqlScheduleStore schedules(pool_, log_);
    for (const BrandId& brand : {TestActor().brand, OtherBrand()}) {
      std::vector<calendar::ScheduleWrite> writes;
      for (uint32_t number = 1; number <= kPlugAssociate; ++number) {
        writes.push_back({search::AssociateNo(number),
                          search::DailyHours(0, 24), std::nullopt});
      }
      const auto put =
          schedules.PutMany({brand, Role::kBrandAdmin, "ada"}, writes);
      ASSERT_TRUE(put.ok()) << put.status();
    }
    Execute("DELETE FROM event");
  }

  // The log still says farewell, and what a test's hook captured is gone.
  void TearDown() override { EndHook(); }

  // Whoever is told early asks on while the round goes on.
  void EndHook() {
    const std::unique_lock<std::shared_mutex> lock(hook_mutex_);
    in_round_ = nullptr;
  }

  static BrandId OtherBrand() { return BrandId::FromStored("other"); }

  // On a day to come.
  static absl::Time At(int tick) {
    static const absl::Time ten =
        TimeOfTick(TickOf(absl::Now())) + absl::Hours(100 * 24);
    return ten + tick * kTick;
  }

  // A hold of two ticks.
  static Call Hold(uint32_t booking, uint32_t associate, int first_tick) {
    booking::HoldWrite hold;
    hold.booking = search::BookingIn(booking::BookingState::kHeld, booking,
                                     search::AssociateNo(associate),
                                     {At(first_tick), At(first_tick + 2)});
    hold.booking.shopper = absl::StrCat("shopper-", booking);
    hold.schedule_version = 1;
    hold.hold_duration = absl::Minutes(10);
    Call call;
    call.actor = TestActor();
    call.actor.receipt = std::make_shared<WriteReceipt>();
    call.request = {absl::StrCat("request-", booking), std::string(32, 'a')};
    call.write = booking::Holding(hold);
    call.deadline = Soon();
    return call;
  }

  // The same beside two others.
  static Call Share(Call call) {
    call.write.takes[0].capacity = 3;
    call.write.become = [become = call.write.become](
                            const booking::Booking* before, absl::Time now) {
      absl::StatusOr<booking::Booking> after = become(before, now);
      if (after.ok()) after->load = 1;
      return after;
    };
    return call;
  }

  void Ask(Call& call) {
    call.answer =
        asked_->Write(call.actor, call.request, call.write, call.deadline);
  }

  // All of `calls` at once, after what was before has begun and before it has
  // ended; `meanwhile` runs once they all wait.
  void AskTogether(
      const std::vector<Call*>& calls,
      const std::function<void()>& meanwhile = [] {}) {
    fault_ = [this](FaultPoint point, absl::string_view sql) {
      return OnFaultPoint(point, sql);
    };
    answered_ = 0;
    released_ = false;
    plug_asked_ = false;
    plugged_ = false;
    began_ = false;
    Call plug = Hold(kPlugBooking + plugs_, kPlugAssociate,
                     plug_wants_.value_or(2 * plugs_));
    ++plugs_;
    plug.write.become = [become = plug.write.become, this](
                            const booking::Booking* before, absl::Time now) {
      if (!plug_asked_) return become(before, now);  // only to know what to ask
      plugged_ = true;
      EXPECT_TRUE(Until([this] { return released_.load(); }));
      return become(before, now);
    };
    std::vector<std::thread> threads;
    threads.emplace_back([&] { Ask(plug); });
    EXPECT_TRUE(Until([this] { return plugged_.load(); }));
    for (size_t i = 0; i < calls.size(); ++i) {
      threads.emplace_back([this, call = calls[i]] {
        Ask(*call);
        ++answered_;
      });
      EXPECT_TRUE(Until([&] {
        return asked_->stats().waiting == static_cast<int64_t>(i) + 1;
      }));
    }
    meanwhile();
    released_ = true;
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(plug.answer.ok(), !plug_wants_.has_value())
        << plug.answer.status();
  }

  // Has something be in the way of the plug, and so those after it look first.
  void HaveThemLook() {
    constexpr int kTaken = -6;
    Call first = Hold(kPlugBooking - 1, kPlugAssociate, kTaken);
    Ask(first);
    EXPECT_TRUE(first.answer.ok()) << first.answer.status();
    plug_wants_ = kTaken;
  }

  // Called at the fault points from the round's first statement on.
  FaultHook in_round_;

  // Looks again and again until it is so, or it takes too long.
  static bool Until(const std::function<bool()>& so) {
    const absl::Time deadline = Soon();
    while (!so()) {
      if (absl::Now() > deadline) return false;
      std::this_thread::yield();
    }
    return true;
  }

  static std::string Bytes(uint32_t number) {
    return std::string(search::BookingNo(number).stored());
  }

  static std::string IsOf(uint32_t associate) {
    return absl::StrCat(
        " brand_id = 'maison' AND associate_id = UNHEX('",
        absl::BytesToHexString(search::AssociateNo(associate).stored()), "')");
  }

  // That each live booking has its claims, and nobody else has any.
  void ExpectClaimsAgree() {
    EXPECT_EQ(Select("SELECT booking_id, COUNT(*) FROM claim GROUP BY 1"
                     " ORDER BY 1"),
              Select("SELECT booking_id, SUM(end_tick - start_tick) FROM"
                     " booking WHERE state IN (1, 2, 3) GROUP BY 1 ORDER BY"
                     " 1"));
  }

  // That the receipt of `call` names just the events that have its request.
  void ExpectReceiptNames(const Call& call) {
    std::set<std::string> named;
    for (const auto* events :
         {&call.actor.receipt->written, &call.actor.receipt->repeated}) {
      for (const EventName& event : *events) {
        named.insert(absl::StrCat(event.seq));
      }
    }
    const Rows rows = Select(
        absl::StrCat("SELECT seq FROM event WHERE kind = 6 AND request_id = '",
                     call.request.request_id, "' AND brand_id = '",
                     call.actor.brand.text(), "'"));
    ASSERT_EQ(rows.size(), 1) << call.request.request_id;
    EXPECT_TRUE(named.contains(rows[0][0])) << call.request.request_id;
    for (const EventName& event : call.actor.receipt->written) {
      EXPECT_EQ(absl::StrCat(event.seq), rows[0][0]);
    }
  }

  std::atomic<int> answered_ = 0;  // of those who asked together

  ChangeLog log_{pool_};
  // By guesses, the plug would not be where the fault points tell it to be.
  BookingRounds rounds_{log_, {.at_once = 1, .guesses = false}};
  BookingRounds* asked_ = &rounds_;

 private:
  absl::Status OnFaultPoint(FaultPoint point, absl::string_view sql) {
    if (absl::StartsWith(sql, kLocks) || absl::StartsWith(sql, kLooks)) {
      (released_ ? began_ : plug_asked_) = true;
    }
    const std::shared_lock<std::shared_mutex> lock(hook_mutex_);
    return began_ && in_round_ ? in_round_(point, sql) : absl::OkStatus();
  }

  std::shared_mutex hook_mutex_;  // in_round_ runs, or is changed
  int plugs_ = 0;
  std::optional<int> plug_wants_;  // a tick that is taken
  std::atomic<bool> plug_asked_ = false;
  std::atomic<bool> plugged_ = false;
  std::atomic<bool> released_ = false;
  std::atomic<bool> began_ = false;
};

}  // namespace rapport::db

#endif  // RAPPORT_TESTS_BOOKING_BOOKING_ROUNDS_FIXTURE_H_
