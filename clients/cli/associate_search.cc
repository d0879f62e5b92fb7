#include "clients/cli/associate_search.h"

#include <optional>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/associate_search_request.h"
#include "clients/cli/near_place.h"
#include "clients/cli/text/json_text.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/place.h"
#include "clients/cli/text/resource_text.h"
#include "clients/cli/text/score_text.h"
#include "clients/cli/text/slot_text.h"
#include "clients/cli/text/sparse_text.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/text_width.h"
#include "clients/cli/text/words.h"
#include "clients/cpp/pages.h"

namespace rapport::cli {
namespace {

using client::Client;

struct Answer {
  std::vector<v1::AssociateHit> hits;
  v1::SparseAssociates sparse;  // empty unless there are few
};

absl::StatusOr<Answer> Search(const Client& client,
                              const v1::SearchAssociatesRequest& request,
                              size_t limit) {
  Answer answer;
  absl::Status status = client::ForEachPage(
      request, [&](const auto& page) { return client.SearchAssociates(page); },
      [&](const v1::SearchAssociatesResponse& page) {
        for (const v1::AssociateHit& hit : page.associates()) {
          if (answer.hits.size() < limit) answer.hits.push_back(hit);
        }
        if (page.has_sparse()) answer.sparse = page.sparse();
        return answer.hits.size() < limit;
      });
  if (!status.ok()) return status;
  return answer;
}

void FillTable(const std::vector<v1::AssociateHit>& hits, Units units,
               std::ostream& out) {
  Table table({{"ASSOCIATE"},
               {"STORE"},
               {"DISTANCE", Align::kRight},
               {"CHANNEL"},
               {"LANGUAGES"},
               {"STYLES"},
               {"ATTRIBUTES"},
               {"FIRST FREE"},
               {"THEN"},
               {"ID"}});
  for (const v1::AssociateHit& hit : hits) {
    table.AddRow(
        {hit.associate().display_name(), hit.store().display_name(),
         hit.has_distance_m() ? FormatDistance(hit.distance_m(), units) : "",
         hit.channel() == v1::CHANNEL_UNSPECIFIED ? "" : WordOf(hit.channel()),
         FormatLanguages(hit.associate().languages()),
         absl::StrJoin(hit.associate().styles(), ", "),
         absl::StrJoin(hit.associate().attributes(), ", "),
         hit.slots().empty() ? "" : FormatStart(hit.slots(0)),
         FormatLaterStarts(hit.slots()), ShortId(hit.associate().name())});
  }
  table.Write(out);
}

// Below each line of the table, why they stand there.
void WriteTable(const std::vector<v1::AssociateHit>& hits,
                const Session& session) {
  std::stringstream table;
  FillTable(hits, session.units(), table);
  std::string line;
  std::getline(table, line);
  session.out() << line << '\n';
  for (const v1::AssociateHit& hit : hits) {
    std::getline(table, line);
    session.out() << line << '\n';
    const std::string score = FormatScore(hit, session.units());
    if (!score.empty()) session.out() << "  " << score << '\n';
  }
}

void WriteHoldCommand(const std::vector<v1::AssociateHit>& hits,
                      const std::string& duration, const Session& session) {
  for (const v1::AssociateHit& hit : hits) {
    if (hit.slots().empty()) continue;
    session.out() << "\nto hold the first: "
                  << HoldCommand(hit.slots(0), duration) << '\n';
    return;
  }
}

// How many there are: with what is suggested the first of them at least.
std::string MatchesText(const v1::AssociateRelaxation& relaxation) {
  const std::string more = absl::StrCat(
      FormatMatches(relaxation.matches(), relaxation.matches()), " more");
  if (relaxation.matches() < 2) return more;
  switch (relaxation.suggestion_case()) {
    case v1::AssociateRelaxation::kWindow:
      return absl::StrCat("the first of ", more);
    case v1::AssociateRelaxation::kRadiusM:
      return absl::StrCat("the nearest of ", more);
    case v1::AssociateRelaxation::kChannel:
    case v1::AssociateRelaxation::kLanguage:
      return absl::StrCat("the best of ", more);
    case v1::AssociateRelaxation::SUGGESTION_NOT_SET:
      break;
  }
  return more;
}

void WriteRelaxations(const AssociateSearch& search,
                      const v1::SparseAssociates& sparse,
                      const Session& session) {
  bool is_first = true;
  for (const v1::AssociateRelaxation& each : sparse.relaxations()) {
    const std::optional<AssociateSearch> loosened =
        Loosened(search, each, session.units());
    if (!loosened.has_value()) continue;
    if (is_first) session.out() << "to find more:\n";
    is_first = false;
    session.out() << "  " << Printable(FindCommand(*loosened)) << "  # "
                  << MatchesText(each) << '\n';
  }
}

void WriteSparse(const AssociateSearch& search, const Answer& answer,
                 const Session& session) {
  const v1::SparseAssociates& sparse = answer.sparse;
  const auto found = static_cast<int64_t>(answer.hits.size());
  const bool has_more = sparse.relaxations_size() > 0;
  if (found > 0 && !has_more) return;
  session.out() << (found > 0 ? absl::StrCat("\nonly ", found,
                                             found == 1 ? " fits" : " fit",
                                             " all that was asked\n")
                              : "nobody fits all that was asked\n");
  for (const std::string& sentence : SparseSentences(sparse, found)) {
    session.out() << "  " << Printable(sentence) << '\n';
  }
  WriteRelaxations(search, sparse, session);
}

void WriteJson(const Answer& answer, const Session& session) {
  for (const v1::AssociateHit& hit : answer.hits) session.PrintJson(hit);
  if (answer.sparse.conditions().empty()) return;
  session.PrintNote({{"sparse", ToJson(answer.sparse)}});
}

absl::StatusOr<Answer> Run(const AssociateSearch& search,
                           const Session& session) {
  auto request = AssociateRequestOf(search, session);
  if (!request.ok()) return request.status();
  const auto client = session.Connect(client::Role::kShopper);
  if (!client.ok()) return client.status();
  if (!search.near.empty()) {
    const auto place = ReadNear(*client, search.near, session);
    if (!place.ok()) return place.status();
    *request->mutable_near() = place->location;
  }
  absl::Status windows =
      AddWindows(*client, search, session.clock().Now(), *request);
  if (!windows.ok()) return windows;
  return Search(*client, *request, search.limit);
}

}  // namespace

absl::Status RunAssociateSearch(const AssociateSearch& search,
                                const Session& session) {
  const auto answer = Run(search, session);
  if (!answer.ok()) return answer.status();
  if (session.json()) {
    WriteJson(*answer, session);
    return absl::OkStatus();
  }
  if (!answer->hits.empty()) {
    WriteTable(answer->hits, session);
    WriteHoldCommand(answer->hits, search.duration, session);
  }
  WriteSparse(search, *answer, session);
  return absl::OkStatus();
}

}  // namespace rapport::cli
