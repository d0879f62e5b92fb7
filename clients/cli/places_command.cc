#include "absl/strings/ascii.h"
#include "clients/cli/commands.h"
#include "clients/cli/flag_error.h"
#include "clients/cli/not_empty.h"
#include "clients/cli/text/number_text.h"
#include "clients/cli/text/place.h"
#include "clients/cli/text/place_text.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/words.h"

namespace rapport::cli {
namespace {

struct SuggestOptions {
  std::string text;
  std::string near;
  std::string country;
  int limit = 10;
};

absl::StatusOr<v1::SuggestPlacesRequest> RequestOf(
    const SuggestOptions& options, const Session& session) {
  v1::SuggestPlacesRequest request;
  request.set_parent(session.parent());
  request.set_text(options.text);
  request.set_region_code(absl::AsciiStrToUpper(options.country));
  request.set_page_size(options.limit);
  if (options.near.empty()) return request;
  const auto near = ParsePlace(options.near);
  if (!near.ok()) return ForFlag("--near", near.status());
  *request.mutable_near() = *near;
  return request;
}

void WritePlaces(const v1::SuggestPlacesResponse& found,
                 const Session& session) {
  if (found.places().empty()) {
    session.out() << "no place begins like that\n";
    return;
  }
  Table table(
      {{"PLACE"}, {"KIND"}, {"PEOPLE", Align::kRight}, {"ZONE"}, {"--near"}});
  for (const v1::Place& place : found.places()) {
    table.AddRow(
        {FormatPlace(place), WordOf(place.kind()),
         place.population() == 0 ? "" : FormatCount(place.population()),
         place.time_zone(), FormatLocation(place.location())});
  }
  table.Write(session.out());
}

absl::Status RunSuggest(const SuggestOptions& options, const Session& session) {
  const auto request = RequestOf(options, session);
  if (!request.ok()) return request.status();
  const auto client = session.Connect(client::Role::kShopper);
  if (!client.ok()) return client.status();
  const auto found = client->SuggestPlaces(*request);
  if (!found.ok()) return found.status();
  if (!session.json()) {
    WritePlaces(*found, session);
    return absl::OkStatus();
  }
  for (const v1::Place& place : found->places()) session.PrintJson(place);
  return absl::OkStatus();
}

}  // namespace

void AddPlacesCommands(CLI::App& app, Command& chosen) {
  CLI::App& places = *app.add_subcommand("places", "Find places by name");
  places.require_subcommand(1);
  auto options = std::make_shared<SuggestOptions>();
  CLI::App& suggest = *places.add_subcommand(
      "suggest", "Suggest places whose names begin with what was typed");
  suggest
      .add_option("text", options->text,
                  "The beginning of a name in any script, or of a postal code; "
                  "after a comma, of its region or country")
      ->required();
  suggest.add_option("--near", options->near,
                     "Nearer places come earlier: LAT,LNG in degrees");
  suggest.add_option("--country", options->country,
                     "Only places of this country, ISO 3166-1: JP");
  suggest.add_option("--limit", options->limit, "At most this many")
      ->check(CLI::Range(1, 20))
      ->capture_default_str();
  RefuseEmptyValues(suggest);
  ChooseToRun(suggest, chosen, options, RunSuggest);
}

}  // namespace rapport::cli
