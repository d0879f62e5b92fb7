#include "server/catalog/associate_import.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/vocabulary/error.h"
#include "tests/catalog/heard_import.h"
#include "tests/support/fakes/fake_catalog_store.h"
#include "tests/support/fakes/fake_schedule_store.h"

namespace rapport::catalog {
namespace {

using calendar::FakeScheduleStore;
using calendar::Schedule;
using calendar::ScheduleWrite;
using calendar::StoredSchedule;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// Stores 1 to 9 of `atp`, a few styles and services.
struct SmallCatalog : CatalogLookup {
  bool HasStore(const StoreId& store) const override {
    for (int i = 1; i <= 9; ++i) {
      if (store == StoreIdOf("atp", absl::StrCat(i))) return true;
    }
    return false;
  }
  bool HasStyle(const StyleId& style) const override {
    return style.text() == "boho" || style.text() == "classic";
  }
  bool HasService(const ServiceId& service) const override {
    return service.text() == "bridal-styling" || service.text() == "fitting";
  }
};

// A schedule store where somebody else writes before each of the next few
// PutMany calls.
class BusyScheduleStore : public FakeScheduleStore {
 public:
  BusyScheduleStore()
      : FakeScheduleStore([] { return absl::FromUnixSeconds(1'800'000'000); }) {
  }

  absl::StatusOr<std::vector<StoredSchedule>> PutMany(
      const Actor& actor, absl::Span<const ScheduleWrite> writes) override {
    ++put_many_calls;
    if (interruptions > 0) {
      --interruptions;
      Schedule theirs;
      theirs.time_off.push_back({absl::UnixEpoch(), absl::UnixEpoch() + kTick});
      const RequestKey key = {absl::StrCat("theirs-", put_many_calls), "h"};
      EXPECT_TRUE(Put(actor, key, {writes[0].associate, theirs, {}}).ok());
    }
    return FakeScheduleStore::PutMany(actor, writes);
  }

  int interruptions = 0;
  int put_many_calls = 0;
};

constexpr absl::string_view kRest =
    R"("stores":["1","2"],"store_source":"atp",)"
    R"("languages":[{"language_code":"es","level":"native"}],)"
    R"("channels":["in-store","video"])";

std::string Line(absl::string_view source_id, absl::string_view more = "") {
  return absl::StrCat(R"({"source_id":")", source_id,
                      R"(","display_name":"Ana",)", kRest,
                      more.empty() ? "" : ",", more, "}\n");
}

constexpr absl::string_view kMondays =
    R"("weekly_hours":[{"day":"monday","start":"10:00","end":"18:00"}])";

class AssociateImportTest : public testing::Test {
 protected:
  struct Result {
    HeardImport heard;
    absl::StatusOr<ImportCounts> counts;
    std::vector<Associate> associates;
    std::vector<StoredSchedule> schedules;
  };

  Result Import(absl::string_view file, const std::string& source = "hr") {
    Result result;
    AssociatesWritten on_written;
    on_written.associates = [&](absl::Span<const Associate> some) {
      EXPECT_FALSE(some.empty());
      for (const Associate& one : some) result.associates.push_back(one);
    };
    on_written.schedules = [&](absl::Span<const StoredSchedule> some) {
      EXPECT_FALSE(some.empty());
      for (const StoredSchedule& one : some) result.schedules.push_back(one);
    };
    AssociateImport import({actor_, source}, store_, schedules_, catalog_,
                           result.heard, on_written);
    const absl::Status fed = import.Feed(file);
    result.counts = fed.ok() ? import.Finish() : fed;
    return result;
  }

  std::vector<std::string> Texts(absl::string_view file) {
    return Import(file).heard.Texts();
  }

  std::map<AssociateId, Associate> Associates() {
    std::map<AssociateId, Associate> found;
    EXPECT_TRUE(store_
                    .ReadAssociates(actor_.brand, {},
                                    [&](const auto& a) { found[a.id] = a; })
                    .ok());
    return found;
  }

  StoredSchedule ScheduleOf(const std::string& source_id) {
    StoredSchedule found;
    EXPECT_TRUE(schedules_
                    .Read(actor_.brand, {AssociateIdOf("hr", source_id)},
                          [&](const StoredSchedule& s) { found = s; })
                    .ok());
    return found;
  }

  Actor actor_ = {BrandId::FromStored("demo"), Role::kBrandAdmin, "admin"};
  SmallCatalog catalog_;
  FakeCatalogStore store_{[] { return absl::FromUnixSeconds(1'800'000'000); }};
  BusyScheduleStore schedules_;
};

TEST_F(AssociateImportTest, CreatesThenLeavesThenUpdates) {
  const std::string file = absl::StrCat(Line("a", kMondays), Line("b"));
  const Result first = Import(file);
  ASSERT_TRUE(first.counts.ok()) << first.counts.status();
  EXPECT_EQ(*first.counts, (ImportCounts{2, 2, 0, 0, 0}));
  EXPECT_THAT(first.associates, SizeIs(2));
  EXPECT_THAT(first.schedules, SizeIs(1));
  EXPECT_EQ(first.heard.rows[0].id, AssociateIdOf("hr", "a").bytes());
  EXPECT_EQ(Associates()[AssociateIdOf("hr", "b")].source, "hr");

  const Result second = Import(file);
  EXPECT_EQ(*second.counts, (ImportCounts{2, 0, 0, 2, 0}));
  EXPECT_THAT(second.associates, IsEmpty());
  EXPECT_THAT(second.schedules, IsEmpty());

  const Result third = Import(
      absl::StrCat(Line("a", kMondays), Line("b", R"("styles":["boho"])")));
  EXPECT_THAT(third.heard.Texts(), ElementsAre("1 unchanged", "2 updated"));
  ASSERT_THAT(third.associates, SizeIs(1));
  EXPECT_EQ(third.associates[0].revision.version, 2);
}

TEST_F(AssociateImportTest, CountsARowAsUpdatedIfOnlyTheHoursDiffer) {
  Texts(absl::StrCat(Line("a", kMondays), Line("b")));
  const Result result = Import(absl::StrCat(
      Line(
          "a",
          R"("weekly_hours":[{"day":"friday","start":"10:00","end":"11:00"}])"),
      Line("b")));
  EXPECT_THAT(result.heard.Texts(), ElementsAre("1 updated", "2 unchanged"));
  EXPECT_THAT(result.associates, IsEmpty());
  ASSERT_THAT(result.schedules, SizeIs(1));
  EXPECT_EQ(result.schedules[0].version, 2);
}

TEST_F(AssociateImportTest, KeepsHoursOverridesAndTimeOffThatAreNotSaid) {
  Texts(Line("a", kMondays));
  StoredSchedule stored = ScheduleOf("a");
  stored.schedule.overrides.push_back({absl::CivilDay(2027, 1, 1), {}});
  stored.schedule.time_off.push_back(
      {absl::FromUnixSeconds(1'800'000'000),
       absl::FromUnixSeconds(1'800'000'000) + kTick});
  ASSERT_TRUE(schedules_
                  .Put(actor_, {"r1", "h"},
                       {AssociateIdOf("hr", "a"), stored.schedule, {}})
                  .ok());
  EXPECT_THAT(Texts(Line("a")), ElementsAre("1 unchanged"));
  EXPECT_THAT(Texts(Line("a", kMondays)), ElementsAre("1 unchanged"));
  EXPECT_THAT(Texts(Line("a", R"("weekly_hours":[])")),
              ElementsAre("1 updated"));
  const Schedule now = ScheduleOf("a").schedule;
  EXPECT_THAT(now.weekly_periods, IsEmpty());
  EXPECT_EQ(now.overrides, stored.schedule.overrides);
  EXPECT_EQ(now.time_off, stored.schedule.time_off);
}

TEST_F(AssociateImportTest, SeesNoDifferenceInTheOrderOfSets) {
  EXPECT_THAT(
      Texts(Line("a", R"("styles":["classic","boho"],)"
                      R"("attributes":["male","deaf"],"weekly_hours":[)"
                      R"({"day":"friday","start":"10:00","end":"11:00"},)"
                      R"({"day":"monday","start":"10:00","end":"11:00"}])")),
      ElementsAre("1 created"));
  EXPECT_THAT(
      Texts(Line("a", R"("styles":["boho","classic"],)"
                      R"("attributes":["deaf","male"],"weekly_hours":[)"
                      R"({"day":"monday","start":"10:00","end":"11:00"},)"
                      R"({"day":"friday","start":"10:00","end":"11:00"}])")),
      ElementsAre("1 unchanged"));
}

TEST_F(AssociateImportTest, SeesADifferenceInTheAttributes) {
  EXPECT_THAT(Texts(Line("a")), ElementsAre("1 created"));
  const std::string with = Line("a", R"("attributes":["female"])");
  EXPECT_THAT(Texts(with), ElementsAre("1 updated"));
  EXPECT_THAT(Texts(with), ElementsAre("1 unchanged"));
  EXPECT_THAT(Texts(Line("a")), ElementsAre("1 updated"));
  EXPECT_THAT(Texts(Line("a", R"("attributes":["no word"])")),
              ElementsAre("1 attributes[0] MALFORMED"));
}

TEST_F(AssociateImportTest, RejectsALaterLineOfTheSameSourceId) {
  const std::string file = absl::StrCat(
      Line("a"), Line("b", R"("styles":["no-such"])"), Line("a"), Line("b"));
  const Result first = Import(file);
  EXPECT_THAT(first.heard.Texts(),
              ElementsAre("1 created", "2 styles[0] UNKNOWN",
                          "3 source_id DUPLICATE_IDENTITY 1", "4 created"));
  const Result second = Import(file);
  EXPECT_EQ(second.heard.Rejections(), first.heard.Rejections());
  EXPECT_EQ(second.counts->unchanged, 2);
}

TEST_F(AssociateImportTest, RejectsWhatTheBrandDoesNotHave) {
  EXPECT_THAT(Texts(absl::StrCat(
                  Line("a", R"("styles":["boho","punk"])"),
                  Line("b", R"("services":["haircut"])"),
                  R"({"source_id":"c","display_name":"A","stores":["1","77"],)"
                  R"("store_source":"atp","channels":["video"],)"
                  R"("languages":[{"language_code":"es","level":"basic"}]})"
                  "\n",
                  // The stores of another source, which is that of the file.
                  R"({"source_id":"d","display_name":"A","stores":["1"],)"
                  R"("channels":["video"],)"
                  R"("languages":[{"language_code":"es","level":"basic"}]})"
                  "\n")),
              ElementsAre("1 styles[1] UNKNOWN", "2 services[0] UNKNOWN",
                          "3 stores[1] UNKNOWN", "4 stores[0] UNKNOWN"));
}

TEST_F(AssociateImportTest, RejectsWhatLacksOrBreaksARequirement) {
  EXPECT_THAT(Texts(absl::StrCat(
                  "{}\n", R"({"source_id":"a"})", "\n",
                  R"({"source_id":"b","display_name":"B"})", "\n",
                  R"({"source_id":"c","display_name":"B","stores":["1"],)"
                  R"("store_source":"atp","channels":["video"],"languages":)"
                  R"([{"language_code":"klingon","level":"basic"}]})",
                  "\n")),
              ElementsAre("1 source_id REQUIRED", "2 display_name REQUIRED",
                          "3 stores REQUIRED",
                          "4 languages[0].language_code MALFORMED"));
}

TEST_F(AssociateImportTest, RejectsHoursThatAreNoneOrNotTheAssociates) {
  const auto hours = [](absl::string_view period) {
    return absl::StrCat(
        R"("weekly_hours":[{"day":"monday","start":"08:00","end":"09:00"},{)",
        period, "}]");
  };
  EXPECT_THAT(
      Texts(absl::StrCat(
          Line("a", hours(R"("day":"monday","start":"10:00","end":"10:00")")),
          Line("b", hours(R"("day":"monday","start":"10:02","end":"11:00")")),
          Line("c", hours(R"("day":"monday","start":"08:55","end":"11:00")")),
          Line("d", hours(R"("day":"friday","start":"10:00","end":"11:00",)"
                          R"("store":"3")")),
          Line("e", hours(R"("day":"friday","start":"10:00","end":"11:00",)"
                          R"("channels":["chat"])")))),
      ElementsAre("1 weekly_hours[1].end OUT_OF_RANGE",
                  "2 weekly_hours[1].start OFF_TICK",
                  "3 weekly_hours[1] OVERLAP",
                  "4 weekly_hours[1].store UNKNOWN",
                  "5 weekly_hours[1].channels UNKNOWN"));
  EXPECT_THAT(Associates(), IsEmpty());
}

TEST_F(AssociateImportTest, MergesHoursAgainWhenSomebodyElseWroteInBetween) {
  schedules_.interruptions = 2;
  EXPECT_THAT(Texts(Line("a", kMondays)), ElementsAre("1 created"));
  EXPECT_EQ(schedules_.put_many_calls, 3);
  const StoredSchedule stored = ScheduleOf("a");
  EXPECT_THAT(stored.schedule.weekly_periods, SizeIs(1));
  EXPECT_THAT(stored.schedule.time_off, SizeIs(1));
}

TEST_F(AssociateImportTest, GivesUpWhenSomebodyElseKeepsWriting) {
  schedules_.interruptions = kScheduleAttemptsMax;
  const Result result = Import(Line("a", kMondays));
  EXPECT_EQ(result.counts.status().code(), absl::StatusCode::kAborted);
  EXPECT_THAT(result.heard.rows, IsEmpty());
  // The associate is there; importing again adds the hours.
  EXPECT_THAT(Texts(Line("a", kMondays)), ElementsAre("1 updated"));
}

TEST_F(AssociateImportTest, WritesInBatches) {
  std::string file;
  for (int i = 1; i <= 1100; ++i) {
    absl::StrAppend(&file, Line(absl::StrCat(i), kMondays));
  }
  const Result first = Import(file);
  EXPECT_EQ(*first.counts, (ImportCounts{1100, 1100, 0, 0, 0}));
  EXPECT_EQ(store_.puts(), 3);
  EXPECT_EQ(schedules_.put_many_calls, 3);
  EXPECT_THAT(first.schedules, SizeIs(1100));
  EXPECT_EQ(Import(file).counts->unchanged, 1100);
  EXPECT_EQ(schedules_.put_many_calls, 3);
}

TEST_F(AssociateImportTest, EndsWithTheErrorOfTheFileOrTheStore) {
  EXPECT_EQ(ReasonOf(Import("[]").counts.status()), "UNREADABLE_FILE");
  EXPECT_EQ(Import(Line("a"), "HR").counts.status().code(),
            absl::StatusCode::kInvalidArgument);
  store_.FailPutAfter(0, absl::UnavailableError("gone"));
  EXPECT_EQ(Import(Line("a")).counts.status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_THAT(Associates(), IsEmpty());
}

TEST_F(AssociateImportTest, NeverRepeatsAName) {
  const Result result =
      Import(absl::StrCat(R"({"source_id":"a","display_name":"Secret)",
                          std::string(100, 'x'), "\",", kRest, "}\n"));
  ASSERT_THAT(result.heard.rows, SizeIs(1));
  EXPECT_EQ(result.heard.rows[0].problem.message,
            "106 characters; at most 100 are allowed");
}

}  // namespace
}  // namespace rapport::catalog
