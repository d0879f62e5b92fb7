#include "clients/cli/store_search.h"

#include "clients/cli/near_place.h"
#include "clients/cli/store_search_request.h"
#include "clients/cli/text/empty_search_text.h"
#include "clients/cli/text/json_text.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/opening_text.h"
#include "clients/cli/text/place.h"
#include "clients/cli/text/resource_text.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/text_width.h"
#include "clients/cli/text/time_text.h"
#include "clients/cpp/pages.h"

namespace rapport::cli {
namespace {

struct Answer {
  std::vector<v1::StoreHit> hits;
  v1::EmptySearch empty;  // set if there are no hits
};

absl::StatusOr<Answer> Search(const client::Client& client,
                              const v1::SearchStoresRequest& request,
                              size_t limit) {
  Answer answer;
  absl::Status status = client::ForEachPage(
      request, [&](const auto& page) { return client.SearchStores(page); },
      [&](const v1::SearchStoresResponse& page) {
        for (const v1::StoreHit& hit : page.stores()) {
          if (answer.hits.size() < limit) answer.hits.push_back(hit);
        }
        if (page.has_empty()) answer.empty = page.empty();
        return answer.hits.size() < limit;
      });
  if (!status.ok()) return status;
  return answer;
}

// `state` is the title of whether they are open.
void WriteHits(const std::vector<v1::StoreHit>& hits, absl::Time at,
               const std::string& state, const Session& session) {
  Table table({{"STORE"},
               {"DISTANCE", Align::kRight},
               {"ON THE WAY", Align::kRight},
               {state},
               {"ADDRESS"},
               {"ZONE"},
               {"ID"}});
  for (const v1::StoreHit& hit : hits) {
    const auto distance = [&](bool is_known, double meters) {
      return is_known ? FormatDistance(meters, session.units()) : "";
    };
    table.AddRow({hit.store().display_name(),
                  distance(hit.has_distance_m(), hit.distance_m()),
                  distance(hit.has_along_route_m(), hit.along_route_m()),
                  hit.store().temporarily_closed()
                      ? "closed until further notice"
                      : FormatOpening(hit.opening(), at),
                  FormatAddress(hit.store().address()), hit.store().time_zone(),
                  ShortId(hit.store().name())});
  }
  table.Write(session.out());
}

void WriteNothing(const v1::EmptySearch& empty, absl::Time at,
                  const Session& session) {
  if (empty.conditions().empty() && empty.relaxations().empty()) {
    session.out() << "no store found: the brand has none\n";
    return;
  }
  session.out() << "no store found that fits all that was asked\n";
  for (const std::string& sentence :
       EmptySearchSentences(empty, at, session.units())) {
    session.out() << "  " << Printable(sentence) << '\n';
  }
}

void WriteJson(const Answer& answer, const Session& session) {
  for (const v1::StoreHit& hit : answer.hits) session.PrintJson(hit);
  if (!answer.hits.empty() || answer.empty.conditions().empty()) return;
  session.PrintNote({{"empty", ToJson(answer.empty)}});
}

// Fills in what only the server can say: a typed place, and the zone of a
// local time. Returns the instant that the answer tells of.
absl::StatusOr<absl::Time> Resolve(const client::Client& client,
                                   const StoreSearch& search,
                                   const Session& session,
                                   v1::SearchStoresRequest& request) {
  std::string zone;
  if (!search.near.empty()) {
    auto place = ReadNear(client, search.near, session);
    if (!place.ok()) return place.status();
    *request.mutable_near() = place->location;
    zone = place->time_zone;
  }
  const absl::Time now = session.clock().Now();
  if (search.open_at.empty()) return now;
  const auto at = ReadOpenAt(client, search, request, zone, now);
  if (at.ok()) *request.mutable_open_at() = ToTimestamp(*at);
  return at;
}

}  // namespace

absl::Status RunStoreSearch(const StoreSearch& search, const Session& session) {
  auto request = SearchRequestOf(search, session);
  if (!request.ok()) return request.status();
  const auto client = session.Connect(client::Role::kShopper);
  if (!client.ok()) return client.status();
  const auto at = Resolve(*client, search, session, *request);
  if (!at.ok()) return at.status();
  const auto answer = Search(*client, *request, search.limit);
  if (!answer.ok()) return answer.status();
  if (session.json()) {
    WriteJson(*answer, session);
  } else if (answer->hits.empty()) {
    WriteNothing(answer->empty, *at, session);
  } else {
    WriteHits(answer->hits, *at, search.open_at.empty() ? "NOW" : "THEN",
              session);
  }
  return absl::OkStatus();
}

}  // namespace rapport::cli
