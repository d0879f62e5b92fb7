#include "db/busy_json.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rapport::db {
namespace {

using calendar::BusySource;

// What was written by the program of another day, and must stay readable.
constexpr char kText[] =
    R"([{"events":9,"free":3,"id":"home","import_us":1795000000000001,)"
    R"("reach_tick":6000000,"refused":2,"ticks":[[5900000,5900012],)"
    R"([5900020,5900021]]}])";

std::vector<BusySource> Read(const std::string& text) {
  std::vector<BusySource> sources;
  const absl::Status status = ReadBusy(text, sources);
  EXPECT_TRUE(status.ok()) << status;
  return sources;
}

TEST(BusyJson, ReadsAndWritesTheTextOfYesterday) {
  EXPECT_EQ(BusyJson(Read(kText)), kText);
}

TEST(BusyJson, ReadsWhatTheTextSays) {
  const std::vector<BusySource> sources = Read(kText);
  ASSERT_EQ(sources.size(), 1u);
  EXPECT_EQ(sources[0].id, "home");
  EXPECT_EQ(sources[0].import_time, absl::FromUnixMicros(1795000000000001));
  EXPECT_EQ(sources[0].reach_time, TimeOfTick(6000000));
  EXPECT_EQ(sources[0].time,
            (calendar::BusyTime{{{TimeOfTick(5900000), TimeOfTick(5900012)},
                                 {TimeOfTick(5900020), TimeOfTick(5900021)}},
                                9,
                                3,
                                2}));
}

TEST(BusyJson, KeepsSubscriptions) {
  BusySource fails;
  fails.id = "home";
  fails.import_time = absl::FromUnixMicros(1795000000000001);
  fails.reach_time = TimeOfTick(6000000);
  fails.uri = "https://cal.example/a?b=%22";
  fails.fetch_time = absl::FromUnixMicros(1795000000000002);
  fails.error = "HTTP_404";
  BusySource new_one;
  new_one.id = "new";
  new_one.uri = "https://cal.example/";
  const std::vector<BusySource> sources = {fails, new_one};
  EXPECT_EQ(Read(BusyJson(sources)), sources);
  EXPECT_FALSE(Read(BusyJson(sources))[1].was_read());
}

TEST(BusyJson, IsNoneWhereThereIsNoText) {
  EXPECT_TRUE(Read("").empty());
  EXPECT_TRUE(Read("[]").empty());
}

TEST(BusyJson, RefusesWhatWasNotWrittenHere) {
  std::vector<BusySource> sources;
  for (const char* text : {"{", "[{}]", R"([{"id":7}])", "7"}) {
    EXPECT_EQ(ReadBusy(text, sources).code(), absl::StatusCode::kInternal)
        << text;
  }
}

}  // namespace
}  // namespace rapport::db
