// A store of bookings to be held to the contract, and what its tests share.
#ifndef RAPPORT_TESTS_CONTRACT_BOOKING_STORE_UNDER_TEST_H_
#define RAPPORT_TESTS_CONTRACT_BOOKING_STORE_UNDER_TEST_H_

#include <algorithm>
#include <compare>
#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/booking/booking_store.h"
#include "server/booking/waitlist_store.h"
#include "server/calendar/schedule_store.h"
#include "server/catalog/catalog_store.h"
#include "server/vocabulary/error.h"
#include "tests/support/fails_with.h"

namespace rapport::booking {

inline void PrintTo(const Booking& booking, std::ostream* out) {
  *out << booking.id.ToString() << " " << BookingStateWord(booking.state)
       << " version " << booking.version << " of " << booking.update_time
       << ", created " << booking.create_time << ", held until "
       << booking.hold_expire_time << ", " << booking.meeting.start << " to "
       << booking.meeting.end << " within " << booking.occupied.start << " to "
       << booking.occupied.end << " of " << booking.associate.ToString()
       << " for " << booking.shopper;
}

// That an associate, or a resource, is taken for a tick.
struct ClaimRow {
  BrandId brand;
  AssociateId associate;  // or a resource, by its bytes
  int64_t tick = 0;
  BookingId booking;

  friend auto operator<=>(const ClaimRow&, const ClaimRow&) = default;
};

// An empty store, and what it needs to live.
struct BookingStoreUnderTest {
  std::shared_ptr<void> world;  // outlives what follows
  std::unique_ptr<calendar::ScheduleStore> schedules;
  std::shared_ptr<BookingStore> store;
  // Where resources are written; null: they need not be.
  std::unique_ptr<catalog::CatalogStore> catalog;
  // The same bookings through another server, or the same object.
  std::shared_ptr<BookingStore> elsewhere;
  // Who waits, by the same two.
  std::shared_ptr<WaitlistStore> waitlist;
  std::shared_ptr<WaitlistStore> waitlist_elsewhere;
  // Lets the time of a hold be over.
  std::function<void(const BrandId&, const BookingId&)> run_out;
  // All that is claimed, by all brands.
  std::function<std::vector<ClaimRow>()> claims;
  // Pairs of live bookings that overlap although one of them takes all of the
  // associate, counted by other means than claims. May be empty.
  std::function<int()> overlaps;
};

struct BookingStoreCase {
  std::string name;
  std::function<BookingStoreUnderTest()> make;
};

inline std::string NameOfBookingStore(
    const testing::TestParamInfo<BookingStoreCase>& info) {
  return info.param.name;
}

using test::FailsWith;

// Time here is told in ticks from 10:00 UTC of a day to come.
class BookingStoreContract : public testing::TestWithParam<BookingStoreCase> {
 protected:
  using StatusCode = absl::StatusCode;

  static constexpr uint8_t kAssociates = 6;

  BookingStoreContract() : under_test_(GetParam().make()) {
    for (const BrandId& brand : {brand_, other_brand_}) {
      std::vector<calendar::ScheduleWrite> writes;
      for (uint8_t number = 1; number <= kAssociates; ++number) {
        writes.push_back({Associate(number), Mondays(), std::nullopt});
      }
      const auto put = under_test_.schedules->PutMany(
          {brand, Role::kBrandAdmin, "admin"}, writes);
      EXPECT_TRUE(put.ok()) << put.status();
    }
  }

  BookingStore& store() { return *under_test_.store; }
  BookingStore& elsewhere() { return *under_test_.elsewhere; }
  const BookingStoreUnderTest& under_test() { return under_test_; }

  static absl::Time At(int64_t tick) {
    static const absl::Time day = absl::FromCivil(
        absl::ToCivilDay(absl::Now(), absl::UTCTimeZone()) + 100,
        absl::UTCTimeZone());
    return day + absl::Hours(10) + tick * kTick;
  }
  static Interval Ticks(int64_t first, int64_t end) {
    return {At(first), At(end)};
  }
  static AssociateId Associate(uint8_t number) {
    return Id<AssociateId>(number);
  }
  static StoreId Store(uint8_t number) { return Id<StoreId>(number); }
  static BookingId BookingOf(uint32_t number) { return Id<BookingId>(number); }

  Actor shopper() const { return {brand_, Role::kShopper, "ada"}; }
  // A request of that name; its hash stands for its body.
  static RequestKey Request(const std::string& name, char body = 'a') {
    return {absl::StrCat("request-", name), std::string(32, body)};
  }

  // A hold by that associate, without buffers, at version 1 of the schedule.
  static HoldWrite Wanted(uint32_t booking, uint8_t associate,
                          const Interval& interval) {
    HoldWrite write;
    write.booking.id = BookingOf(booking);
    write.booking.associate = Associate(associate);
    write.booking.store = Store(1);
    write.booking.service = ServiceId::FromStored("bridal-styling");
    write.booking.meeting = interval;
    write.booking.occupied = interval;
    write.booking.time_zone = "Etc/UTC";
    write.booking.local_start =
        absl::ToCivilSecond(interval.start, absl::UTCTimeZone());
    write.booking.tzdata_version = "2026a";
    write.booking.shopper = "ada";
    write.schedule_version = 1;
    write.hold_duration = absl::Minutes(10);
    return write;
  }

  // The same with everything that can be said, at odd values.
  static HoldWrite RichWanted(uint32_t booking) {
    HoldWrite write = Wanted(booking, 2, Ticks(3, 9));
    write.booking.channel = Channel::kEmail;
    write.booking.store = Store(9);
    write.booking.occupied = Ticks(1, 12);
    write.booking.time_zone = "America/St_Johns";
    write.booking.local_start = absl::CivilSecond(2027, 3, 1, 6, 45, 0);
    write.booking.utc_offset_s = -12'600;
    write.booking.tzdata_version = "";
    write.booking.shopper = "Zo\xC3\xAB \xE7\x8E\x8B \"'\\ %_";
    write.hold_duration = absl::Minutes(60) + absl::Microseconds(1);
    return write;
  }

  // Each with a request named after the booking.
  absl::StatusOr<Booking> Hold(const HoldWrite& write) {
    return store().Hold(shopper(), Request(NameOf("hold", write.booking.id)),
                        write, kNever);
  }
  absl::StatusOr<Booking> Hold(uint32_t booking, uint8_t associate,
                               const Interval& interval) {
    return Hold(Wanted(booking, associate, interval));
  }
  absl::StatusOr<Booking> Confirm(
      uint32_t booking, std::optional<int64_t> version = std::nullopt) {
    const BookingId id = BookingOf(booking);
    return store().Confirm(shopper(), Request(NameOf("confirm", id)), id,
                           version, kNever);
  }
  absl::StatusOr<Booking> Cancel(
      uint32_t booking, std::optional<int64_t> version = std::nullopt) {
    const BookingId id = BookingOf(booking);
    return store().Cancel(shopper(), Request(NameOf("cancel", id)), id, version,
                          kNever);
  }
  absl::StatusOr<Booking> Write(const std::string& request,
                                const BookingWrite& write) {
    return store().Write(shopper(), Request(request), write, kNever);
  }
  // As a client does: what was aborted for no reason that it could act upon is
  // tried again, as the same request.
  absl::StatusOr<Booking> WriteAsAClient(BookingStore& at,
                                         const RequestKey& request,
                                         const BookingWrite& write) {
    constexpr int kTriesMax = 21;
    absl::StatusOr<Booking> answer;
    for (int i = 0; i < kTriesMax; ++i) {
      answer = at.Write(shopper(), request, write, kNever);
      if (!absl::IsAborted(answer.status()) ||
          !ReasonOf(answer.status()).empty()) {
        break;
      }
    }
    return answer;
  }
  Booking Get(uint32_t booking) {
    const auto found = store().Get(brand_, BookingOf(booking), kNever);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.value_or(Booking());
  }
  void RunOut(uint32_t booking) {
    under_test_.run_out(brand_, BookingOf(booking));
  }

  // Fails unless what is claimed is just what the live bookings occupy, none of
  // them meets one that takes all of the associate, and no more than `capacity`
  // others meet.
  void ExpectClaimsAgree(int capacity = 1) {
    std::multiset<ClaimRow> expected;
    std::map<std::pair<BrandId, BookingId>, int> loads;
    for (const BrandId& brand : {brand_, other_brand_}) {
      const auto add = [&](const Booking& booking) {
        loads[{brand, booking.id}] = booking.load;
        for (const TimeOf& time : OccupiedBy(booking)) {
          for (int64_t tick = TickOf(time.interval.start);
               tick < TickOf(time.interval.end); ++tick) {
            expected.insert({brand, AssociateId::FromBytes(time.claimant()),
                             tick, booking.id});
          }
        }
      };
      const absl::Status read =
          store().ReadWork(brand, absl::Now() - absl::Hours(24), add);
      EXPECT_TRUE(read.ok()) << read;
    }
    const std::vector<ClaimRow> rows = under_test_.claims();
    EXPECT_TRUE(std::multiset<ClaimRow>(rows.begin(), rows.end()) == expected)
        << rows.size() << " claims, " << expected.size() << " ticks occupied";
    std::map<std::tuple<BrandId, AssociateId, int64_t>, std::vector<int>> ticks;
    for (const ClaimRow& row : rows) {
      std::vector<int>& there = ticks[{row.brand, row.associate, row.tick}];
      there.push_back(loads[{row.brand, row.booking}]);
      EXPECT_TRUE(there.size() == 1 ||
                  (std::count(there.begin(), there.end(), 1) ==
                       static_cast<int>(there.size()) &&
                   static_cast<int>(there.size()) <= capacity))
          << "tick " << row.tick << " has loads of "
          << testing::PrintToString(there);
    }
    if (under_test_.overlaps) {
      EXPECT_EQ(under_test_.overlaps(), 0);
    }
  }

  static constexpr absl::Time kNever = absl::InfiniteFuture();
  const BrandId brand_ = BrandId::FromStored("demo");
  const BrandId other_brand_ = BrandId::FromStored("other");

 private:
  template <typename AnyId>
  static AnyId Id(uint32_t number) {
    IdBytes bytes = {0xB0};
    for (int i = 0; i < 4; ++i) {
      bytes[15 - i] = static_cast<uint8_t>(number >> (8 * i));
    }
    return AnyId(bytes);
  }
  static std::string NameOf(absl::string_view what, const BookingId& id) {
    return absl::StrCat(what, "-", id.ToString());
  }
  static calendar::Schedule Mondays() {
    calendar::DayPeriod period;
    period.end_minute = calendar::kMinutesOfDay;
    calendar::Schedule schedule;
    schedule.weekly_periods.push_back({absl::Weekday::monday, period});
    return schedule;
  }

  BookingStoreUnderTest under_test_;
};

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_BOOKING_STORE_UNDER_TEST_H_
