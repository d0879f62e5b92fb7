// `rapport resources`: a store's rooms and equipment.
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/not_empty.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/table.h"

namespace rapport::cli {
namespace {

using client::Role;

struct ListOptions {
  std::string store;
};

struct SetOptions {
  std::string store;
  std::string id;
  std::string display_name;
  std::string kind;
  bool out_of_service = false;
  bool in_service = false;
};

void Write(const std::vector<v1::StoreResource>& resources,
           const Session& session) {
  if (session.json()) {
    for (const v1::StoreResource& resource : resources) {
      session.PrintJson(resource);
    }
    return;
  }
  if (resources.empty()) {
    session.out() << "the store has no rooms or equipment\n";
    return;
  }
  Table table({{"RESOURCE"}, {"KIND"}, {"NAME"}, {"STATE"}});
  for (const v1::StoreResource& resource : resources) {
    table.AddRow({ShortId(resource.name()), resource.kind(),
                  resource.display_name(),
                  resource.out_of_service() ? "out of service" : ""});
  }
  table.Write(session.out());
}

absl::StatusOr<std::vector<v1::StoreResource>> Read(
    const client::Client& client, const std::string& store) {
  v1::ListStoreResourcesRequest request;
  request.set_parent(store);
  const auto list = client.ListStoreResources(request);
  if (!list.ok()) return list.status();
  return std::vector<v1::StoreResource>(list->resources().begin(),
                                        list->resources().end());
}

absl::Status RunList(const ListOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  const auto resources =
      Read(*client, FullName(session.brand(), "stores", options.store));
  if (!resources.ok()) return resources.status();
  Write(*resources, session);
  return absl::OkStatus();
}

absl::Status RunSet(const SetOptions& options, const Session& session) {
  const std::string store = FullName(session.brand(), "stores", options.store);
  const std::string name = absl::StrCat(store, "/resources/", options.id);
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  const auto there = Read(*client, store);
  if (!there.ok()) return there.status();
  v1::UpdateStoreResourceRequest request;
  v1::StoreResource& resource = *request.mutable_resource();
  const auto known = absl::c_find_if(
      *there, [&](const auto& each) { return each.name() == name; });
  request.set_allow_missing(known == there->end());
  if (known != there->end()) {
    resource = *known;
  } else if (options.kind.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the store has no ", options.id, " yet; a new one needs --kind"));
  }
  resource.set_name(name);
  if (!options.kind.empty()) resource.set_kind(options.kind);
  if (!options.display_name.empty()) {
    resource.set_display_name(options.display_name);
  } else if (resource.display_name().empty()) {
    resource.set_display_name(options.id);
  }
  if (options.out_of_service) resource.set_out_of_service(true);
  if (options.in_service) resource.set_out_of_service(false);
  const auto written = client->UpdateStoreResource(request);
  if (!written.ok()) return written.status();
  Write({*written}, session);
  return absl::OkStatus();
}

void AddSet(CLI::App& resources, Command& chosen) {
  auto options = std::make_shared<SetOptions>();
  CLI::App& command = *resources.add_subcommand(
      "set",
      "Add a room or a piece of equipment, or change what the flags say");
  command.add_option("store", options->store, "The store's id")->required();
  command.add_option("id", options->id, "Its id, for example room-1")
      ->required();
  command.add_option("--kind", options->kind,
                     "What services ask for: fitting-room");
  command.add_option("--display-name", options->display_name,
                     "Its name. A new one without it: its id");
  CLI::Option* out = command.add_flag(
      "--out-of-service", options->out_of_service, "It is not booked anew");
  command.add_flag("--in-service", options->in_service, "It may be booked")
      ->excludes(out);
  RefuseEmptyValues(command);
  ChooseToRun(command, chosen, options, RunSet);
}

}  // namespace

void AddResourcesCommands(CLI::App& app, Command& chosen) {
  CLI::App& resources = *app.add_subcommand(
      "resources", "List and write stores' rooms and equipment");
  resources.require_subcommand(1);
  auto options = std::make_shared<ListOptions>();
  CLI::App& list =
      *resources.add_subcommand("list", "List the rooms and equipment of one");
  list.add_option("store", options->store, "The store's id")->required();
  RefuseEmptyValues(list);
  ChooseToRun(list, chosen, options, RunList);
  AddSet(resources, chosen);
}

}  // namespace rapport::cli
