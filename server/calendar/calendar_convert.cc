#include "server/calendar/calendar_convert.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/calendar/calendar_uri.h"
#include "server/calendar/local_time.h"
#include "server/transport/convert.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::calendar {
namespace {

void FromMinute(int minute, google::type::TimeOfDay* out) {
  out->set_hours(minute / 60);
  out->set_minutes(minute % 60);
}

absl::StatusOr<int> ToMinute(const std::string& field, bool is_set,
                             const google::type::TimeOfDay& in) {
  if (!is_set) {
    return InvalidField(field, "REQUIRED", "is unset; it is required");
  }
  return transport::ToMinuteOfDay(field, in);
}

// WeeklyPeriod and DayPeriod share these fields.
template <typename Proto>
void FromPeriod(const BrandId& brand, const DayPeriod& period, Proto* out) {
  FromMinute(period.start_minute, out->mutable_start_time());
  FromMinute(period.end_minute, out->mutable_end_time());
  if (period.store.has_value()) {
    out->set_store(transport::StoreName(brand, *period.store));
  }
  for (Channel channel : kAllChannels) {
    if (period.channels.Has(channel)) {
      out->add_channels(transport::FromChannel(channel));
    }
  }
}

template <typename Proto>
absl::StatusOr<DayPeriod> ToPeriod(const Caller& caller,
                                   const std::string& path, const Proto& in) {
  DayPeriod period;
  absl::StatusOr<int> start = ToMinute(absl::StrCat(path, ".start_time"),
                                       in.has_start_time(), in.start_time());
  if (!start.ok()) return start.status();
  period.start_minute = *start;
  absl::StatusOr<int> end = ToMinute(absl::StrCat(path, ".end_time"),
                                     in.has_end_time(), in.end_time());
  if (!end.ok()) return end.status();
  period.end_minute = *end;
  if (!in.store().empty()) {
    absl::StatusOr<StoreId> store = transport::ParseStoreName(
        caller, absl::StrCat(path, ".store"), in.store());
    if (!store.ok()) return store.status();
    period.store = *store;
  }
  for (int i = 0; i < in.channels_size(); ++i) {
    absl::StatusOr<Channel> channel = transport::ToChannel(
        absl::StrCat(path, ".channels[", i, "]"), in.channels(i));
    if (!channel.ok()) return channel.status();
    period.channels.Add(*channel);
  }
  return period;
}

// google.type.DayOfWeek counts from Monday, 1, as ISO 8601 does.
constexpr absl::Weekday kDays[] = {
    absl::Weekday::monday,   absl::Weekday::tuesday, absl::Weekday::wednesday,
    absl::Weekday::thursday, absl::Weekday::friday,  absl::Weekday::saturday,
    absl::Weekday::sunday};

google::type::DayOfWeek FromDay(absl::Weekday day) {
  int number = 1;
  for (absl::Weekday each : kDays) {
    if (each == day) break;
    ++number;
  }
  return static_cast<google::type::DayOfWeek>(number);
}

absl::Status AddWeekly(const Caller& caller, const v1::Schedule& in,
                       Schedule& out) {
  for (int i = 0; i < in.weekly_periods_size(); ++i) {
    const v1::WeeklyPeriod& weekly = in.weekly_periods(i);
    const std::string path = absl::StrCat("schedule.weekly_periods[", i, "]");
    if (weekly.day() == google::type::DAY_OF_WEEK_UNSPECIFIED) {
      return InvalidField(absl::StrCat(path, ".day"), "REQUIRED",
                          "is unset; it is required");
    }
    if (!google::type::DayOfWeek_IsValid(weekly.day())) {
      return InvalidField(
          absl::StrCat(path, ".day"), "UNKNOWN",
          absl::StrCat("is ", weekly.day(), "; no day has that number"));
    }
    absl::StatusOr<DayPeriod> period = ToPeriod(caller, path, weekly);
    if (!period.ok()) return period.status();
    out.weekly_periods.push_back(
        {kDays[weekly.day() - google::type::MONDAY], *std::move(period)});
  }
  return absl::OkStatus();
}

absl::Status AddTimeOff(const v1::Schedule& in, Schedule& out) {
  for (int i = 0; i < in.time_off_size(); ++i) {
    const v1::TimeOff& off = in.time_off(i);
    const std::string path = absl::StrCat("schedule.time_off[", i, "]");
    absl::StatusOr<Interval> window = transport::ToWindow(
        absl::StrCat(path, ".window"), off.window(), kTimeOffLengthMax);
    if (!window.ok()) return window.status();
    if (!v1::TimeOffState_IsValid(off.state())) {
      return InvalidField(
          absl::StrCat(path, ".state"), "UNKNOWN",
          absl::StrCat("is ", off.state(), "; no state has that number"));
    }
    TimeOff& added = out.time_off.emplace_back(TimeOff{*window, off.id()});
    if (off.state() != v1::TIME_OFF_STATE_UNSPECIFIED) {
      added.state = static_cast<TimeOffState>(off.state());
    }
    added.note = off.note();
  }
  return absl::OkStatus();
}

absl::Status AddTravelTimes(const Caller& caller, const v1::Schedule& in,
                            Schedule& out) {
  for (int i = 0; i < in.travel_times_size(); ++i) {
    const v1::TravelTime& time = in.travel_times(i);
    const std::string path = absl::StrCat("schedule.travel_times[", i, "]");
    absl::StatusOr<StoreId> a = transport::ParseStoreName(
        caller, absl::StrCat(path, ".store_a"), time.store_a());
    if (!a.ok()) return a.status();
    absl::StatusOr<StoreId> b = transport::ParseStoreName(
        caller, absl::StrCat(path, ".store_b"), time.store_b());
    if (!b.ok()) return b.status();
    absl::StatusOr<absl::Duration> duration =
        transport::ToDuration(absl::StrCat(path, ".duration"), time.duration());
    if (!duration.ok()) return duration.status();
    out.travel_times.push_back({*a, *b, *duration});
  }
  return absl::OkStatus();
}

absl::Status AddLength(const std::string& field, bool is_set,
                       const google::protobuf::Duration& in,
                       std::optional<absl::Duration>& out) {
  if (!is_set) return absl::OkStatus();
  absl::StatusOr<absl::Duration> length =
      transport::ToDuration(absl::StrCat("schedule.limits.", field), in);
  if (length.ok()) out = *length;
  return length.status();
}

absl::Status AddLimits(const v1::WorkLimits& in, WorkLimits& out) {
  absl::Status status = AddLength("booked_per_day", in.has_booked_per_day(),
                                  in.booked_per_day(), out.booked_per_day);
  if (!status.ok()) return status;
  status = AddLength("booked_per_week", in.has_booked_per_week(),
                     in.booked_per_week(), out.booked_per_week);
  if (!status.ok()) return status;
  status = AddLength("break_after", in.has_break_after(), in.break_after(),
                     out.break_after);
  if (!status.ok()) return status;
  out.bookings_per_day = in.bookings_per_day();
  return AddLength("break_length", in.has_break_length(), in.break_length(),
                   out.break_length);
}

void FromLimits(const WorkLimits& limits, v1::WorkLimits* out) {
  const auto set = [](const std::optional<absl::Duration>& length,
                      auto mutable_field) {
    if (length.has_value()) transport::FromDuration(*length, mutable_field());
  };
  set(limits.booked_per_day, [&] { return out->mutable_booked_per_day(); });
  set(limits.booked_per_week, [&] { return out->mutable_booked_per_week(); });
  set(limits.break_after, [&] { return out->mutable_break_after(); });
  set(limits.break_length, [&] { return out->mutable_break_length(); });
  out->set_bookings_per_day(limits.bookings_per_day);
}

absl::Status AddCapacities(const v1::Schedule& in, Schedule& out) {
  for (int i = 0; i < in.channel_capacities_size(); ++i) {
    const v1::ChannelCapacity& one = in.channel_capacities(i);
    absl::StatusOr<Channel> channel = transport::ToChannel(
        absl::StrCat("schedule.channel_capacities[", i, "].channel"),
        one.channel());
    if (!channel.ok()) return channel.status();
    out.channel_capacities.push_back({*channel, one.capacity()});
  }
  return absl::OkStatus();
}

absl::Status AddOverrides(const Caller& caller, const v1::Schedule& in,
                          Schedule& out) {
  for (int i = 0; i < in.overrides_size(); ++i) {
    const v1::ScheduleOverride& override = in.overrides(i);
    const std::string path = absl::StrCat("schedule.overrides[", i, "]");
    absl::StatusOr<absl::CivilDay> date =
        transport::ToDate(absl::StrCat(path, ".date"), override.date());
    if (!date.ok()) return date.status();
    ScheduleOverride& added = out.overrides.emplace_back();
    added.date = *date;
    for (int j = 0; j < override.periods_size(); ++j) {
      absl::StatusOr<DayPeriod> period = ToPeriod(
          caller, absl::StrCat(path, ".periods[", j, "]"), override.periods(j));
      if (!period.ok()) return period.status();
      added.periods.push_back(*std::move(period));
    }
  }
  return absl::OkStatus();
}

}  // namespace

void FromBusySource(const Caller& caller, const BusySource& source,
                    v1::BusySource* out) {
  out->set_source_id(source.id);
  if (source.was_read()) {
    transport::FromTime(source.import_time, out->mutable_import_time());
    transport::FromTime(source.reach_time, out->mutable_reach_time());
  }
  out->set_event_count(source.time.events);
  out->set_free_count(source.time.free);
  out->set_refused_count(source.time.refused);
  out->set_interval_count(static_cast<int>(source.time.intervals.size()));
  if (caller.role() == Role::kAssociate || source.uri.empty()) {
    out->set_uri(source.uri);
  } else {
    out->set_uri(absl::StrCat("https://", HostOf(source.uri), "/"));
  }
  if (source.was_fetched()) {
    transport::FromTime(source.fetch_time, out->mutable_fetch_time());
  }
  out->set_error(source.error);
}

void FromSchedule(const Caller& caller, const StoredSchedule& stored,
                  v1::Schedule* out) {
  const BrandId& brand = caller.brand();
  out->set_name(transport::ScheduleName(brand, stored.associate));
  for (const WeeklyPeriod& weekly : stored.schedule.weekly_periods) {
    v1::WeeklyPeriod* added = out->add_weekly_periods();
    added->set_day(FromDay(weekly.day));
    FromPeriod(brand, weekly.period, added);
  }
  for (const ScheduleOverride& override : stored.schedule.overrides) {
    v1::ScheduleOverride* added = out->add_overrides();
    transport::FromDate(override.date, added->mutable_date());
    for (const DayPeriod& period : override.periods) {
      FromPeriod(brand, period, added->add_periods());
    }
  }
  for (const TimeOff& off : stored.schedule.time_off) {
    v1::TimeOff* added = out->add_time_off();
    v1::TimeWindow* window = added->mutable_window();
    transport::FromTime(off.window.start, window->mutable_start_time());
    transport::FromTime(off.window.end, window->mutable_end_time());
    added->set_id(off.id);
    added->set_state(static_cast<v1::TimeOffState>(off.state));
    added->set_note(off.note);
  }
  for (const BusySource& source : stored.schedule.busy) {
    FromBusySource(caller, source, out->add_busy_sources());
  }
  for (const ChannelCapacity& one : stored.schedule.channel_capacities) {
    v1::ChannelCapacity* added = out->add_channel_capacities();
    added->set_channel(transport::FromChannel(one.channel));
    added->set_capacity(one.capacity);
  }
  for (const TravelTime& time : stored.schedule.travel_times) {
    v1::TravelTime* added = out->add_travel_times();
    added->set_store_a(transport::StoreName(brand, time.a));
    added->set_store_b(transport::StoreName(brand, time.b));
    transport::FromDuration(time.duration, added->mutable_duration());
  }
  if (stored.schedule.limits.limits()) {
    FromLimits(stored.schedule.limits, out->mutable_limits());
  }
  out->set_off_on_public_holidays(stored.schedule.off_on_public_holidays);
  out->set_etag(transport::FromVersion(stored.version));
  if (stored.version > 0) {
    transport::FromTime(stored.update_time, out->mutable_update_time());
  }
}

absl::StatusOr<Schedule> ToSchedule(const Caller& caller,
                                    const v1::Schedule& in) {
  Schedule schedule;
  absl::Status status = AddWeekly(caller, in, schedule);
  if (!status.ok()) return status;
  status = AddOverrides(caller, in, schedule);
  if (!status.ok()) return status;
  status = AddTimeOff(in, schedule);
  if (!status.ok()) return status;
  status = AddCapacities(in, schedule);
  if (!status.ok()) return status;
  status = AddTravelTimes(caller, in, schedule);
  if (!status.ok()) return status;
  status = AddLimits(in.limits(), schedule.limits);
  if (!status.ok()) return status;
  schedule.off_on_public_holidays = in.off_on_public_holidays();
  return schedule;
}

void FromSlot(const BrandId& brand, const AssociateId& associate,
              const ServiceId& service, Channel channel, const FreeSlot& slot,
              const absl::TimeZone& zone, v1::Slot* out) {
  out->set_associate(transport::AssociateName(brand, associate));
  out->set_store(transport::StoreName(brand, slot.store));
  out->set_service(transport::ServiceName(brand, service));
  out->set_channel(transport::FromChannel(channel));
  out->set_time_zone(zone.name());
  FromSlotTime(slot.interval, zone, out);
}

void FromSlotTime(const Interval& interval, const absl::TimeZone& zone,
                  v1::Slot* out) {
  transport::FromTime(interval.start, out->mutable_start_time());
  transport::FromTime(interval.end, out->mutable_end_time());
  const LocalTime local = ToLocalTime(interval.start, zone);
  transport::FromLocalTime(
      local.reading, static_cast<int>(absl::ToInt64Seconds(local.utc_offset)),
      out->mutable_local_start_time());
}

}  // namespace rapport::calendar
