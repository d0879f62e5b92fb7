#include "clients/cli/near_place.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/flag_error.h"
#include "clients/cli/text/json_text.h"
#include "clients/cli/text/place.h"
#include "clients/cli/text/place_text.h"
#include "clients/cli/text/text_width.h"

namespace rapport::cli {
namespace {

// The one that is taken, and the others that are told.
constexpr int kSuggestionsMax = 4;

void TellPeople(const v1::SuggestPlacesResponse& found,
                const Session& session) {
  session.out() << "near " << Printable(FormatPlace(found.places(0))) << ", "
                << FormatLocation(found.places(0).location()) << '\n';
  for (int i = 1; i < found.places_size(); ++i) {
    const v1::Place& other = found.places(i);
    session.out() << "or " << Printable(FormatPlace(other)) << ": --near "
                  << FormatLocation(other.location()) << '\n';
  }
  session.out() << '\n';
}

void TellProgram(const v1::SuggestPlacesResponse& found,
                 const Session& session) {
  nlohmann::ordered_json note;
  note["near"] = ToJson(found.places(0));
  note["others"] = nlohmann::ordered_json::array();
  for (int i = 1; i < found.places_size(); ++i) {
    note["others"].push_back(ToJson(found.places(i)));
  }
  session.PrintNote(note);
}

}  // namespace

absl::StatusOr<NearPlace> ReadNear(const client::Client& client,
                                   const std::string& text,
                                   const Session& session) {
  if (LooksLikeDegrees(text)) {
    const auto location = ParsePlace(text);
    if (!location.ok()) return ForFlag("--near", location.status());
    return NearPlace{.location = *location};
  }
  v1::SuggestPlacesRequest request;
  request.set_parent(session.parent());
  request.set_text(text);
  request.set_page_size(kSuggestionsMax);
  const auto found = client.SuggestPlaces(request);
  if (!found.ok()) {
    return absl::IsInvalidArgument(found.status())
               ? ForFlag("--near", found.status())
               : found.status();
  }
  if (found->places().empty()) {
    return absl::NotFoundError(absl::StrCat(
        "--near: no place begins with '", text,
        "'; `rapport places suggest` finds places, and LAT,LNG is taken too"));
  }
  if (session.json()) {
    TellProgram(*found, session);
  } else {
    TellPeople(*found, session);
  }
  return NearPlace{.location = found->places(0).location(),
                   .time_zone = found->places(0).time_zone()};
}

}  // namespace rapport::cli
