#include "clients/cli/schedule_commands.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/commands.h"
#include "clients/cli/not_empty.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/resource_text.h"
#include "clients/cli/text/schedule_json.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/text/words.h"
#include "clients/cli/whole_input.h"

namespace rapport::cli {
namespace {

using client::Role;

struct ShowOptions {
  std::string associate;
};

struct DecideOptions {
  std::string associate;
  std::vector<std::string> ids;
  v1::TimeOffState state = v1::TIME_OFF_STATE_APPROVED;
};

struct SetOptions {
  std::string associate;
  std::string file;
  std::string request_id;
};

template <typename Period>
std::string HoursOf(const Period& period) {
  return absl::StrCat(FormatTimeOfDay(period.start_time()), "-",
                      FormatTimeOfDay(period.end_time()));
}

void AddOverride(const v1::ScheduleOverride& hours, Table& table) {
  const google::type::Date& date = hours.date();
  const std::string day =
      absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
  if (hours.periods().empty()) table.AddRow({day, "not working", "", ""});
  for (const v1::DayPeriod& period : hours.periods()) {
    table.AddRow({day, HoursOf(period), ShortId(period.store()),
                  FormatChannels(period.channels())});
  }
}

// What does not count says so, and by which id it is approved.
void AddTimeOff(const v1::TimeOff& time_off, Table& table) {
  std::string what = "time off";
  if (time_off.state() == v1::TIME_OFF_STATE_REQUESTED ||
      time_off.state() == v1::TIME_OFF_STATE_DECLINED) {
    absl::StrAppend(&what, ", ", WordOf(time_off.state()), ": ", time_off.id());
  }
  table.AddRow({what,
                absl::StrCat(FormatUtc(time_off.window().start_time()), " - ",
                             FormatUtc(time_off.window().end_time())),
                "", ""});
}

void AddLimits(const v1::WorkLimits& limits, Table& table) {
  const auto add = [&](absl::string_view what, std::string most) {
    table.AddRow({std::string(what), std::move(most), "", ""});
  };
  if (limits.has_booked_per_day()) {
    add("booked a day", FormatDuration(limits.booked_per_day()));
  }
  if (limits.has_booked_per_week()) {
    add("booked a week", FormatDuration(limits.booked_per_week()));
  }
  if (limits.bookings_per_day() != 0) {
    add("bookings a day", absl::StrCat(limits.bookings_per_day()));
  }
  if (limits.has_break_after()) {
    add("break", absl::StrCat(FormatDuration(limits.break_length()), " after ",
                              FormatDuration(limits.break_after())));
  }
}

void WriteSchedule(const v1::Schedule& schedule, const Session& session) {
  Table table({{"DAY"}, {"HOURS"}, {"STORE"}, {"CHANNELS"}});
  for (const v1::WeeklyPeriod& period : schedule.weekly_periods()) {
    table.AddRow({WordOf(period.day()), HoursOf(period),
                  ShortId(period.store()), FormatChannels(period.channels())});
  }
  for (const v1::ScheduleOverride& hours : schedule.overrides()) {
    AddOverride(hours, table);
  }
  for (const v1::TimeOff& time_off : schedule.time_off()) {
    AddTimeOff(time_off, table);
  }
  if (schedule.off_on_public_holidays()) {
    table.AddRow({"public holidays", "not working", "", ""});
  }
  for (const v1::TravelTime& travel : schedule.travel_times()) {
    table.AddRow({"travel", FormatDuration(travel.duration()),
                  absl::StrCat(ShortId(travel.store_a()), " - ",
                               ShortId(travel.store_b())),
                  ""});
  }
  for (const v1::ChannelCapacity& one : schedule.channel_capacities()) {
    table.AddRow(
        {"at a time", absl::StrCat(one.capacity()), "", WordOf(one.channel())});
  }
  AddLimits(schedule.limits(), table);
  for (const v1::BusySource& busy : schedule.busy_sources()) {
    table.AddRow({"busy by calendar",
                  absl::StrCat(busy.interval_count(), " times"),
                  busy.source_id(), FormatBusyState(busy)});
  }
  if (table.empty()) {
    session.out() << "no hours\n";
    return;
  }
  table.Write(session.out());
}

absl::Status RunShow(const ShowOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  v1::GetScheduleRequest request;
  request.set_name(ScheduleName(session.brand(), options.associate));
  const auto schedule = client->GetSchedule(request);
  if (!schedule.ok()) return schedule.status();
  if (session.json()) {
    session.PrintJson(ScheduleToJson(*schedule));
  } else {
    WriteSchedule(*schedule, session);
  }
  return absl::OkStatus();
}

void WriteUncovered(const v1::UpdateScheduleResponse& response,
                    const Session& session) {
  if (response.uncovered_bookings().empty()) return;
  if (session.json()) {
    nlohmann::ordered_json names;
    for (const std::string& name : response.uncovered_bookings()) {
      names.push_back(name);
    }
    nlohmann::ordered_json reasons = nlohmann::ordered_json::array();
    for (const v1::UncoveredBooking& each : response.uncovered()) {
      reasons.push_back(
          {{"booking", each.booking()}, {"reason", WordOf(each.reason())}});
    }
    session.PrintJson({{"uncovered_bookings", names},
                       {"uncovered", reasons},
                       {"uncovered_more", response.uncovered_more()}});
    return;
  }
  session.err() << "outside of the new hours, and kept as they are: "
                << FormatIds(response.uncovered_bookings()) << '\n';
  for (const v1::UncoveredBooking& each : response.uncovered()) {
    session.err() << "  " << ShortId(each.booking()) << ": "
                  << WordOf(each.reason()) << '\n';
  }
  WriteMore(response.uncovered_more(), session);
}

absl::Status Write(const client::Client& client,
                   const v1::UpdateScheduleRequest& request,
                   const Session& session) {
  const auto response = client.UpdateSchedule(request);
  if (!response.ok()) return response.status();
  if (session.json()) {
    session.PrintJson(ScheduleToJson(response->schedule()));
  } else {
    WriteSchedule(response->schedule(), session);
  }
  WriteUncovered(*response, session);
  return absl::OkStatus();
}

absl::Status RunSet(const SetOptions& options, const Session& session) {
  const auto text = ReadWhole(session, options.file);
  if (!text.ok()) return text.status();
  auto schedule = ScheduleFromJson(*text, session.brand());
  if (!schedule.ok()) return schedule.status();
  schedule->set_name(ScheduleName(session.brand(), options.associate));
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  v1::UpdateScheduleRequest request;
  *request.mutable_schedule() = *std::move(schedule);
  request.set_request_id(options.request_id);
  return Write(*client, request, session);
}

absl::Status RunDecide(const DecideOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  v1::GetScheduleRequest read;
  read.set_name(ScheduleName(session.brand(), options.associate));
  auto schedule = client->GetSchedule(read);
  if (!schedule.ok()) return schedule.status();
  for (const std::string& id : options.ids) {
    const auto found = std::find_if(
        schedule->mutable_time_off()->begin(),
        schedule->mutable_time_off()->end(),
        [&](const v1::TimeOff& time_off) { return time_off.id() == id; });
    if (found == schedule->mutable_time_off()->end()) {
      return absl::NotFoundError(
          absl::StrCat("the schedule has no time off with the id ", id));
    }
    found->set_state(options.state);
  }
  // With the etag that was read: nobody's change in between is lost.
  v1::UpdateScheduleRequest request;
  *request.mutable_schedule() = *std::move(schedule);
  return Write(*client, request, session);
}

void AddDecide(CLI::App& schedule, Command& chosen, const char* name,
               const char* what, v1::TimeOffState state) {
  auto options = std::make_shared<DecideOptions>();
  options->state = state;
  CLI::App& command = *schedule.add_subcommand(name, what);
  command.add_option("associate", options->associate, "Their id or name")
      ->required();
  command.add_option("id", options->ids, "Which, as `schedule show` has it")
      ->required();
  RefuseEmptyValues(command);
  ChooseToRun(command, chosen, options, RunDecide);
}

}  // namespace

void AddScheduleCommands(CLI::App& app, Command& chosen) {
  CLI::App& schedule =
      *app.add_subcommand("schedule", "Show and set when an associate works");
  schedule.require_subcommand(1);
  auto show_options = std::make_shared<ShowOptions>();
  CLI::App& show = *schedule.add_subcommand(
      "show", "Show the hours; with --json as `schedule set` reads them");
  show.add_option("associate", show_options->associate, "Their id or name")
      ->required();
  ChooseToRun(show, chosen, show_options, RunShow);

  auto set_options = std::make_shared<SetOptions>();
  CLI::App& set = *schedule.add_subcommand("set", "Replace the hours");
  set.add_option("associate", set_options->associate, "Their id or name")
      ->required();
  set.add_option("file", set_options->file,
                 "JSON as `schedule show --json` writes it; - is the input")
      ->required();
  set.add_option("--request-id", set_options->request_id,
                 "Names this attempt. Without it: a new one");
  set.footer(
      "The file, every part of which may be left out:\n"
      "  {\"weekly_hours\": [{\"day\": \"monday\", \"start\": \"10:00\", "
      "\"end\": "
      "\"18:00\",\n"
      "               \"store\": \"ID\", \"channels\": [\"video\"]}],\n"
      "   \"overrides\": [{\"date\": \"2026-12-24\", \"periods\": []}],\n"
      "   \"time_off\": [{\"start\": \"2026-12-27T00:00:00Z\", \"end\": "
      "\"2027-01-03T00:00:00Z\"}],\n"
      "   \"off_on_public_holidays\": true,\n"
      "   \"channel_capacities\": {\"chat\": 3},\n"
      "   \"travel_times\": [{\"between\": [\"ID\", \"ID\"], \"minutes\": "
      "30}],\n"
      "   \"limits\": {\"booked_per_day_minutes\": 360, "
      "\"booked_per_week_minutes\": 1800,\n"
      "              \"bookings_per_day\": 8, \"break_after_minutes\": "
      "180,\n"
      "              \"break_length_minutes\": 30},\n"
      "   \"etag\": \"as shown\"}");
  ChooseToRun(set, chosen, set_options, RunSet);
  AddDecide(schedule, chosen, "approve",
            "Approve time off that is asked for: it counts from now on",
            v1::TIME_OFF_STATE_APPROVED);
  AddDecide(schedule, chosen, "decline",
            "Decline time off that is asked for: it does not count",
            v1::TIME_OFF_STATE_DECLINED);
  AddScheduleBusy(schedule, chosen);
  AddScheduleFeed(schedule, chosen);
  AddScheduleAddress(schedule, chosen);
  AddScheduleUncovered(schedule, chosen);
}

}  // namespace rapport::cli
