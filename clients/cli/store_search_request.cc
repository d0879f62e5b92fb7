#include "clients/cli/store_search_request.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/flag_error.h"
#include "clients/cli/text/area.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/place.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/text/words.h"
#include "clients/cpp/pages.h"

namespace rapport::cli {
namespace {

using Request = v1::SearchStoresRequest;

template <typename Points>
absl::Status AddPoints(absl::string_view flag, const std::string& text,
                       Points& points) {
  const auto read = ParsePoints(text);
  if (!read.ok()) return ForFlag(flag, read.status());
  for (const google::type::LatLng& point : *read) *points.Add() = point;
  return absl::OkStatus();
}

absl::Status AddRoute(const StoreSearch& search, Request& request) {
  if (search.corridor.empty()) {
    return absl::InvalidArgumentError(
        "--route needs --corridor: how far off the way a store may lie");
  }
  const auto corridor = ParseDistance(search.corridor);
  if (!corridor.ok()) return ForFlag("--corridor", corridor.status());
  request.mutable_route()->set_corridor_m(*corridor);
  return AddPoints("--route", search.route,
                   *request.mutable_route()->mutable_points());
}

absl::Status AddPlace(const StoreSearch& search, const Session& session,
                      Request& request) {
  if (!search.radius.empty()) {
    const auto radius = ParseDistance(search.radius);
    if (!radius.ok()) return ForFlag("--radius", radius.status());
    request.set_radius_m(*radius);
  }
  if (!search.market.empty()) {
    request.set_market(MarketName(session.brand(), search.market));
  }
  if (!search.box.empty()) {
    const auto box = ParseBox(search.box);
    if (!box.ok()) return ForFlag("--box", box.status());
    *request.mutable_box() = *box;
  }
  if (!search.polygon.empty()) {
    return AddPoints("--polygon", search.polygon,
                     *request.mutable_polygon()->mutable_corners());
  }
  return search.route.empty() ? absl::OkStatus() : AddRoute(search, request);
}

absl::Status AddWhatTheyHave(const StoreSearch& search, const Session& session,
                             Request& request) {
  for (const std::string& service : search.services) {
    request.add_services(FullName(session.brand(), "services", service));
  }
  for (const std::string& word : search.channels) {
    const auto channel = ParseChannel(word);
    if (!channel.ok()) return ForFlag("--channel", channel.status());
    request.add_channels(*channel);
  }
  for (const std::string& language : search.languages) {
    request.add_language_codes(language);
  }
  for (const std::string& attribute : search.attributes) {
    request.add_attributes(attribute);
  }
  return absl::OkStatus();
}

// The zone of the brand's store nearest to where the search starts.
absl::StatusOr<std::string> NearestZone(const client::Client& client,
                                        const Request& search) {
  Request request;
  request.set_parent(search.parent());
  *request.mutable_near() = search.near();
  request.set_page_size(1);
  if (!search.has_near()) return "";
  const auto nearest = client.SearchStores(request);
  if (!nearest.ok()) return nearest.status();
  return nearest->stores().empty() ? ""
                                   : nearest->stores(0).store().time_zone();
}

absl::StatusOr<absl::TimeZone> ZoneOf(const client::Client& client,
                                      const StoreSearch& search,
                                      const Request& request,
                                      const std::string& place_zone) {
  if (!search.zone.empty()) {
    const auto zone = ZoneOfName(search.zone);
    return zone.ok() ? zone : ForFlag("--zone", zone.status());
  }
  if (!place_zone.empty()) return ZoneOfName(place_zone);
  const auto nearest = NearestZone(client, request);
  if (!nearest.ok()) return nearest.status();
  if (!nearest->empty()) return ZoneOfName(*nearest);
  return absl::InvalidArgumentError(
      absl::StrCat("--open-at is '", search.open_at,
                   "', and neither --near nor a store tells in which zone; say "
                   "--zone, or an "
                   "offset with the time"));
}

}  // namespace

absl::StatusOr<Request> SearchRequestOf(const StoreSearch& search,
                                        const Session& session) {
  Request request;
  request.set_parent(session.parent());
  absl::Status status = AddPlace(search, session, request);
  if (status.ok()) status = AddWhatTheyHave(search, session, request);
  if (!status.ok()) return status;
  request.set_text(search.text);
  request.set_open_now(search.open_now);
  if (!search.order.empty()) {
    const auto order = ParseOrder(search.order);
    if (!order.ok()) return ForFlag("--order", order.status());
    request.set_order(*order);
  }
  for (const std::string& language : search.reading_languages) {
    request.add_reading_language_codes(language);
  }
  request.set_page_size(std::min(search.limit, client::kPageSizeMax));
  return request;
}

absl::StatusOr<absl::Time> ReadOpenAt(const client::Client& client,
                                      const StoreSearch& search,
                                      const Request& request,
                                      const std::string& place_zone,
                                      absl::Time now) {
  const auto time = ParseTime(search.open_at);
  if (!time.ok()) return ForFlag("--open-at", time.status());
  if (!time->local.has_value()) {
    return StartOf(*time, now, absl::UTCTimeZone());
  }
  if (!time->local->time_of_day.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--open-at is '", search.open_at, "'; it needs a time of day"));
  }
  const auto zone = ZoneOf(client, search, request, place_zone);
  if (!zone.ok()) return zone.status();
  return StartOf(*time, now, *zone);
}

std::string MarketName(absl::string_view brand, absl::string_view market) {
  if (absl::StartsWith(market, "brands/")) return std::string(market);
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(market, absl::MaxSplits('/', 1));
  const std::string region =
      absl::StrCat(BrandName(brand), "/regions/", parts.first);
  return parts.second.empty() ? region
                              : absl::StrCat(region, "/markets/", parts.second);
}

}  // namespace rapport::cli
