#include "tests/e2e/random_caller.h"

#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "rapport/v1/locator_service.grpc.pb.h"
#include "tests/transport/error_details.h"

namespace rapport::test {
namespace {

using Booking = v1::BookingService::Stub;
using Calendar = v1::CalendarService::Stub;
using Catalog = v1::CatalogService::Stub;
using Locator = v1::LocatorService::Stub;

// Slots of the day that are fought for.
constexpr int kSlots = 12;
// Of the service, on both sides.
constexpr absl::Duration kBuffer = absl::Minutes(5);

// An etag is a letter and the version.
int64_t VersionOf(const std::string& etag) {
  int64_t version = -1;
  EXPECT_TRUE(absl::SimpleAtoi(etag.substr(1), &version)) << etag;
  return version;
}

void SetWindow(const Interval& window, v1::TimeWindow* out) {
  out->mutable_start_time()->set_seconds(absl::ToUnixSeconds(window.start));
  out->mutable_end_time()->set_seconds(absl::ToUnixSeconds(window.end));
}

// What a slot takes.
Interval TakenBy(const google::protobuf::Timestamp& start,
                 const google::protobuf::Timestamp& end) {
  return {absl::FromUnixSeconds(start.seconds()) - kBuffer,
          absl::FromUnixSeconds(end.seconds()) + kBuffer};
}

Interval TakenBy(const v1::Slot& slot) {
  return TakenBy(slot.start_time(), slot.end_time());
}

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

void RandomCaller::Read(Site& site) {
  const Position least = Below(3) == 0 ? seen_ : Position();
  std::vector<Interval> shown;
  switch (Below(6)) {
    case 0:
      return ReadSchedule(site, AnyAssociate(), least, 0);
    case 1:
      return ReadAssociate(site, AnyAssociate(), least, 0);
    case 2:
      return ReadStore(site, least, 0);
    case 3:
      return ReadSearch(site, least);
    default:
      ReadSlots(site, AnyAssociate(), least, shown);
  }
}

template <typename Reply>
bool RandomCaller::Judge(absl::string_view what, const Answer<Reply>& answer,
                         const Position& least) {
  const std::string told = transport::Summary(answer.status);
  if (told == "UNAVAILABLE POSITION_NOT_REACHED") {
    ++not_reached_;
    return false;
  }
  if (!answer.status.ok()) {
    wrong_.push_back(absl::StrCat(what, ": ", told));
    return false;
  }
  ++reads_;
  if (!answer.position.has_value()) {
    wrong_.push_back(absl::StrCat(what, " said no position"));
    return false;
  }
  if (!answer.position->Covers(least)) {
    wrong_.push_back(absl::StrCat(what, " said ", answer.position->ToText(),
                                  ", asked for ", least.ToText()));
  }
  seen_.Join(*answer.position);
  return true;
}

template <typename Reply>
bool RandomCaller::Done(absl::string_view what, const Answer<Reply>& answer) {
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

bool RandomCaller::ReadSlots(Site& site, const std::string& associate,
                             const Position& least,
                             std::vector<Interval>& shown) {
  v1::ListSlotsRequest request;
  request.set_parent(associate);
  request.set_service(SmallBrand::kService);
  request.set_channel(v1::CHANNEL_VIDEO);
  request.set_page_size(200);
  SetWindow(Day(), request.mutable_window());
  const auto slots = Ask(site, &Calendar::ListSlots, request, least);
  shown.clear();
  if (!Judge("ListSlots", slots, least)) return false;
  for (const v1::Slot& slot : slots.reply.slots()) {
    shown.push_back(TakenBy(slot));
  }
  for (std::string& wrong :
       judge_.WronglyFree(associate, shown, *slots.position)) {
    wrong_.push_back(std::move(wrong));
  }
  return true;
}

void RandomCaller::ReadSearch(Site& site, const Position& least) {
  v1::SearchAssociatesRequest request;
  request.set_parent(SmallBrand::kName);
  request.mutable_near()->set_latitude(51);
  request.set_service(SmallBrand::kService);
  request.set_slots_per_associate(20);
  SetWindow(Day(), request.mutable_window());
  const auto found = Ask(site, &Locator::SearchAssociates, request, least);
  if (!Judge("SearchAssociates", found, least)) return;
  for (const v1::AssociateHit& hit : found.reply.associates()) {
    std::vector<Interval> shown;
    for (const v1::Slot& slot : hit.slots()) shown.push_back(TakenBy(slot));
    for (std::string& wrong :
         judge_.WronglyFree(hit.associate().name(), shown, *found.position)) {
      wrong_.push_back(std::move(wrong));
    }
  }
}

template <typename Thing>
void RandomCaller::Compare(db::EventKind kind, const std::string& name,
                           const Answer<Thing>& answer, int64_t version_min) {
  const int64_t version = VersionOf(answer.reply.etag());
  const int64_t expected = judge_.VersionAt(kind, name, *answer.position);
  if (version < version_min || version < expected) {
    wrong_.push_back(absl::StrCat(name, " was shown at version ", version,
                                  "; written was ", version_min,
                                  ", and its position has ", expected));
  }
}

void RandomCaller::ReadSchedule(Site& site, const std::string& associate,
                                const Position& least, int64_t version_min) {
  v1::GetScheduleRequest request;
  request.set_name(absl::StrCat(associate, "/schedule"));
  const auto schedule = Ask(site, &Calendar::GetSchedule, request, least);
  if (!Judge("GetSchedule", schedule, least)) return;
  Compare(db::EventKind::kSchedules, associate, schedule, version_min);
}

void RandomCaller::ReadAssociate(Site& site, const std::string& associate,
                                 const Position& least, int64_t version_min) {
  v1::GetAssociateRequest request;
  request.set_name(associate);
  const auto found = Ask(site, &Catalog::GetAssociate, request, least);
  if (!Judge("GetAssociate", found, least)) return;
  Compare(db::EventKind::kAssociates, associate, found, version_min);
}

void RandomCaller::ReadStore(Site& site, const Position& least,
                             int64_t version_min) {
  v1::GetStoreRequest request;
  request.set_name(brand_.store());
  const auto found = Ask(site, &Catalog::GetStore, request, least);
  if (!Judge("GetStore", found, least)) return;
  Compare(db::EventKind::kStores, brand_.store(), found, version_min);
}

}  // namespace rapport::test
