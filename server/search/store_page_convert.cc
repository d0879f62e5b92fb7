#include "server/search/store_page_convert.h"

#include "absl/strings/str_cat.h"
#include "server/calendar/calendar_convert.h"
#include "server/catalog/catalog_convert.h"
#include "server/search/query_fields.h"
#include "server/search/store_hit_convert.h"
#include "server/transport/convert.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::search {
namespace {

constexpr int kAssociatesMax = 50;
constexpr int kSlotsMax = 20;
constexpr int kDaysMax = 31;

absl::Status CheckRange(absl::string_view field, int seen, int max) {
  if (seen >= 0 && seen <= max) return absl::OkStatus();
  return InvalidField(field, "OUT_OF_RANGE",
                      absl::StrCat("is ", seen, "; it must be 0 to ", max));
}

absl::Status SetCounts(const v1::GetStorePageRequest& in, StorePageQuery& out) {
  if (in.has_associates()) {
    absl::Status range =
        CheckRange("associates", in.associates(), kAssociatesMax);
    if (!range.ok()) return range;
    out.associates_max = static_cast<size_t>(in.associates());
  }
  if (in.has_slots_per_associate()) {
    absl::Status range =
        CheckRange("slots_per_associate", in.slots_per_associate(), kSlotsMax);
    if (!range.ok()) return range;
    out.slots_max = static_cast<size_t>(in.slots_per_associate());
  }
  if (in.has_days()) {
    absl::Status range = CheckRange("days", in.days(), kDaysMax);
    if (!range.ok()) return range;
    out.days = in.days();
  }
  return absl::OkStatus();
}

// The clock's reading; the end of a day reads 24:00 of the day it ends.
void FromClock(absl::Time time, absl::TimeZone zone, bool is_end,
               google::type::TimeOfDay* out) {
  const absl::CivilSecond reading = absl::ToCivilSecond(time, zone);
  out->set_hours(is_end && reading.hour() == 0 && reading.minute() == 0
                     ? 24
                     : reading.hour());
  out->set_minutes(reading.minute());
}

void FromDay(const OpenDay& day, absl::TimeZone zone, v1::OpeningDay* out) {
  transport::FromDate(day.date, out->mutable_date());
  out->set_comment(day.comment);
  for (const hours::OpenInterval& open : day.intervals) {
    v1::OpeningPeriod* period = out->add_periods();
    transport::FromTime(open.interval.start, period->mutable_start_time());
    transport::FromTime(open.interval.end, period->mutable_end_time());
    FromClock(open.interval.start, zone, /*is_end=*/false,
              period->mutable_local_start());
    FromClock(open.interval.end, zone, /*is_end=*/true,
              period->mutable_local_end());
    period->set_status(FromState(open.state));
    period->set_comment(std::string(open.comment));
  }
}

}  // namespace

absl::StatusOr<StorePageQuery> ToPageQuery(const Caller& caller,
                                           const BrandIndex& index,
                                           const v1::GetStorePageRequest& in,
                                           absl::Time now) {
  StorePageQuery out;
  out.time = now;
  out.holder = HolderOf(caller);
  if (in.has_time()) {
    absl::StatusOr<absl::Time> time = transport::ToTime("time", in.time());
    if (!time.ok()) return time.status();
    out.time = *time;
  }
  if (!in.service().empty()) {
    absl::StatusOr<ServiceId> id =
        transport::ParseServiceName(caller, "service", in.service());
    if (!id.ok()) return id.status();
    out.service = index.FindService(*id);
    if (out.service == nullptr) {
      return transport::NotFound("service", in.service());
    }
  }
  absl::Status length = SetDuration(in, out.service, out.duration);
  if (!length.ok()) return length;
  if (in.channel() != v1::CHANNEL_UNSPECIFIED) {
    absl::StatusOr<Channel> channel =
        transport::ToChannel("channel", in.channel());
    if (!channel.ok()) return channel.status();
    out.channel = *channel;
  }
  absl::Status counts = SetCounts(in, out);
  if (!counts.ok()) return counts;
  return out;
}

void FromPage(const Caller& caller, const BrandIndex& index,
              const StoreRecord& store, const StorePageQuery& query,
              const StorePage& page, v1::StorePage* out) {
  const BrandId& brand = caller.brand();
  FromOpening(page.opening, out->mutable_opening());
  for (const KindOpening& each : page.secondary) {
    v1::SecondaryOpening* added = out->add_secondary_openings();
    added->set_kind(each.kind);
    FromOpening(each.opening, added->mutable_opening());
  }
  for (const OpenDay& day : page.days) {
    FromDay(day, store.zone, out->add_days());
  }
  for (const PageService& each : page.services) {
    v1::Service* added = out->add_services();
    catalog::FromService(brand, *each.service, added);
    if (each.channels == each.service->channels) continue;
    // Not the service as it is written, so nothing to be written back.
    added->clear_etag();
    added->clear_channels();
    for (Channel channel : kAllChannels) {
      if (each.channels.Has(channel)) {
        added->add_channels(transport::FromChannel(channel));
      }
    }
  }
  for (Channel channel : kAllChannels) {
    if (page.channels.Has(channel)) {
      out->add_channels(transport::FromChannel(channel));
    }
  }
  for (const PageAssociate& each : page.associates) {
    v1::StoreAssociate* added = out->add_associates();
    const catalog::Associate& associate = *each.associate->associate;
    catalog::FromAssociate(caller, index.brand(), associate,
                           added->mutable_associate());
    added->set_on_the_floor(each.on_the_floor);
    for (const PageSlot& slot : each.slots) {
      v1::Slot* const told = added->add_slots();
      calendar::FromSlot(brand, associate.id, query.service->id, query.channel,
                         slot.slot, store.zone, told);
      if (slot.own_hold.has_value()) {
        told->set_own_hold(
            transport::BookingName(brand, slot.own_hold->ToString()));
      }
    }
  }
}

}  // namespace rapport::search
