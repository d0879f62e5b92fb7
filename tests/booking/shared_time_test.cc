// Meetings that share somebody's time, from what is offered to what is had.
#include <cstdio>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/booking/change_desk.h"
#include "server/calendar/schedule_desk.h"
#include "tests/booking/booking_desk_fixture.h"

namespace rapport::booking {
namespace {

constexpr Channel kChannels[] = {Channel::kInStore, Channel::kPhone,
                                 Channel::kChat, Channel::kEmail};

// Associate 1 has three chats at a time, or two mails.
class SharedTimeTest : public BookingDeskTest {
 protected:
  SharedTimeTest() {
    services_[0].channels = ChannelSet::All();
    services_[0].revision = search::Version(2);
    model_->Apply(brand_, services_);
    std::vector<catalog::Associate> both;
    for (const uint32_t number : {1u, 2u}) {
      catalog::Associate associate =
          search::AssociateAt(number, {search::StoreNo(1)});
      associate.content.channels = ChannelSet::All();
      associate.revision = search::Version(2);
      both.push_back(associate);
    }
    model_->Apply(brand_, both);
    model_->WaitPublished(brand_);
    Show(associate_, With(3, 2));
    Show(other_, search::DailyHours(9, 17));
  }

  static calendar::Schedule With(int chats, int mails) {
    calendar::Schedule schedule = search::DailyHours(9, 17);
    schedule.channel_capacities = {{Channel::kChat, chats},
                                   {Channel::kEmail, mails}};
    return schedule;
  }
  void Show(const AssociateId& associate, const calendar::Schedule& schedule) {
    const auto put = schedules_.PutMany({brand_, Role::kBrandAdmin, "admin"},
                                        {{associate, schedule, std::nullopt}});
    ASSERT_TRUE(put.ok()) << put.status();
    model_->Apply(brand_, *put);
  }
  // Staff, for whom no hold gives way.
  Caller Clerk() const { return CallerOf(Role::kBrandAdmin, "clerk", "ada"); }
  absl::StatusOr<Booking> Take(Channel channel, absl::Time start) {
    HoldWish wish = Wish(start);
    wish.channel = channel;
    return desk_->Hold(Clerk(), Request(absl::StrCat("take-", ++requests_)),
                       wish, kNever);
  }
  Booking MustTake(Channel channel, absl::Time start) {
    const auto held = Take(channel, start);
    EXPECT_TRUE(held.ok()) << held.status();
    return held.value_or(Booking());
  }
  void Free(const BookingId& id) {
    const auto freed =
        desk_->Cancel(Clerk(), Request(absl::StrCat("free-", ++requests_)),
                      {id, std::nullopt}, kNever);
    EXPECT_TRUE(freed.ok()) << freed.status();
  }
  absl::StatusOr<Booking> Switch(const BookingId& id, Channel channel) {
    return changes_.Switch(Clerk(),
                           Request(absl::StrCat("switch-", ++requests_)),
                           {{id, std::nullopt}, channel}, kNever);
  }
  // The starts that are offered on the channel that day.
  std::set<absl::Time> Offered(Channel channel) const {
    const auto index = model_->Find(brand_);
    const auto* record = index->FindAssociate(associate_);
    std::set<absl::Time> starts;
    search::ForEachFreeSlot(
        *index, *record,
        {.service = index->FindService(search::ServiceCalled("styling")),
         .channel = channel,
         .store = std::nullopt,
         .now = Now()},
        {Paris(1), Paris(23)}, [&](const calendar::FreeSlot& slot) {
          starts.insert(slot.interval.start);
          return true;
        });
    return starts;
  }

  const AssociateId other_ = search::AssociateNo(2);
  int requests_ = 0;
  ChangeDesk changes_{store_, schedules_, *model_, *desk_};
};

TEST_F(SharedTimeTest, TakesTheLoadThatTheChannelsCapacitySays) {
  EXPECT_EQ(MustTake(Channel::kChat, Paris(11)).load, 1);
  EXPECT_EQ(MustTake(Channel::kEmail, Paris(13)).load, 1);
  EXPECT_EQ(MustTake(Channel::kInStore, Paris(15)).load, kWholeLoad);
}

TEST_F(SharedTimeTest, OffersAChatBesideOthersUntilTheyAreFull) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(Offered(Channel::kChat).contains(Paris(11)));
    EXPECT_EQ(Offered(Channel::kEmail).contains(Paris(11)), i < 2);
    EXPECT_EQ(Offered(Channel::kInStore).contains(Paris(11)), i < 1);
    MustTake(Channel::kChat, Paris(11));
  }
  EXPECT_FALSE(Offered(Channel::kChat).contains(Paris(11)));
  EXPECT_THAT(Take(Channel::kChat, Paris(11)), FailsWith("SLOT_TAKEN"));
  EXPECT_TRUE(Offered(Channel::kChat).contains(Paris(13)));
}

TEST_F(SharedTimeTest, SwitchesWithTheLoadOfTheChannel) {
  const Booking chat = MustTake(Channel::kChat, Paris(11));
  const Booking beside = MustTake(Channel::kChat, Paris(11));
  EXPECT_THAT(Switch(chat.id, Channel::kVideo), FailsWith("SLOT_TAKEN"));
  Free(beside.id);
  const auto video = Switch(chat.id, Channel::kVideo);
  ASSERT_TRUE(video.ok()) << video.status();
  EXPECT_EQ(video->load, kWholeLoad);
  EXPECT_FALSE(Offered(Channel::kChat).contains(Paris(11)));
  const auto mail = Switch(chat.id, Channel::kEmail);
  ASSERT_TRUE(mail.ok()) << mail.status();
  EXPECT_EQ(mail->load, 1);
  EXPECT_TRUE(Offered(Channel::kChat).contains(Paris(11)));
}

TEST_F(SharedTimeTest, SwitchesDuringTheMeetingWhatIsLeftOfIt) {
  const Booking chat = MustTake(Channel::kChat, Paris(11));
  MustTake(Channel::kChat, Paris(10));  // till 11, and five minutes more
  ASSERT_TRUE(desk_
                  ->Confirm(Clerk(), Request("confirm"),
                            {{chat.id, std::nullopt}}, kNever)
                  .ok());
  SetNow(Paris(11, 20));
  const auto video = Switch(chat.id, Channel::kVideo);
  ASSERT_TRUE(video.ok()) << video.status();
  EXPECT_EQ(video->meeting, chat.meeting);
  EXPECT_EQ(video->occupied, (Interval{Paris(11, 20), chat.occupied.end}));
}

TEST_F(SharedTimeTest, MovesWithTheLoadThatTheCapacityHasBecome) {
  const Booking chat = MustTake(Channel::kChat, Paris(11));
  Show(associate_, With(1, 2));
  const auto moved =
      changes_.Move(Clerk(), Request("move"),
                    {{chat.id, std::nullopt}, Paris(14), std::nullopt}, kNever);
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->load, kWholeLoad);
}

TEST_F(SharedTimeTest, ReassignsWithTheLoadOfTheOther) {
  const Booking chat = MustTake(Channel::kChat, Paris(11));
  const auto given = changes_.Reassign(
      Clerk(), Request("give"), {{chat.id, std::nullopt}, other_, std::nullopt},
      kNever);
  ASSERT_TRUE(given.ok()) << given.status();
  EXPECT_EQ(given->load, kWholeLoad);
  EXPECT_TRUE(Shown().empty());
}

TEST_F(SharedTimeTest, TellsWhoIsBeyondALoweredCapacity) {
  std::vector<BookingId> chats;
  for (int i = 0; i < 3; ++i) {
    chats.push_back(MustTake(Channel::kChat, Paris(11)).id);
    SetNow(Now() + absl::Seconds(1));
  }
  calendar::ScheduleDesk desk(schedules_, store_, *model_);
  const auto change =
      desk.Put(CallerOf(Role::kBrandAdmin, "admin"), Request("lower"),
               {associate_, With(2, 2), std::nullopt});
  ASSERT_TRUE(change.ok()) << change.status();
  ASSERT_EQ(change->uncovered.first.size(), 1);
  EXPECT_EQ(change->uncovered.first[0].id, chats[2]);
  EXPECT_EQ(change->uncovered.first[0].reason,
            calendar::UncoveredReason::kCapacity);
  // It stays, and nobody else comes in until enough have left.
  EXPECT_EQ(store_.Get(brand_, chats[2], kNever)->state, BookingState::kHeld);
  Free(chats[0]);
  EXPECT_FALSE(Offered(Channel::kChat).contains(Paris(11)));
  EXPECT_THAT(Take(Channel::kChat, Paris(11)), FailsWith("SLOT_TAKEN"));
  Free(chats[1]);
  EXPECT_TRUE(Offered(Channel::kChat).contains(Paris(11)));
}

// Whatever is held, freed, run out or changed of their capacities: a slot is
// offered exactly where a hold of it is had.
TEST_F(SharedTimeTest, OffersWhatAHoldGets) {
  const char* given = std::getenv("RAPPORT_TEST_SEED");
  const uint32_t seed =
      given == nullptr ? std::random_device()() : std::atoi(given);
  std::printf("RAPPORT_TEST_SEED=%u\n", seed);
  std::mt19937 random(seed);
  std::vector<BookingId> held;
  int shared = 0;
  for (int round = 0; round < 60; ++round) {
    const Channel channel = kChannels[random() % 4];
    const absl::Time start = Paris(11) + absl::Minutes(30) * (random() % 6);
    const auto took = Take(channel, start);
    if (took.ok()) held.push_back(took->id);
    if (random() % 4 == 0) SetNow(Now() + absl::Minutes(2));
    if (random() % 6 == 0) {
      Show(associate_, With(1 + static_cast<int>(random() % 3),
                            1 + static_cast<int>(random() % 3)));
    }
    if (!held.empty() && random() % 3 == 0) {
      const Booking some =
          *store_.Get(brand_, held[random() % held.size()], kNever);
      if (IsLive(some.state)) Free(some.id);
    }
    for (const Channel each : kChannels) {
      const std::set<absl::Time> offered = Offered(each);
      for (int half = 0; half < 8; ++half) {
        const absl::Time at = Paris(11) + absl::Minutes(30) * half;
        const auto tried = Take(each, at);
        ASSERT_EQ(tried.ok(), offered.contains(at))
            << ChannelWord(each) << " at " << at << ": " << tried.status();
        if (!tried.ok()) {
          ASSERT_THAT(tried, FailsWith("SLOT_TAKEN"));
          continue;
        }
        shared += tried->load == 1;
        Free(tried->id);
      }
    }
  }
  EXPECT_GT(shared, 5);
}

}  // namespace
}  // namespace rapport::booking
