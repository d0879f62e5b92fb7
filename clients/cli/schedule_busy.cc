#include "absl/strings/str_cat.h"
#include "clients/cli/book_commands.h"
#include "clients/cli/schedule_commands.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/resource_text.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/whole_input.h"

namespace rapport::cli {
namespace {

using client::Role;

struct ImportOptions {
  std::string associate;
  std::string file;
  std::string source = "calendar";
  std::string request_id;
};

struct SubscribeOptions {
  std::string associate;
  std::string uri;
  std::string source = "calendar";
  std::string request_id;
};

struct ListOptions {
  std::string associate;
};

struct RemoveOptions {
  std::string associate;
  std::string source;
  std::string request_id;
};

void AddSource(const v1::BusySource& source, Table& table) {
  table.AddRow({source.source_id(),
                source.has_import_time() ? FormatUtc(source.import_time()) : "",
                absl::StrCat(source.event_count()),
                absl::StrCat(source.interval_count()),
                absl::StrCat(source.refused_count()), FormatBusyState(source)});
}

Table SourceTable() {
  return Table({{"SOURCE"},
                {"READ"},
                {"EVENTS"},
                {"BUSY TIMES"},
                {"NOT UNDERSTOOD"},
                {"STATE"}});
}

absl::Status RunImport(const ImportOptions& options, const Session& session) {
  const auto text = ReadWhole(session, options.file);
  if (!text.ok()) return text.status();
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  v1::ImportBusyTimeRequest request;
  request.set_name(ScheduleName(session.brand(), options.associate));
  request.set_source_id(options.source);
  request.set_calendar(*text);
  request.set_request_id(options.request_id);
  const auto response = client->ImportBusyTime(request);
  if (!response.ok()) return response.status();
  if (session.json()) {
    session.PrintJson(*response);
    return absl::OkStatus();
  }
  Table table = SourceTable();
  AddSource(response->source(), table);
  table.Write(session.out());
  if (response->source().refused_count() > 0) {
    session.err() << response->source().refused_count()
                  << " events could not be understood, and block nothing\n";
  }
  if (!response->uncovered_bookings().empty()) {
    session.err() << "booked while busy, and kept as they are: "
                  << FormatIds(response->uncovered_bookings()) << '\n';
  }
  WriteMore(response->uncovered_more(), session);
  return absl::OkStatus();
}

absl::Status RunSubscribe(const SubscribeOptions& options,
                          const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  v1::SubscribeBusyTimeRequest request;
  request.set_name(ScheduleName(session.brand(), options.associate));
  request.set_source_id(options.source);
  request.set_uri(options.uri);
  request.set_request_id(options.request_id);
  const auto response = client->SubscribeBusyTime(request);
  if (!response.ok()) return response.status();
  if (session.json()) {
    session.PrintJson(*response);
    return absl::OkStatus();
  }
  Table table = SourceTable();
  AddSource(response->source(), table);
  table.Write(session.out());
  session.err() << "it is read within a minute, and then about every 15; "
                   "`schedule busy list` tells how that goes\n";
  return absl::OkStatus();
}

absl::Status RunList(const ListOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  v1::GetScheduleRequest request;
  request.set_name(ScheduleName(session.brand(), options.associate));
  const auto schedule = client->GetSchedule(request);
  if (!schedule.ok()) return schedule.status();
  Table table = SourceTable();
  for (const v1::BusySource& source : schedule->busy_sources()) {
    if (session.json()) session.PrintJson(source);
    AddSource(source, table);
  }
  if (session.json()) return absl::OkStatus();
  if (table.empty()) {
    session.out() << "no calendars\n";
  } else {
    table.Write(session.out());
  }
  return absl::OkStatus();
}

absl::Status RunRemove(const RemoveOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  v1::RemoveBusyTimeRequest request;
  request.set_name(ScheduleName(session.brand(), options.associate));
  request.set_source_id(options.source);
  request.set_request_id(options.request_id);
  const auto response = client->RemoveBusyTime(request);
  if (!response.ok()) return response.status();
  if (session.json()) {
    session.PrintJson(
        nlohmann::ordered_json{{"removed_source_id", options.source}});
  } else {
    session.out() << "forgot " << options.source << '\n';
  }
  return absl::OkStatus();
}

void AddImport(CLI::App& busy, Command& chosen) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App& import = *busy.add_subcommand(
      "import", "Read an .ics file; its titles are not kept");
  import.add_option("associate", options->associate, "Their id or name")
      ->required();
  import.add_option("file", options->file, "iCalendar; - is the input")
      ->required();
  import
      .add_option("--source", options->source,
                  "Names the calendar among theirs; what was read of it "
                  "before is forgotten")
      ->capture_default_str();
  import.add_option("--request-id", options->request_id, kRequestIdHelp);
  ChooseToRun(import, chosen, options, RunImport);
}

void AddSubscribe(CLI::App& busy, Command& chosen) {
  auto options = std::make_shared<SubscribeOptions>();
  CLI::App& subscribe = *busy.add_subcommand(
      "subscribe",
      "Have a calendar read from its address; its titles are not kept");
  subscribe.add_option("associate", options->associate, "Their id or name")
      ->required();
  subscribe
      .add_option("uri", options->uri,
                  "https://... or webcal://..., as the calendar's program "
                  "gives it; whoever has it can read the calendar")
      ->required();
  subscribe
      .add_option("--source", options->source,
                  "Names the calendar among theirs; what was read of it "
                  "before stays until it is read")
      ->capture_default_str();
  subscribe.add_option("--request-id", options->request_id, kRequestIdHelp);
  ChooseToRun(subscribe, chosen, options, RunSubscribe);
}

void AddRemove(CLI::App& busy, Command& chosen) {
  auto options = std::make_shared<RemoveOptions>();
  CLI::App& remove = *busy.add_subcommand("remove", "Forget a calendar");
  remove.add_option("associate", options->associate, "Their id or name")
      ->required();
  remove.add_option("source", options->source, "As `list` shows it")
      ->required();
  remove.add_option("--request-id", options->request_id, kRequestIdHelp);
  ChooseToRun(remove, chosen, options, RunRemove);
}

}  // namespace

void AddScheduleBusy(CLI::App& schedule, Command& chosen) {
  CLI::App& busy = *schedule.add_subcommand(
      "busy", "Calendars kept elsewhere, whose busy time blocks slots");
  busy.require_subcommand(1);
  AddImport(busy, chosen);
  AddSubscribe(busy, chosen);
  auto options = std::make_shared<ListOptions>();
  CLI::App& list = *busy.add_subcommand("list", "Show the calendars");
  list.add_option("associate", options->associate, "Their id or name")
      ->required();
  ChooseToRun(list, chosen, options, RunList);
  AddRemove(busy, chosen);
}

}  // namespace rapport::cli
