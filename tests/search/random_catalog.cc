#include "tests/search/random_catalog.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/calendar/time_zone.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

const std::vector<std::string> kLanguages = {"en", "fr", "es", "ja", "yue"};
const std::vector<std::string> kStyles = {"bridal", "casual", "vintage"};
const std::vector<std::string> kServices = {"styling", "repair", "tailoring"};
const std::vector<std::string> kAttributes = {"female", "piercer"};
const std::vector<std::string> kMarkets = {"", "regions/eu/markets/fr",
                                           "regions/eu/markets/it"};
const std::vector<std::string> kMarketsAsked = {
    "regions/eu", "regions/eu/markets/it", "regions/us"};
const std::vector<std::string> kZones = {"Etc/UTC", "Asia/Kolkata",
                                         "America/New_York"};

LanguageLevel DealLevel(Dealer& dealer) {
  return static_cast<LanguageLevel>(dealer.Between(1, 4));
}

Channel DealChannel(Dealer& dealer) {
  return static_cast<Channel>(dealer.Between(1, 4));
}

ChannelSet DealChannels(Dealer& dealer) {
  ChannelSet channels = {DealChannel(dealer)};
  for (int i = dealer.Below(3); i > 0; --i) channels.Add(DealChannel(dealer));
  return channels;
}

catalog::Service DealService(Dealer& dealer, const std::string& name) {
  catalog::Service service = Service(name);
  service.duration = dealer.Between(1, 12) * kTick;
  service.buffer_before = dealer.Below(3) * kTick;
  service.buffer_after = dealer.Below(3) * kTick;
  service.minimum_notice = absl::Minutes(dealer.Below(300));
  service.booking_horizon = absl::Hours(dealer.Between(1, 72));
  const std::vector<int> intervals = {5, 15, 30, 60};
  service.slot_interval = absl::Minutes(dealer.Of(intervals));
  service.channels = DealChannels(dealer);
  for (int i = dealer.Below(3); i > 0; --i) {
    service.duration_choices.push_back(dealer.Between(1, 24) * kTick);
  }
  return service;
}

// A list of some of those names, each at most once.
template <typename Id>
std::vector<Id> Some(Dealer& dealer, const std::vector<std::string>& names) {
  std::vector<Id> ids;
  for (const std::string& name : names) {
    if (dealer.OneIn(2)) ids.push_back(Id::FromStored(name));
  }
  return ids;
}

catalog::Associate DealAssociate(Dealer& dealer, uint32_t number, int stores) {
  catalog::Associate associate = AssociateAt(number, {});
  auto& content = associate.content;
  // The home store is known: the clock of an unknown one would be a guess.
  content.stores = {StoreNo(dealer.Below(stores))};
  for (int i = dealer.Below(4); i > 0; --i) {
    // One store more than there are: others may be unknown.
    const StoreId store = StoreNo(dealer.Below(stores + 1));
    if (std::find(content.stores.begin(), content.stores.end(), store) ==
        content.stores.end()) {
      content.stores.push_back(store);
    }
  }
  content.languages.clear();
  for (const std::string& tag : kLanguages) {
    if (dealer.OneIn(2)) content.languages.push_back({tag, DealLevel(dealer)});
  }
  content.styles = Some<StyleId>(dealer, kStyles);
  content.services = Some<ServiceId>(dealer, kServices);
  content.channels = DealChannels(dealer);
  for (const std::string& word : kAttributes) {
    if (dealer.OneIn(2)) content.attributes.push_back(word);
  }
  return associate;
}

// Up to three periods a day that do not overlap; the stores may be ones that
// the associate does not serve at.
calendar::StoredSchedule DealSchedule(Dealer& dealer,
                                      const AssociateId& associate,
                                      int stores) {
  calendar::StoredSchedule stored;
  stored.associate = associate;
  stored.version = 1;
  stored.schedule.off_on_public_holidays = dealer.OneIn(3);
  if (dealer.OneIn(4)) {
    stored.schedule.channel_capacities.push_back(
        {DealChannel(dealer), dealer.Between(1, 3)});
    const Channel other = DealChannel(dealer);
    if (other != stored.schedule.channel_capacities[0].channel) {
      stored.schedule.channel_capacities.push_back(
          {other, dealer.Between(1, 3)});
    }
  }
  for (int day = 0; day < 7; ++day) {
    int minute = 5 * dealer.Below(150);
    for (int i = dealer.Below(4); i > 0 && minute < 1380; --i) {
      calendar::DayPeriod period;
      period.start_minute = minute;
      period.end_minute = std::min(1440, minute + 5 * dealer.Between(1, 60));
      if (dealer.OneIn(3)) period.store = StoreNo(dealer.Below(stores));
      if (dealer.OneIn(3)) period.channels = DealChannels(dealer);
      stored.schedule.weekly_periods.push_back(
          {static_cast<absl::Weekday>(day), period});
      minute = period.end_minute + 5 * dealer.Below(20);
    }
  }
  return stored;
}

booking::Booking DealBooking(Dealer& dealer, uint32_t number,
                             const AssociateId& associate, absl::Time now) {
  const absl::Time start =
      TimeOfTick(TickOf(now)) + dealer.Between(-50, 600) * kTick;
  booking::Booking booking = BookingIn(
      static_cast<booking::BookingState>(dealer.Between(1, 7)), number,
      associate, {start, start + dealer.Between(1, 20) * kTick});
  if (dealer.OneIn(2)) booking.load = 1;
  if (booking.state == booking::BookingState::kHeld) {
    // Some of them have run out, one at this very instant.
    booking.hold_expire_time = now + absl::Minutes(dealer.Between(-2, 2));
  }
  return booking;
}

template <typename T>
bool Has(const std::vector<T>& things, const T& thing) {
  return std::find(things.begin(), things.end(), thing) != things.end();
}

void DealWords(Dealer& dealer, AssociateQuery& query) {
  for (const std::string& tag : kLanguages) {
    if (dealer.OneIn(5)) query.languages.push_back({tag, DealLevel(dealer)});
  }
  if (dealer.OneIn(30)) query.languages.push_back({"cy"});
  for (const std::string& style : kStyles) {
    if (dealer.OneIn(6)) query.styles.push_back(StyleCalled(style));
    if (dealer.OneIn(4)) query.any_styles.push_back(StyleCalled(style));
  }
  if (dealer.OneIn(30)) query.styles.push_back(StyleCalled("baroque"));
  if (dealer.OneIn(20)) query.any_styles.push_back(StyleCalled("baroque"));
  for (const std::string& word : kAttributes) {
    if (dealer.OneIn(8)) query.attributes.push_back(word);
  }
  if (dealer.OneIn(8)) query.market = dealer.Of(kMarketsAsked);
}

void DealPeople(Dealer& dealer, AssociateQuery& query) {
  if (dealer.OneIn(6)) {
    for (int i = dealer.Between(1, 8); i > 0; --i) {
      query.stores.push_back(StoreNo(dealer.Below(20)));
    }
  }
  if (dealer.OneIn(8)) {
    for (int i = dealer.Between(1, 20); i > 0; --i) {
      query.associates.push_back(AssociateNo(dealer.Between(1, 60)));
    }
  }
  if (dealer.OneIn(4)) {
    for (int i = dealer.Between(1, 5); i > 0; --i) {
      query.familiar.push_back(AssociateNo(dealer.Between(1, 60)));
    }
  }
  if (dealer.OneIn(6)) {
    query.excluded.push_back(AssociateNo(dealer.Between(1, 60)));
  }
}

void DealWindows(Dealer& dealer, absl::Time now, AssociateQuery& query) {
  for (int i = dealer.Below(3); i > 0; --i) {
    const absl::Time start = now + absl::Minutes(dealer.Between(-60, 1500));
    query.windows.push_back(
        {start, start + absl::Minutes(dealer.Between(0, 2000))});
  }
  for (int i = dealer.Below(3) - 1; i > 0; --i) {
    const absl::CivilDay today = absl::ToCivilDay(now, absl::UTCTimeZone());
    const absl::CivilDay first = today + dealer.Below(2);
    const int start = 15 * dealer.Below(90);
    query.store_windows.push_back({first, first + dealer.Below(2), start,
                                   start + 15 * dealer.Between(1, 6)});
  }
}

catalog::RankingWeights DealWeights(Dealer& dealer) {
  catalog::RankingWeights weights;
  if (dealer.OneIn(2)) return weights;
  const std::vector<int> metres = {0, 1, 500, 4'000};
  weights = {dealer.Of(metres), dealer.Of(metres), dealer.Of(metres),
             dealer.Of(metres), dealer.Of(metres), dealer.Below(101)};
  return weights;
}

catalog::OfferScope DealScope(Dealer& dealer, const RandomCatalog& catalog) {
  switch (dealer.Below(4)) {
    case 0:
      return catalog::OfferScope();
    case 1:
      return catalog::OfferScope::FromStored("regions/eu");
    case 2:
      return catalog::OfferScope::Of(dealer.Of(catalog.stores).id);
    default:
      return catalog::OfferScope::Of(dealer.Of(catalog.associates).id);
  }
}

catalog::OfferPolicy DealPolicy(Dealer& dealer, const RandomCatalog& catalog) {
  catalog::OfferPolicy policy = {DealScope(dealer, catalog), {}, Version(1)};
  for (const std::string& service : kServices) {
    if (!dealer.OneIn(3)) continue;
    catalog::OfferRule& rule = policy.rules.emplace_back();
    rule.service = ServiceCalled(service);
    if (dealer.OneIn(2)) rule.channel = DealChannel(dealer);
    rule.offered = dealer.OneIn(3);
    rule.is_final = dealer.OneIn(3);
  }
  if (dealer.OneIn(4)) {
    policy.rules.push_back({std::nullopt, DealChannel(dealer), false, false});
  }
  return policy;
}

}  // namespace

Dealer::Dealer(uint64_t seed) : random_(seed) {
  origin_ = {0.01 * Between(-6000, 6000), 0.01 * Between(-17000, 17000)};
  grid_deg_ = 0.001 * Between(1, 60);
}

geo::Point Dealer::Place() {
  return {origin_.latitude_deg + grid_deg_ * Between(-3, 3),
          origin_.longitude_deg + grid_deg_ * Between(-3, 3)};
}

RandomCatalog DealCatalog(Dealer& dealer, absl::Time now) {
  RandomCatalog dealt;
  const std::string zone = dealer.Of(kZones);
  dealt.zone = calendar::LoadZone(zone).value();
  dealt.brand = BrandWith(kStyles);
  if (dealer.OneIn(2)) {
    const absl::CivilDay first = absl::ToCivilDay(now, absl::UTCTimeZone()) - 1;
    dealt.brand.holiday_lists = {
        {"", first, first + 5, {first + dealer.Between(1, 3)}}};
  }
  for (const std::string& name : kServices) {
    dealt.services.push_back(DealService(dealer, name));
  }
  const int stores = dealer.Between(1, 20);
  for (int number = 0; number < stores; ++number) {
    dealt.stores.push_back(StoreAt(number, dealer.Place(), zone));
    dealt.stores.back().content.market = dealer.Of(kMarkets);
    if (!dealer.OneIn(3)) continue;
    dealt.stores.back().content.services = Some<ServiceId>(dealer, kServices);
  }
  uint32_t bookings = 0;
  for (int number = dealer.Between(1, 60); number > 0; --number) {
    dealt.associates.push_back(DealAssociate(dealer, number, stores));
    const AssociateId id = dealt.associates.back().id;
    dealt.schedules.push_back(DealSchedule(dealer, id, stores));
    for (int i = dealer.Below(8); i > 0; --i) {
      dealt.bookings.push_back(DealBooking(dealer, ++bookings, id, now));
    }
  }
  if (dealer.OneIn(3)) {
    for (int i = dealer.Between(1, 6); i > 0; --i) {
      const catalog::OfferPolicy policy = DealPolicy(dealer, dealt);
      dealt.policies[policy.id] =
          std::make_shared<const catalog::OfferPolicy>(policy);
    }
  }
  return dealt;
}

void ApplyAll(const RandomCatalog& catalog, ReadModel& model) {
  model.Apply(catalog.brand);
  model.Apply(kBrand, catalog.stores);
  model.Apply(kBrand, catalog.services);
  model.Apply(kBrand, catalog.associates);
  model.Apply(kBrand, catalog.schedules);
  model.Apply(kBrand, catalog.bookings);
  for (const auto& [scope, policy] : catalog.policies) {
    model.Apply(kBrand, absl::MakeConstSpan(policy.get(), 1));
  }
  model.WaitPublished(kBrand);
}

AssociateQuery DealAssociateQuery(Dealer& dealer, const BrandIndex& index,
                                  absl::Time now) {
  AssociateQuery query;
  if (!dealer.OneIn(10)) query.near = dealer.Place();
  if (query.near && dealer.OneIn(2)) {
    query.radius = {500.0 * dealer.Between(1, 40)};
  }
  DealWords(dealer, query);
  if (!dealer.OneIn(4)) {
    query.service = index.FindService(ServiceCalled(dealer.Of(kServices)));
    const auto& choices = query.service->duration_choices;
    if (!choices.empty() && dealer.OneIn(2)) {
      query.duration = dealer.Of(choices);
    }
  }
  for (int i = dealer.Below(4); i > 0; --i) {
    const Channel channel = DealChannel(dealer);
    if (!Has(query.channels, channel)) query.channels.push_back(channel);
  }
  DealPeople(dealer, query);
  query.now = now;
  if (query.service != nullptr) DealWindows(dealer, now, query);
  query.include_unavailable = dealer.OneIn(3);
  query.order = static_cast<AssociateOrder>(dealer.Below(3));
  query.weights = DealWeights(dealer);
  query.seed = dealer.Below(3);
  query.slots_max = dealer.Below(5);
  query.limit = 1000;
  return query;
}

void PrintTo(const Hit& hit, std::ostream* out) {
  *out << "no. " << static_cast<int>(static_cast<uint8_t>(hit.id[15]))
       << " at store " << static_cast<int>(hit.store.bytes()[15]) << ", "
       << hit.distance_m << " m by " << ChannelWord(hit.channel) << ", score "
       << hit.score.distance_m << "+" << hit.score.language_m << "+"
       << hit.score.style_m << "+" << hit.score.channel_m << "+"
       << hit.score.wait_m << "+" << hit.score.unfamiliar_m;
  for (absl::Time start : hit.slots) *out << ", " << start;
}

}  // namespace rapport::search
