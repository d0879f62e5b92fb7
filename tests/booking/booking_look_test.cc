// What a look at the database sees of it.
#include "db/booking_look.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/booking/booking_rounds_fixture.h"

namespace rapport::db {
namespace {

using booking::BookingState;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

class BookingLookTest : public BookingRoundsFixture {
 protected:
  static Wish WishOf(const Call& call, uint32_t associate, int first_tick,
                     int end_tick) {
    return {.principal = call.actor.principal,
            .request_id = call.request.request_id,
            .associate = search::AssociateNo(associate),
            .occupied = {At(first_tick), At(end_tick)}};
  }

  Seen LookFor(const std::vector<Wish>& wishes) {
    Seen seen;
    const absl::Status status =
        RunTransaction(pool_, {}, Soon(), [&](Transaction& transaction) {
          return LookAtAll(transaction, TestActor().brand, wishes, seen);
        });
    EXPECT_TRUE(status.ok()) << status;
    return seen;
  }

  static std::pair<AssociateId, int64_t> Tick(uint32_t associate, int tick) {
    return {search::AssociateNo(associate), TickOf(At(tick))};
  }

  std::vector<std::pair<AssociateId, int64_t>> TicksOf(const Seen& seen) {
    std::vector<std::pair<AssociateId, int64_t>> ticks;
    for (const auto& [tick, blocker] : seen.blockers) ticks.push_back(tick);
    return ticks;
  }
};

TEST_F(BookingLookTest, SeesTheClockAndTheCalendars) {
  Execute(
      "UPDATE calendar SET version = 4 WHERE associate_id = (SELECT * FROM"
      " (SELECT MIN(associate_id) FROM calendar) AS least)");
  const Call call = Hold(1, 1, 0);
  const Rows before = Select("SELECT UTC_TIMESTAMP(6)");
  const Seen seen = LookFor({WishOf(call, 1, 0, 2), WishOf(call, 2, 0, 2),
                             WishOf(call, 1, 4, 6), WishOf(call, 77, 0, 2)});
  EXPECT_THAT(seen.versions,
              UnorderedElementsAre(Pair(search::AssociateNo(1), 4),
                                   Pair(search::AssociateNo(2), 1)));
  const std::string now =
      absl::FormatTime("%Y-%m-%d %H:%M:%E6S", seen.now, absl::UTCTimeZone());
  EXPECT_LE(before, (Rows{{now}}));
  EXPECT_LE((Rows{{now}}), Select("SELECT UTC_TIMESTAMP(6)"));
  EXPECT_THAT(seen.blockers, IsEmpty());
  EXPECT_THAT(seen.done, IsEmpty());
}

TEST_F(BookingLookTest, SeesWhoHasWhatIsWishedFor) {
  Call ada = Hold(1, 1, 0);
  Call bo = Hold(2, 2, 0);
  Ask(ada);
  Ask(bo);
  const Call call = Hold(3, 1, 0);
  EXPECT_THAT(TicksOf(LookFor({WishOf(call, 1, 1, 3), WishOf(call, 2, 2, 4)})),
              UnorderedElementsAre(Tick(1, 1)));
  const Seen seen = LookFor({WishOf(call, 1, -2, 9), WishOf(call, 2, 1, 2)});
  EXPECT_THAT(TicksOf(seen),
              UnorderedElementsAre(Tick(1, 0), Tick(1, 1), Tick(2, 1)));
  const Blocker& blocker = seen.blockers.at(Tick(1, 0));
  EXPECT_EQ(blocker.state, BookingState::kHeld);
  EXPECT_EQ(blocker.hold_expire_time, ada.answer->hold_expire_time);
  EXPECT_EQ(blocker.shopper, "shopper-1");
  EXPECT_THAT(LookFor({{.principal = "ada",
                        .request_id = "request-9",
                        .associate = search::AssociateNo(1),
                        .occupied = {}}})
                  .blockers,
              IsEmpty());
}

TEST_F(BookingLookTest, SeesWhichRequestsWereAnswered) {
  Call ada = Hold(1, 1, 0);
  Ask(ada);
  ASSERT_TRUE(ada.answer.ok()) << ada.answer.status();
  Call other = Hold(2, 2, 0);  // another's, of the same name
  other.actor.principal = "somebody-else";
  other.request = ada.request;
  const Call fresh = Hold(3, 3, 0);
  const Seen seen = LookFor(
      {WishOf(ada, 3, 0, 2), WishOf(other, 3, 0, 2), WishOf(fresh, 3, 0, 2)});
  EXPECT_THAT(seen.done, UnorderedElementsAre(Pair(ada.actor.principal,
                                                   ada.request.request_id)));
}

}  // namespace
}  // namespace rapport::db
