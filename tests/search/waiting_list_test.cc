#include "server/search/waiting_list.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/search/replica_fixture.h"

namespace rapport::search {
namespace {

using booking::WaitlistEntry;
using booking::WaitlistEntryId;
using booking::WaitlistPlace;
using booking::WaitlistState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

WaitlistEntry Waiting(uint32_t number, const std::string& service,
                      absl::Duration joined) {
  WaitlistEntry entry;
  entry.id = Numbered<WaitlistEntryId>(number);
  entry.shopper = absl::StrCat("waiter-", number);
  entry.service = ServiceCalled(service);
  entry.channels = {Channel::kVideo};
  entry.associate = AssociateNo(1);
  entry.window = {kNow, kNow + absl::Hours(24)};
  entry.version = 1;
  entry.create_time = kNow + joined;
  entry.update_time = entry.create_time;
  return entry;
}

class WaitingListTest : public testing::Test {
 protected:
  void Know(const WaitlistEntry& entry,
            absl::Time past = absl::InfinitePast()) {
    list_.Apply(kBrand, {&entry, 1}, past);
  }
  void End(WaitlistEntry entry) {
    entry.state = WaitlistState::kLeft;
    ++entry.version;
    Know(entry);
  }
  std::vector<std::string> Found(const std::vector<std::string>& services,
                                 size_t limit = 100,
                                 const WaitlistPlace& after = {}) {
    std::vector<ServiceId> ids;
    for (const std::string& name : services) ids.push_back(ServiceCalled(name));
    std::vector<std::string> shoppers;
    const auto found =
        list_.Find(kBrand, ids, after, limit, [](const WaitlistEntry& entry) {
          return entry.shopper != "waiter-13";
        });
    for (const auto& entry : found) shoppers.push_back(entry->shopper);
    return shoppers;
  }

  WaitingList list_;
};

TEST_F(WaitingListTest, TellsWhoJoinedFirstOfAllThatIsAskedFor) {
  Know(Waiting(1, "styling", absl::Seconds(3)));
  Know(Waiting(2, "repair", absl::Seconds(2)));
  Know(Waiting(3, "styling", absl::Seconds(1)));
  Know(Waiting(13, "styling", absl::Seconds(0)));  // who does not fit
  EXPECT_THAT(Found({"styling", "repair"}),
              ElementsAre("waiter-3", "waiter-2", "waiter-1"));
  EXPECT_THAT(Found({"styling", "repair"}, 2),
              ElementsAre("waiter-3", "waiter-2"));
  EXPECT_THAT(Found({"styling", "repair"}, 9,
                    PlaceOf(Waiting(2, "repair", absl::Seconds(2)))),
              ElementsAre("waiter-1"));
  EXPECT_THAT(Found({"repair", "none"}), ElementsAre("waiter-2"));
  EXPECT_THAT(list_.Services(kBrand),
              ElementsAre(ServiceCalled("repair"), ServiceCalled("styling")));
  EXPECT_THAT(list_.Services(kOtherBrand), IsEmpty());
}

TEST_F(WaitingListTest, OldNewsBringNobodyBack) {
  const WaitlistEntry entry = Waiting(1, "styling", absl::ZeroDuration());
  Know(entry);
  Know(entry);
  End(entry);
  Know(entry);
  EXPECT_THAT(Found({"styling"}), IsEmpty());
  EXPECT_THAT(list_.Services(kBrand), IsEmpty());
  // The end may be heard of first.
  const WaitlistEntry other = Waiting(2, "styling", absl::ZeroDuration());
  End(other);
  Know(other);
  EXPECT_THAT(Found({"styling"}), IsEmpty());
}

TEST_F(WaitingListTest, WhoWaitsAgainHasTheirPlace) {
  const WaitlistEntry first = Waiting(1, "styling", absl::Seconds(1));
  Know(first);
  Know(Waiting(2, "styling", absl::Seconds(2)));
  WaitlistEntry again = first;
  again.version = 2;
  again.state = WaitlistState::kOffered;
  Know(again);
  EXPECT_THAT(Found({"styling"}), ElementsAre("waiter-2"));
  again.version = 3;
  again.state = WaitlistState::kWaiting;
  again.update_time += absl::Hours(1);
  Know(again);
  EXPECT_THAT(Found({"styling"}), ElementsAre("waiter-1", "waiter-2"));
}

TEST_F(WaitingListTest, ForgetsWhatEndedLongAgo) {
  const WaitlistEntry entry = Waiting(1, "styling", absl::ZeroDuration());
  End(entry);
  Know(Waiting(2, "styling", absl::ZeroDuration()), kNow + absl::Seconds(1));
  Know(entry);
  EXPECT_THAT(Found({"styling"}), ElementsAre("waiter-1", "waiter-2"));
}

TEST_F(ReplicaTest, KnowsWhoWaitsFromTheStartAndFollows) {
  PutBrand();
  const WaitlistEntry first = Waiting(1, "styling", absl::ZeroDuration());
  const WaitlistEntry second = Waiting(2, "styling", absl::ZeroDuration());
  const auto join = [&](const WaitlistEntry& entry) {
    ASSERT_TRUE(waitlist_
                    .Join(kAdmin,
                          {"request-" + entry.shopper, std::string(32, 'a')},
                          entry, kNever)
                    .ok());
  };
  join(first);
  ASSERT_TRUE(replica_.Load([](absl::string_view) {}).ok());
  const auto waiting = [&] {
    std::vector<std::string> shoppers;
    const auto found =
        model_.waiting().Find(kBrand, {ServiceCalled("styling")}, {}, 9,
                              [](const WaitlistEntry&) { return true; });
    for (const auto& entry : found) shoppers.push_back(entry->shopper);
    return shoppers;
  };
  EXPECT_THAT(waiting(), ElementsAre("waiter-1"));
  join(second);
  ASSERT_TRUE(waitlist_
                  .Leave(kAdmin, {"request-leave", std::string(32, 'a')},
                         first.id, std::nullopt, kNever)
                  .ok());
  feed_.Tell(ChangeKind::kWaitlist,
             std::string(first.id.stored()) + std::string(second.id.stored()));
  MustFollow(1);
  EXPECT_THAT(waiting(), ElementsAre("waiter-2"));
}

}  // namespace
}  // namespace rapport::search
