#include "server/search/associate_relaxation.h"

#include <algorithm>
#include <cmath>

#include "server/search/associate_search.h"

namespace rapport::search {
namespace {

// A condition that a query may have, and how it is given up.
struct Kind {
  absl::string_view field;
  bool (*is_in)(const AssociateQuery&);
  void (*drop)(AssociateQuery&);
};

void DropTime(AssociateQuery& query) {
  query.windows.clear();
  query.store_windows.clear();
}

constexpr Kind kTime = {"window",
                        [](const AssociateQuery& q) {
                          return q.has_time() && !q.include_unavailable;
                        },
                        DropTime};
constexpr Kind kRadius = {
    "radius_m",
    [](const AssociateQuery& q) { return q.radius < geo::kNoDistanceLimit; },
    [](AssociateQuery& q) { q.radius = geo::kNoDistanceLimit; }};
constexpr Kind kChannels = {
    "channels", [](const AssociateQuery& q) { return !q.channels.empty(); },
    [](AssociateQuery& q) { q.channels.clear(); }};

// In the order in which giving them up asks more of the shopper.
constexpr Kind kKinds[] = {
    kTime,
    kRadius,
    kChannels,
    {"any_styles",
     [](const AssociateQuery& q) { return !q.any_styles.empty(); },
     [](AssociateQuery& q) { q.any_styles.clear(); }},
    {"styles", [](const AssociateQuery& q) { return !q.styles.empty(); },
     [](AssociateQuery& q) { q.styles.clear(); }},
    {"attributes",
     [](const AssociateQuery& q) { return !q.attributes.empty(); },
     [](AssociateQuery& q) { q.attributes.clear(); }},
    {"stores", [](const AssociateQuery& q) { return !q.stores.empty(); },
     [](AssociateQuery& q) { q.stores.clear(); }},
    {"market", [](const AssociateQuery& q) { return !q.market.empty(); },
     [](AssociateQuery& q) { q.market.clear(); }},
    {"associates",
     [](const AssociateQuery& q) { return !q.associates.empty(); },
     [](AssociateQuery& q) { q.associates.clear(); }},
    {"languages", [](const AssociateQuery& q) { return !q.languages.empty(); },
     [](AssociateQuery& q) { q.languages.clear(); }},
    {"service", [](const AssociateQuery& q) { return q.service != nullptr; },
     [](AssociateQuery& q) { q.service = nullptr; }},
};

absl::string_view FieldOf(const Kind& kind, const AssociateQuery& query) {
  return kind.field == kTime.field ? query.window_field : kind.field;
}

size_t Count(const BrandIndex& index, const AssociateQuery& query) {
  return CountAssociates(index, query, kMatchesCountedMax);
}

AssociateQuery FirstPage(const AssociateQuery& query) {
  AssociateQuery first = query;
  first.after.reset();
  first.limit = 1;
  first.slots_max = 1;
  return first;
}

// The query with that condition only. A time is one of a service.
AssociateQuery Alone(const Kind& kind, const AssociateQuery& query) {
  AssociateQuery alone = FirstPage(query);
  const bool is_time = kind.field == kTime.field;
  for (const Kind& other : kKinds) {
    if (other.field == kind.field) continue;
    if (is_time && other.field == "service") continue;
    other.drop(alone);
  }
  return alone;
}

// A hit by value.
struct Best {
  std::optional<geo::Meters> distance;
  Channel channel = Channel::kInStore;
  std::optional<Interval> slot;
  std::vector<SpokenLanguage> languages;
};

std::optional<Best> FindBest(const BrandIndex& index,
                             const AssociateQuery& query) {
  std::optional<Best> best;
  AssociateCursor last;
  SearchAssociates(
      index, query,
      [&](const AssociateFound& found) {
        best = {found.distance, found.channel, std::nullopt,
                found.associate.associate->content.languages};
        if (!found.slots.empty()) best->slot = found.slots[0].interval;
      },
      last);
  return best;
}

// What a query is loosened to, one way after another.
class Loosener {
 public:
  Loosener(const BrandIndex& index, const AssociateQuery& query,
           absl::Span<const AssociateId> found, SparseExplanation& out)
      : index_(index), query_(FirstPage(query)), out_(out) {
    query_.excluded.insert(query_.excluded.end(), found.begin(), found.end());
  }

  // The earliest slot from the windows' first instant on, or else the earliest
  // of all.
  void Time() {
    if (!kTime.is_in(query_)) return;
    AssociateQuery loose = query_;
    DropTime(loose);
    const absl::Time end =
        query_.now + query_.service->booking_horizon + query_.length();
    loose.windows = {{query_.now, end}};
    loose.order = AssociateOrder::kEarliest;
    AssociateQuery after = loose;
    after.windows[0].start = std::max(query_.now, FirstInstant());
    std::optional<Best> best = FindBest(index_, after);
    if (!best.has_value()) best = FindBest(index_, loose);
    if (!best.has_value() || !best->slot.has_value()) return;
    Add(query_.window_field, loose).window = best->slot;
  }

  void Radius() {
    if (!kRadius.is_in(query_)) return;
    AssociateQuery loose = query_;
    kRadius.drop(loose);
    loose.order = AssociateOrder::kDistance;
    const std::optional<Best> best = FindBest(index_, loose);
    if (!best.has_value()) return;
    Add(kRadius.field, loose).radius = {std::ceil(best->distance->value)};
  }

  void OtherChannel() {
    if (!kChannels.is_in(query_)) return;
    AssociateQuery loose = query_;
    kChannels.drop(loose);
    const std::optional<Best> best = FindBest(index_, loose);
    if (!best.has_value()) return;
    Add(kChannels.field, loose).channel = best->channel;
  }

  // One language at a time: who takes it up changes nothing else.
  void LowerLevel() {
    for (size_t i = 0; i < query_.languages.size(); ++i) {
      if (query_.languages[i].level == LanguageLevel::kBasic) continue;
      AssociateQuery loose = query_;
      LanguageWish& wish = loose.languages[i];
      wish.level = LanguageLevel::kBasic;
      const std::optional<Best> best = FindBest(index_, loose);
      if (!best.has_value()) continue;
      for (const SpokenLanguage& spoken : best->languages) {
        if (LanguageKey(spoken.tag) == wish.key) wish.level = spoken.level;
      }
      Add("languages", loose).language = wish;
      return;
    }
  }

  // Without one whole condition.
  void Without(const Kind& kind) {
    if (!kind.is_in(query_) || IsLoosened(kind.field)) return;
    AssociateQuery loose = query_;
    kind.drop(loose);
    if (CountAssociates(index_, loose, 1) > 0) Add(kind.field, loose);
  }

 private:
  absl::Time FirstInstant() const {
    absl::Time first = absl::InfiniteFuture();
    for (const Interval& window : query_.windows) {
      first = std::min(first, window.start);
    }
    // The earliest that a clock anywhere reads it.
    for (const calendar::LocalWindow& window : query_.store_windows) {
      const absl::CivilSecond start =
          absl::CivilSecond(window.first) + window.start_minute * 60;
      first = std::min(first,
                       absl::FromCivil(start, absl::FixedTimeZone(14 * 3600)));
    }
    return first;
  }

  bool IsLoosened(absl::string_view field) const {
    return std::any_of(
        out_.loosenings.begin(), out_.loosenings.end(),
        [&](const AssociateLoosening& each) {
          return each.field == field ||
                 (field == kTime.field && each.field == query_.window_field);
        });
  }

  AssociateLoosening& Add(absl::string_view field,
                          const AssociateQuery& loose) {
    AssociateLoosening& added = out_.loosenings.emplace_back();
    added.field = field;
    added.matches = Count(index_, loose);
    return added;
  }

  const BrandIndex& index_;
  AssociateQuery query_;
  SparseExplanation& out_;
};

}  // namespace

SparseExplanation ExplainSparse(const BrandIndex& index,
                                const AssociateQuery& query,
                                absl::Span<const AssociateId> found) {
  SparseExplanation out;
  const auto is_late = [&] { return query.give_up && query.give_up(); };
  for (const Kind& kind : kKinds) {
    if (!kind.is_in(query)) continue;
    AssociateQuery without = FirstPage(query);
    kind.drop(without);
    const AssociateConditionCount count = {FieldOf(kind, query),
                                           Count(index, without),
                                           Count(index, Alone(kind, query))};
    // A count that was cut short is no count.
    if (is_late()) return out;
    out.conditions.push_back(count);
  }
  Loosener loosener(index, query, found, out);
  loosener.Time();
  loosener.Radius();
  loosener.OtherChannel();
  loosener.LowerLevel();
  for (const Kind& kind : kKinds) loosener.Without(kind);
  if (out.loosenings.size() > kAssociateRelaxationsMax) {
    out.loosenings.resize(kAssociateRelaxationsMax);
  }
  if (is_late()) out.loosenings.clear();
  return out;
}

}  // namespace rapport::search
