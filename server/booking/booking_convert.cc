#include "server/booking/booking_convert.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "server/search/any_slots_convert.h"
#include "server/search/associate_query_convert.h"
#include "server/transport/convert.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

constexpr absl::Duration kListWindowMax = absl::Hours(366 * 24);
constexpr absl::Duration kListWindowUnset = absl::Hours(62 * 24);

// What wishes of both kinds have in common.
template <typename Wish>
absl::Status SetSlot(const Caller& caller, const v1::HoldSlotRequest& in,
                     Wish& wish) {
  if (!in.store().empty()) {
    absl::StatusOr<StoreId> store =
        transport::ParseStoreName(caller, "store", in.store());
    if (!store.ok()) return store.status();
    wish.store = *store;
  }
  absl::StatusOr<ServiceId> service =
      transport::ParseServiceName(caller, "service", in.service());
  if (!service.ok()) return service.status();
  wish.service = *service;
  absl::StatusOr<Channel> channel =
      transport::ToChannel("channel", in.channel());
  if (!channel.ok()) return channel.status();
  wish.channel = *channel;
  if (!in.has_start_time()) {
    return InvalidField("start_time", "REQUIRED", "is unset; it is required");
  }
  absl::StatusOr<absl::Time> start =
      transport::ToTime("start_time", in.start_time());
  if (!start.ok()) return start.status();
  wish.start = *start;
  if (!in.has_duration()) return absl::OkStatus();
  absl::StatusOr<absl::Duration> duration =
      transport::ToDuration("duration", in.duration());
  if (duration.ok()) wish.duration = *duration;
  return duration.status();
}

// The hold itself says for what, how and when.
absl::Status CheckAny(const v1::SearchAssociatesRequest& search) {
  const struct {
    absl::string_view field;
    bool is_set;
  } kFields[] = {
      {"service", !search.service().empty()},
      {"duration", search.has_duration()},
      {"channels", search.channels_size() > 0},
      {"window", search.has_window()},
      {"windows", search.windows_size() > 0},
      {"local_windows", search.local_windows_size() > 0},
      {"include_unavailable", search.include_unavailable()},
      {"order", search.order() != v1::ASSOCIATE_ORDER_UNSPECIFIED},
  };
  for (const auto& [field, is_set] : kFields) {
    if (!is_set) continue;
    return InvalidField(field, "NOT_FOR_ANY",
                        "is set; it must be left out, as the hold says it");
  }
  return search::CheckNoPage(search);
}

absl::StatusOr<search::AssociateQuery> ToWho(
    const Caller& caller, const v1::HoldSlotRequest& in,
    const std::optional<StoreId>& store, const search::BrandIndex& index,
    absl::Time now) {
  if (store.has_value() && index.FindStore(*store) == nullptr) {
    return transport::NotFound("store", in.store());
  }
  v1::SearchAssociatesRequest who = in.any_associate();
  if (who.parent().empty()) who.set_parent(in.parent());
  // The store of the hold says where, if nothing else does.
  if (who.stores().empty() && !in.store().empty()) who.add_stores(in.store());
  absl::StatusOr<search::AssociateQuery> query =
      search::ToAssociateQuery(caller, index, who, "", now);
  if (!query.ok()) return InField("any_associate", query.status());
  return query;
}

}  // namespace

void FromBooking(const BrandId& brand, const Booking& booking,
                 v1::Booking* out) {
  out->set_name(absl::StrCat(transport::BrandName(brand), "/bookings/",
                             booking.id.ToString()));
  out->set_state(static_cast<v1::BookingState>(booking.state));
  out->set_associate(transport::AssociateName(brand, booking.associate));
  out->set_store(transport::StoreName(brand, booking.store));
  out->set_service(transport::ServiceName(brand, booking.service));
  out->set_channel(transport::FromChannel(booking.channel));
  transport::FromTime(booking.meeting.start, out->mutable_start_time());
  transport::FromTime(booking.meeting.end, out->mutable_end_time());
  out->set_time_zone(booking.time_zone);
  transport::FromLocalTime(booking.local_start, booking.utc_offset_s,
                           out->mutable_local_start_time());
  out->set_tzdata_version(booking.tzdata_version);
  if (booking.hold_expire_time != absl::InfiniteFuture()) {
    transport::FromTime(booking.hold_expire_time,
                        out->mutable_hold_expire_time());
  }
  out->set_shopper(booking.shopper);
  out->set_etag(transport::FromVersion(booking.version));
  transport::FromTime(booking.create_time, out->mutable_create_time());
  transport::FromTime(booking.update_time, out->mutable_update_time());
}

absl::StatusOr<HoldWish> ToHoldWish(const Caller& caller,
                                    const v1::HoldSlotRequest& in) {
  HoldWish wish;
  absl::Status parent =
      transport::CheckBrandName(caller, "parent", in.parent());
  if (!parent.ok()) return parent;
  absl::StatusOr<AssociateId> associate =
      transport::ParseAssociateName(caller, "associate", in.associate());
  if (!associate.ok()) return associate.status();
  wish.associate = *associate;
  absl::Status rest = SetSlot(caller, in, wish);
  if (!rest.ok()) return rest;
  return wish;
}

absl::StatusOr<AnyHoldWish> ToAnyHoldWish(const Caller& caller,
                                          const v1::HoldSlotRequest& in) {
  AnyHoldWish wish;
  absl::Status status =
      transport::CheckBrandName(caller, "parent", in.parent());
  if (!status.ok()) return status;
  if (!in.associate().empty()) {
    return InvalidField("associate", "CONFLICT",
                        "is set, and any_associate too; one must be left out");
  }
  status = CheckAny(in.any_associate());
  if (!status.ok()) return InField("any_associate", status);
  status = SetSlot(caller, in, wish);
  if (!status.ok()) return status;
  wish.who = [&caller, &in, store = wish.store](const search::BrandIndex& index,
                                                absl::Time now) {
    return ToWho(caller, in, store, index, now);
  };
  return wish;
}

absl::StatusOr<BookingId> ToBookingId(const Caller& caller,
                                      absl::string_view field,
                                      absl::string_view name) {
  return transport::ParseName<BookingId>(caller, field, name, "bookings");
}

absl::StatusOr<ListWish> ToListWish(const Caller& caller,
                                    const v1::ListBookingsRequest& in,
                                    absl::Time now) {
  ListWish wish;
  absl::Status parent =
      transport::CheckBrandName(caller, "parent", in.parent());
  if (!parent.ok()) return parent;
  if (!in.associate().empty()) {
    absl::StatusOr<AssociateId> associate =
        transport::ParseAssociateName(caller, "associate", in.associate());
    if (!associate.ok()) return associate.status();
    wish.associate = *associate;
  }
  wish.window = {now, now + kListWindowUnset};
  if (in.has_window()) {
    absl::StatusOr<Interval> window =
        transport::ToWindow("window", in.window(), kListWindowMax);
    if (!window.ok()) return window.status();
    wish.window = *window;
  }
  if (in.state() != v1::BOOKING_STATE_UNSPECIFIED) {
    if (!v1::BookingState_IsValid(in.state())) {
      return InvalidField("state", "UNKNOWN", "is no state of a booking");
    }
    wish.state = static_cast<BookingState>(in.state());
  }
  return wish;
}

}  // namespace rapport::booking
