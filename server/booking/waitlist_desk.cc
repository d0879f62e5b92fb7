#include "server/booking/waitlist_desk.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "server/booking/answer_desk.h"
#include "server/booking/random_id.h"
#include "server/booking/slot_desk.h"
#include "server/search/slot_finder.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

using search::AssociateRecord;
using search::BrandIndex;
using search::SlotWish;

absl::Status NotFound(absl::string_view reason, absl::string_view what) {
  return Error(absl::StatusCode::kNotFound, reason,
               absl::StrCat("there is no such ", what));
}

absl::Status NoSuchEntry() {
  return NotFound("WAITLIST_ENTRY_NOT_FOUND", "waitlist entry");
}

absl::Status CheckWindow(const WaitlistEntry& entry,
                         const catalog::Service& service, absl::Time now) {
  if (entry.window.end <= now) {
    return InvalidField("window", "IN_PAST",
                        "has passed; it must end in the future");
  }
  const absl::Duration length = entry.duration.value_or(service.duration);
  if (entry.window.length() < length) {
    return InvalidField(
        "window", "TOO_SHORT",
        absl::StrCat("lasts ", absl::FormatDuration(entry.window.length()),
                     "; the meeting lasts ", absl::FormatDuration(length)));
  }
  return absl::OkStatus();
}

// Whether that associate offers what is waited for; on which channel is theirs
// to choose if `any_channel`, else each that is named must be had.
absl::Status CheckAssociate(const BrandIndex& index,
                            const AssociateRecord& record,
                            const catalog::Service& service,
                            const WaitlistEntry& entry, absl::Time now,
                            bool any_channel) {
  absl::Status offered;
  for (const Channel channel : entry.channels) {
    const SlotWish wish = {&service, channel, entry.store, now, entry.duration};
    offered = search::CheckOffered(index, record, wish);
    if (offered.ok() == any_channel) return offered;
  }
  return offered;
}

absl::Status CheckSomebodyAt(const BrandIndex& index, const StoreId& id,
                             const catalog::Service& service,
                             const WaitlistEntry& entry, absl::Time now) {
  const search::StoreRecord* store = index.FindStore(id);
  if (store == nullptr) return NotFound("STORE_NOT_FOUND", "store");
  const std::vector<const AssociateRecord*> records =
      index.AssociatesAt(*store);
  for (const AssociateRecord* record : records) {
    if (CheckAssociate(index, *record, service, entry, now, true).ok()) {
      return absl::OkStatus();
    }
  }
  return Error(absl::StatusCode::kFailedPrecondition, "NOBODY_FITS",
               "nobody at the store offers the service on any of the channels");
}

}  // namespace

bool MaySee(const Caller& caller, const WaitlistEntry& entry) {
  switch (caller.role()) {
    case Role::kShopper:
    case Role::kBrandBackend:
      return !caller.shopper.empty() && caller.shopper == entry.shopper;
    case Role::kAssociate:
      return caller.associate.has_value() &&
             entry.associate == caller.associate;
    case Role::kStoreManager:
      return entry.store.has_value() &&
             std::find(caller.stores.begin(), caller.stores.end(),
                       *entry.store) != caller.stores.end();
    case Role::kBrandAdmin:
      return true;
    case Role::kOperator:
      return false;
  }
  return false;
}

WaitlistDesk::WaitlistDesk(WaitlistStore& waitlist, BookingStore& bookings,
                           calendar::ScheduleStore& schedules,
                           search::ReadModel& model, NewId new_id)
    : waitlist_(waitlist),
      bookings_(bookings),
      model_(model),
      offers_(schedules, model),
      new_id_(new_id ? std::move(new_id) : RandomId<WaitlistEntryId>) {
  OfferFreedTime([this](const BrandId& brand, const Booking& before,
                        const Booking& after) {
    return offers_.WhoFits(brand, before, after);
  });
}

WaitlistDesk::~WaitlistDesk() { OfferFreedTime(nullptr); }

void WaitlistDesk::OfferFreedTime(const OffersOf& offers) {
  bookings_.OfferFreedTime(offers);
  waitlist_.OfferFreedTime(offers);
}

absl::Status WaitlistDesk::CheckWish(const Caller& caller,
                                     WaitlistEntry& entry) const {
  const std::shared_ptr<const BrandIndex> index = model_.Find(caller.brand());
  if (index == nullptr) return NotFound("BRAND_NOT_FOUND", "brand");
  const catalog::Service* service = index->FindService(entry.service);
  if (service == nullptr) return NotFound("SERVICE_NOT_FOUND", "service");
  const absl::Time now = model_.Now();
  absl::Status status = CheckParty(*service, entry.party_size);
  if (status.ok()) status = search::CheckLength(*service, entry.duration);
  if (status.ok()) status = CheckWindow(entry, *service, now);
  if (!status.ok()) return status;
  if (!entry.associate.has_value()) {
    return CheckSomebodyAt(*index, entry.store.value_or(StoreId()), *service,
                           entry, now);
  }
  const AssociateRecord* record = index->FindAssociate(*entry.associate);
  if (record == nullptr) return NotFound("ASSOCIATE_NOT_FOUND", "associate");
  const auto& stores = record->associate->content.stores;
  if (!entry.store.has_value() && stores.size() == 1) {
    entry.store = stores.front();
  }
  return CheckAssociate(*index, *record, *service, entry, now, false);
}

absl::StatusOr<WaitlistEntry> WaitlistDesk::Join(const Caller& caller,
                                                 const RequestKey& request,
                                                 WaitlistEntry entry,
                                                 absl::Time deadline) {
  if (entry.shopper.empty()) entry.shopper = caller.shopper;
  if (entry.shopper.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "SHOPPER_REQUIRED",
                 "the call does not say for which shopper the slot is");
  }
  absl::Status may = InField("waitlist_entry", CheckWish(caller, entry));
  if (!may.ok()) return AnswerOr(caller, request, may, deadline);
  if (!MaySee(caller, entry)) {
    return Error(absl::StatusCode::kPermissionDenied, "NOT_YOURS_TO_BOOK",
                 "the caller may book neither for this shopper nor this "
                 "associate nor at this store");
  }
  entry.id = new_id_(model_.Now());
  absl::StatusOr<WaitlistEntry> joined =
      waitlist_.Join(caller.actor, request, entry, deadline);
  // An answer of old says nothing of what is so now.
  if (!joined.ok() || joined->id != entry.id) return joined;
  return Remember(caller.brand(), *std::move(joined));
}

absl::StatusOr<WaitlistEntry> WaitlistDesk::Leave(
    const Caller& caller, const RequestKey& request, const WaitlistEntryId& id,
    std::optional<int64_t> expected_version, absl::Time deadline) {
  absl::StatusOr<WaitlistEntry> seen = Get(caller, id, deadline);
  if (absl::IsNotFound(seen.status())) {
    return AnswerOr(caller, request, seen.status(), deadline);
  }
  if (!seen.ok()) return seen;
  Remember(caller.brand(), *std::move(seen));
  absl::StatusOr<WaitlistEntry> left =
      waitlist_.Leave(caller.actor, request, id, expected_version, deadline);
  if (!left.ok()) return left;
  return Remember(caller.brand(), *std::move(left));
}

absl::StatusOr<WaitlistEntry> WaitlistDesk::Get(const Caller& caller,
                                                const WaitlistEntryId& id,
                                                absl::Time deadline) {
  absl::StatusOr<WaitlistEntry> entry =
      waitlist_.Get(caller.brand(), id, deadline);
  if (entry.ok() && !MaySee(caller, *entry)) return NoSuchEntry();
  return entry;
}

absl::StatusOr<std::vector<WaitlistEntry>> WaitlistDesk::List(
    const Caller& caller, const WaitlistWish& wish, const WaitlistPlace& after,
    size_t limit, absl::Time deadline) {
  WaitlistFilter filter = {.service = wish.service,
                           .state = wish.state,
                           .shopper = std::nullopt,
                           .associate = std::nullopt,
                           .stores = {}};
  switch (caller.role()) {
    case Role::kShopper:
    case Role::kBrandBackend:
      if (caller.shopper.empty()) return std::vector<WaitlistEntry>();
      filter.shopper = caller.shopper;
      break;
    case Role::kAssociate:
      if (!caller.associate.has_value()) return std::vector<WaitlistEntry>();
      filter.associate = caller.associate;
      break;
    case Role::kStoreManager:
      if (caller.stores.empty()) return std::vector<WaitlistEntry>();
      filter.stores = caller.stores;
      break;
    case Role::kBrandAdmin:
      break;
    case Role::kOperator:
      return std::vector<WaitlistEntry>();
  }
  return waitlist_.List(caller.brand(), filter, after, limit, deadline);
}

absl::StatusOr<WaitlistEntry> WaitlistDesk::AnswerOr(const Caller& caller,
                                                     const RequestKey& request,
                                                     const absl::Status& error,
                                                     absl::Time deadline) {
  absl::StatusOr<std::optional<WaitlistEntry>> before =
      waitlist_.Replay(caller.actor, request, deadline);
  if (!before.ok()) return before.status();
  if (before->has_value()) return **before;
  return error;
}

WaitlistEntry WaitlistDesk::Remember(const BrandId& brand,
                                     WaitlistEntry entry) {
  model_.Apply(brand, absl::MakeConstSpan(&entry, 1));
  return entry;
}

}  // namespace rapport::booking
