// What the read model costs while it changes, and what it holds.
//
//   read_model_bench [ASSOCIATES [ROUNDS [BOOKINGS]]]
//
// Associates with weekly hours, and BOOKINGS each over 90 days (20 unless told),
// in a brand of stores around 400 places. Searches for people of a language with
// free slots within a fortnight; quiet, and while 10,000 bookings a second are
// applied, half of them cancelled again. Then: how long after a booking was
// handed in a reader sees the slot gone. Memory as malloc counts it.
#include <malloc.h>
#include <time.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/search/associate_search.h"
#include "server/search/read_model.h"
#include "server/search/slot_finder.h"
#include "tests/bench/figures.h"

namespace rapport::bench {
namespace {

constexpr int kPlaces = 400;
constexpr int kAssociatesAStore = 10;
constexpr int kLanguages = 20;
constexpr int kBookingDays = 90;
constexpr int kFlipsPerSecond = 10'000;
constexpr absl::Duration kBeat = absl::Milliseconds(1);
constexpr absl::Duration kSlice = absl::Milliseconds(400);

size_t BytesInUse() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

const BrandId kBrand = BrandId::FromStored("bench");
const ServiceId kService = ServiceId::FromStored("styling");

StoreId StoreNo(int number) { return StoreIdOf("bench", absl::StrCat(number)); }
AssociateId AssociateNo(int number) {
  return AssociateIdOf("bench", absl::StrCat(number));
}

class World {
 public:
  World(int associates, int bookings)
      : associates_(associates), now_(absl::Now()) {
    size_t before = BytesInUse();
    // Notes how much the world has grown by since it was asked before.
    const auto grown = [&](const std::string& name) {
      const size_t now = BytesInUse();
      const double by = static_cast<double>(now - before);
      Print(absl::StrCat("search.memory_", name), by / associates_,
            "bytes/person");
      before = now;
    };
    const size_t at_first = before;
    MakeBrand();
    for (int i = 0; i < associates; ++i) MakeAssociate(i);
    model_.WaitPublished(kBrand);
    grown("catalog_and_index");
    for (int i = 0; i < associates; ++i) MakeSchedule(i);
    grown("schedules");
    const absl::Time start = absl::Now();
    for (int i = 0; i < associates * bookings; ++i) {
      Apply(Booking(absl::Uniform(random_, 0, associates_)));
    }
    const absl::Duration took = absl::Now() - start;
    grown("bookings");
    if (bookings > 0) {
      Print("search.bookings_loaded_per_s",
            associates * bookings / absl::ToDoubleSeconds(took), "1/s");
    }
    Print("search.memory_total", (before - at_first) / 1e6, "MB");
  }

  search::ReadModel& model() { return model_; }
  std::shared_ptr<const search::BrandIndex> index() const {
    return model_.Find(kBrand);
  }
  absl::Time now() const { return now_; }

  search::AssociateQuery Question(absl::BitGen& random) const {
    search::AssociateQuery query;
    query.near = Near(random);
    query.languages.push_back(
        {absl::StrCat("l", absl::Uniform(random, 0, kLanguages))});
    query.service = index()->FindService(kService);
    query.channels = {Channel::kVideo};
    query.windows = {{now_, now_ + absl::Hours(14 * 24)}};
    query.now = now_;
    return query;
  }

  // A new booking of an hour somewhere within the days ahead.
  booking::Booking Booking(int associate) {
    booking::Booking booking;
    booking.id = booking::BookingId(
        TimeOrderedId(absl::ToUnixMillis(now_), ++bookings_, 0));
    booking.state = booking::BookingState::kConfirmed;
    booking.associate = AssociateNo(associate);
    const absl::Time start = TimeOfTick(
        TickOf(now_) + 1 + absl::Uniform(random_, 0, kBookingDays) * 288 +
        absl::Uniform(random_, 0, 288));
    booking.meeting = {start, start + absl::Hours(1)};
    booking.occupied = booking.meeting;
    booking.version = 1;
    booking.update_time = now_;
    return booking;
  }

  int AnyAssociate() { return absl::Uniform(random_, 0, associates_); }

  void Apply(const booking::Booking& booking) {
    model_.Apply(kBrand, absl::MakeConstSpan(&booking, 1));
  }

 private:
  geo::Point Near(absl::BitGen& random) const {
    const geo::Point& place = places_[absl::Uniform(random, 0, kPlaces)];
    return {place.latitude_deg + absl::Gaussian(random, 0.0, 0.2),
            place.longitude_deg + absl::Gaussian(random, 0.0, 0.2)};
  }

  void MakeBrand() {
    catalog::Brand brand;
    brand.id = kBrand;
    brand.revision.version = 1;
    model_.Apply(brand);
    catalog::Service service;
    service.id = kService;
    service.channels = ChannelSet::All();
    service.buffer_after = absl::Minutes(15);
    service.revision.version = 1;
    model_.Apply(kBrand, absl::MakeConstSpan(&service, 1));
    for (int i = 0; i < kPlaces; ++i) {
      places_.push_back({absl::Uniform(random_, -55.0, 65.0),
                         absl::Uniform(random_, -170.0, 170.0)});
    }
    constexpr const char* kZones[] = {"Europe/Paris", "America/New_York",
                                      "Asia/Tokyo", "Europe/London"};
    std::vector<catalog::Store> stores(associates_ / kAssociatesAStore + 1);
    for (size_t i = 0; i < stores.size(); ++i) {
      stores[i].id = StoreNo(static_cast<int>(i));
      stores[i].content.location = Near(random_);
      stores[i].content.time_zone = kZones[i % std::size(kZones)];
      stores[i].revision.version = 1;
    }
    model_.Apply(kBrand, absl::MakeConstSpan(stores));
  }

  void MakeAssociate(int number) {
    catalog::Associate associate;
    associate.id = AssociateNo(number);
    associate.content.stores = {StoreNo(number / kAssociatesAStore)};
    associate.content.languages = {
        {absl::StrCat("l", number % kLanguages), LanguageLevel::kFluent}};
    associate.content.services = {kService};
    associate.content.channels = ChannelSet::All();
    associate.revision.version = 1;
    model_.Apply(kBrand, absl::MakeConstSpan(&associate, 1));
  }

  // Five days of eight hours; every tenth has a holiday and another day off.
  void MakeSchedule(int number) {
    calendar::StoredSchedule stored;
    stored.associate = AssociateNo(number);
    stored.version = 1;
    const int start = (8 + number % 5) * 60;
    for (int day = 0; day < 5; ++day) {
      stored.schedule.weekly_periods.push_back(
          {static_cast<absl::Weekday>((day + number) % 7),
           {start, start + 8 * 60, std::nullopt, {}}});
    }
    if (number % 10 == 0) {
      const absl::Time off = TimeOfTick(TickOf(now_)) + absl::Hours(24 * 20);
      stored.schedule.time_off.push_back({{off, off + absl::Hours(24 * 14)}});
      stored.schedule.overrides.push_back(
          {absl::ToCivilDay(off, absl::UTCTimeZone()) - 7, {}});
    }
    model_.Apply(kBrand, absl::MakeConstSpan(&stored, 1));
  }

  const int associates_;
  const absl::Time now_;
  absl::BitGen random_;
  uint64_t bookings_ = 0;
  std::vector<geo::Point> places_;
  search::ReadModel model_;
};

// Books and cancels at the pace asked for, until it goes.
class Flipper {
 public:
  explicit Flipper(World& world) : thread_([this, &world] { Run(world); }) {}
  ~Flipper() {
    stop_ = true;
    thread_.join();
  }
  void Pause(bool pause) { paused_ = pause; }
  int64_t done() const { return done_; }

 private:
  void Run(World& world) {
    const int64_t a_beat =
        kFlipsPerSecond * absl::ToInt64Milliseconds(kBeat) / 1000;
    absl::Time next = absl::Now();
    while (!stop_) {
      absl::SleepFor(next - absl::Now());
      next += kBeat;
      if (paused_) continue;
      for (int i = 0; i < a_beat; i += 2) {
        booking::Booking booking = world.Booking(world.AnyAssociate());
        world.Apply(booking);
        booking.state = booking::BookingState::kCancelled;
        ++booking.version;
        // So long ago that it is forgotten at once, lest the world grow.
        booking.update_time = absl::UnixEpoch();
        world.Apply(booking);
        done_ += 2;
      }
    }
  }

  std::atomic<bool> stop_ = false;
  std::atomic<bool> paused_ = true;
  std::atomic<int64_t> done_ = 0;
  std::thread thread_;
};

// Of processor time this thread has had.
absl::Duration ProcessorTime() {
  struct timespec time = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return absl::DurationFromTimespec(time);
}

struct Pace {
  double per_second;
  double per_processor_second;  // what waiting for a processor does not change
};

Pace SearchesPerSecond(World& world, absl::BitGen& random) {
  const auto index = world.index();
  const absl::Duration used = ProcessorTime();
  const absl::Time start = absl::Now();
  size_t searches = 0;
  size_t hits = 0;
  do {
    for (int i = 0; i < 20; ++i, ++searches) {
      search::AssociateCursor last;
      search::SearchAssociates(
          *index, world.Question(random),
          [&](const search::AssociateFound&) { ++hits; }, last);
    }
  } while (absl::Now() - start < kSlice);
  if (hits == 0) std::fprintf(stderr, "nobody was found\n");
  return {searches / absl::ToDoubleSeconds(absl::Now() - start),
          searches / absl::ToDoubleSeconds(ProcessorTime() - used)};
}

void MeasureUnderFlips(World& world, int rounds) {
  Flipper flipper(world);
  absl::BitGen random;
  std::vector<double> quiet, flipping, ratios, processor_ratios;
  int64_t flips = 0;
  absl::Duration flipped;
  SearchesPerSecond(world, random);  // warms up
  for (int i = 0; i < rounds; ++i) {
    const Pace before_flips = SearchesPerSecond(world, random);
    const int64_t before = flipper.done();
    const absl::Time start = absl::Now();
    flipper.Pause(false);
    const Pace under_flips = SearchesPerSecond(world, random);
    flipper.Pause(true);
    flipped += absl::Now() - start;
    flips += flipper.done() - before;
    quiet.push_back(before_flips.per_second);
    flipping.push_back(under_flips.per_second);
    ratios.push_back(under_flips.per_second / before_flips.per_second);
    processor_ratios.push_back(under_flips.per_processor_second /
                               before_flips.per_processor_second);
  }
  Print("search.quiet_per_s", Median(quiet), "1/s");
  Print("search.flipping_per_s", Median(flipping), "1/s");
  Print("search.flips_per_s", flips / absl::ToDoubleSeconds(flipped), "1/s");
  Print("search.under_flips", Median(ratios), "x");
  Print("search.under_flips_processor", Median(processor_ratios), "x");
}

// A reader that looks at one slot over and over, and tells when it went.
void MeasureVisible(World& world, int rounds) {
  const auto index = world.index();
  search::SlotWish wish;
  wish.service = index->FindService(kService);
  wish.channel = Channel::kVideo;
  wish.now = world.now();
  std::vector<double> millis, applied;
  for (int i = 0; i < rounds; ++i) {
    const search::AssociateRecord& record =
        index->associates()[world.AnyAssociate()];
    const auto first_slot = [&](const Interval& window) {
      std::optional<Interval> slot;
      search::ForEachFreeSlot(*index, record, wish, window,
                              [&](const calendar::FreeSlot& found) {
                                slot = found.interval;
                                return false;
                              });
      return slot;
    };
    const std::optional<Interval> slot =
        first_slot({wish.now, wish.now + absl::Hours(24 * 30)});
    if (!slot.has_value()) continue;
    booking::Booking booking = world.Booking(0);
    booking.associate = record.associate->id;
    booking.meeting = booking.occupied = *slot;
    std::atomic<bool> looking = false;
    absl::Time seen;
    std::thread reader([&] {
      while (first_slot(*slot).has_value()) looking = true;
      seen = absl::Now();
    });
    while (!looking) std::this_thread::yield();
    const absl::Time start = absl::Now();
    world.Apply(booking);
    applied.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
    reader.join();
    millis.push_back(absl::ToDoubleMilliseconds(seen - start));
  }
  Print("search.apply_p99_ms", Quantile(applied, 0.99), "ms");
  Print("search.visible_p50_ms", Quantile(millis, 0.5), "ms");
  Print("search.visible_p99_ms", Quantile(millis, 0.99), "ms");
}

}  // namespace
}  // namespace rapport::bench

int main(int argc, char** argv) {
  const int associates = argc > 1 ? std::atoi(argv[1]) : 200'000;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
  rapport::bench::World world(associates, argc > 3 ? std::atoi(argv[3]) : 20);
  rapport::bench::MeasureUnderFlips(world, rounds);
  rapport::bench::MeasureVisible(world, 400 * rounds);
}
