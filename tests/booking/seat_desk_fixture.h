// A desk whose `styling` is a class of four seats, for parties of up to three.
// See booking_desk_fixture.h.
#ifndef RAPPORT_TESTS_BOOKING_SEAT_DESK_FIXTURE_H_
#define RAPPORT_TESTS_BOOKING_SEAT_DESK_FIXTURE_H_

#include <string>

#include "server/booking/seat_desk.h"
#include "tests/booking/booking_desk_fixture.h"

namespace rapport::booking {

class SeatDeskTest : public BookingDeskTest {
 protected:
  SeatDeskTest() {
    catalog::Service& styling = services_[0];
    styling.seats = 4;
    styling.party_max = 3;
    styling.cancel_notice = absl::Hours(1);
    Show();
  }
  void Show() {
    ++services_[0].revision.version;
    model_->Apply(brand_, services_);
    model_->WaitPublished(brand_);
  }
  Caller Staff() const {
    Caller caller = CallerOf(Role::kAssociate, "one");
    caller.associate = associate_;
    return caller;
  }
  // Off the grid, and closer than shoppers may book.
  HoldWish SessionAt(absl::Time start, int seats = 0) const {
    HoldWish wish = Wish(start);
    wish.session = seats;
    return wish;
  }
  absl::StatusOr<Booking> Make(const HoldWish& wish,
                               const std::string& request = "make") {
    return desk_->Create(Staff(), Request(request), wish, kNever);
  }
  Booking MustMake(absl::Time start) {
    const auto made = Make(SessionAt(start));
    EXPECT_TRUE(made.ok()) << made.status();
    return made.value_or(Booking());
  }
  absl::StatusOr<Booking> Sit(const BookingId& session, int party = 1,
                              const std::string& request = "sit") {
    return SitAs(Ada(), session, party, request);
  }
  absl::StatusOr<Booking> SitAs(const Caller& caller, const BookingId& session,
                                int party = 1,
                                const std::string& request = "sit") {
    SeatDesk seats(store_, schedules_, *model_, *desk_);
    return seats.Hold(caller, Request(request), {session, party, {}}, kNever);
  }
};

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_BOOKING_SEAT_DESK_FIXTURE_H_
