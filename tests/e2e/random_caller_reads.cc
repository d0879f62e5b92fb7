// What a random caller reads, and what is checked of it.
#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "rapport/v1/locator_service.grpc.pb.h"
#include "tests/e2e/random_caller.h"
#include "tests/transport/error_details.h"

namespace rapport::test {
namespace {

using Calendar = v1::CalendarService::Stub;
using Catalog = v1::CatalogService::Stub;
using Locator = v1::LocatorService::Stub;

// Of the service, on both sides.
constexpr absl::Duration kBuffer = absl::Minutes(5);

void SetWindow(const Interval& window, v1::TimeWindow* out) {
  out->mutable_start_time()->set_seconds(absl::ToUnixSeconds(window.start));
  out->mutable_end_time()->set_seconds(absl::ToUnixSeconds(window.end));
}

}  // namespace

// An etag is a letter and the version.
int64_t RandomCaller::VersionOf(const std::string& etag) {
  int64_t version = -1;
  EXPECT_TRUE(absl::SimpleAtoi(etag.substr(1), &version)) << etag;
  return version;
}

Interval RandomCaller::TakenBy(const google::protobuf::Timestamp& start,
                               const google::protobuf::Timestamp& end) {
  return {absl::FromUnixSeconds(start.seconds()) - kBuffer,
          absl::FromUnixSeconds(end.seconds()) + kBuffer};
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

bool RandomCaller::Judge(absl::string_view what, const Ended& answer,
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
