#include "server/places/gazetteer.h"

#include <cstdio>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/places/place_table.h"
#include "tests/places/small_gazetteer.h"

namespace rapport::places {
namespace {

using ::testing::HasSubstr;

absl::StatusOr<Gazetteer> LoadBytes(const std::string& bytes) {
  const std::string path = ::testing::TempDir() + "/gazetteer_test.bin";
  std::ofstream(path, std::ios::binary) << bytes;
  auto gazetteer = Gazetteer::Load(path);
  std::remove(path.c_str());
  return gazetteer;
}

TEST(Gazetteer, AnswersFromTheFileItLoaded) {
  const auto gazetteer = LoadBytes(EncodePlaceTable(SmallTable(SomeLines())));
  ASSERT_TRUE(gazetteer.ok()) << gazetteer.status();
  EXPECT_EQ(gazetteer->place_count(), 16u);
  EXPECT_GT(gazetteer->name_count(), gazetteer->place_count());
  EXPECT_GT(gazetteer->MemoryBytes(), 1'000u);
  EXPECT_EQ(gazetteer->Suggest({.text = "tok"})[0].id, "geonames/7");
  EXPECT_EQ(
      gazetteer->Locate({.region_code = "JP", .locality = "東京"})->place_id,
      "geonames/7");
}

TEST(Gazetteer, KeepsItsAnswersWhenMoved) {
  Gazetteer first(SmallTable(SomeLines()));
  const auto places = first.Suggest({.text = "tok"});
  const Gazetteer second(std::move(first));
  EXPECT_EQ(places[0].name, "Tokyo");
  EXPECT_EQ(second.Suggest({.text = "tok"})[0].name.data(),
            places[0].name.data());
}

TEST(Gazetteer, MayKnowNothing) {
  const auto gazetteer = LoadBytes(EncodePlaceTable(PlaceTable()));
  ASSERT_TRUE(gazetteer.ok()) << gazetteer.status();
  EXPECT_TRUE(
      gazetteer->Suggest({.text = "a", .near = geo::Point{1, 2}}).empty());
  EXPECT_FALSE(gazetteer->Locate({.region_code = "US", .locality = "a"}).ok());
}

TEST(Gazetteer, SaysThatItsFileIsMissing) {
  EXPECT_EQ(Gazetteer::Load("/nowhere/places.bin").status().code(),
            absl::StatusCode::kNotFound);
}

TEST(Gazetteer, NamesTheFileThatIsDamaged) {
  const auto gazetteer = LoadBytes("RAPPLAC\n");
  EXPECT_EQ(gazetteer.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(gazetteer.status().message()),
              HasSubstr("gazetteer_test.bin: place table has 8 bytes"));
}

TEST(Gazetteer, AnswersManyThreadsAtOnce) {
  const Gazetteer gazetteer(SmallTable(SomeLines()));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 200; ++j) {
        EXPECT_EQ(gazetteer.Suggest({.text = "Paris, TX"}).size(), 1u);
        EXPECT_TRUE(
            gazetteer.Locate({.region_code = "CA", .locality = "London"}).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace rapport::places
