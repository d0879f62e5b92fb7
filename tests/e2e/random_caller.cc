#include "tests/e2e/random_caller.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/transport/error_details.h"

namespace rapport::test {
namespace {

using Booking = v1::BookingService::Stub;
using Calendar = v1::CalendarService::Stub;
using Catalog = v1::CatalogService::Stub;

// Slots of the day that are fought for.
constexpr int kSlots = 12;

bool IsRefusal(const std::string& summary) {
  // Somebody was first, the hold or the schedule is another by now, or the
  // server was not sure: all of it is allowed.
  for (const char* word :
       {"ALREADY_EXISTS", "ABORTED", "FAILED_PRECONDITION", "UNAVAILABLE"}) {
    if (summary.find(word) == 0) return true;
  }
  return false;
}

}  // namespace

RandomCaller::RandomCaller(std::string name, unsigned seed,
                           const db::DatabaseUrl& url, std::vector<Site*> sites,
                           const SmallBrand& brand)
    : name_(std::move(name)),
      random_(seed),
      judge_(url),
      sites_(std::move(sites)),
      brand_(brand) {}

Interval RandomCaller::Day() const {
  return {brand_.first_start(),
          brand_.first_start() + kSlots * SmallBrand::kApart};
}

std::string RandomCaller::AnyAssociate() {
  return brand_
      .associates()[Below(static_cast<int>(brand_.associates().size()))];
}

std::string RandomCaller::NextRequestId() {
  return absl::StrCat("request-", name_, "-", ++requests_);
}

void RandomCaller::Write() {
  Site& site = AnySite();
  switch (Below(10)) {
    case 0:
      return ChangeSchedule(site);
    case 1:
      return ChangeAssociate(site);
    case 2:
      return ChangeStore(site);
    case 3:
    case 4:
      return Confirm(site);
    case 5:
    case 6:
      return Cancel(site);
    default:
      return Hold(site);
  }
}

bool RandomCaller::Done(absl::string_view what, const Ended& answer) {
  const std::string told = transport::Summary(answer.status);
  if (!answer.status.ok()) {
    if (!IsRefusal(told)) wrong_.push_back(absl::StrCat(what, ": ", told));
    return false;
  }
  if (!answer.position.has_value()) {
    wrong_.push_back(absl::StrCat(what, " said no position"));
    return false;
  }
  ++writes_;
  seen_.Join(*answer.position);
  return true;
}

void RandomCaller::Hold(Site& site) {
  size_t associate = Below(static_cast<int>(brand_.associates().size()));
  const v1::HoldSlotRequest request =
      brand_.Hold(NextRequestId(), associate, Below(kSlots));
  const auto held = Ask(site, &Booking::HoldSlot, request);
  if (!Done("HoldSlot", held)) return;
  held_.push_back(held.reply);
  if (Below(4) > 0) return LookFor(held.reply, *held.position);
  // Repeated anywhere, it is the same, and of the same position.
  const auto again = Ask(AnySite(), &Booking::HoldSlot, request);
  if (!Done("HoldSlot again", again)) return;
  if (again.reply.SerializeAsString() != held.reply.SerializeAsString()) {
    wrong_.push_back("HoldSlot was answered otherwise when it was repeated");
  }
  LookFor(held.reply, *again.position);
}

void RandomCaller::LookFor(const v1::Booking& booking,
                           const Position& position) {
  std::vector<Interval> shown;
  if (!ReadSlots(AnySite(), booking.associate(), position, shown)) return;
  const Interval taken = TakenBy(booking.start_time(), booking.end_time());
  for (const Interval& free : shown) {
    if (free.start < taken.end && taken.start < free.end) {
      wrong_.push_back("a slot was shown free after it was held");
    }
  }
}

void RandomCaller::Confirm(Site& site) {
  if (held_.empty()) return Hold(site);
  v1::ConfirmBookingRequest request;
  request.set_name(held_.back().name());
  request.set_request_id(NextRequestId());
  const auto confirmed = Ask(site, &Booking::ConfirmBooking, request);
  held_.pop_back();
  if (!Done("ConfirmBooking", confirmed)) return;
  live_.push_back(confirmed.reply);
  LookFor(confirmed.reply, *confirmed.position);
}

void RandomCaller::Cancel(Site& site) {
  std::vector<v1::Booking>& some = Below(2) == 0 ? held_ : live_;
  if (some.empty()) return Hold(site);
  std::swap(some[Below(static_cast<int>(some.size()))], some.back());
  v1::CancelBookingRequest request;
  request.set_name(some.back().name());
  request.set_request_id(NextRequestId());
  some.pop_back();
  const auto cancelled = Ask(site, &Booking::CancelBooking, request);
  if (!Done("CancelBooking", cancelled)) return;
  std::vector<Interval> shown;
  ReadSlots(AnySite(), cancelled.reply.associate(), *cancelled.position, shown);
}

void RandomCaller::ChangeSchedule(Site& site) {
  v1::UpdateScheduleRequest request;
  const std::string associate = AnyAssociate();
  request.set_request_id(NextRequestId());
  request.mutable_schedule()->set_name(absl::StrCat(associate, "/schedule"));
  for (int day = google::type::MONDAY; day <= google::type::SUNDAY; ++day) {
    v1::WeeklyPeriod& period =
        *request.mutable_schedule()->add_weekly_periods();
    period.set_day(static_cast<google::type::DayOfWeek>(day));
    period.mutable_start_time()->set_hours(0);
    period.mutable_end_time()->set_hours(12 + Below(13));
  }
  const auto changed = Ask(site, &Calendar::UpdateSchedule, request);
  if (!Done("UpdateSchedule", changed)) return;
  ReadSchedule(AnySite(), associate, *changed.position,
               VersionOf(changed.reply.schedule().etag()));
}

void RandomCaller::ChangeAssociate(Site& site) {
  const std::string associate = AnyAssociate();
  v1::GetAssociateRequest get;
  get.set_name(associate);
  const auto before = Ask(site, &Catalog::GetAssociate, get);
  if (!Judge("GetAssociate", before, Position())) return;
  v1::UpdateAssociateRequest request;
  *request.mutable_associate() = before.reply;
  request.mutable_associate()->set_display_name(NextRequestId());
  if (Below(2) == 0) request.mutable_associate()->clear_etag();
  const auto changed = Ask(site, &Catalog::UpdateAssociate, request);
  if (!Done("UpdateAssociate", changed)) return;
  ReadAssociate(AnySite(), associate, *changed.position,
                VersionOf(changed.reply.etag()));
}

void RandomCaller::ChangeStore(Site& site) {
  v1::GetStoreRequest get;
  get.set_name(brand_.store());
  const auto before = Ask(site, &Catalog::GetStore, get);
  if (!Judge("GetStore", before, Position())) return;
  v1::UpdateStoreRequest request;
  *request.mutable_store() = before.reply;
  request.mutable_store()->clear_etag();
  request.mutable_store()->set_display_name(NextRequestId());
  const auto changed = Ask(site, &Catalog::UpdateStore, request);
  if (!Done("UpdateStore", changed)) return;
  ReadStore(AnySite(), *changed.position, VersionOf(changed.reply.etag()));
}

}  // namespace rapport::test
