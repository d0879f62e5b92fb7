// What a shopper asks of associates, with all names looked up, and whom they
// find.
#ifndef RAPPORT_SERVER_SEARCH_ASSOCIATE_QUERY_H_
#define RAPPORT_SERVER_SEARCH_ASSOCIATE_QUERY_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "geo/point.h"
#include "geo/spatial_index.h"
#include "server/calendar/local_window.h"
#include "server/calendar/slots.h"
#include "server/catalog/ranking_weights.h"
#include "server/catalog/service.h"
#include "server/search/brand_index.h"
#include "server/search/own_holds.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/interval.h"
#include "server/vocabulary/language.h"

namespace rapport::search {

// A language somebody must speak.
struct LanguageWish {
  std::string key;                              // as LanguageKey gives it
  LanguageLevel level = LanguageLevel::kBasic;  // at least
  std::string tag = {};                         // as it was asked for
};

// In which order associates are handed out.
enum class AssociateOrder { kScore, kDistance, kEarliest };

// Where somebody stands in the order: what comes first is less. The drawn
// number settles who of equals comes first; see DrawnNumber.
struct AssociateRank {
  double first = 0;   // the score, the distance, the start
  double second = 0;  // the distance, where the first is not
  uint64_t drawn = 0;
  uint32_t associate = 0;  // of the index; equals of equal draws by id
};

// The last hit of a page.
struct AssociateCursor {
  double first = 0;
  double second = 0;
  AssociateId id;
};

struct AssociateQuery {
  std::optional<geo::Point> near;              // unset: distance does not count
  geo::Meters radius = geo::kNoDistanceLimit;  // needs near
  std::vector<LanguageWish> languages;         // all of them
  std::vector<StyleId> styles;                 // all of them
  std::vector<StyleId> any_styles;             // one of them at least
  std::vector<std::string> attributes;         // all of them
  const catalog::Service* service = nullptr;   // null: any, and no slots
  std::optional<absl::Duration> duration = {};  // of slots; as SlotWish
  std::vector<Channel> channels;  // any of them, best first; empty: any
  // A slot lies inside one of these; needs a service. None at all: whenever.
  std::vector<Interval> windows;
  std::vector<calendar::LocalWindow> store_windows;  // on each store's clock
  absl::string_view window_field = "window";  // what the request calls them
  std::vector<StoreId> stores;                // any of them; empty: any at all
  std::string market;  // `regions/r` or `regions/r/markets/m`; empty: any
  std::vector<AssociateId> associates;  // any of them; empty: any at all
  std::vector<AssociateId> familiar;    // ranked higher
  std::vector<AssociateId> excluded;    // none of these

  // Whose holds hide nothing: those of who asks.
  HolderTag holder = kNobody;

  bool include_unavailable = false;
  AssociateOrder order = AssociateOrder::kScore;
  catalog::RankingWeights weights;
  uint64_t seed = 0;  // of the draw among equals
  size_t slots_max = 3;
  size_t limit = 10;
  std::optional<AssociateCursor> after;
  absl::Time now;
  // When the first page was asked for: waits count from then, so that the pages
  // of one query agree. Unset: now.
  std::optional<absl::Time> asked;
  // Asked now and then; true ends the search, which then is not whole. Unset:
  // it goes on to its end.
  std::function<bool()> give_up;

  absl::Time asked_time() const { return asked.value_or(now); }

  // How long slots are; needs a service.
  absl::Duration length() const { return duration.value_or(service->duration); }

  // Whether a free slot is a condition, or told at least.
  bool has_time() const {
    return service != nullptr && !(windows.empty() && store_windows.empty());
  }
};

// What somebody's score is made of, in whole metres. See
// rapport.v1.AssociateScore.
struct AssociateScore {
  int64_t distance_m = 0;
  int64_t language_m = 0;
  int64_t style_m = 0;
  int64_t channel_m = 0;
  int64_t wait_m = 0;
  int64_t unfamiliar_m = 0;

  int64_t total_m() const {
    return distance_m + language_m + style_m + channel_m + wait_m +
           unfamiliar_m;
  }
  friend bool operator==(const AssociateScore&,
                         const AssociateScore&) = default;
};

struct AssociateFound {
  const AssociateRecord& associate;
  const StoreRecord& store;
  std::optional<geo::Meters> distance;         // from near
  Channel channel;                             // how they would meet
  absl::Span<const calendar::FreeSlot> slots;  // on that channel
  absl::Span<const OwnHold> own;               // the caller's, of their time
  const AssociateScore& score;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ASSOCIATE_QUERY_H_
