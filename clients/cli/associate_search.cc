#include "clients/cli/associate_search.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/near_place.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/place.h"
#include "clients/cli/text/resource_text.h"
#include "clients/cli/text/slot_text.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/words.h"
#include "clients/cpp/pages.h"

namespace rapport::cli {
namespace {

using client::Client;

// What the API gives in one page.
constexpr int kPageSizeMax = 100;

absl::Status AddAttributes(const AssociateSearch& search,
                           const Session& session,
                           v1::SearchAssociatesRequest& request) {
  for (const std::string& text : search.languages) {
    const auto language = ParseLanguage(text);
    if (!language.ok()) return language.status();
    *request.add_languages() = *language;
  }
  for (const std::string& word : search.channels) {
    const auto channel = ParseChannel(word);
    if (!channel.ok()) return channel.status();
    request.add_channels(*channel);
  }
  for (const std::string& style : search.styles) request.add_styles(style);
  if (!search.service.empty()) {
    request.set_service(FullName(session.brand(), "services", search.service));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::SearchAssociatesRequest> RequestOf(
    const AssociateSearch& search, const Session& session) {
  v1::SearchAssociatesRequest request;
  request.set_parent(session.parent());
  if (!search.radius.empty()) {
    const auto radius = ParseDistance(search.radius);
    if (!radius.ok()) return radius.status();
    request.set_radius_m(*radius);
  }
  absl::Status status = AddAttributes(search, session, request);
  if (!status.ok()) return status;
  request.set_include_unavailable(search.include_unavailable);
  request.set_page_size(std::min(search.limit, kPageSizeMax));
  return request;
}

// The zone of the store nearest to where the search starts.
absl::StatusOr<std::string> NearestZone(
    const Client& client, const v1::SearchAssociatesRequest& search) {
  v1::SearchStoresRequest request;
  request.set_parent(search.parent());
  *request.mutable_near() = search.near();
  request.set_page_size(1);
  const auto nearest = client.SearchStores(request);
  if (!nearest.ok()) return nearest.status();
  if (nearest->stores().empty()) {
    return absl::NotFoundError(
        "the brand has no store whose zone local times could be in; say "
        "--zone, or an offset with the time");
  }
  return nearest->stores(0).store().time_zone();
}

absl::StatusOr<std::vector<v1::AssociateHit>> Search(
    const Client& client, const v1::SearchAssociatesRequest& request,
    size_t limit) {
  std::vector<v1::AssociateHit> hits;
  absl::Status status = client::ForEachPage(
      request, [&](const auto& page) { return client.SearchAssociates(page); },
      [&](const v1::SearchAssociatesResponse& page) {
        for (const v1::AssociateHit& hit : page.associates()) {
          if (hits.size() < limit) hits.push_back(hit);
        }
        return hits.size() < limit;
      });
  if (!status.ok()) return status;
  return hits;
}

void WriteTable(const std::vector<v1::AssociateHit>& hits,
                const Session& session) {
  Table table({{"ASSOCIATE"},
               {"STORE"},
               {"DISTANCE", Align::kRight},
               {"LANGUAGES"},
               {"STYLES"},
               {"FIRST FREE"},
               {"THEN"},
               {"ID"}});
  for (const v1::AssociateHit& hit : hits) {
    table.AddRow({hit.associate().display_name(), hit.store().display_name(),
                  FormatDistance(hit.distance_m(), session.units()),
                  FormatLanguages(hit.associate().languages()),
                  absl::StrJoin(hit.associate().styles(), ", "),
                  hit.slots().empty() ? "" : FormatStart(hit.slots(0)),
                  FormatLaterStarts(hit.slots()),
                  ShortId(hit.associate().name())});
  }
  table.Write(session.out());
}

void WriteHits(const std::vector<v1::AssociateHit>& hits,
               const Session& session) {
  if (hits.empty()) {
    session.out() << "nobody fits; a wider --radius, another --channel, fewer "
                     "--style or a later --to may find somebody\n";
    return;
  }
  WriteTable(hits, session);
  for (const v1::AssociateHit& hit : hits) {
    if (hit.slots().empty()) continue;
    session.out() << "\nto hold the first: " << HoldCommand(hit.slots(0))
                  << '\n';
    break;
  }
}

}  // namespace

absl::Status RunAssociateSearch(const AssociateSearch& search,
                                const Session& session) {
  auto request = RequestOf(search, session);
  if (!request.ok()) return request.status();
  const auto client = session.Connect(client::Role::kShopper);
  if (!client.ok()) return client.status();
  const auto place = ReadNear(*client, search.near, session);
  if (!place.ok()) return place.status();
  *request->mutable_near() = place->location;
  auto window = ReadWindow(search.window, session.clock().Now(),
                           [&] { return NearestZone(*client, *request); });
  if (!window.ok()) return window.status();
  if (window->has_value()) *request->mutable_window() = **std::move(window);
  const auto hits = Search(*client, *request, search.limit);
  if (!hits.ok()) return hits.status();
  if (!session.json()) {
    WriteHits(*hits, session);
    return absl::OkStatus();
  }
  for (const v1::AssociateHit& hit : *hits) session.PrintJson(hit);
  return absl::OkStatus();
}

}  // namespace rapport::cli
