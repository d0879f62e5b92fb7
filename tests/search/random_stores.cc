#include "tests/search/random_stores.h"

#include <algorithm>
#include <memory>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "geo/polygon.h"
#include "server/calendar/time_zone.h"
#include "server/vocabulary/language.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

const std::vector<std::string> kNames = {"Glam", "Glamour Bar", "Maison",
                                         "Maison Glam", "Noir"};
const std::vector<std::string> kCities = {"Paris", "Parma", "Pau", "Noirmont"};
const std::vector<std::string> kServices = {"styling", "repair", "tailoring"};
const std::vector<std::string> kWords = {"parking", "wheelchair", "cafe"};
const std::vector<std::string> kTags = {"en", "fr", "yue", "zh-Hant-HK"};
const std::vector<std::string> kMarkets = {"", "regions/emea/markets/fr",
                                           "regions/emea/markets/it",
                                           "regions/apac/markets/jp"};
const std::vector<std::string> kHours = {"", "24/7", "Mo-Fr 10:00-18:00",
                                         "Mo-Su 12:00-02:00", "no idea"};
const std::vector<std::string> kZones = {"Etc/UTC", "Asia/Kolkata",
                                         "America/New_York"};
const std::vector<std::string> kTyped = {"gl",   "maison",  "pa",
                                         "noir", "glam pa", "x"};

// A point where geometry is awkward, or one of the crowd.
geo::Point DealPoint(Dealer& dealer) {
  switch (dealer.Below(8)) {
    case 0:
      return {dealer.OneIn(2) ? 90.0 : -90.0, 1.0 * dealer.Between(-180, 180)};
    case 1:
      return {1.0 * dealer.Between(-80, 80), dealer.OneIn(2) ? 180.0 : -180.0};
    case 2:
      return {1.0 * dealer.Between(-90, 90), 1.0 * dealer.Between(-180, 180)};
    default:
      return dealer.Place();
  }
}

catalog::Store DealStore(Dealer& dealer, int number) {
  catalog::Store store = StoreAt(number, DealPoint(dealer), dealer.Of(kZones));
  catalog::StoreContent& content = store.content;
  content.display_name = dealer.Of(kNames);
  content.address.locality = dealer.Of(kCities);
  content.market = dealer.Of(kMarkets);
  content.opening_hours_text = dealer.Of(kHours);
  for (const std::string& service : kServices) {
    if (dealer.OneIn(3)) content.services.push_back(ServiceCalled(service));
  }
  catalog::StoreDetails& details = content.details;
  for (const std::string& word : kWords) {
    if (dealer.OneIn(3)) details.attributes.push_back(word);
  }
  for (const std::string& tag : kTags) {
    if (dealer.OneIn(4)) details.languages.push_back(tag);
  }
  for (int i = dealer.Below(3); i > 0; --i) {
    details.channels.Add(static_cast<Channel>(dealer.Between(1, 4)));
  }
  details.temporarily_closed = dealer.OneIn(10);
  return store;
}

std::vector<geo::Point> DealPoints(Dealer& dealer, int count) {
  std::vector<geo::Point> points;
  while (static_cast<int>(points.size()) < count) {
    points.push_back(dealer.Place());
  }
  return points;
}

// Not every ring is a polygon, nor every pair of corners a box.
std::optional<StoreArea> DealArea(Dealer& dealer) {
  switch (dealer.Below(4)) {
    case 0: {
      const auto box = geo::Box::Make(DealPoint(dealer), DealPoint(dealer));
      if (!box.ok()) return std::nullopt;
      return StoreArea{"box", std::make_shared<geo::Box>(*box), nullptr};
    }
    case 1: {
      const auto polygon = geo::Polygon::Make(DealPoints(dealer, 3));
      if (!polygon.ok()) return std::nullopt;
      return StoreArea{"polygon", std::make_shared<geo::Polygon>(*polygon),
                       nullptr};
    }
    case 2: {
      const auto route =
          geo::Route::Make(DealPoints(dealer, dealer.Between(2, 5)),
                           geo::Meters{500.0 * dealer.Between(0, 20)});
      if (!route.ok()) return std::nullopt;
      auto region = std::make_shared<geo::Route>(*route);
      return StoreArea{"route", region, region.get()};
    }
    default:
      return std::nullopt;
  }
}

StoreOrder DealOrder(Dealer& dealer, const StoreQuery& query) {
  std::vector<StoreOrder> possible = {StoreOrder::kName};
  if (query.near.has_value()) possible.push_back(StoreOrder::kDistance);
  if (!query.words.empty()) possible.push_back(StoreOrder::kRelevance);
  if (query.area.has_value() && query.area->route != nullptr) {
    possible.push_back(StoreOrder::kAlongRoute);
  }
  return dealer.Of(possible);
}

template <typename T>
bool Has(const std::vector<T>& things, const T& thing) {
  return std::find(things.begin(), things.end(), thing) != things.end();
}

bool Offers(const catalog::StoreContent& store, const StoreQuery& query) {
  return std::all_of(query.services.begin(), query.services.end(),
                     [&](const ServiceId& service) {
                       return store.services.empty() ||
                              Has(store.services, service);
                     });
}

bool HasChannel(const catalog::StoreContent& store, const StoreQuery& query) {
  const ChannelSet channels = store.details.channels;
  return query.channels.empty() || channels.empty() ||
         !(channels & query.channels).empty();
}

bool IsSpoken(const RandomCatalog& catalog, const catalog::Store& store,
              const StoreQuery& query) {
  if (query.languages.empty()) return true;
  std::vector<std::string> keys;
  for (const std::string& tag : store.content.details.languages) {
    keys.push_back(LanguageKey(tag));
  }
  for (const catalog::Associate& associate : catalog.associates) {
    if (!Has(associate.content.stores, store.id)) continue;
    for (const SpokenLanguage& spoken : associate.content.languages) {
      keys.push_back(LanguageKey(spoken.tag));
    }
  }
  return std::any_of(query.languages.begin(), query.languages.end(),
                     [&](const std::string& key) { return Has(keys, key); });
}

bool IsInMarket(const catalog::StoreContent& store, const StoreQuery& query) {
  return query.market.empty() || store.market == query.market ||
         absl::StartsWith(store.market, query.market + "/");
}

// By the table of hours above, without the room of hours.
bool IsOpen(const catalog::Store& store, const StoreQuery& query) {
  if (!query.open_at.has_value()) return true;
  if (store.content.details.temporarily_closed) return false;
  const std::string& hours = store.content.opening_hours_text;
  if (hours == "24/7") return true;
  const absl::CivilHour local = absl::ToCivilHour(
      *query.open_at, calendar::LoadZone(store.content.time_zone).value());
  if (hours == "Mo-Su 12:00-02:00") {
    return local.hour() >= 12 || local.hour() < 2;
  }
  const absl::Weekday day = absl::GetWeekday(local);
  return hours == "Mo-Fr 10:00-18:00" && day != absl::Weekday::saturday &&
         day != absl::Weekday::sunday && local.hour() >= 10 &&
         local.hour() < 18;
}

// What one field counts for one typed word; 0 if it does not match.
uint32_t Counts(const std::string& word, const std::string& field,
                uint32_t weight) {
  uint32_t best = 0;
  for (const std::string& has : StoreText::WordsOf(field)) {
    if (has == word) best = std::max(best, 2 * weight);
    if (absl::StartsWith(has, word)) best = std::max(best, weight);
  }
  return best;
}

std::optional<uint32_t> Score(const catalog::Store& store,
                              const StoreQuery& query) {
  uint32_t score = 0;
  for (const std::string& word : query.words) {
    const uint32_t best =
        std::max({Counts(word, store.content.display_name, 8),
                  Counts(word, store.content.address.locality, 4),
                  Counts(word, store.source_id, 4)});
    if (best == 0) return std::nullopt;
    score += best;
  }
  return score;
}

bool IsThere(const catalog::StoreContent& store, const StoreQuery& query) {
  if (query.area.has_value() && !query.area->region->Contains(store.location)) {
    return false;
  }
  return !query.near.has_value() ||
         geo::Distance(*query.near, store.location) <= query.radius;
}

bool HasAttributes(const catalog::StoreContent& store,
                   const StoreQuery& query) {
  return std::all_of(query.attributes.begin(), query.attributes.end(),
                     [&](const std::string& word) {
                       return Has(store.details.attributes, word);
                     });
}

StoreHit HitOf(const catalog::Store& store, const StoreQuery& query,
               uint32_t score) {
  StoreHit hit{std::string(store.id.stored()), 0, 0};
  const geo::Point& place = store.content.location;
  if (query.near.has_value() && query.order != StoreOrder::kName) {
    hit.distance_m = geo::Distance(*query.near, place).value;
  }
  if (query.order == StoreOrder::kDistance) hit.rank = hit.distance_m;
  if (query.order == StoreOrder::kRelevance) {
    hit.rank = -static_cast<double>(score);
  }
  if (query.order == StoreOrder::kAlongRoute) {
    hit.rank = query.area->route->PlaceOf(place).along.value;
  }
  return hit;
}

}  // namespace

RandomCatalog DealStores(Dealer& dealer) {
  RandomCatalog dealt;
  dealt.brand = BrandWith({});
  for (const std::string& name : kServices) {
    dealt.services.push_back(Service(name));
  }
  const int stores = dealer.Between(1, 120);
  for (int number = 0; number < stores; ++number) {
    dealt.stores.push_back(DealStore(dealer, number));
  }
  for (int number = dealer.Below(10); number > 0; --number) {
    dealt.associates.push_back(
        AssociateAt(number, {StoreNo(dealer.Below(stores))}));
    dealt.associates.back().content.languages = {
        {dealer.Of(kTags), LanguageLevel::kFluent}};
  }
  return dealt;
}

StoreQuery DealStoreQuery(Dealer& dealer, const RandomCatalog& catalog) {
  StoreQuery query;
  if (!dealer.OneIn(4)) {
    query.near = dealer.OneIn(5) ? dealer.Of(catalog.stores).content.location
                                 : DealPoint(dealer);
    if (dealer.OneIn(3)) query.radius = {1000.0 * dealer.Between(1, 15000)};
  }
  query.area = DealArea(dealer);
  if (dealer.OneIn(6)) {
    query.market = dealer.OneIn(2) ? "regions/emea" : dealer.Of(kMarkets);
  }
  if (dealer.OneIn(3)) query.words = StoreText::WordsOf(dealer.Of(kTyped));
  if (dealer.OneIn(4)) {
    query.open_at =
        absl::FromUnixSeconds(1'800'000'000 + 3600 * dealer.Below(300));
  }
  for (const std::string& service : kServices) {
    if (dealer.OneIn(8)) query.services.push_back(ServiceCalled(service));
  }
  for (int i = dealer.OneIn(4) ? dealer.Below(3) : 0; i > 0; --i) {
    query.channels.Add(static_cast<Channel>(dealer.Between(1, 5)));
  }
  for (int i = dealer.OneIn(5) ? dealer.Below(3) : 0; i > 0; --i) {
    query.languages.push_back(LanguageKey(dealer.Of(kTags)));
  }
  if (dealer.OneIn(5)) query.attributes = {dealer.Of(kWords)};
  query.order = DealOrder(dealer, query);
  query.limit = 1000;
  return query;
}

void PrintTo(const StoreHit& hit, std::ostream* out) {
  *out << "no. " << static_cast<int>(static_cast<uint8_t>(hit.id[15]))
       << " rank " << hit.rank << " at " << hit.distance_m << " m";
}

std::vector<StoreHit> FindTheLongWay(const RandomCatalog& catalog,
                                     const StoreQuery& query) {
  std::vector<StoreHit> hits;
  for (const catalog::Store& store : catalog.stores) {
    const catalog::StoreContent& content = store.content;
    const std::optional<uint32_t> score = Score(store, query);
    if (score.has_value() && IsThere(content, query) &&
        Offers(content, query) && HasChannel(content, query) &&
        IsSpoken(catalog, store, query) && IsInMarket(content, query) &&
        HasAttributes(content, query) && IsOpen(store, query)) {
      hits.push_back(HitOf(store, query, *score));
    }
  }
  std::sort(hits.begin(), hits.end(), [](const StoreHit& a, const StoreHit& b) {
    return std::tie(a.rank, a.distance_m, a.id) <
           std::tie(b.rank, b.distance_m, b.id);
  });
  return hits;
}

}  // namespace rapport::search
