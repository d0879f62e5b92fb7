#include "server/booking/booking_convert.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

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

absl::StatusOr<absl::Time> ToStart(const google::protobuf::Timestamp* start) {
  if (start == nullptr) {
    return InvalidField("start_time", "REQUIRED", "is unset; it is required");
  }
  return transport::ToTime("start_time", *start);
}

template <typename Request>
absl::StatusOr<absl::Time> StartOf(const Request& in) {
  return ToStart(in.has_start_time() ? &in.start_time() : nullptr);
}

absl::StatusOr<std::optional<StoreId>> ToStore(const Caller& caller,
                                               const std::string& name) {
  if (name.empty()) return std::optional<StoreId>();
  absl::StatusOr<StoreId> store =
      transport::ParseStoreName(caller, "store", name);
  if (!store.ok()) return store.status();
  return std::optional<StoreId>(*store);
}

absl::Status AddMoreAssociates(
    const Caller& caller, const std::string& first,
    const google::protobuf::RepeatedPtrField<std::string>& in,
    std::vector<AssociateId>& out) {
  if (in.size() > static_cast<int>(kMoreAssociatesMax)) {
    return InvalidField(
        "more_associates", "TOO_MANY",
        absl::StrCat("are ", in.size(), "; at most ", kMoreAssociatesMax,
                     " take part beside "
                     "the first"));
  }
  for (int i = 0; i < in.size(); ++i) {
    const std::string field = absl::StrCat("more_associates[", i, "]");
    absl::StatusOr<AssociateId> associate =
        transport::ParseAssociateName(caller, field, in[i]);
    if (!associate.ok()) return associate.status();
    const bool is_there = in[i] == first || std::find(out.begin(), out.end(),
                                                      *associate) != out.end();
    if (is_there) {
      return InvalidField(field, "DUPLICATE",
                          "takes part already; each comes once");
    }
    out.push_back(*associate);
  }
  return absl::OkStatus();
}

// What wishes of all kinds have in common.
template <typename Request, typename Wish>
absl::Status SetSlot(const Caller& caller, const Request& in, Wish& wish) {
  absl::StatusOr<std::optional<StoreId>> store = ToStore(caller, in.store());
  if (!store.ok()) return store.status();
  wish.store = *store;
  absl::Status more = AddMoreAssociates(
      caller, in.associate(), in.more_associates(), wish.more_associates);
  if (!more.ok()) return more;
  absl::StatusOr<ServiceId> service =
      transport::ParseServiceName(caller, "service", in.service());
  if (!service.ok()) return service.status();
  wish.service = *service;
  absl::StatusOr<Channel> channel =
      transport::ToChannel("channel", in.channel());
  if (!channel.ok()) return channel.status();
  wish.channel = *channel;
  absl::StatusOr<absl::Time> start = StartOf(in);
  if (!start.ok()) return start.status();
  wish.start = *start;
  if (in.has_duration()) {
    absl::StatusOr<absl::Duration> duration =
        transport::ToDuration("duration", in.duration());
    if (!duration.ok()) return duration.status();
    wish.duration = *duration;
  }
  if (in.party_size() != 0) wish.party_size = in.party_size();
  if (in.replaces().empty()) return absl::OkStatus();
  absl::StatusOr<BookingId> replaces =
      ToBookingId(caller, "replaces", in.replaces());
  if (!replaces.ok()) return replaces.status();
  wish.replaces = *replaces;
  return absl::OkStatus();
}

template <typename Request>
absl::StatusOr<HoldWish> ToWish(const Caller& caller, const Request& in) {
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

std::vector<Answer> ToAnswers(
    const google::protobuf::RepeatedPtrField<v1::Answer>& in) {
  std::vector<Answer> answers;
  answers.reserve(in.size());
  for (const v1::Answer& answer : in) {
    answers.push_back({answer.question(), answer.text()});
  }
  return answers;
}

// Unset where there is no notice: nothing to be late for.
void FromNotice(const Booking& booking, absl::Duration notice,
                google::protobuf::Timestamp* (v1::Booking::*field)(),
                v1::Booking* out) {
  if (notice == absl::ZeroDuration()) return;
  transport::FromTime(booking.meeting.start - notice, (out->*field)());
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

std::string BookingName(const BrandId& brand, const BookingId& id) {
  return transport::BookingName(brand, id.ToString());
}

std::string SessionName(const BrandId& brand, const BookingId& id) {
  return absl::StrCat(transport::BrandName(brand), "/sessions/", id.ToString());
}

void FromBooking(const BrandId& brand, const Booking& booking,
                 v1::Booking* out) {
  out->set_name(BookingName(brand, booking.id));
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
  for (const AssociateId& associate : booking.more_associates) {
    out->add_more_associates(transport::AssociateName(brand, associate));
  }
  for (const KeptResource& kept : booking.resources) {
    out->add_resources(
        transport::StoreResourceName(brand, booking.store, kept.slug));
  }
  if (booking.is_seat()) {
    out->set_session(SessionName(brand, *booking.session));
  }
  out->set_seats(booking.seats);
  if (booking.waitlist_entry.has_value()) {
    out->set_waitlist_entry(absl::StrCat(transport::BrandName(brand),
                                         "/waitlistEntries/",
                                         booking.waitlist_entry->ToString()));
  }
  FromNotice(booking, booking.cancel_notice,
             &v1::Booking::mutable_cancel_before_time, out);
  FromNotice(booking, booking.move_notice,
             &v1::Booking::mutable_move_before_time, out);
  out->set_party_size(booking.party_size);
  for (const Answer& answer : booking.answers) {
    v1::Answer* told = out->add_answers();
    told->set_question(answer.question);
    told->set_text(answer.text);
  }
}

absl::Status FromAnswer(const BrandId& brand,
                        const absl::StatusOr<Booking>& booking,
                        v1::Booking* out) {
  if (!booking.ok()) return booking.status();
  FromBooking(brand, *booking, out);
  return absl::OkStatus();
}

void FromChange(const BrandId& brand, const BookingChange& change,
                v1::BookingChange* out) {
  out->set_action(change.action);
  out->set_role(std::string(RoleWord(change.role)));
  out->set_principal(change.principal);
  transport::FromTime(change.time, out->mutable_change_time());
  FromBooking(brand, change.booking, out->mutable_booking());
}

absl::StatusOr<HoldWish> ToHoldWish(const Caller& caller,
                                    const v1::HoldSlotRequest& in) {
  return ToWish(caller, in);
}

absl::StatusOr<HoldWish> ToCreateWish(const Caller& caller,
                                      const v1::CreateBookingRequest& in) {
  absl::StatusOr<HoldWish> wish = ToWish(caller, in);
  if (wish.ok()) wish->answers = ToAnswers(in.answers());
  return wish;
}

ConfirmWish ToConfirmWish(const ChangeWish& change,
                          const v1::ConfirmBookingRequest& in) {
  return {change, ToAnswers(in.answers())};
}

absl::StatusOr<MoveWish> ToMoveWish(const Caller& caller,
                                    const ChangeWish& change,
                                    const v1::MoveBookingRequest& in) {
  absl::StatusOr<absl::Time> start = StartOf(in);
  if (!start.ok()) return start.status();
  absl::StatusOr<std::optional<StoreId>> store = ToStore(caller, in.store());
  if (!store.ok()) return store.status();
  return MoveWish{change, *start, *store};
}

absl::StatusOr<SwitchWish> ToSwitchWish(const ChangeWish& change,
                                        const v1::SwitchChannelRequest& in) {
  absl::StatusOr<Channel> channel =
      transport::ToChannel("channel", in.channel());
  if (!channel.ok()) return channel.status();
  return SwitchWish{change, *channel};
}

absl::StatusOr<ReassignWish> ToReassignWish(
    const Caller& caller, const ChangeWish& change,
    const v1::ReassignBookingRequest& in) {
  absl::StatusOr<AssociateId> associate =
      transport::ParseAssociateName(caller, "associate", in.associate());
  if (!associate.ok()) return associate.status();
  absl::StatusOr<std::optional<StoreId>> store = ToStore(caller, in.store());
  if (!store.ok()) return store.status();
  return ReassignWish{change, *associate, *store};
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

absl::StatusOr<BookingId> ToSessionId(const Caller& caller,
                                      absl::string_view field,
                                      absl::string_view name) {
  return transport::ParseName<BookingId>(caller, field, name, "sessions");
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
  if (!in.session().empty()) {
    absl::StatusOr<BookingId> session =
        ToSessionId(caller, "session", in.session());
    if (!session.ok()) return session.status();
    wish.session = *session;
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
