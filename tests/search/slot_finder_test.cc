// Free slots found in bits and found the long way, which must be the same ones:
// a record that knows of no placing is never answered from bits.
#include "server/search/slot_finder.h"

#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "server/search/read_model.h"
#include "tests/search/random_catalog.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

// A Tuesday, at a second past a tick.
const absl::Time kNow = absl::FromUnixSeconds(1'793'701'501);

AssociateRecord ForTheLongWay(const AssociateRecord& record) {
  AssociateRecord copy = record;
  copy.placing = 0;
  return copy;
}

bool HasBits(const AssociateRecord& record) {
  const EpochGuard guard;
  return record.placing != 0 && record.person->moment(guard).free.covers_any();
}

std::vector<calendar::FreeSlot> SlotsOf(const BrandIndex& index,
                                        const AssociateRecord& record,
                                        const SlotWish& wish,
                                        const Interval& window) {
  std::vector<calendar::FreeSlot> slots;
  ForEachFreeSlot(index, record, wish, window,
                  [&](const calendar::FreeSlot& slot) {
                    slots.push_back(slot);
                    return true;
                  });
  return slots;
}

// Both ways agree about that wish; answers how many slots there are.
size_t ExpectSame(const BrandIndex& index, const AssociateRecord& record,
                  const SlotWish& wish, const Interval& window) {
  const AssociateRecord far = ForTheLongWay(record);
  const auto slots = SlotsOf(index, record, wish, window);
  EXPECT_EQ(slots, SlotsOf(index, far, wish, window));
  for (absl::Time start = TimeOfTick(TickOf(window.start)); start < window.end;
       start += absl::Minutes(15)) {
    const JudgedSlot judged = JudgeSlot(index, record, wish, start);
    const JudgedSlot wanted = JudgeSlot(index, far, wish, start);
    EXPECT_EQ(judged.verdict, wanted.verdict);
    EXPECT_EQ(judged.schedule_version, wanted.schedule_version);
  }
  return slots.size();
}

// Dealt schedules name any store; bits know only those where somebody serves.
void WorkAtOwnStores(Dealer& dealer, RandomCatalog& dealt) {
  for (size_t i = 0; i < dealt.schedules.size(); ++i) {
    const auto& stores = dealt.associates[i].content.stores;
    for (auto& weekly : dealt.schedules[i].schedule.weekly_periods) {
      if (weekly.period.store) weekly.period.store = dealer.Of(stores);
    }
  }
}

class SlotFinderTest : public testing::Test {
 protected:
  SlotFinderTest() : model_([this] { return now_; }) {}

  std::shared_ptr<const BrandIndex> Index() const {
    return model_.Find(kBrand);
  }
  void ApplyWorld() {
    model_.Apply(BrandWith({}));
    model_.Apply(kBrand, {StoreAt(1, {48, 2}, "Europe/Paris"),
                          StoreAt(2, {40, -74}, "America/New_York")});
    model_.Apply(kBrand, {Service("styling")});
    ApplyAssociate(1, {StoreNo(1)});
    calendar::StoredSchedule schedule;
    schedule.associate = AssociateNo(1);
    schedule.schedule = DailyHours(10, 18);
    schedule.version = 1;
    model_.Apply(kBrand, {schedule});
  }
  void ApplyAssociate(int64_t version, std::vector<StoreId> stores) {
    catalog::Associate associate = AssociateAt(1, std::move(stores));
    associate.revision = Version(version);
    model_.Apply(kBrand, {associate});
    model_.WaitPublished(kBrand);
  }
  SlotWish Wish(const BrandIndex& index) const {
    SlotWish wish;
    wish.service = index.FindService(ServiceCalled("styling"));
    wish.now = now_;
    return wish;
  }

  absl::Time now_ = kNow;
  ReadModel model_;
};

TEST_F(SlotFinderTest, FindsInBitsWhatItFindsTheLongWay) {
  const uint64_t seed = std::random_device()();
  size_t found = 0;
  size_t in_bits = 0;
  for (int i = 0; i < 100; ++i) {
    SCOPED_TRACE(testing::Message() << "seed " << seed + i);
    Dealer dealer(seed + i);
    RandomCatalog dealt = DealCatalog(dealer, now_);
    if (i % 2 == 0) WorkAtOwnStores(dealer, dealt);
    ReadModel model([this] { return now_; });
    ApplyAll(dealt, model);
    const auto index = model.Find(kBrand);
    for (const AssociateRecord& record : index->associates()) {
      SlotWish wish;
      wish.service = index->FindService(dealer.Of(dealt.services).id);
      wish.now = now_;
      wish.channel = dealer.OneIn(2) ? Channel::kInStore : Channel::kVideo;
      if (dealer.OneIn(2)) {
        wish.store = dealer.Of(record.associate->content.stores);
      }
      const auto& choices = wish.service->duration_choices;
      if (!choices.empty() && dealer.OneIn(2)) {
        wish.duration = dealer.Of(choices);
      }
      if (!CheckOffered(*index, record, wish).ok()) continue;
      const absl::Time start = now_ + absl::Minutes(dealer.Between(-90, 2000));
      found +=
          ExpectSame(*index, record, wish,
                     {start, start + absl::Minutes(dealer.Between(0, 3000))});
      in_bits += HasBits(record);
    }
  }
  EXPECT_GT(found, 100);
  EXPECT_GT(in_bits, 40);
}

TEST_F(SlotFinderTest, AnswersFromBitsOnceTheIndexIsPublished) {
  ApplyWorld();
  const auto index = Index();
  const AssociateRecord& record = *index->FindAssociate(AssociateNo(1));
  EXPECT_TRUE(HasBits(record));
  EXPECT_EQ(
      ExpectSame(*index, record, Wish(*index), {kNow, kNow + absl::Hours(48)}),
      28);  // two days of eight hours, less a start at 10:30
}

TEST_F(SlotFinderTest, AnswersFromAnIndexAsItKnowsWhereSomebodyWorks) {
  ApplyWorld();
  const auto before = Index();
  ApplyAssociate(2, {StoreNo(2), StoreNo(1)});
  const auto after = Index();
  const Interval window = {kNow, kNow + absl::Hours(48)};
  for (const auto& index : {before, after}) {
    const AssociateRecord& record = *index->FindAssociate(AssociateNo(1));
    const auto slots = SlotsOf(*index, record, Wish(*index), window);
    ASSERT_FALSE(slots.empty());
    EXPECT_EQ(slots[0].store, StoreNo(index == before ? 1 : 2));
    ExpectSame(*index, record, Wish(*index), window);
  }
  EXPECT_NE(before->FindAssociate(AssociateNo(1))->placing,
            after->FindAssociate(AssociateNo(1))->placing);
}

TEST_F(SlotFinderTest, FindsSlotsOfTheLengthsThatTheServiceTakes) {
  ApplyWorld();
  catalog::Service service = Service("styling");
  service.duration_choices = {absl::Minutes(30), absl::Hours(3)};
  service.revision = Version(2);
  model_.Apply(kBrand, {service});
  model_.WaitPublished(kBrand);
  const auto index = Index();
  const AssociateRecord& record = *index->FindAssociate(AssociateNo(1));
  const Interval window = {kNow, kNow + absl::Hours(48)};
  SlotWish wish = Wish(*index);
  const size_t usual = ExpectSame(*index, record, wish, window);
  wish.duration = absl::Hours(1);
  EXPECT_EQ(ExpectSame(*index, record, wish, window), usual);
  wish.duration = absl::Minutes(30);
  EXPECT_GT(ExpectSame(*index, record, wish, window), usual);
  wish.duration = absl::Hours(3);
  EXPECT_LT(ExpectSame(*index, record, wish, window), usual);
  const auto slots = SlotsOf(*index, record, wish, window);
  ASSERT_FALSE(slots.empty());
  EXPECT_EQ(slots[0].interval.length(), absl::Hours(3));
  EXPECT_TRUE(CheckOffered(*index, record, wish).ok());
  wish.duration = absl::Minutes(45);
  EXPECT_EQ(CheckOffered(*index, record, wish).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(SlotFinderTest, ForgetsAHolidayThatTheBrandTakesOffItsList) {
  ApplyWorld();
  const absl::CivilDay today = absl::ToCivilDay(kNow, absl::UTCTimeZone());
  calendar::StoredSchedule schedule;
  schedule.associate = AssociateNo(1);
  schedule.schedule = DailyHours(10, 18);
  schedule.schedule.off_on_public_holidays = true;
  schedule.version = 2;
  model_.Apply(kBrand, {schedule});
  const Interval window = {kNow + absl::Hours(24), kNow + absl::Hours(72)};
  const auto slots = [&] {
    model_.WaitPublished(kBrand);
    const auto index = Index();
    const AssociateRecord& record = *index->FindAssociate(AssociateNo(1));
    EXPECT_TRUE(HasBits(record));
    return ExpectSame(*index, record, Wish(*index), window);
  };
  const size_t usual = slots();
  catalog::Brand brand = BrandWith({});
  brand.holiday_lists = {{"", today, today + 9, {today + 2}}};
  brand.revision = Version(2);
  model_.Apply(brand);
  EXPECT_LT(slots(), usual);
  brand.holiday_lists = {};
  brand.revision = Version(3);
  model_.Apply(brand);
  EXPECT_EQ(slots(), usual);
}

TEST_F(SlotFinderTest, FindsWhatIsBeyondTheBits) {
  catalog::Service service = Service("later");
  service.booking_horizon = absl::Hours(365 * 24);
  ApplyWorld();
  model_.Apply(kBrand, {service});
  model_.WaitPublished(kBrand);
  now_ += absl::Hours(200 * 24);  // nobody changed anything since
  const auto index = Index();
  const AssociateRecord& record = *index->FindAssociate(AssociateNo(1));
  SlotWish wish = Wish(*index);
  wish.service = index->FindService(ServiceCalled("later"));
  const Interval window = {now_ + absl::Hours(350 * 24),
                           now_ + absl::Hours(352 * 24)};
  EXPECT_EQ(ExpectSame(*index, record, wish, window), 28);
}

TEST_F(SlotFinderTest, CoversMoreDaysWithTheNextChangeOfTheCatalog) {
  ApplyWorld();
  now_ += absl::Hours(400 * 24);
  ApplyAssociate(2, {StoreNo(1)});
  const auto index = Index();
  const AssociateRecord& record = *index->FindAssociate(AssociateNo(1));
  const calendar::TickAsk ask(
      {.rules = RulesOf(*index->FindService(ServiceCalled("styling")),
                        absl::Hours(1)),
       .channels = {Channel::kInStore},
       .now = now_},
      {now_, now_ + absl::Hours(24)});
  const EpochGuard guard;
  EXPECT_TRUE(record.person->moment(guard).free.Answers(ask));
}

TEST_F(SlotFinderTest, CountsAHoldOnlyUntilItRunsOut) {
  ApplyWorld();
  const auto index = Index();
  const AssociateRecord& record = *index->FindAssociate(AssociateNo(1));
  const Interval window = {kNow, kNow + absl::Hours(24)};
  const auto slots = SlotsOf(*index, record, Wish(*index), window);
  ASSERT_FALSE(slots.empty());
  booking::Booking held = BookingIn(booking::BookingState::kHeld, 1,
                                    AssociateNo(1), slots[0].interval);
  held.hold_expire_time = kNow + absl::Minutes(2);
  model_.Apply(kBrand, {held});
  EXPECT_LT(ExpectSame(*index, record, Wish(*index), window), slots.size());
  now_ = held.hold_expire_time - absl::Nanoseconds(1);
  EXPECT_LT(ExpectSame(*index, record, Wish(*index), window), slots.size());
  now_ = held.hold_expire_time;
  EXPECT_EQ(ExpectSame(*index, record, Wish(*index), window), slots.size());
}

TEST_F(SlotFinderTest, NeverShowsASlotAfterItsBookingWasApplied) {
  ApplyWorld();
  const auto index = Index();
  const AssociateRecord& record = *index->FindAssociate(AssociateNo(1));
  const SlotWish wish = Wish(*index);
  std::vector<Interval> slots;
  for (const auto& slot :
       SlotsOf(*index, record, wish, {now_, now_ + absl::Hours(24 * 40)})) {
    if (slots.empty() || slot.interval.start >= slots.back().end) {
      slots.push_back(slot.interval);
    }
  }
  ASSERT_GT(slots.size(), 200);
  std::atomic<size_t> applied = 0;
  std::vector<std::thread> readers;
  for (size_t reader = 0; reader < 3; ++reader) {
    readers.emplace_back([&, reader] {
      for (size_t i = reader; applied < slots.size(); ++i) {
        const size_t known = applied;
        if (known == 0) continue;
        EXPECT_TRUE(SlotsOf(*index, record, wish, slots[i % known]).empty());
        EXPECT_TRUE(SlotsOf(*index, record, wish, slots[known - 1]).empty());
      }
    });
  }
  for (uint32_t i = 0; i < slots.size(); ++i) {
    EXPECT_FALSE(SlotsOf(*index, record, wish, slots[i]).empty());
    model_.Apply(kBrand, {BookingIn(booking::BookingState::kConfirmed, i + 1,
                                    AssociateNo(1), slots[i])});
    applied = i + 1;
  }
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace rapport::search
