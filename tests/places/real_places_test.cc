// The table that the build makes of the places of the world.

#include <algorithm>
#include <chrono>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "geo/data_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/places/gazetteer.h"
#include "server/vocabulary/folding.h"

namespace rapport::places {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

using Clock = std::chrono::steady_clock;

double MicrosecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::micro>(Clock::now() - begin)
      .count();
}

class RealPlaces : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto path = geo::FindDataFile(Gazetteer::kFileName);
    ASSERT_TRUE(path.ok()) << path.status();
    const auto begin = Clock::now();
    auto loaded = Gazetteer::Load(*path);
    load_ms_ = MicrosecondsSince(begin) / 1000;
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    gazetteer_ = new Gazetteer(*std::move(loaded));
  }
  static void TearDownTestSuite() { delete gazetteer_; }

  static std::string FirstIdOf(const SuggestQuery& query) {
    const auto places = gazetteer_->Suggest(query);
    return places.empty() ? "" : places[0].id;
  }
  static std::string FirstId(const std::string& text) {
    return FirstIdOf(SuggestQuery{.text = text});
  }

  static Gazetteer* gazetteer_;
  static double load_ms_;
};
Gazetteer* RealPlaces::gazetteer_ = nullptr;
double RealPlaces::load_ms_ = 0;

TEST_F(RealPlaces, AreManyInLittleMemory) {
  std::cout << gazetteer_->place_count() << " places, "
            << gazetteer_->name_count() << " names, "
            << gazetteer_->MemoryBytes() << " bytes, loaded in " << load_ms_
            << " ms\n";
  EXPECT_GT(gazetteer_->place_count(), 165'000u);
  EXPECT_GT(gazetteer_->name_count(), 500'000u);
  EXPECT_LT(gazetteer_->MemoryBytes(), 50'000'000u);
}

struct Typed {
  const char* text;
  const char* id;
};

TEST_F(RealPlaces, AreFoundAsPeopleTypeThem) {
  for (const Typed& typed : std::vector<Typed>{
           {"東京", "geonames/1850147"},     {"tokyo", "geonames/1850147"},
           {"toky", "geonames/1850147"},     {"Muenchen", "geonames/2867714"},
           {"Munchen", "geonames/2867714"},  {"mün", "geonames/2867714"},
           {"Москва", "geonames/524901"},    {"القاهرة", "geonames/360630"},
           {"北京", "geonames/1816670"},     {"서울", "geonames/1835848"},
           {"दिल्ली", "geonames/1273294"},    {"ירושלים", "geonames/281184"},
           {"Αθήνα", "geonames/264371"},     {"กรุงเทพ", "geonames/1609350"},
           {"lodz", "geonames/3093133"},     {"sao pau", "geonames/3448439"},
           {"st louis", "geonames/4407066"}, {"new york", "geonames/5128581"},
           {"nyc", "geonames/5128581"},      {"90210", "zip/90210"},
           {"02139", "zip/02139"},           {"00926", "zip/00926"},
           {"96910", "zip/96910"},
       }) {
    EXPECT_EQ(FirstId(typed.text), typed.id) << typed.text;
  }
}

TEST_F(RealPlaces, AreFoundByWhatTheyAreIn) {
  for (const Typed& typed : std::vector<Typed>{
           {"Portland, OR", "geonames/5746545"},
           {"Portland, Oregon", "geonames/5746545"},
           {"Portland, ME", "geonames/4975802"},
           {"Paris, TX", "geonames/4717560"},
           {"Paris, France", "geonames/2988507"},
           {"Springfield IL", "geonames/4250542"},
           {"Springfield, Missouri", "geonames/4409896"},
           {"washington dc", "geonames/4140963"},
           {"London, ON", "geonames/6058560"},
           {"London, UK", "geonames/2643743"},
           {"Newcastle NSW", "geonames/2155472"},
           {"Frankfurt, Hesse", "geonames/2925533"},
           {"Beverly Hills, CA 90210", "zip/90210"},
       }) {
    EXPECT_EQ(FirstId(typed.text), typed.id) << typed.text;
  }
}

TEST_F(RealPlaces, AreRankedByNearness) {
  const geo::Point rural_texas{33.7, -95.6}, connecticut{41.6, -72.7};
  EXPECT_EQ(FirstIdOf({.text = "paris"}), "geonames/2988507");
  EXPECT_EQ(FirstIdOf({.text = "paris", .near = rural_texas}),
            "geonames/4717560");
  EXPECT_EQ(FirstIdOf({.text = "springf", .near = connecticut}),
            "geonames/4951788");
}

TEST_F(RealPlaces, HaveZonesThatTzdataKnows) {
  std::set<std::string> zones;
  for (char a = 'a'; a <= 'z'; ++a) {
    for (char b = 'a'; b <= 'z'; ++b) {
      for (const Place& place :
           gazetteer_->Suggest({.text = {a, b}, .limit = kSuggestionsMax})) {
        zones.insert(std::string(place.time_zone));
      }
    }
  }
  EXPECT_GT(zones.size(), 150u);
  for (const std::string& name : zones) {
    absl::TimeZone zone;
    EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  }
}

TEST_F(RealPlaces, HavePostalAreasInTheirStatesAndZones) {
  for (const auto& [zip, area, zone] : {
           std::tuple{"90210", "California", "America/Los_Angeles"},
           {"10001", "New York", "America/New_York"},
           {"85001", "", ""},  // post office boxes only: no area
           {"85003", "Arizona", "America/Phoenix"},
           {"83414", "Wyoming", "America/Denver"},
           {"99501", "Alaska", "America/Anchorage"},
           {"20001", "District of Columbia", "America/New_York"},
           {"46406", "Indiana", "America/Chicago"},
       }) {
    const auto places = gazetteer_->Suggest({.text = zip, .limit = 1});
    if (*area == '\0') {
      EXPECT_THAT(places, IsEmpty()) << zip;
      continue;
    }
    ASSERT_THAT(places, Not(IsEmpty())) << zip;
    EXPECT_EQ(places[0].administrative_area, area) << zip;
    EXPECT_EQ(places[0].time_zone, zone) << zip;
  }
}

// Names of places under all beginnings of two letters, in any order.
std::vector<std::string> SomeNames(const Gazetteer& gazetteer) {
  std::vector<std::string> names;
  for (char a = 'a'; a <= 'z'; ++a) {
    for (char b = 'a'; b <= 'z'; ++b) {
      for (const Place& place :
           gazetteer.Suggest({.text = {a, b}, .limit = kSuggestionsMax})) {
        names.push_back(FoldForSearch(place.name));
      }
    }
  }
  std::shuffle(names.begin(), names.end(), std::mt19937(1));
  return names;
}

struct Timed {
  double p50_us, p99_us;
};

// How long answers take to the first letters of the names.
Timed TimeSuggest(const Gazetteer& gazetteer,
                  const std::vector<std::string>& names, size_t letters,
                  SuggestQuery query) {
  std::vector<double> took;
  for (const std::string& name : names) {
    query.text = name.substr(0, letters);
    const auto begin = Clock::now();
    gazetteer.Suggest(query);
    took.push_back(MicrosecondsSince(begin));
  }
  std::sort(took.begin(), took.end());
  return {took[took.size() / 2], took[took.size() * 99 / 100]};
}

// Without optimisation, with sanitizers and on busy cores it may take longer.
#ifdef NDEBUG
constexpr double kMedianMaxUs = 1'000;
#else
constexpr double kMedianMaxUs = 20'000;
#endif

TEST_F(RealPlaces, AreSuggestedWellWithinAMillisecond) {
  const SuggestQuery anywhere;
  const SuggestQuery near{.near = geo::Point{51.2, 6.8}};  // among many towns
  const SuggestQuery of_a_country{.region_code = "US"};
  const std::vector<std::string> names = SomeNames(*gazetteer_);
  for (size_t letters : {1, 2, 3, 5}) {
    for (const auto& [what, query] : {std::pair{"anywhere", anywhere},
                                      {"near", near},
                                      {"of a country", of_a_country}}) {
      const Timed timed = TimeSuggest(*gazetteer_, names, letters, query);
      std::cout << letters << " letters, " << what << ": p50 " << timed.p50_us
                << " us, p99 " << timed.p99_us << " us\n";
      EXPECT_LT(timed.p50_us, kMedianMaxUs) << letters << " " << what;
    }
  }
}

}  // namespace
}  // namespace rapport::places
