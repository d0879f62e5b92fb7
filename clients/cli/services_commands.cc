#include "clients/cli/services_commands.h"

#include <string>
#include <vector>

#include "clients/cli/text/names.h"
#include "clients/cli/text/number_text.h"
#include "clients/cli/text/question_text.h"
#include "clients/cli/text/resource_text.h"
#include "clients/cli/text/service_file.h"
#include "clients/cli/text/table.h"
#include "clients/cli/whole_input.h"
#include "clients/cpp/pages.h"

namespace rapport::cli {
namespace {

using client::Role;

struct ListOptions {};

struct FileOptions {
  std::string file;
};

absl::Status RunList(const ListOptions&, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  v1::ListServicesRequest request;
  request.set_parent(session.parent());
  request.set_page_size(client::kPageSizeMax);
  std::vector<v1::Service> services;
  absl::Status status = client::ForEachPage(
      request, [&](const auto& page) { return client->ListServices(page); },
      [&](const v1::ListServicesResponse& page) {
        for (const v1::Service& service : page.services()) {
          if (session.json()) {
            session.PrintJson(service);
          } else {
            services.push_back(service);
          }
        }
        return true;
      });
  if (!status.ok() || session.json()) return status;
  WriteServices(services, session.out());
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

// The usual length, then those to choose from.
std::string DurationsOf(const v1::Service& service) {
  std::string durations = FormatDuration(service.duration());
  for (const auto& choice : service.duration_choices()) {
    absl::StrAppend(&durations, ", ", FormatDuration(choice));
  }
  return durations;
}

// `fitting-room, table x2`.
std::string NeedsOf(const v1::Service& service) {
  std::string text;
  for (const v1::ResourceNeed& need : service.needs()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", need.kind());
    if (need.count() > 1) absl::StrAppend(&text, " x", need.count());
  }
  return text;
}

}  // namespace

void WriteServices(const std::vector<v1::Service>& services,
                   std::ostream& out) {
  Table table({{"SERVICE"},
               {"NAME"},
               {"DURATION", Align::kRight},
               {"BEFORE", Align::kRight},
               {"AFTER", Align::kRight},
               {"NOTICE", Align::kRight},
               {"EVERY", Align::kRight},
               {"CHANNELS"},
               {"NEEDS"},
               {"RULES"}});
  for (const v1::Service& service : services) {
    table.AddRow({ShortId(service.name()), service.display_name(),
                  DurationsOf(service), FormatDuration(service.buffer_before()),
                  FormatDuration(service.buffer_after()),
                  FormatDuration(service.minimum_notice()),
                  FormatDuration(service.slot_interval()),
                  FormatChannels(service.channels()), NeedsOf(service),
                  FormatRules(service)});
  }
  if (table.empty()) {
    out << "no services\n";
  } else {
    table.Write(out);
  }
}

void AddServicesCommands(CLI::App& app, Command& chosen) {
  CLI::App& services =
      *app.add_subcommand("services", "List and write what can be booked");
  services.require_subcommand(1);
  CLI::App& list = *services.add_subcommand("list", "List the services");
  ChooseToRun(list, chosen, std::make_shared<ListOptions>(), RunList);
  AddServicesSet(services, chosen);
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
