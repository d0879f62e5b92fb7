// Slots of services that need rooms are where people and rooms are both free,
// whatever way they are looked for.
#include "server/search/needed_resources.h"

#include <random>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/search/any_slots.h"
#include "server/search/associate_search.h"
#include "server/search/read_model.h"
#include "server/search/slot_finder.h"
#include "tests/search/small_world.h"
#include "tests/support/fails_with.h"

namespace rapport::search {
namespace {

using booking::Booking;
using booking::BookingState;
using booking::KeptResource;
using test::FailsWith;

// A Tuesday at 06:00 UTC.
const absl::Time kNow = absl::FromUnixSeconds(1'793'685'600);

// Store 1 in UTC with three rooms and a table; associates 1 and 2 work there
// from 9 to 17. Fitting takes two rooms, styling none.
class NeededResourcesTest : public testing::Test {
 protected:
  NeededResourcesTest() : model_([] { return kNow; }) {
    model_.Apply(BrandWith({}));
    model_.Apply(kBrand, {StoreAt(1, {48, 2}, "Etc/UTC")});
    catalog::Service fitting = Service("fitting");
    fitting.buffer_after = absl::Minutes(15);
    fitting.minimum_notice = absl::ZeroDuration();
    fitting.needs = {{ResourceKind::FromStored("room"), 2}};
    catalog::Service styling = Service("styling");
    styling.minimum_notice = absl::ZeroDuration();
    model_.Apply(kBrand, {fitting, styling});
    for (uint32_t number : {1, 2}) {
      catalog::Associate associate = AssociateAt(number, {StoreNo(1)});
      associate.content.services = {fitting.id, styling.id};
      model_.Apply(kBrand, {associate});
      calendar::StoredSchedule schedule;
      schedule.associate = AssociateNo(number);
      schedule.schedule = DailyHours(9, 17);
      schedule.version = 1;
      model_.Apply(kBrand, {schedule});
    }
    for (const char* slug : {"room-1", "room-2", "room-3"}) PutRoom(slug);
    PutRoom("table", "table");
  }

  static ResourceId IdOf(const std::string& slug) {
    return ResourceIdOf(kBrand, StoreNo(1), ResourceSlug::FromStored(slug));
  }
  static KeptResource Kept(const std::string& slug) {
    return {IdOf(slug), ResourceSlug::FromStored(slug),
            ResourceKind::FromStored("room")};
  }
  void PutRoom(const std::string& slug, const std::string& kind = "room",
               bool out_of_service = false) {
    model_.Apply(
        kBrand, {catalog::StoreResource{IdOf(slug), StoreNo(1),
                                        ResourceSlug::FromStored(slug), slug,
                                        ResourceKind::FromStored(kind),
                                        out_of_service, Version(++revision_)}});
    model_.WaitPublished(kBrand);
  }
  static absl::Time At(int hour, int minute = 0) {
    return kNow - absl::Hours(6) + absl::Hours(hour) + absl::Minutes(minute);
  }
  // Somebody of another store has those rooms then.
  Booking Take(uint32_t number, const Interval& interval,
               const std::vector<std::string>& rooms) {
    Booking booking;
    booking.id = BookingNo(number);
    booking.state = BookingState::kConfirmed;
    booking.associate = AssociateNo(99);
    booking.store = StoreNo(1);
    booking.meeting = booking.occupied = interval;
    for (const std::string& room : rooms) {
      booking.resources.push_back(Kept(room));
    }
    booking.version = ++revision_;
    booking.update_time = kNow;
    model_.Apply(kBrand, {booking});
    return booking;
  }
  static Interval Today() { return {At(0), At(24)}; }

  SlotWish Wish(const std::string& service = "fitting") {
    index_ = model_.Find(kBrand);
    return {index_->FindService(ServiceCalled(service)),
            Channel::kInStore,
            {},
            kNow};
  }
  std::vector<int> MinutesOf(const std::string& service = "fitting",
                             uint32_t associate = 1) {
    const SlotWish wish = Wish(service);
    const AssociateRecord& record =
        *index_->FindAssociate(AssociateNo(associate));
    std::vector<int> minutes;
    ForEachFreeSlot(*index_, record, wish, Today(),
                    [&](const calendar::FreeSlot& slot) {
                      minutes.push_back(static_cast<int>(
                          absl::ToInt64Minutes(slot.interval.start - At(0))));
                      return true;
                    });
    return minutes;
  }
  std::vector<std::string> Chosen(const Interval& occupied,
                                  const std::vector<KeptResource>& kept = {},
                                  const ResourceIds& refused = {}) {
    const SlotWish wish = Wish();
    const auto chosen = ChooseResources(
        *index_, {wish.service, StoreNo(1), occupied, kNow}, kept, refused);
    EXPECT_TRUE(chosen.ok()) << chosen.status();
    std::vector<std::string> slugs;
    for (const KeptResource& each :
         chosen.value_or(std::vector<KeptResource>())) {
      slugs.push_back(each.slug.text());
    }
    std::sort(slugs.begin(), slugs.end());
    return slugs;
  }

  ReadModel model_;
  int64_t revision_ = 0;
  std::shared_ptr<const BrandIndex> index_;
};

TEST_F(NeededResourcesTest, OffersSlotsOnlyWhereRoomsAreFreeToo) {
  const auto before = MinutesOf();
  EXPECT_THAT(before, testing::Contains(10 * 60));
  Take(1, {At(10, 30), At(11)}, {"room-1", "room-2"});
  // One room is left; the meeting with what comes after it would need two.
  const auto after = MinutesOf();
  for (int minute : {9 * 60 + 30, 10 * 60, 10 * 60 + 30}) {
    EXPECT_THAT(before, testing::Contains(minute));
    EXPECT_THAT(after, testing::Not(testing::Contains(minute))) << minute;
  }
  EXPECT_THAT(after, testing::Contains(9 * 60));
  EXPECT_THAT(after, testing::Contains(11 * 60));
  EXPECT_EQ(MinutesOf("fitting", 2), after);
}

TEST_F(NeededResourcesTest, LeavesServicesThatNeedNoneAlone) {
  const auto before = MinutesOf("styling");
  Take(1, {At(9), At(17)}, {"room-1", "room-2", "room-3"});
  EXPECT_EQ(MinutesOf("styling"), before);
  EXPECT_TRUE(MinutesOf("fitting").empty());
}

TEST_F(NeededResourcesTest, OffersNothingWhereTooFewAreInService) {
  PutRoom("room-1", "room", true);
  EXPECT_FALSE(MinutesOf().empty());
  PutRoom("room-3", "room", true);
  EXPECT_TRUE(MinutesOf().empty());
  PutRoom("room-3", "room", false);
  EXPECT_FALSE(MinutesOf().empty());
}

TEST_F(NeededResourcesTest, OffersThemAgainWhenTheBookingEnds) {
  const auto before = MinutesOf();
  Booking taken = Take(1, {At(9), At(17)}, {"room-1", "room-2"});
  EXPECT_TRUE(MinutesOf().empty());
  taken.state = BookingState::kCancelled;
  taken.version = ++revision_;
  model_.Apply(kBrand, {taken});
  EXPECT_EQ(MinutesOf(), before);
}

// Who watches anybody there hears of rooms too.
TEST_F(NeededResourcesTest, RingsForAllWhoServeAtTheStore) {
  class Listener : public TimeBell::Ear {
   public:
    void OnTimeChanged(const AssociateId& associate) override {
      heard.insert(associate);
    }
    void OnCatalogChanged() override {}
    std::set<AssociateId> heard;
  } listener;
  const AssociateId both[] = {AssociateNo(1), AssociateNo(2)};
  model_.bell().Add(kBrand, both, &listener);
  Take(1, {At(9), At(17)}, {});
  EXPECT_TRUE(listener.heard.empty());
  Take(2, {At(9), At(17)}, {"room-1"});
  EXPECT_THAT(listener.heard, testing::ElementsAre(both[0], both[1]));
  model_.bell().Remove(kBrand, both, &listener);
}

// All that finds slots, held against a look at each start.
TEST_F(NeededResourcesTest, AgreesHoweverSlotsAreLookedFor) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> rooms = {"room-1", "room-2", "room-3"};
  for (uint32_t i = 0; i < 12; ++i) {
    const absl::Time start = At(9) + absl::Minutes(5) * (random() % 90);
    Take(100 + i, {start, start + absl::Minutes(5) * (1 + random() % 12)},
         {rooms[random() % 3]});
  }
  const SlotWish wish = Wish();
  std::vector<absl::Time> any;
  AssociateQuery query;
  query.service = wish.service;
  query.channels = {Channel::kInStore};
  query.windows = {Today()};
  query.now = kNow;
  query.stores = {StoreNo(1)};
  for (const AnySlot& slot :
       FindAnySlots(*index_, query, std::nullopt, 1000, 10).slots) {
    any.push_back(slot.place.start);
  }
  std::vector<absl::Time> judged;
  const AssociateRecord& record = *index_->FindAssociate(AssociateNo(1));
  for (absl::Time start = At(9); start < At(17); start += absl::Minutes(30)) {
    if (!JudgeSlot(*index_, record, wish, start).verdict.free()) continue;
    judged.push_back(start);
  }
  std::vector<absl::Time> listed;
  for (int minute : MinutesOf()) listed.push_back(At(0, minute));
  EXPECT_EQ(listed, judged);
  EXPECT_EQ(any, judged);
  EXPECT_LT(judged.size(), 15u);
  std::vector<absl::Time> found;
  AssociateCursor last;
  query.limit = 1;
  query.slots_max = 100;
  SearchAssociates(
      *index_, query,
      [&](const AssociateFound& each) {
        for (const auto& slot : each.slots) {
          found.push_back(slot.interval.start);
        }
      },
      last);
  EXPECT_EQ(found, judged);
}

TEST_F(NeededResourcesTest, ChoosesWhatIsFreeThenWhatHasFewestBookings) {
  const Interval noon = {At(12), At(13)};
  EXPECT_THAT(Chosen(noon), testing::ElementsAre("room-1", "room-2"));
  Take(1, {At(9), At(10)}, {"room-1"});
  EXPECT_THAT(Chosen(noon), testing::ElementsAre("room-2", "room-3"));
  Take(2, {At(12), At(14)}, {"room-3"});
  EXPECT_THAT(Chosen(noon), testing::ElementsAre("room-1", "room-2"));
  // What it has already goes before what has fewer.
  EXPECT_THAT(Chosen({At(15), At(16)}, {Kept("room-1")}),
              testing::Contains("room-1"));
}

TEST_F(NeededResourcesTest, ChoosesAnotherThanThoseRefused) {
  const Interval noon = {At(12), At(13)};
  EXPECT_THAT(Chosen(noon, {}, {IdOf("room-1")}),
              testing::ElementsAre("room-2", "room-3"));
  const SlotWish wish = Wish();
  const auto none =
      ChooseResources(*index_, {wish.service, StoreNo(1), noon, kNow}, {},
                      {IdOf("room-1"), IdOf("room-2")});
  EXPECT_THAT(none, FailsWith("RESOURCE_TAKEN"));
  EXPECT_THAT(ValuesOf(none.status()),
              testing::Contains(testing::Pair("kind", "room")));
}

TEST_F(NeededResourcesTest, KeepsWhatIsOutOfServiceOnlyForThoseWhoHaveIt) {
  PutRoom("room-1", "room", true);
  const Interval noon = {At(12), At(13)};
  EXPECT_THAT(Chosen(noon), testing::ElementsAre("room-2", "room-3"));
  EXPECT_THAT(Chosen(noon, {Kept("room-1")}), testing::Contains("room-1"));
  PutRoom("room-2", "room", true);
  const SlotWish wish = Wish();
  EXPECT_THAT(
      ChooseResources(*index_, {wish.service, StoreNo(1), noon, kNow}, {}, {}),
      FailsWith("RESOURCE_MISSING"));
}

}  // namespace
}  // namespace rapport::search
