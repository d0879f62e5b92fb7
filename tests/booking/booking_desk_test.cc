#include "server/booking/booking_desk.h"

#include <set>
#include <string>

#include "tests/booking/booking_desk_fixture.h"

namespace rapport::booking {
namespace {

TEST_F(BookingDeskTest, ConfirmsAndCancelsAndShowsIt) {
  const Booking held = MustHold(Paris(11));
  const auto confirmed = Confirm(held.id);
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->state, BookingState::kConfirmed);
  SetNow(Paris(9));  // the hold would have run out
  EXPECT_EQ(Shown(), std::vector<Interval>{held.occupied});
  const auto cancelled = Cancel(held.id);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->state, BookingState::kCancelled);
  EXPECT_TRUE(Shown().empty());
}

TEST_F(BookingDeskTest, ChangesOnlyTheVersionSeen) {
  const BookingId id = MustHold(Paris(11)).id;
  EXPECT_THAT(desk_->Confirm(Ada(), Request("c"), {{id, 2}}, kNever),
              FailsWith("ETAG_MISMATCH"));
  EXPECT_TRUE(desk_->Confirm(Ada(), Request("c"), {{id, 1}}, kNever).ok());
  EXPECT_THAT(desk_->Cancel(Ada(), Request("x"), {id, 1}, kNever),
              FailsWith("ETAG_MISMATCH"));
  EXPECT_TRUE(desk_->Cancel(Ada(), Request("x"), {id, 2}, kNever).ok());
}

TEST_F(BookingDeskTest, ConfirmsNoHoldThatRanOut) {
  const Booking held = MustHold(Paris(11));
  SetNow(held.hold_expire_time);
  EXPECT_THAT(Confirm(held.id), FailsWith("HOLD_EXPIRED"));
}

TEST_F(BookingDeskTest, ShowsNothingOfARepeatedRequestThatWasOvertaken) {
  const Booking held = MustHold(Paris(11));
  ASSERT_TRUE(Confirm(held.id).ok());
  ASSERT_TRUE(Cancel(held.id).ok());
  ASSERT_TRUE(Shown().empty());
  // A server that has just started does not know what has ended.
  Restart();
  const auto again = Confirm(held.id);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->state, BookingState::kConfirmed);
  EXPECT_TRUE(Shown().empty());
  const auto hold_again = Hold(Wish(Paris(11)));
  ASSERT_TRUE(hold_again.ok()) << hold_again.status();
  EXPECT_EQ(*hold_again, held);
  EXPECT_TRUE(Shown().empty());
}

TEST_F(BookingDeskTest, ShowsWhatIsStillLiveAfterARestart) {
  const Booking held = MustHold(Paris(11));
  Restart();
  EXPECT_EQ(Shown(), std::vector<Interval>{held.occupied});
  ASSERT_TRUE(Cancel(held.id).ok());
  EXPECT_TRUE(Shown().empty());
}

// Callers by name, and who of them may know of a booking by ada with associate
// 1 at store 1.
class BookingDeskCallersTest : public BookingDeskTest {
 protected:
  std::vector<std::pair<std::string, Caller>> Callers() const {
    std::vector<std::pair<std::string, Caller>> callers = {
        {"ada", Ada()},
        {"bob", CallerOf(Role::kShopper, "bob", "bob")},
        {"a shopper without a name", CallerOf(Role::kShopper, "x")},
        {"a backend for ada", CallerOf(Role::kBrandBackend, "web", "ada")},
        {"a backend for bob", CallerOf(Role::kBrandBackend, "web", "bob")},
        {"a backend for nobody", CallerOf(Role::kBrandBackend, "web")},
        {"an admin", CallerOf(Role::kBrandAdmin, "admin")},
        {"an operator", CallerOf(Role::kOperator, "operator")},
        {"an operator as ada", CallerOf(Role::kOperator, "ada", "ada")},
    };
    const auto add = [&](const std::string& name, Role role) -> Caller& {
      return callers.emplace_back(name, CallerOf(role, name)).second;
    };
    add("associate 1", Role::kAssociate).associate = search::AssociateNo(1);
    add("associate 2", Role::kAssociate).associate = search::AssociateNo(2);
    add("associate 2 as ada", Role::kAssociate).associate =
        search::AssociateNo(2);
    callers.back().second.shopper = "ada";
    add("an associate without an id", Role::kAssociate);
    add("a manager of 1", Role::kStoreManager).stores = {search::StoreNo(1)};
    add("a manager of 2", Role::kStoreManager).stores = {search::StoreNo(2)};
    add("a manager of both", Role::kStoreManager).stores = {search::StoreNo(2),
                                                            search::StoreNo(1)};
    add("a manager of none", Role::kStoreManager);
    return callers;
  }
  const std::set<std::string> who_may_ = {
      "ada",         "a backend for ada", "an admin",
      "associate 1", "a manager of 1",    "a manager of both",
  };
};

TEST_F(BookingDeskCallersTest, MaySeeTheirOwnOnly) {
  const Booking booking = search::BookingIn(BookingState::kHeld, 1, associate_,
                                            {Paris(11), Paris(12)});
  for (const auto& [name, caller] : Callers()) {
    EXPECT_EQ(MaySee(caller, booking), who_may_.count(name) == 1) << name;
  }
  Booking nobodys = booking;
  nobodys.shopper = "";
  EXPECT_FALSE(MaySee(CallerOf(Role::kShopper, "x"), nobodys));
}

TEST_F(BookingDeskCallersTest, BookWhatTheyWillSeeOnly) {
  int attempt = 0;
  for (auto& [name, caller] : Callers()) {
    if (caller.shopper.empty()) caller.shopper = "ada";
    const RequestKey request = Request(std::to_string(++attempt));
    const auto held = desk_->Hold(caller, request, Wish(Paris(11)), kNever);
    if (held.ok()) {
      EXPECT_TRUE(MaySee(caller, *held)) << name;
      EXPECT_EQ(held->shopper, caller.shopper);
      ASSERT_TRUE(
          desk_->Cancel(caller, Request("x" + name), {held->id, {}}, kNever)
              .ok());
    } else {
      EXPECT_THAT(held, FailsWith("NOT_YOURS_TO_BOOK")) << name;
      EXPECT_EQ(held.status().code(), absl::StatusCode::kPermissionDenied);
      EXPECT_NE(caller.role(), Role::kShopper);
      EXPECT_NE(caller.role(), Role::kBrandBackend);
    }
  }
  // An admin, associate 1, two managers; three shoppers, three backends.
  EXPECT_EQ(store_.holds(), 10);
}

TEST_F(BookingDeskCallersTest, GetWhatTheyMaySeeAndHearOfNothingElse) {
  const Booking held = MustHold(Paris(11));
  for (const auto& [name, caller] : Callers()) {
    const auto seen = desk_->Get(caller, held.id, kNever);
    if (who_may_.count(name) == 1) {
      ASSERT_TRUE(seen.ok()) << name << ": " << seen.status();
      EXPECT_EQ(*seen, held);
    } else {
      EXPECT_THAT(seen, FailsWith("BOOKING_NOT_FOUND")) << name;
      EXPECT_EQ(seen.status().code(), absl::StatusCode::kNotFound);
    }
  }
  EXPECT_THAT(desk_->Get(Ada(), search::BookingNo(77), kNever),
              FailsWith("BOOKING_NOT_FOUND"));
}

TEST_F(BookingDeskCallersTest, ChangeNothingThatTheyMayNotSee) {
  const Booking held = MustHold(Paris(11));
  const ChangeWish wish = {held.id, std::nullopt};
  for (const auto& [name, caller] : Callers()) {
    if (who_may_.count(name) == 1) continue;
    EXPECT_THAT(desk_->Confirm(caller, Request("c"), {wish}, kNever),
                FailsWith("BOOKING_NOT_FOUND"))
        << name;
    EXPECT_THAT(desk_->Cancel(caller, Request("x"), wish, kNever),
                FailsWith("BOOKING_NOT_FOUND"))
        << name;
  }
  EXPECT_EQ(*store_.Get(brand_, held.id, kNever), held);
}

TEST_F(BookingDeskCallersTest, ListWhatTheyMaySee) {
  const Booking held = MustHold(Paris(11));
  for (const auto& [name, caller] : Callers()) {
    ListWish wish;
    wish.window = {Paris(0), Paris(24)};
    const auto all = desk_->List(caller, wish, {}, 10, kNever);
    ASSERT_TRUE(all.ok()) << all.status();
    EXPECT_EQ(all->size(), who_may_.count(name)) << name;
    wish.associate = associate_;
    const auto theirs = desk_->List(caller, wish, {}, 10, kNever);
    ASSERT_TRUE(theirs.ok()) << theirs.status();
    EXPECT_EQ(*theirs, *all) << name;
    wish.associate = search::AssociateNo(2);
    EXPECT_TRUE(desk_->List(caller, wish, {}, 10, kNever)->empty()) << name;
  }
}

TEST_F(BookingDeskCallersTest, ListByStateAndWindowInPages) {
  const Booking first = MustHold(Paris(10), "one");
  const Booking next = MustHold(Paris(12), "two");
  ASSERT_TRUE(Confirm(next.id).ok());
  ListWish wish;
  wish.window = {Paris(0), Paris(24)};
  const auto page = desk_->List(Ada(), wish, {}, 1, kNever);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(*page, std::vector<Booking>{first});
  const auto rest =
      desk_->List(Ada(), wish, {first.meeting.start, first.id}, 9, kNever);
  ASSERT_EQ(rest->size(), 1);
  EXPECT_EQ(rest->front().id, next.id);
  wish.state = BookingState::kConfirmed;
  ASSERT_EQ(desk_->List(Ada(), wish, {}, 9, kNever)->size(), 1);
  wish.window.end = next.meeting.start;
  EXPECT_TRUE(desk_->List(Ada(), wish, {}, 9, kNever)->empty());
}

}  // namespace
}  // namespace rapport::booking
