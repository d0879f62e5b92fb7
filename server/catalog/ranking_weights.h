// How much a brand's ranking of associates gives to what: all in metres, as
// "how much further would a shopper go for it". See rapport.v1.RankingWeights.
#ifndef RAPPORT_SERVER_CATALOG_RANKING_WEIGHTS_H_
#define RAPPORT_SERVER_CATALOG_RANKING_WEIGHTS_H_

#include <cstdint>

namespace rapport::catalog {

inline constexpr int32_t kWeightMax = 1'000'000;  // over a tenth of the globe
inline constexpr int32_t kPercentMax = 100;

struct RankingWeights {
  int32_t language_level_m = 1'000;      // a level below native, a language
  int32_t style_m = 2'000;               // an any-of style that is not had
  int32_t channel_m = 3'000;             // a channel that is liked better
  int32_t wait_day_m = 1'000;            // a day's wait for the first slot
  int32_t unfamiliar_m = 10'000;         // not one of those the shopper knows
  int32_t remote_distance_percent = 10;  // of the distance, on other channels

  friend bool operator==(const RankingWeights&,
                         const RankingWeights&) = default;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_RANKING_WEIGHTS_H_
