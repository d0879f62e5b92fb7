// Searches while everything changes around them: bookings, schedules, the
// catalog, whole indexes. Half of the associates stay as they are, and of those
// every answer must be what the long way finds, at any moment.
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "server/search/associate_search.h"
#include "tests/search/random_catalog.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

constexpr int kCatalogs = 12;
constexpr int kQueriesEach = 25;
constexpr int kReaders = 3;
constexpr int kRounds = 4;  // in which each reader asks every query
const absl::Time kNow = absl::FromUnixSeconds(1'802'345'678);

int Scale() {
  const char* given = std::getenv("RAPPORT_TEST_SCALE");
  return given == nullptr ? 1 : std::atoi(given);
}

struct Asked {
  AssociateQuery query;
  std::vector<Hit> expected;
};

std::vector<Hit> Find(const BrandIndex& index, const AssociateQuery& query) {
  std::vector<Hit> hits;
  AssociateCursor last;
  SearchAssociates(
      index, query,
      [&](const AssociateFound& found) {
        Hit& hit = hits.emplace_back();
        hit.id = std::string(found.associate.associate->id.stored());
        hit.store = found.store.store->id;
        hit.distance_m = found.distance.value_or(geo::Meters{}).value;
        hit.channel = found.channel;
        hit.score = found.score;
        for (const calendar::FreeSlot& slot : found.slots) {
          hit.slots.push_back(slot.interval.start);
        }
      },
      last);
  return hits;
}

// Changes those who are not to stay as they are, over and over.
class Changer {
 public:
  Changer(uint64_t seed, RandomCatalog catalog,
          std::vector<catalog::Associate> changing, ReadModel& model)
      : dealer_(seed),
        catalog_(std::move(catalog)),
        changing_(std::move(changing)),
        model_(model) {}

  void Step() {
    if (changing_.empty()) return;
    const size_t who = dealer_.Below(static_cast<int>(changing_.size()));
    switch (dealer_.Below(8)) {
      case 0:
        ChangeAssociate(changing_[who]);
        break;
      case 1:
        ChangeSchedule(changing_[who].id);
        break;
      default:
        Book(changing_[who].id);
    }
  }

  int catalog_changes() const { return catalog_changes_; }

 private:
  void ChangeAssociate(catalog::Associate& associate) {
    ++associate.revision.version;
    associate.content.channels =
        dealer_.OneIn(2) ? ChannelSet{Channel::kVideo}
                         : ChannelSet{Channel::kInStore, Channel::kPhone};
    associate.content.stores = {dealer_.Of(catalog_.stores).id};
    model_.Apply(kBrand, absl::MakeConstSpan(&associate, 1));
    ++catalog_changes_;
  }

  void ChangeSchedule(const AssociateId& associate) {
    calendar::StoredSchedule schedule;
    schedule.associate = associate;
    schedule.schedule = DailyHours(dealer_.Between(0, 11), 12);
    schedule.version = ++version_;
    model_.Apply(kBrand, absl::MakeConstSpan(&schedule, 1));
  }

  // Booked, or no longer.
  void Book(const AssociateId& associate) {
    const auto number = static_cast<uint32_t>(10'000 + dealer_.Below(200));
    const absl::Time start =
        TimeOfTick(TickOf(kNow)) + dealer_.Between(0, 600) * kTick;
    const booking::Booking booking =
        BookingIn(dealer_.OneIn(2) ? booking::BookingState::kConfirmed
                                   : booking::BookingState::kCancelled,
                  number, associate, {start, start + 6 * kTick}, ++version_);
    model_.Apply(kBrand, absl::MakeConstSpan(&booking, 1));
  }

  Dealer dealer_;
  const RandomCatalog catalog_;
  std::vector<catalog::Associate> changing_;
  ReadModel& model_;
  int64_t version_ = 100;
  int catalog_changes_ = 0;
};

// What is asked of those who stay, with what must be found.
std::vector<Asked> AskedOf(Dealer& dealer, const RandomCatalog& catalog,
                           const BrandIndex& index,
                           const std::vector<AssociateId>& changing) {
  std::vector<Asked> asked;
  for (int i = 0; i < kQueriesEach; ++i) {
    AssociateQuery query = DealAssociateQuery(dealer, index, kNow);
    query.excluded.insert(query.excluded.end(), changing.begin(),
                          changing.end());
    std::vector<Hit> expected = FindTheLongWay(catalog, query);
    asked.push_back({std::move(query), std::move(expected)});
  }
  return asked;
}

TEST(SearchStorm, EveryAnswerIsWhatTheLongWayFinds) {
  const char* given = std::getenv("RAPPORT_TEST_SEED");
  const uint64_t seed =
      given == nullptr ? std::random_device()() : std::stoull(given);
  std::printf("RAPPORT_TEST_SEED=%lu\n", seed);
  std::atomic<int64_t> answers = 0;
  int64_t changes = 0;
  int64_t catalog_changes = 0;
  for (int i = 0; i < kCatalogs * Scale() && !testing::Test::HasFailure();
       ++i) {
    Dealer dealer(seed + i);
    const RandomCatalog catalog = DealCatalog(dealer, kNow);
    ReadModel model([] { return kNow; });
    ApplyAll(catalog, model);
    std::vector<catalog::Associate> changing;
    std::vector<AssociateId> ids;
    for (size_t at = 0; at < catalog.associates.size(); at += 2) {
      changing.push_back(catalog.associates[at]);
      ids.push_back(catalog.associates[at].id);
    }
    const auto first = model.Find(kBrand);
    const std::vector<Asked> asked = AskedOf(dealer, catalog, *first, ids);
    std::atomic<int> wrong = 0;
    std::atomic<int> reading = kReaders;
    std::vector<std::thread> readers;
    for (int reader = 0; reader < kReaders; ++reader) {
      readers.emplace_back([&] {
        for (int round = 0; round < kRounds; ++round) {
          for (const Asked& each : asked) {
            const auto index = model.Find(kBrand);
            wrong += Find(*index, each.query) != each.expected;
            ++answers;
          }
        }
        --reading;
      });
    }
    Changer changer(seed + i, catalog, std::move(changing), model);
    while (reading > 0) {
      changer.Step();
      ++changes;
    }
    for (std::thread& reader : readers) reader.join();
    EXPECT_EQ(wrong, 0) << "RAPPORT_TEST_SEED=" << seed + i;
    catalog_changes += changer.catalog_changes();
  }
  std::printf("%ld answers, %ld changes, %ld of the catalog\n", answers.load(),
              changes, catalog_changes);
  EXPECT_GT(catalog_changes, 0);
}

}  // namespace
}  // namespace rapport::search
