#include "server/booking/waitlist_convert.h"

#include "absl/strings/str_cat.h"
#include "server/transport/convert.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"
#include "server/vocabulary/text.h"

namespace rapport::booking {
namespace {

constexpr absl::string_view kEntries = "waitlistEntries";

absl::Status Required(absl::string_view field) {
  return InvalidField(field, "REQUIRED", "is unset; it is required");
}

absl::Status SetChannels(const v1::WaitlistEntry& in, WaitlistEntry& entry) {
  if (in.channels().empty()) return Required("channels");
  ChannelSet seen;
  for (int i = 0; i < in.channels_size(); ++i) {
    const std::string field = absl::StrCat("channels[", i, "]");
    absl::StatusOr<Channel> channel =
        transport::ToChannel(field, in.channels(i));
    if (!channel.ok()) return channel.status();
    if (seen.Has(*channel)) {
      return InvalidField(field, "REPEATED",
                          "is there already; each channel is named once");
    }
    seen.Add(*channel);
    entry.channels.push_back(*channel);
  }
  return absl::OkStatus();
}

absl::Status SetWhere(const Caller& caller, const v1::WaitlistEntry& in,
                      WaitlistEntry& entry) {
  if (!in.associate().empty()) {
    absl::StatusOr<AssociateId> associate =
        transport::ParseAssociateName(caller, "associate", in.associate());
    if (!associate.ok()) return associate.status();
    entry.associate = *associate;
  }
  if (in.store().empty()) {
    return entry.associate.has_value() ? absl::OkStatus() : Required("store");
  }
  absl::StatusOr<StoreId> store =
      transport::ParseStoreName(caller, "store", in.store());
  if (!store.ok()) return store.status();
  entry.store = *store;
  return absl::OkStatus();
}

absl::Status SetWhen(const v1::WaitlistEntry& in, WaitlistEntry& entry) {
  if (!in.has_window()) return Required("window");
  absl::StatusOr<Interval> window =
      transport::ToWindow("window", in.window(), transport::kWindowMax);
  if (!window.ok()) return window.status();
  entry.window = *window;
  if (!in.has_duration()) return absl::OkStatus();
  absl::StatusOr<absl::Duration> duration =
      transport::ToDuration("duration", in.duration());
  if (!duration.ok()) return duration.status();
  entry.duration = *duration;
  return absl::OkStatus();
}

absl::Status SetEntry(const Caller& caller, const v1::WaitlistEntry& in,
                      WaitlistEntry& entry) {
  if (in.shopper().size() > kShopperLengthMax) {
    return InvalidField("shopper", "TOO_LONG",
                        absl::StrCat("has ", in.shopper().size(),
                                     " bytes; at most ", kShopperLengthMax));
  }
  if (HasControl(in.shopper())) {
    return InvalidField("shopper", "MALFORMED",
                        "has control characters; it may have none");
  }
  entry.shopper = in.shopper();
  absl::StatusOr<ServiceId> service =
      transport::ParseServiceName(caller, "service", in.service());
  if (!service.ok()) return service.status();
  entry.service = *service;
  if (in.party_size() != 0) entry.party_size = in.party_size();
  absl::Status status = SetChannels(in, entry);
  if (status.ok()) status = SetWhere(caller, in, entry);
  if (status.ok()) status = SetWhen(in, entry);
  return status;
}

}  // namespace

void FromEntry(const BrandId& brand, const WaitlistEntry& entry,
               v1::WaitlistEntry* out) {
  const std::string prefix = transport::BrandName(brand);
  out->set_name(absl::StrCat(prefix, "/", kEntries, "/", entry.id.ToString()));
  out->set_state(static_cast<v1::WaitlistState>(entry.state));
  out->set_shopper(entry.shopper);
  out->set_service(transport::ServiceName(brand, entry.service));
  for (const Channel channel : entry.channels) {
    out->add_channels(transport::FromChannel(channel));
  }
  if (entry.associate) {
    out->set_associate(transport::AssociateName(brand, *entry.associate));
  }
  if (entry.store) out->set_store(transport::StoreName(brand, *entry.store));
  transport::FromTime(entry.window.start,
                      out->mutable_window()->mutable_start_time());
  transport::FromTime(entry.window.end,
                      out->mutable_window()->mutable_end_time());
  if (entry.duration) {
    transport::FromDuration(*entry.duration, out->mutable_duration());
  }
  out->set_party_size(entry.party_size);
  if (entry.booking) {
    out->set_booking(transport::BookingName(brand, entry.booking->ToString()));
  }
  out->set_etag(transport::FromVersion(entry.version));
  transport::FromTime(entry.create_time, out->mutable_create_time());
  transport::FromTime(entry.update_time, out->mutable_update_time());
}

absl::StatusOr<WaitlistEntry> ToEntry(const Caller& caller,
                                      const v1::JoinWaitlistRequest& in) {
  absl::Status status =
      transport::CheckBrandName(caller, "parent", in.parent());
  if (!status.ok()) return status;
  if (!in.has_waitlist_entry()) return Required("waitlist_entry");
  WaitlistEntry entry;
  status = SetEntry(caller, in.waitlist_entry(), entry);
  if (!status.ok()) return InField("waitlist_entry", status);
  return entry;
}

absl::StatusOr<WaitlistWish> ToWaitlistWish(
    const Caller& caller, const v1::ListWaitlistEntriesRequest& in) {
  WaitlistWish wish;
  absl::Status parent =
      transport::CheckBrandName(caller, "parent", in.parent());
  if (!parent.ok()) return parent;
  if (!in.service().empty()) {
    absl::StatusOr<ServiceId> service =
        transport::ParseServiceName(caller, "service", in.service());
    if (!service.ok()) return service.status();
    wish.service = *service;
  }
  if (in.state() != v1::WAITLIST_STATE_UNSPECIFIED) {
    if (!v1::WaitlistState_IsValid(in.state())) {
      return InvalidField("state", "UNKNOWN", "is no state of an entry");
    }
    wish.state = static_cast<WaitlistState>(in.state());
  }
  return wish;
}

absl::StatusOr<WaitlistEntryId> ToEntryId(const Caller& caller,
                                          const std::string& name) {
  return transport::ParseName<WaitlistEntryId>(caller, "name", name, kEntries);
}

}  // namespace rapport::booking
