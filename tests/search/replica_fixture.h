// A replica over stores and a feed that fail when they are told to.
#ifndef RAPPORT_TESTS_SEARCH_REPLICA_FIXTURE_H_
#define RAPPORT_TESTS_SEARCH_REPLICA_FIXTURE_H_

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "server/search/replica.h"
#include "tests/search/small_world.h"
#include "tests/support/fakes/fake_booking_store.h"
#include "tests/support/fakes/fake_catalog_store.h"
#include "tests/support/fakes/fake_schedule_store.h"
#include "tests/support/fakes/fake_waitlist_store.h"

namespace rapport::search {

inline const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);
inline const Actor kAdmin = {kBrand, Role::kBrandAdmin, "admin"};

// Decides, read by read, whether the stores can be reached.
struct Network {
  bool Works() { return !breaks || !breaks(); }
  std::function<bool()> breaks;
};

inline absl::Status Broken() { return absl::UnavailableError("broken"); }

// Half of what is read has been handed out when the connection is lost.
class BreakableCatalog : public catalog::FakeCatalogStore {
 public:
  explicit BreakableCatalog(Network& network)
      : FakeCatalogStore([] { return kNow; }), network_(network) {}

  absl::Status ReadBrands(
      absl::FunctionRef<void(const catalog::Brand&)> each) override {
    if (!network_.Works()) return Broken();
    return FakeCatalogStore::ReadBrands(each);
  }
  absl::Status ReadStores(
      const BrandId& brand, absl::Span<const StoreId> ids,
      absl::FunctionRef<void(const catalog::Store&)> each) override {
    if (network_.Works()) return FakeCatalogStore::ReadStores(brand, ids, each);
    const absl::Status some =
        FakeCatalogStore::ReadStores(brand, ids.subspan(ids.size() / 2), each);
    return some.ok() ? Broken() : some;
  }
  absl::Status ReadAssociates(
      const BrandId& brand, absl::Span<const AssociateId> ids,
      absl::FunctionRef<void(const catalog::Associate&)> each) override {
    if (!network_.Works()) return Broken();
    return FakeCatalogStore::ReadAssociates(brand, ids, each);
  }
  absl::Status ReadServices(
      const BrandId& brand,
      absl::FunctionRef<void(const catalog::Service&)> each) override {
    if (!network_.Works()) return Broken();
    return FakeCatalogStore::ReadServices(brand, each);
  }
  absl::Status ReadStoreResources(
      const BrandId& brand, absl::Span<const ResourceId> ids,
      absl::FunctionRef<void(const catalog::StoreResource&)> each) override {
    if (!network_.Works()) return Broken();
    return FakeCatalogStore::ReadStoreResources(brand, ids, each);
  }
  absl::Status ReadOfferPolicies(
      const BrandId& brand,
      absl::FunctionRef<void(const catalog::OfferPolicy&)> each) override {
    if (!network_.Works()) return Broken();
    return FakeCatalogStore::ReadOfferPolicies(brand, each);
  }

 private:
  Network& network_;
};

class BreakableSchedules : public calendar::FakeScheduleStore {
 public:
  explicit BreakableSchedules(Network& network)
      : FakeScheduleStore([] { return kNow; }), network_(network) {}

  absl::Status Read(
      const BrandId& brand, absl::Span<const AssociateId> associates,
      absl::FunctionRef<void(const calendar::StoredSchedule&)> each) override {
    if (!network_.Works()) return Broken();
    return FakeScheduleStore::Read(brand, associates, each);
  }

 private:
  Network& network_;
};

class BreakableBookings : public booking::FakeBookingStore {
 public:
  BreakableBookings(Network& network, calendar::ScheduleStore& schedules)
      : FakeBookingStore([] { return kNow; }, schedules), network_(network) {}

  absl::Status Read(
      const BrandId& brand, absl::Span<const booking::BookingId> ids,
      absl::FunctionRef<void(const booking::Booking&)> each) override {
    if (!network_.Works()) return Broken();
    return FakeBookingStore::Read(brand, ids, each);
  }
  absl::Status ReadWork(
      const BrandId& brand, absl::Time from,
      absl::FunctionRef<void(const booking::Booking&)> each) override {
    if (!network_.Works()) return Broken();
    return FakeBookingStore::ReadWork(brand, from, each);
  }

 private:
  Network& network_;
};

// Hands out what it is told to, once.
class ScriptedFeed : public ChangeFeed {
 public:
  void Tell(ChangeKind kind, const std::string& subjects = "",
            const BrandId& brand = kBrand) {
    changes_.push_back({kind, brand, subjects});
    ++told_;
  }

  absl::Status Start() override {
    if (on_start) on_start();
    missed = missed && !start_status.ok();
    return start_status;
  }
  absl::StatusOr<int> Poll(
      absl::FunctionRef<void(const Change&)> each) override {
    int count = 0;
    if (missed) return absl::OutOfRangeError("not kept any more");
    while (!changes_.empty()) {
      if (good_before_failure == 0) {
        good_before_failure = -1;
        return Broken();
      }
      --good_before_failure;
      each(changes_.front());
      changes_.pop_front();
      ++count;
    }
    return count;
  }
  // All are of one origin.
  Position position() const override {
    return Position::UpTo(1, told_ - static_cast<int64_t>(changes_.size()));
  }

  std::function<void()> on_start;
  absl::Status start_status;
  bool missed = false;           // some, until the next start
  int good_before_failure = -1;  // below 0: no failure

 private:
  std::deque<Change> changes_;
  int64_t told_ = 0;
};

class ReplicaTest : public testing::Test {
 protected:
  void PutBrand() {
    const auto put = catalog_.PutBrand(kAdmin, BrandWith({}), {});
    ASSERT_TRUE(put.ok()) << put.status();
  }
  std::string PutStore(uint32_t number, const std::string& name = "A") {
    catalog::Store store = StoreAt(number, {0.01 * number, 0});
    store.content.display_name = name;
    const auto put = catalog_.PutStores(kAdmin, {store}, {});
    EXPECT_TRUE(put.ok()) << put.status();
    return std::string(store.id.stored());
  }
  std::string PutAssociate(uint32_t number, const std::string& name = "A") {
    catalog::Associate associate = AssociateAt(number, {StoreNo(1)});
    associate.content.display_name = name;
    const auto put = catalog_.PutAssociates(kAdmin, {associate}, {});
    EXPECT_TRUE(put.ok()) << put.status();
    return std::string(associate.id.stored());
  }
  void PutService(const std::string& name) {
    const auto put = catalog_.PutService(kAdmin, Service(name), {});
    EXPECT_TRUE(put.ok()) << put.status();
  }
  // Of the brand: nothing on that channel.
  void PutPolicy(Channel off) {
    catalog::OfferPolicy policy;
    policy.rules = {{{}, off, false, false}};
    const auto put = catalog_.PutOfferPolicy(kAdmin, policy, {});
    EXPECT_TRUE(put.ok()) << put.status();
  }
  std::string PutSchedule(uint32_t associate, int end_hour) {
    const auto put = schedules_.PutMany(
        kAdmin,
        {{AssociateNo(associate), DailyHours(8, end_hour), std::nullopt}});
    EXPECT_TRUE(put.ok()) << put.status();
    return std::string(AssociateNo(associate).stored());
  }
  // Needs a schedule.
  std::string HoldTicks(uint32_t number, uint32_t associate, int first) {
    booking::HoldWrite write;
    const absl::Time start = TimeOfTick(TickOf(kNow)) + first * kTick;
    write.booking = BookingIn(booking::BookingState::kHeld, number,
                              AssociateNo(associate), {start, start + kTick});
    write.schedule_version = VersionOf(associate);
    write.hold_duration = absl::Minutes(10);
    const auto held = bookings_.Hold(
        {kBrand, Role::kShopper, "ada"},
        {absl::StrCat("hold-", number), std::string(32, 'h')}, write, kNever);
    EXPECT_TRUE(held.ok()) << held.status();
    return std::string(write.booking.id.stored());
  }
  std::string Cancel(uint32_t number) {
    const auto cancelled = bookings_.Cancel(
        {kBrand, Role::kShopper, "ada"},
        {absl::StrCat("cancel-", number), std::string(32, 'c')},
        BookingNo(number), std::nullopt, kNever);
    EXPECT_TRUE(cancelled.ok()) << cancelled.status();
    return std::string(BookingNo(number).stored());
  }
  int64_t VersionOf(uint32_t associate) {
    int64_t version = 0;
    EXPECT_TRUE(schedules_
                    .FakeScheduleStore::Read(
                        kBrand, {AssociateNo(associate)},
                        [&](const calendar::StoredSchedule& stored) {
                          version = stored.version;
                        })
                    .ok());
    return version;
  }
  // A brand with a store, a service, an associate with a schedule, a booking.
  void PutSomeOfEach() {
    PutBrand();
    PutStore(1);
    PutService("styling");
    PutPolicy(Channel::kEmail);
    PutAssociate(1);
    PutSchedule(1, 17);
    HoldTicks(1, 1, 0);
  }

  absl::Status Load() {
    return replica_.Load(
        [&](absl::string_view text) { progress_.emplace_back(text); });
  }
  void MustFollow(int changes) {
    const auto followed = replica_.Follow();
    ASSERT_TRUE(followed.ok()) << followed.status();
    EXPECT_EQ(*followed, changes);
  }
  // How many of the changes that were told the model says it has.
  int64_t Said() { return model_.board().told()->position.SeqOf(1); }
  std::shared_ptr<const BrandIndex> Index(const BrandId& brand = kBrand) {
    model_.WaitPublished(brand);
    return model_.Find(brand);
  }
  std::shared_ptr<const PersonTime> TimeOf(uint32_t associate) {
    return Index()->FindAssociate(AssociateNo(associate))->person->time();
  }
  // The first read fails, the others work.
  void BreakOnce() {
    network_.breaks = [first = true]() mutable {
      return std::exchange(first, false);
    };
  }

  static constexpr absl::Time kNever = absl::InfiniteFuture();
  Network network_;
  BreakableCatalog catalog_{network_};
  BreakableSchedules schedules_{network_};
  BreakableBookings bookings_{network_, schedules_};
  booking::FakeWaitlistStore waitlist_{bookings_};
  ScriptedFeed feed_;
  ReadModel model_{[] { return kNow; }};
  Replica replica_{{catalog_, schedules_, bookings_, waitlist_}, feed_, model_};
  std::vector<std::string> progress_;
};

}  // namespace rapport::search

#endif  // RAPPORT_TESTS_SEARCH_REPLICA_FIXTURE_H_
