#include <string>
#include <vector>

#include "clients/cli/commands.h"
#include "clients/cli/import_command.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/place.h"
#include "clients/cli/text/resource_text.h"
#include "clients/cli/text/table.h"
#include "clients/cpp/pages.h"

namespace rapport::cli {
namespace {

using client::Role;

struct NearOptions {
  std::string near;
  std::string radius;
  std::string service;
  int limit = 10;
};

struct ShowOptions {
  std::string name;
};

absl::StatusOr<v1::SearchStoresRequest> RequestOf(const NearOptions& options,
                                                  const Session& session) {
  v1::SearchStoresRequest request;
  request.set_parent(session.parent());
  const auto place = ParsePlace(options.near);
  if (!place.ok()) return place.status();
  *request.mutable_near() = *place;
  if (!options.radius.empty()) {
    const auto radius = ParseDistance(options.radius);
    if (!radius.ok()) return radius.status();
    request.set_radius_m(*radius);
  }
  if (!options.service.empty()) {
    request.set_service(FullName(session.brand(), "services", options.service));
  }
  request.set_page_size(std::min(options.limit, client::kPageSizeMax));
  return request;
}

absl::StatusOr<std::vector<v1::StoreHit>> Search(
    const client::Client& client, const v1::SearchStoresRequest& request,
    size_t limit) {
  std::vector<v1::StoreHit> hits;
  absl::Status status = client::ForEachPage(
      request, [&](const auto& page) { return client.SearchStores(page); },
      [&](const v1::SearchStoresResponse& page) {
        for (const v1::StoreHit& hit : page.stores()) {
          if (hits.size() < limit) hits.push_back(hit);
        }
        return hits.size() < limit;
      });
  if (!status.ok()) return status;
  return hits;
}

void WriteHits(const std::vector<v1::StoreHit>& hits, const Session& session) {
  if (hits.empty()) {
    session.out() << "no store there; a wider --radius may find one\n";
    return;
  }
  Table table(
      {{"STORE"}, {"DISTANCE", Align::kRight}, {"ADDRESS"}, {"ZONE"}, {"ID"}});
  for (const v1::StoreHit& hit : hits) {
    table.AddRow({hit.store().display_name(),
                  FormatDistance(hit.distance_m(), session.units()),
                  FormatAddress(hit.store().address()), hit.store().time_zone(),
                  ShortId(hit.store().name())});
  }
  table.Write(session.out());
}

absl::Status RunNear(const NearOptions& options, const Session& session) {
  const auto request = RequestOf(options, session);
  if (!request.ok()) return request.status();
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  const auto hits = Search(*client, *request, options.limit);
  if (!hits.ok()) return hits.status();
  if (!session.json()) {
    WriteHits(*hits, session);
    return absl::OkStatus();
  }
  for (const v1::StoreHit& hit : *hits) session.PrintJson(hit);
  return absl::OkStatus();
}

void WriteStore(const v1::Store& store, const Session& session) {
  const google::type::LatLng& at = store.location();
  WriteFacts({{"store", store.display_name()},
              {"id", ShortId(store.name())},
              {"address", FormatAddress(store.address())},
              {"location", absl::StrCat(at.latitude(), ",", at.longitude())},
              {"zone", store.time_zone()},
              {"opening hours", store.opening_hours_text()},
              {"phone", store.phone_number()},
              {"website", store.website_uri()},
              {"services", FormatIds(store.services())},
              {"market", store.market()},
              {"source", absl::StrCat(store.source(), " ", store.source_id())}},
             session.out());
}

absl::Status RunShow(const ShowOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  v1::GetStoreRequest request;
  request.set_name(FullName(session.brand(), "stores", options.name));
  const auto store = client->GetStore(request);
  if (!store.ok()) return store.status();
  if (session.json()) {
    session.PrintJson(*store);
  } else {
    WriteStore(*store, session);
  }
  return absl::OkStatus();
}

absl::Status RunStoresImport(const ImportOptions& options,
                             const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  return RunImport(*client, ImportKind::kStores, options, session);
}

void AddImport(CLI::App& stores, Command& chosen) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App& command =
      *stores.add_subcommand("import", "Take a file of stores as it is");
  command.add_option("file", options->file, "GeoJSON or CSV; - is the input")
      ->required();
  command
      .add_option("--source", options->source,
                  "Who gives these rows, for example pos; with a row's own id "
                  "it makes the store's identity")
      ->required();
  command.add_option("--format", options->format,
                     "geojson, csv or json-lines. Without it: told from the "
                     "content");
  ChooseToRun(command, chosen, options, RunStoresImport);
}

void AddNear(CLI::App& stores, Command& chosen) {
  auto options = std::make_shared<NearOptions>();
  CLI::App& command =
      *stores.add_subcommand("near", "Find stores near a place");
  command
      .add_option("--near", options->near,
                  "From where: LAT,LNG in degrees, for example 44.98,-93.27")
      ->required();
  command.add_option("--radius", options->radius,
                     "Only within this distance: 5km, 3mi, 800m");
  command.add_option("--service", options->service,
                     "Only stores that offer this service");
  command.add_option("--limit", options->limit, "At most this many")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  ChooseToRun(command, chosen, options, RunNear);
}

}  // namespace

void AddStoresCommands(CLI::App& app, Command& chosen) {
  CLI::App& stores =
      *app.add_subcommand("stores", "Import, find and show stores");
  stores.require_subcommand(1);
  AddImport(stores, chosen);
  AddNear(stores, chosen);
  auto options = std::make_shared<ShowOptions>();
  CLI::App& show = *stores.add_subcommand("show", "Show one store");
  show.add_option("name", options->name, "Its id or name")->required();
  ChooseToRun(show, chosen, options, RunShow);
}

}  // namespace rapport::cli
