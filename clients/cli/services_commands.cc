#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cli/commands.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/number_text.h"
#include "clients/cli/text/resource_text.h"
#include "clients/cli/text/service_file.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/words.h"
#include "clients/cli/whole_input.h"
#include "clients/cpp/pages.h"

namespace rapport::cli {
namespace {

using client::Role;

struct ListOptions {};

struct FileOptions {
  std::string file;
};

struct SetOptions {
  std::string id;
  std::string display_name;
  std::string duration;
  std::string buffer_before;
  std::string buffer_after;
  std::string notice;
  std::string horizon;
  std::string interval;
  std::string hold;
  std::vector<std::string> channels;
};

void AddRow(const v1::Service& service, Table& table) {
  table.AddRow({ShortId(service.name()), service.display_name(),
                FormatDuration(service.duration()),
                FormatDuration(service.buffer_before()),
                FormatDuration(service.buffer_after()),
                FormatDuration(service.minimum_notice()),
                FormatDuration(service.slot_interval()),
                FormatChannels(service.channels())});
}

Table ServicesTable() {
  return Table({{"SERVICE"},
                {"NAME"},
                {"DURATION", Align::kRight},
                {"BEFORE", Align::kRight},
                {"AFTER", Align::kRight},
                {"NOTICE", Align::kRight},
                {"EVERY", Align::kRight},
                {"CHANNELS"}});
}

absl::Status RunList(const ListOptions&, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  v1::ListServicesRequest request;
  request.set_parent(session.parent());
  request.set_page_size(client::kPageSizeMax);
  Table table = ServicesTable();
  absl::Status status = client::ForEachPage(
      request, [&](const auto& page) { return client->ListServices(page); },
      [&](const v1::ListServicesResponse& page) {
        for (const v1::Service& service : page.services()) {
          if (session.json()) session.PrintJson(service);
          AddRow(service, table);
        }
        return true;
      });
  if (!status.ok() || session.json()) return status;
  if (table.empty()) {
    session.out() << "no services\n";
  } else {
    table.Write(session.out());
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Service> Write(const client::Client& client,
                                  const v1::Service& service) {
  v1::UpdateServiceRequest request;
  *request.mutable_service() = service;
  request.set_allow_missing(true);
  return client.UpdateService(request);
}

absl::Status RunFile(const FileOptions& options, const Session& session) {
  const auto text = ReadWhole(session, options.file);
  if (!text.ok()) return text.status();
  const auto services = ServicesFromJsonLines(*text, session.brand());
  if (!services.ok()) return services.status();
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  for (const v1::Service& service : *services) {
    const auto written = Write(*client, service);
    if (!written.ok()) return written.status();
    if (session.json()) session.PrintJson(*written);
  }
  if (!session.json()) {
    session.out() << FormatCount(services->size()) << " services written\n";
  }
  return absl::OkStatus();
}

// Sets what `text` says, if it says something.
absl::Status SetDuration(
    const char* flag, const std::string& text,
    const std::function<google::protobuf::Duration*()>& field) {
  if (text.empty()) return absl::OkStatus();
  absl::Duration duration;
  if (!absl::ParseDuration(text, &duration)) {
    return absl::InvalidArgumentError(absl::StrCat(
        flag, " is '", text, "'; it is a duration: 45m, 1h30m, 48h"));
  }
  field()->set_seconds(absl::ToInt64Seconds(duration));
  return absl::OkStatus();
}

absl::StatusOr<v1::Service> ServiceOf(const SetOptions& options,
                                      const Session& session) {
  v1::Service service;
  service.set_name(FullName(session.brand(), "services", options.id));
  service.set_display_name(options.display_name);
  for (const std::string& word : options.channels) {
    const auto channel = ParseChannel(word);
    if (!channel.ok()) return channel.status();
    service.add_channels(*channel);
  }
  absl::Status status;
  const auto set = [&](const char* flag, const std::string& text, auto field) {
    if (status.ok()) {
      status = SetDuration(flag, text, [&] { return (service.*field)(); });
    }
  };
  set("--duration", options.duration, &v1::Service::mutable_duration);
  set("--buffer-before", options.buffer_before,
      &v1::Service::mutable_buffer_before);
  set("--buffer-after", options.buffer_after,
      &v1::Service::mutable_buffer_after);
  set("--notice", options.notice, &v1::Service::mutable_minimum_notice);
  set("--horizon", options.horizon, &v1::Service::mutable_booking_horizon);
  set("--interval", options.interval, &v1::Service::mutable_slot_interval);
  set("--hold", options.hold, &v1::Service::mutable_hold_duration);
  if (!status.ok()) return status;
  return service;
}

absl::Status RunSet(const SetOptions& options, const Session& session) {
  const auto service = ServiceOf(options, session);
  if (!service.ok()) return service.status();
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  const auto written = Write(*client, *service);
  if (!written.ok()) return written.status();
  if (session.json()) {
    session.PrintJson(*written);
    return absl::OkStatus();
  }
  Table table = ServicesTable();
  AddRow(*written, table);
  table.Write(session.out());
  return absl::OkStatus();
}

void AddSet(CLI::App& services, Command& chosen) {
  auto options = std::make_shared<SetOptions>();
  CLI::App& command = *services.add_subcommand("set", "Write a service whole");
  command.add_option("id", options->id, "Its id, for example bridal-styling")
      ->required();
  command.add_option("--display-name", options->display_name, "Its name")
      ->required();
  command.add_option("--duration", options->duration, "How long it is: 1h")
      ->required();
  command
      .add_option("--channels", options->channels,
                  "How it can be had: in-store,video")
      ->required()
      ->delimiter(',');
  command.add_option("--buffer-before", options->buffer_before,
                     "Kept free before it");
  command.add_option("--buffer-after", options->buffer_after,
                     "Kept free after it");
  command.add_option("--notice", options->notice,
                     "It starts at least this long after now");
  command.add_option("--horizon", options->horizon,
                     "It starts at most this long after now");
  command.add_option("--interval", options->interval,
                     "It starts at multiples of this after midnight");
  command.add_option("--hold", options->hold, "How long a hold lasts");
  ChooseToRun(command, chosen, options, RunSet);
}

}  // namespace

void AddServicesCommands(CLI::App& app, Command& chosen) {
  CLI::App& services =
      *app.add_subcommand("services", "List and write what can be booked");
  services.require_subcommand(1);
  CLI::App& list = *services.add_subcommand("list", "List the services");
  ChooseToRun(list, chosen, std::make_shared<ListOptions>(), RunList);
  AddSet(services, chosen);
  auto options = std::make_shared<FileOptions>();
  CLI::App& import =
      *services.add_subcommand("import", "Write all services of a file");
  import
      .add_option("file", options->file,
                  "JSON lines, one service each as `services list --json` "
                  "writes it; - is the input")
      ->required();
  ChooseToRun(import, chosen, options, RunFile);
}

}  // namespace rapport::cli
