// What a service's rules make of its bookings, at the desks.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/booking/change_desk.h"
#include "tests/booking/booking_desk_fixture.h"

namespace rapport::booking {
namespace {

using catalog::QuestionType;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class BookingRulesTest : public BookingDeskTest {
 protected:
  catalog::Service& styling() { return services_[0]; }
  // Lets the desk know what has been said of the services.
  void Show() {
    ++styling().revision.version;
    model_->Apply(brand_, services_);
    model_->WaitPublished(brand_);
  }
  void Ask() {
    styling().questions = {
        {.id = "size", .text = "Which size?", .required = true},
        {"occasion", "What for?", QuestionType::kChoice, {"gala", "wedding"}},
        {.id = "first", .text = "First?", .type = QuestionType::kYesNo}};
    Show();
  }

  absl::StatusOr<Booking> Create(const HoldWish& wish,
                                 const std::string& request = "create") {
    return desk_->Create(Ada(), Request(request), wish, kNever);
  }
  absl::StatusOr<Booking> CreateWith(std::vector<Answer> answers,
                                     const std::string& request = "create") {
    HoldWish wish = Wish(Paris(12));
    wish.answers = std::move(answers);
    return Create(wish, request);
  }
  absl::StatusOr<Booking> Confirm(const BookingId& id,
                                  std::vector<Answer> answers,
                                  const std::string& request = "confirm") {
    return desk_->Confirm(Ada(), Request(request),
                          {{id, std::nullopt}, std::move(answers)}, kNever);
  }
  absl::StatusOr<Booking> CancelAs(const Caller& caller, const BookingId& id) {
    return desk_->Cancel(caller, Request("cancel"), {id, std::nullopt}, kNever);
  }
  absl::StatusOr<Booking> MoveAs(const Caller& caller, const BookingId& id,
                                 absl::Time start,
                                 const std::string& request = "move") {
    ChangeDesk changes(store_, schedules_, *model_, *desk_);
    return changes.Move(caller, Request(request), {{id, {}}, start, {}},
                        kNever);
  }
  Caller Admin() const { return CallerOf(Role::kBrandAdmin, "boss"); }
  Caller Backend() const {
    return CallerOf(Role::kBrandBackend, "shop", "ada");
  }

  static std::string FieldOf(const absl::Status& status) {
    const FieldProblems problems = FieldProblemsOf(status);
    return problems.empty() ? "" : problems[0].field;
  }
};

TEST_F(BookingRulesTest, PromisesTheNoticesOfTheDayOfBooking) {
  styling().cancel_notice = absl::Hours(24);
  styling().move_notice = absl::Hours(2);
  Show();
  const Booking held = MustHold(Paris(12));
  EXPECT_EQ(held.cancel_notice, absl::Hours(24));
  EXPECT_EQ(held.move_notice, absl::Hours(2));
  styling().cancel_notice = absl::ZeroDuration();
  styling().move_notice = absl::Hours(48);
  Show();
  const auto moved = MoveAs(Ada(), held.id, Paris(14));
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->cancel_notice, absl::Hours(24));
  EXPECT_EQ(moved->move_notice, absl::Hours(2));
}

TEST_F(BookingRulesTest, TellsShoppersUntilWhenTheyMightHaveCancelled) {
  styling().cancel_notice = absl::Hours(3);
  Show();
  const Booking booked = *Create(Wish(Paris(12)));
  SetNow(Paris(9) + absl::Seconds(1));
  for (const Caller& caller : {Ada(), Backend()}) {
    const auto cancelled = CancelAs(caller, booked.id);
    EXPECT_THAT(cancelled, FailsWith("TOO_LATE_TO_CANCEL"));
    EXPECT_THAT(cancelled.status().message(),
                HasSubstr("2027-03-01 08:00 UTC"));
  }
  EXPECT_TRUE(CancelAs(Admin(), booked.id).ok());
}

TEST_F(BookingRulesTest, TellsShoppersUntilWhenTheyMightHaveMoved) {
  styling().move_notice = absl::Hours(3);
  Show();
  const Booking booked = *Create(Wish(Paris(12)));
  SetNow(Paris(9) + absl::Seconds(1));
  for (const Caller& caller : {Ada(), Backend()}) {
    const auto moved = MoveAs(caller, booked.id, Paris(14));
    EXPECT_THAT(moved, FailsWith("TOO_LATE_TO_MOVE"));
    EXPECT_THAT(moved.status().message(), HasSubstr("2027-03-01 08:00 UTC"));
  }
  EXPECT_TRUE(MoveAs(Admin(), booked.id, Paris(14), "by-admin").ok());
}

TEST_F(BookingRulesTest, KeepsAnswersOfConfirmAndCreate) {
  Ask();
  const Booking held = MustHold(Paris(12));
  EXPECT_THAT(held.answers, IsEmpty());
  const std::vector<Answer> answers = {{"first", "no"}, {"size", "38"}};
  const auto confirmed = Confirm(held.id, answers);
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->answers, answers);
  const auto moved = MoveAs(Ada(), held.id, Paris(14));
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->answers, answers);
  const auto created = CreateWith({{"size", "40"}});
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->answers, (std::vector<Answer>{{"size", "40"}}));
}

TEST_F(BookingRulesTest, WantsWhatIsRequiredWhereItIsConfirmed) {
  Ask();
  const Booking held = MustHold(Paris(14));
  for (const auto& refused : {Confirm(held.id, {}), CreateWith({}),
                              Confirm(held.id, {{"occasion", "gala"}})}) {
    EXPECT_THAT(refused, FailsWith("ANSWER_REQUIRED"));
    EXPECT_EQ(FieldOf(refused.status()), "answers");
    EXPECT_THAT(refused.status().message(), HasSubstr("size"));
  }
  EXPECT_EQ(store_.Get(brand_, held.id, kNever)->version, 1);
}

TEST_F(BookingRulesTest, NamesTheAnswerAtFaultAndNotItsWords) {
  Ask();
  const Answer good = {"size", "38"};
  const struct {
    std::vector<Answer> answers;
    const char* reason;
    const char* field;
  } kRows[] = {
      {{good, {"colour", "secret"}}, "UNKNOWN", "answers[1].question"},
      {{good, {"", "secret"}}, "REQUIRED", "answers[1].question"},
      {{good, good}, "DUPLICATE", "answers[1].question"},
      {{good, {"occasion", "secret"}}, "NOT_A_CHOICE", "answers[1].text"},
      {{good, {"first", "secret"}}, "NOT_A_CHOICE", "answers[1].text"},
      {{{"size", ""}}, "REQUIRED", "answers[0].text"},
      {{{"size", "secret\x01"}}, "MALFORMED", "answers[0].text"},
      {{{"size", std::string(1001, 'x')}}, "TOO_LONG", "answers[0].text"},
      {std::vector<Answer>(21, good), "TOO_MANY", "answers"},
  };
  for (const auto& [answers, reason, field] : kRows) {
    const auto refused = CreateWith(answers);
    EXPECT_THAT(refused, FailsWith(reason));
    EXPECT_EQ(FieldOf(refused.status()), field);
    EXPECT_THAT(refused.status().message(), Not(HasSubstr("secret")));
  }
  EXPECT_THAT(store_.Claims(), IsEmpty());
}

TEST_F(BookingRulesTest, SaysOfWhatIsNoHoldThatItIsNone) {
  Ask();
  const Booking held = MustHold(Paris(12));
  ASSERT_TRUE(Confirm(held.id, {{"size", "38"}}).ok());
  EXPECT_THAT(Confirm(held.id, {}, "again"), FailsWith("NOT_HELD"));
  const Booking other = MustHold(Paris(14), "other");
  SetNow(Paris(8, 10));
  EXPECT_THAT(Confirm(other.id, {}, "late"), FailsWith("HOLD_EXPIRED"));
}

TEST_F(BookingRulesTest, AnswersARepeatedConfirmThoughMoreIsAskedByNow) {
  const Booking held = MustHold(Paris(12));
  const auto confirmed = Confirm(held.id, {});
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  Ask();
  EXPECT_EQ(*Confirm(held.id, {}), *confirmed);
}

TEST_F(BookingRulesTest, LetsAsManyComeTogetherAsTheServiceSays) {
  HoldWish wish = Wish(Paris(12));
  const auto with = [&](int party_size) {
    wish.party_size = party_size;
    return Hold(wish, absl::StrCat("party-", party_size));
  };
  EXPECT_THAT(with(2), FailsWith("OUT_OF_RANGE"));
  styling().party_max = 4;
  Show();
  for (int party_size : {-1, 0, 5}) {
    const auto refused = with(party_size);
    EXPECT_THAT(refused, FailsWith("OUT_OF_RANGE"));
    EXPECT_EQ(FieldOf(refused.status()), "party_size");
  }
  const auto held = with(4);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->party_size, 4);
  // Who has it keeps it.
  styling().party_max = 1;
  Show();
  const auto moved = MoveAs(Ada(), held->id, Paris(14));
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->party_size, 4);
}

TEST_F(BookingRulesTest, HoldsNoMoreThanTheLimit) {
  styling().shopper_limit.live_max = 1;
  Show();
  const Booking held = MustHold(Paris(10));
  EXPECT_THAT(Hold(Wish(Paris(12)), "more"), FailsWith("SHOPPER_LIMIT"));
  EXPECT_THAT(Create(Wish(Paris(12))), FailsWith("SHOPPER_LIMIT"));
  EXPECT_THAT(
      desk_->Hold(Admin(), Request("by-admin"), Wish(Paris(12)), kNever),
      FailsWith("SHOPPER_REQUIRED"));
  const Caller boss = CallerOf(Role::kBrandAdmin, "boss", "ada");
  EXPECT_THAT(desk_->Hold(boss, Request("by-admin"), Wish(Paris(12)), kNever),
              FailsWith("SHOPPER_LIMIT"));
  // Somebody else may.
  const Caller bea = CallerOf(Role::kShopper, "bea", "bea");
  EXPECT_TRUE(desk_->Hold(bea, Request("bea"), Wish(Paris(14)), kNever).ok());
  // Who gives one back may have another.
  HoldWish instead = Wish(Paris(15, 30));
  instead.replaces = held.id;
  EXPECT_TRUE(Hold(instead, "instead").ok());
}

TEST_F(BookingRulesTest, ConfirmsAndMovesWithinTheLimit) {
  styling().shopper_limit = {1, 1, absl::Hours(24)};
  Show();
  const Booking held = MustHold(Paris(10));
  ASSERT_TRUE(Confirm(held.id, {}).ok());
  EXPECT_TRUE(MoveAs(Ada(), held.id, Paris(14)).ok());
}

}  // namespace
}  // namespace rapport::booking
