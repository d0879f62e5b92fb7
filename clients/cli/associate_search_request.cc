#include "clients/cli/associate_search_request.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/duration_flag.h"
#include "clients/cli/flag_error.h"
#include "clients/cli/store_search_request.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/shell_text.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/text/words.h"

namespace rapport::cli {
namespace {

using Request = v1::SearchAssociatesRequest;

// What the API gives in one page.
constexpr int kPageSizeMax = 100;

absl::Status AddPlace(const AssociateSearch& search, const Session& session,
                      Request& request) {
  if (search.near.empty() && search.stores.empty() && search.market.empty() &&
      search.associates.empty()) {
    return absl::InvalidArgumentError(
        "nothing says where; say --near, or --store, --market or --associate");
  }
  if (!search.radius.empty()) {
    const auto radius = ParseDistance(search.radius);
    if (!radius.ok()) return ForFlag("--radius", radius.status());
    request.set_radius_m(*radius);
  }
  if (!search.market.empty()) {
    request.set_market(MarketName(session.brand(), search.market));
  }
  for (const std::string& store : search.stores) {
    request.add_stores(FullName(session.brand(), "stores", store));
  }
  return absl::OkStatus();
}

absl::Status AddPeople(const AssociateSearch& search, const Session& session,
                       Request& request) {
  const auto name = [&](const std::string& id) {
    return FullName(session.brand(), "associates", id);
  };
  for (const std::string& id : search.associates) {
    request.add_associates(name(id));
  }
  for (const std::string& id : search.familiar) {
    request.add_familiar_associates(name(id));
  }
  for (const std::string& text : search.languages) {
    const auto language = ParseLanguage(text);
    if (!language.ok()) return ForFlag("--language", language.status());
    *request.add_languages() = *language;
  }
  for (const std::string& style : search.styles) request.add_styles(style);
  for (const std::string& style : search.any_styles) {
    request.add_any_styles(style);
  }
  for (const std::string& word : search.attributes) {
    request.add_attributes(word);
  }
  return absl::OkStatus();
}

absl::Status AddMeeting(const AssociateSearch& search, const Session& session,
                        Request& request) {
  if (!search.service.empty()) {
    request.set_service(FullName(session.brand(), "services", search.service));
  }
  const absl::Status length = SetDuration(search.duration, request);
  if (!length.ok()) return length;
  for (const std::string& word : search.channels) {
    const auto channel = ParseChannel(word);
    if (!channel.ok()) return ForFlag("--channel", channel.status());
    request.add_channels(*channel);
  }
  if (search.order.empty()) return absl::OkStatus();
  const auto order = ParseAssociateOrder(search.order);
  if (!order.ok()) return ForFlag("--order", order.status());
  request.set_order(*order);
  return absl::OkStatus();
}

// The zone of the brand's store nearest to where the search starts.
absl::StatusOr<std::string> NearestZone(const client::Client& client,
                                        const Request& search) {
  v1::SearchStoresRequest request;
  request.set_parent(search.parent());
  *request.mutable_near() = search.near();
  request.set_market(search.market());
  request.set_page_size(1);
  if (!search.has_near()) request.clear_near();
  const auto nearest = client.SearchStores(request);
  if (!nearest.ok()) return nearest.status();
  if (nearest->stores().empty()) {
    return absl::NotFoundError(
        "the brand has no store whose zone local times could be in; say "
        "--zone, or an offset with the time");
  }
  return nearest->stores(0).store().time_zone();
}

// A distance of at least that much, in a unit that --radius takes.
std::string RadiusText(double meters, Units units) {
  const bool is_miles = units == Units::kMiles;
  const double length = meters / (is_miles ? 1609.344 : 1000.0);
  const char* const unit = is_miles ? "mi" : "km";
  // The next whole one, or tenth, above: never less than was meant.
  if (length >= 100) {
    return absl::StrCat(static_cast<int64_t>(length) + 1, unit);
  }
  const auto tenths = static_cast<int64_t>(length * 10) + 1;
  return absl::StrCat(tenths / 10, ".", tenths % 10, unit);
}

// What is said of when.
void ClearTimes(AssociateSearch& search) {
  search.window = {};
  search.local_windows = {};
}

void SetLanguage(const v1::SpokenLanguage& language, AssociateSearch& search) {
  const std::string text =
      absl::StrCat(language.language_code(), ":", WordOf(language.level()));
  for (std::string& each : search.languages) {
    const auto asked = ParseLanguage(each);
    if (!asked.ok()) continue;
    if (absl::EqualsIgnoreCase(asked->language_code(),
                               language.language_code())) {
      each = text;
      return;
    }
  }
  // Asked for by another tag of it: then it is the only one, or unknown which.
  if (search.languages.size() == 1) search.languages[0] = text;
}

void LeaveOut(absl::string_view field, AssociateSearch& search) {
  if (field == "radius_m") search.radius.clear();
  if (field == "channels") search.channels.clear();
  if (field == "any_styles") search.any_styles.clear();
  if (field == "styles") search.styles.clear();
  if (field == "attributes") search.attributes.clear();
  if (field == "stores") search.stores.clear();
  if (field == "market") search.market.clear();
  if (field == "associates") search.associates.clear();
  if (field == "languages") search.languages.clear();
  const bool is_service = field == "service";
  if (is_service) search.service.clear();
  if (is_service) search.duration.clear();
  // Windows, and this order, are of a service's slots.
  if (is_service && search.order == "earliest") search.order.clear();
  if (is_service || field == "window" || field == "windows" ||
      field == "local_windows") {
    ClearTimes(search);
  }
}

void AddFlag(absl::string_view flag, const std::string& value,
             std::string& command) {
  if (value.empty()) return;
  absl::StrAppend(&command, " ", flag, " ", ShellQuoted(value));
}

// Where and who.
void AddWhom(const AssociateSearch& search, std::string& command) {
  const auto add_all = [&](absl::string_view flag,
                           const std::vector<std::string>& values) {
    AddFlag(flag, absl::StrJoin(values, ","), command);
  };
  AddFlag("--near", search.near, command);
  AddFlag("--radius", search.radius, command);
  add_all("--store", search.stores);
  AddFlag("--market", search.market, command);
  add_all("--associate", search.associates);
  add_all("--familiar", search.familiar);
  add_all("--language", search.languages);
  add_all("--style", search.styles);
  add_all("--any-style", search.any_styles);
  add_all("--attribute", search.attributes);
}

}  // namespace

absl::StatusOr<Request> AssociateRequestOf(const AssociateSearch& search,
                                           const Session& session) {
  Request request;
  request.set_parent(session.parent());
  absl::Status status = AddPlace(search, session, request);
  if (status.ok()) status = AddPeople(search, session, request);
  if (status.ok()) status = AddMeeting(search, session, request);
  if (!status.ok()) return status;
  request.set_include_unavailable(search.include_unavailable);
  request.set_no_explanation(search.no_explanation);
  request.set_page_size(std::min(search.limit, kPageSizeMax));
  return request;
}

absl::StatusOr<std::string> ZoneOfSearch(const client::Client& client,
                                         const Request& search) {
  if (search.has_near()) return NearestZone(client, search);
  if (!search.stores().empty()) {
    return ZoneOfAssociate(client, "", search.stores(0));
  }
  if (!search.associates().empty()) {
    return ZoneOfAssociate(client, search.associates(0), "");
  }
  return NearestZone(client, search);
}

absl::Status AddWindows(const client::Client& client,
                        const AssociateSearch& search, absl::Time now,
                        Request& request) {
  const auto zone = [&] { return ZoneOfSearch(client, request); };
  auto window = ReadWindow(search.window, now, zone);
  if (!window.ok()) return window.status();
  if (window->has_value()) *request.mutable_window() = **std::move(window);
  const auto local = ReadLocalWindows(search.local_windows, now, zone);
  if (!local.ok()) return local.status();
  for (const v1::LocalWindow& each : *local) {
    *request.add_local_windows() = each;
  }
  return absl::OkStatus();
}

std::string FindCommand(const AssociateSearch& search) {
  std::string command = "rapport associates find";
  AddWhom(search, command);
  AddFlag("--service", search.service, command);
  AddFlag("--duration", search.duration, command);
  AddFlag("--channel", absl::StrJoin(search.channels, ","), command);
  AddFlag("--from", search.window.from, command);
  AddFlag("--to", search.window.to, command);
  AddFlag("--zone", search.window.zone, command);
  AddFlag("--on", absl::StrJoin(search.local_windows.on, ","), command);
  AddFlag("--between", absl::StrJoin(search.local_windows.between, ","),
          command);
  AddFlag("--clock", search.local_windows.clock, command);
  if (search.include_unavailable) absl::StrAppend(&command, " --all");
  AddFlag("--order", search.order, command);
  if (search.no_explanation) absl::StrAppend(&command, " --no-explanation");
  if (search.limit != AssociateSearch().limit) {
    AddFlag("--limit", absl::StrCat(search.limit), command);
  }
  return command;
}

std::string HoldAnyCommand(AssociateSearch search, const v1::Slot& slot) {
  search.stores = {ShortId(slot.store())};
  std::string command = "rapport book hold --any";
  AddWhom(search, command);
  AddFlag("--service", ShortId(slot.service()), command);
  AddFlag("--duration", search.duration, command);
  AddFlag("--channel", WordOf(slot.channel()), command);
  AddFlag("--start", FormatRfc3339(slot.start_time(), slot.local_start_time()),
          command);
  return command;
}

std::optional<AssociateSearch> Loosened(
    AssociateSearch search, const v1::AssociateRelaxation& relaxation,
    Units units) {
  switch (relaxation.suggestion_case()) {
    case v1::AssociateRelaxation::kWindow:
      ClearTimes(search);
      search.window.from = FormatUtc(relaxation.window().start_time());
      search.window.to = FormatUtc(relaxation.window().end_time());
      return search;
    case v1::AssociateRelaxation::kRadiusM:
      search.radius = RadiusText(relaxation.radius_m(), units);
      return search;
    case v1::AssociateRelaxation::kChannel:
      search.channels = {WordOf(relaxation.channel())};
      return search;
    case v1::AssociateRelaxation::kLanguage:
      SetLanguage(relaxation.language(), search);
      return search;
    case v1::AssociateRelaxation::SUGGESTION_NOT_SET:
      break;
  }
  LeaveOut(relaxation.field(), search);
  if (search.near.empty() && search.stores.empty() && search.market.empty() &&
      search.associates.empty()) {
    return std::nullopt;
  }
  return search;
}

}  // namespace rapport::cli
