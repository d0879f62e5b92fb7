#include "clients/cli/text/score_text.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace rapport::cli {

std::string FormatScore(const v1::AssociateHit& hit, Units units) {
  if (!hit.has_score()) return "";
  const v1::AssociateScore& score = hit.score();
  const auto distance = [&](int64_t meters) {
    return FormatDistance(static_cast<double>(meters), units);
  };
  // Of remote channels only a part of the way counts.
  const bool is_remote = hit.channel() != v1::CHANNEL_IN_STORE;
  const std::pair<int64_t, const char*> all[] = {
      {score.distance_m(), is_remote ? "of the distance" : "away"},
      {score.language_m(), "language level"},
      {score.style_m(), "styles"},
      {score.channel_m(), "other channel"},
      {score.wait_m(), "wait"},
      {score.unfamiliar_m(), "not known yet"}};
  std::vector<std::string> parts;
  for (const auto& [meters, what] : all) {
    if (meters != 0) {
      parts.push_back(absl::StrCat(distance(meters), " ", what));
    }
  }
  return absl::StrCat("score ", distance(score.total_m()),
                      parts.empty() ? "" : ": ", absl::StrJoin(parts, ", "));
}

}  // namespace rapport::cli
