#include "server/booking/session_convert.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "server/booking/booking_convert.h"
#include "server/search/query_fields.h"
#include "server/transport/convert.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

constexpr absl::Duration kWindowMax = absl::Hours(366 * 24);
constexpr absl::Duration kWindowUnset = absl::Hours(62 * 24);
// Each is looked up by itself.
constexpr int kStoresMax = 100;

// A session is wished for like a meeting of nobody's.
v1::CreateBookingRequest AsBooking(const v1::CreateSessionRequest& in) {
  v1::CreateBookingRequest out;
  out.set_parent(in.parent());
  out.set_associate(in.associate());
  out.set_store(in.store());
  out.set_service(in.service());
  out.set_channel(in.channel());
  if (in.has_start_time()) *out.mutable_start_time() = in.start_time();
  if (in.has_duration()) *out.mutable_duration() = in.duration();
  *out.mutable_more_associates() = in.more_associates();
  return out;
}

absl::Status SetStores(const Caller& caller, const v1::ListSessionsRequest& in,
                       search::SessionFilter& filter) {
  absl::Status count =
      search::CheckCount("stores", in.stores_size(), kStoresMax);
  if (!count.ok()) return count;
  for (int i = 0; i < in.stores_size(); ++i) {
    absl::StatusOr<StoreId> store = transport::ParseStoreName(
        caller, search::Element("stores", i), in.stores(i));
    if (!store.ok()) return store.status();
    filter.stores.push_back(*store);
  }
  return absl::OkStatus();
}

absl::Status SetWhatAndWho(const Caller& caller,
                           const v1::ListSessionsRequest& in,
                           search::SessionFilter& filter) {
  if (!in.service().empty()) {
    absl::StatusOr<ServiceId> service =
        transport::ParseServiceName(caller, "service", in.service());
    if (!service.ok()) return service.status();
    filter.service = *service;
  }
  if (!in.associate().empty()) {
    absl::StatusOr<AssociateId> associate =
        transport::ParseAssociateName(caller, "associate", in.associate());
    if (!associate.ok()) return associate.status();
    filter.associate = *associate;
  }
  return absl::OkStatus();
}

absl::Status SetSeats(const v1::ListSessionsRequest& in,
                      search::SessionFilter& filter) {
  const int least = in.seats_left_min();
  if (least < 0 || least > catalog::kSeatsMax) {
    return InvalidField(
        "seats_left_min", "OUT_OF_RANGE",
        absl::StrCat("is ", least, "; must be 0 to ", catalog::kSeatsMax));
  }
  filter.seats_left_min = least;
  return absl::OkStatus();
}

}  // namespace

void FromSession(const BrandId& brand, const Booking& session, int seats_left,
                 v1::Session* out) {
  out->set_name(SessionName(brand, session.id));
  out->set_booking(BookingName(brand, session.id));
  out->set_associate(transport::AssociateName(brand, session.associate));
  for (const AssociateId& associate : session.more_associates) {
    out->add_more_associates(transport::AssociateName(brand, associate));
  }
  out->set_store(transport::StoreName(brand, session.store));
  out->set_service(transport::ServiceName(brand, session.service));
  out->set_channel(transport::FromChannel(session.channel));
  transport::FromTime(session.meeting.start, out->mutable_start_time());
  transport::FromTime(session.meeting.end, out->mutable_end_time());
  out->set_time_zone(session.time_zone);
  transport::FromLocalTime(session.local_start, session.utc_offset_s,
                           out->mutable_local_start_time());
  out->set_seats(session.seats);
  out->set_seats_left(seats_left);
}

absl::StatusOr<HoldWish> ToSessionWish(const Caller& caller,
                                       const v1::CreateSessionRequest& in) {
  absl::StatusOr<HoldWish> wish = ToCreateWish(caller, AsBooking(in));
  if (!wish.ok()) return wish;
  wish->answers.reset();
  wish->session = in.seats();
  return wish;
}

absl::StatusOr<SeatsWish> ToSeatsWish(const Caller& caller,
                                      const v1::HoldSeatsRequest& in) {
  SeatsWish wish;
  absl::StatusOr<BookingId> session =
      ToSessionId(caller, "session", in.session());
  if (!session.ok()) return session.status();
  wish.session = *session;
  if (in.party_size() != 0) wish.party_size = in.party_size();
  if (in.replaces().empty()) return wish;
  absl::StatusOr<BookingId> replaces =
      ToBookingId(caller, "replaces", in.replaces());
  if (!replaces.ok()) return replaces.status();
  wish.replaces = *replaces;
  return wish;
}

absl::StatusOr<search::SessionFilter> ToSessionFilter(
    const Caller& caller, const v1::ListSessionsRequest& in, absl::Time now) {
  search::SessionFilter filter;
  absl::Status status =
      transport::CheckBrandName(caller, "parent", in.parent());
  if (status.ok()) status = SetStores(caller, in, filter);
  if (status.ok()) status = SetWhatAndWho(caller, in, filter);
  if (status.ok()) status = SetSeats(in, filter);
  if (!status.ok()) return status;
  filter.window = {now, now + kWindowUnset};
  if (!in.has_window()) return filter;
  absl::StatusOr<Interval> window =
      transport::ToWindow("window", in.window(), kWindowMax);
  if (!window.ok()) return window.status();
  filter.window = *window;
  return filter;
}

}  // namespace rapport::booking
