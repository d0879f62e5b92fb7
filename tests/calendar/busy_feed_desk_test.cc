#include "server/calendar/busy_feed_desk.h"

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/calendar/schedule_desk.h"
#include "server/vocabulary/error.h"
#include "tests/calendar/written.h"
#include "tests/search/small_world.h"
#include "tests/support/fakes/fake_booking_store.h"
#include "tests/support/fakes/fake_schedule_store.h"

namespace rapport::calendar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kUri[] = "https://cal.example/secret.ics";

// Weekly from that hour, in UTC.
std::string Weekly(int hour, absl::string_view stamp = "") {
  return absl::StrCat(
      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Secret dentist\n", stamp,
      "DTSTART:20260602T", hour, "0000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n",
      "END:VEVENT\nEND:VCALENDAR\n");
}

absl::Status Failed(absl::string_view reason) {
  return Error(absl::StatusCode::kUnavailable, reason, "no");
}

// Answers as the test says, and notes what it was asked.
class ScriptedFetcher : public BusyFetcher {
 public:
  absl::StatusOr<FetchedCalendar> Fetch(
      const std::string& uri, const Validators& known,
      absl::FunctionRef<bool()> stopped) override {
    asked.push_back(uri);
    etags.push_back(known.etag);
    if (meanwhile) std::exchange(meanwhile, nullptr)();
    if (stopped()) return Failed("STOPPED");
    if (!answer.ok()) return answer.status();
    if (!known.etag.empty() && known.etag == answer->validators.etag) {
      return FetchedCalendar{.unchanged = true};
    }
    return answer;
  }

  void Say(std::string text, std::string etag = "") {
    answer = FetchedCalendar{.text = std::move(text),
                             .validators = {.etag = std::move(etag)}};
  }

  absl::StatusOr<FetchedCalendar> answer = Failed("TIMEOUT");
  std::function<void()> meanwhile;
  std::vector<std::string> asked;
  std::vector<std::string> etags;
};

class BusyFeedDeskTest : public testing::Test {
 protected:
  BusyFeedDeskTest() {
    model_.Apply(search::BrandWith({}));
    const catalog::Store stores[] = {search::StoreAt(1, {48.86, 2.35})};
    model_.Apply(search::kBrand, stores);
    const catalog::Associate associates[] = {
        search::AssociateAt(1, {search::StoreNo(1)})};
    model_.Apply(search::kBrand, associates);
    model_.WaitPublished(search::kBrand);
    admin_.actor = {search::kBrand, Role::kBrandAdmin, "admin"};
  }

  RequestKey Request() {
    const std::string id = absl::StrCat("request-", ++requests_);
    return {id, std::string(32, 'a')};
  }
  void Subscribe(const std::string& uri = kUri,
                 const std::string& id = "home") {
    const auto done =
        schedule_desk_.SubscribeBusy(admin_, Request(), ana_, id, uri);
    EXPECT_TRUE(done.ok()) << done.status();
  }
  StoredSchedule Stored() {
    StoredSchedule found;
    const absl::Status status =
        schedules_.Read(search::kBrand, {&ana_, 1},
                        [&](const StoredSchedule& each) { found = each; });
    EXPECT_TRUE(status.ok()) << status;
    return found;
  }
  BusySource Source(const std::string& id = "home") {
    const StoredSchedule stored = Stored();
    const BusySource* found = FindBusySource(stored.schedule.busy, id);
    return found == nullptr ? BusySource{} : *found;
  }

  // Reads all that is due; how many that were.
  int Poll() {
    desk_.Look({7, {7}});
    int read = 0;
    for (;; ++read) {
      const absl::StatusOr<bool> more = desk_.ReadNext();
      EXPECT_TRUE(more.ok()) << more.status();
      if (!more.value_or(false)) return read;
    }
  }
  int PollAfter(absl::Duration time) {
    now_ += time;
    return Poll();
  }

  absl::Time now_ = Utc("2026-06-01 09:02") + absl::Nanoseconds(7);
  const AssociateId ana_ = search::AssociateNo(1);
  Caller admin_;
  int requests_ = 0;
  FakeScheduleStore schedules_{[this] { return now_; }};
  booking::FakeBookingStore bookings_{[this] { return now_; }, schedules_};
  search::ReadModel model_{[this] { return now_; }};
  ScheduleDesk schedule_desk_{schedules_, bookings_, model_};
  ScriptedFetcher fetcher_;
  BusyFeedDesk desk_{schedules_, model_, fetcher_};
};

TEST_F(BusyFeedDeskTest, ReadsASubscriptionAtOnceAndThenEveryQuarter) {
  EXPECT_EQ(Poll(), 0);
  Subscribe();
  EXPECT_FALSE(Source().was_read());
  fetcher_.Say(Weekly(10));
  EXPECT_EQ(Poll(), 1);
  EXPECT_THAT(fetcher_.asked, ElementsAre(kUri));
  const BusySource source = Source();
  EXPECT_EQ(source.uri, kUri);
  EXPECT_EQ(source.error, "");
  EXPECT_EQ(source.import_time, Utc("2026-06-01 09:02"));
  EXPECT_EQ(source.fetch_time, source.import_time);
  EXPECT_EQ(source.reach_time, Utc("2027-07-06 09:00"));
  EXPECT_EQ(source.time.events, 1);
  ASSERT_THAT(source.time.intervals, SizeIs(57));
  EXPECT_EQ(source.time.intervals[0],
            (Interval{Utc("2026-06-02 10:00"), Utc("2026-06-02 11:00")}));
  EXPECT_EQ(Poll(), 0);
  EXPECT_EQ(PollAfter(kBusyFeedEvery), 1);
  EXPECT_EQ(Poll(), 0);
}

TEST_F(BusyFeedDeskTest, ShowsWhatItReadInMemory) {
  Subscribe();
  fetcher_.Say(Weekly(10));
  Poll();
  const auto shown = schedule_desk_.Get(admin_, ana_);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->version, Stored().version);
  EXPECT_EQ(shown->schedule.busy, Stored().schedule.busy);
}

TEST_F(BusyFeedDeskTest, WritesNothingWhileNothingChanges) {
  Subscribe();
  fetcher_.Say(Weekly(10), "\"a\"");
  Poll();
  const int64_t version = Stored().version;
  // With a validator, without, and as other words for the same.
  for (int i = 0; i < 90; ++i) {
    if (i == 10) fetcher_.Say(Weekly(10));
    if (i > 20) fetcher_.Say(Weekly(10, absl::StrCat("X-STAMP:", i, "\n")));
    ASSERT_EQ(PollAfter(kBusyFeedEvery), 1);
    ASSERT_EQ(Stored().version, version) << i;
  }
  EXPECT_EQ(fetcher_.etags[0], "");
  EXPECT_EQ(fetcher_.etags[1], "\"a\"");
  EXPECT_EQ(fetcher_.etags[10], "\"a\"");
  EXPECT_EQ(fetcher_.etags.back(), "");
}

TEST_F(BusyFeedDeskTest, WritesWhatChanges) {
  Subscribe();
  fetcher_.Say(Weekly(10), "\"a\"");
  Poll();
  const int64_t version = Stored().version;
  fetcher_.Say(Weekly(12), "\"b\"");
  PollAfter(kBusyFeedEvery);
  EXPECT_EQ(Stored().version, version + 1);
  EXPECT_EQ(Source().time.intervals[0].start, Utc("2026-06-02 12:00"));
  EXPECT_EQ(Source().import_time, Utc("2026-06-01 09:17"));
}

// What comes back every week is busy a day further then.
TEST_F(BusyFeedDeskTest, LaysItOutAgainAfterADayThoughNothingChanged) {
  Subscribe();
  fetcher_.Say(Weekly(10), "\"a\"");
  Poll();
  const int64_t version = Stored().version;
  const absl::Time reach = Source().reach_time;
  for (int i = 1; i < 96; ++i) PollAfter(kBusyFeedEvery);
  EXPECT_EQ(fetcher_.etags.back(), "\"a\"");
  EXPECT_EQ(Stored().version, version);
  PollAfter(kBusyFeedEvery);
  EXPECT_EQ(fetcher_.etags.back(), "");
  EXPECT_EQ(Stored().version, version + 1);
  EXPECT_EQ(Source().reach_time, reach + absl::Hours(24));
  PollAfter(kBusyFeedEvery);
  EXPECT_EQ(fetcher_.etags.back(), "\"a\"");
}

TEST_F(BusyFeedDeskTest, KeepsBusyTimeWhenItFailsAndSaysSoFromTheSecondTimeOn) {
  Subscribe();
  fetcher_.Say(Weekly(10));
  Poll();
  const BusyTime time = Source().time;
  const int64_t version = Stored().version;
  fetcher_.answer = Failed("HTTP_404");
  PollAfter(kBusyFeedEvery);
  EXPECT_EQ(Stored().version, version);
  PollAfter(kBusyFeedEvery);
  EXPECT_EQ(Stored().version, version + 1);
  EXPECT_EQ(Source().error, "HTTP_404");
  EXPECT_EQ(Source().fetch_time, Utc("2026-06-01 09:32"));
  EXPECT_EQ(Source().import_time, Utc("2026-06-01 09:02"));
  EXPECT_EQ(Source().time, time);
  PollAfter(kBusyFeedEvery);
  EXPECT_EQ(Stored().version, version + 1);
  fetcher_.answer = Failed("TIMEOUT");
  PollAfter(kBusyFeedEvery);
  EXPECT_EQ(Source().error, "TIMEOUT");
  fetcher_.Say(Weekly(10));
  PollAfter(kBusyFeedEvery);
  EXPECT_EQ(Source().error, "");
  EXPECT_EQ(Stored().version, version + 3);
}

TEST_F(BusyFeedDeskTest, SaysThatItWorksAgainThoughNothingChanged) {
  Subscribe();
  fetcher_.Say(Weekly(10), "\"a\"");
  Poll();
  const auto good = fetcher_.answer;
  fetcher_.answer = Failed("TIMEOUT");
  PollAfter(kBusyFeedEvery);
  PollAfter(kBusyFeedEvery);
  EXPECT_EQ(Source().error, "TIMEOUT");
  const BusyTime time = Source().time;
  fetcher_.answer = good;
  PollAfter(kBusyFeedEvery);
  EXPECT_EQ(fetcher_.etags.back(), "\"a\"");
  EXPECT_EQ(Source().error, "");
  EXPECT_EQ(Source().time, time);
}

TEST_F(BusyFeedDeskTest, SaysAtOnceWhyItCouldNeverBeRead) {
  Subscribe();
  for (const auto& [text, reason] :
       std::vector<std::pair<std::string, std::string>>{
           {"hello", "NOT_A_CALENDAR"},
           {std::string(2 * 1024 * 1024, 'x'), "TOO_LONG"}}) {
    Subscribe();
    fetcher_.Say(text);
    Poll();
    EXPECT_EQ(Source().error, reason);
    EXPECT_TRUE(Source().was_fetched());
    EXPECT_FALSE(Source().was_read());
  }
  Subscribe();
  fetcher_.answer = Failed("NOT_PUBLIC");
  Poll();
  EXPECT_EQ(Source().error, "NOT_PUBLIC");
}

TEST_F(BusyFeedDeskTest, KeepsNothingOfWhatTheTimesAreAbout) {
  Subscribe();
  fetcher_.Say(Weekly(10));
  Poll();
  const BusySource source = Source();
  for (const std::string& text : {source.id, source.uri, source.error}) {
    EXPECT_EQ(text.find("dentist"), std::string::npos);
  }
}

TEST_F(BusyFeedDeskTest, RefusesWhatIsTooMuchBesideOthers) {
  std::string dates;
  for (int i = 0; i < 5000; ++i) {
    const absl::Time at = Utc("2026-06-02 00:00") + i * absl::Hours(1);
    absl::StrAppend(&dates, "BEGIN:VEVENT\nUID:", i, "\nDTSTART:",
                    absl::FormatTime("%Y%m%dT%H%M%SZ", at, absl::UTCTimeZone()),
                    "\nDURATION:PT5M\nEND:VEVENT\n");
  }
  Subscribe();
  fetcher_.Say(absl::StrCat("BEGIN:VCALENDAR\n", dates, "END:VCALENDAR\n"));
  Poll();
  EXPECT_THAT(Source().time.intervals, SizeIs(5000));
  Subscribe("https://cal.example/other", "work");
  fetcher_.Say(Weekly(10));
  Poll();
  EXPECT_EQ(Source("work").error, "TOO_MANY");
  EXPECT_THAT(Source("work").time.intervals, IsEmpty());
  EXPECT_THAT(Source().time.intervals, SizeIs(5000));
}

TEST_F(BusyFeedDeskTest, SaysThatWhatItReadBeforeHasBecomeTooMuch) {
  Subscribe();
  fetcher_.Say(Weekly(10));
  Poll();
  ASSERT_EQ(Source().error, "");
  const BusyTime before = Source().time;
  std::vector<Interval> others;
  for (size_t i = 0; i + before.intervals.size() < kBusyIntervalsMax; ++i) {
    const absl::Time at = Utc("2026-06-02 00:00") + i * absl::Hours(1);
    others.push_back({at, at + absl::Minutes(5)});
  }
  const auto put = schedules_.PutBusy(
      admin_.actor, Request(),
      {ana_, "file",
       BusySource{.id = "file", .time = {.intervals = std::move(others)}}});
  ASSERT_TRUE(put.ok()) << put.status();
  model_.Apply(admin_.brand(), absl::MakeConstSpan(&*put, 1));
  fetcher_.Say(absl::StrCat(
      "BEGIN:VCALENDAR\n", "BEGIN:VEVENT\nUID:more\nDTSTART:20270102T030000Z\n",
      "DURATION:PT5M\nEND:VEVENT\n",
      "BEGIN:VEVENT\nUID:and\nRRULE:FREQ=HOURLY;"
      "COUNT=4000\nDTSTART:20270103T030000Z\nDURATION:PT5M\nEND:VEVENT\n",
      "END:VCALENDAR\n"));
  PollAfter(kBusyFeedEvery);
  EXPECT_EQ(Source().error, "TOO_MANY");
  EXPECT_EQ(Source().time.intervals, before.intervals);
}

TEST_F(BusyFeedDeskTest, WritesNothingOfASubscriptionThatEndsMeanwhile) {
  Subscribe();
  fetcher_.Say(Weekly(10));
  fetcher_.meanwhile = [this] {
    ASSERT_TRUE(
        schedule_desk_.RemoveBusy(admin_, Request(), ana_, "home").ok());
  };
  Poll();
  EXPECT_THAT(Stored().schedule.busy, IsEmpty());
  EXPECT_EQ(PollAfter(kBusyFeedEvery), 0);
  // An import in its place ends it too.
  Subscribe();
  fetcher_.meanwhile = [this] {
    ASSERT_TRUE(
        schedule_desk_.ImportBusy(admin_, Request(), ana_, "home", Weekly(15))
            .ok());
  };
  Poll();
  EXPECT_EQ(Source().uri, "");
  EXPECT_EQ(Source().time.intervals[0].start, Utc("2026-06-02 15:00"));
  EXPECT_EQ(PollAfter(kBusyFeedEvery), 0);
}

TEST_F(BusyFeedDeskTest, ReadsAnotherAddressInItsPlaceAtOnce) {
  Subscribe();
  fetcher_.Say(Weekly(10), "\"a\"");
  fetcher_.meanwhile = [this] { Subscribe("https://cal.example/new"); };
  Poll();
  EXPECT_FALSE(Source().was_read());
  EXPECT_EQ(Poll(), 1);
  EXPECT_EQ(fetcher_.asked.back(), "https://cal.example/new");
  EXPECT_EQ(fetcher_.etags.back(), "");
  EXPECT_TRUE(Source().was_read());
  // What it said before stays until it is read.
  Subscribe(kUri);
  EXPECT_THAT(Source().time.intervals, SizeIs(57));
  EXPECT_EQ(Poll(), 1);
  EXPECT_EQ(fetcher_.etags.back(), "");
}

TEST_F(BusyFeedDeskTest, ReadsAgainSoonWhenSubscribedToAgain) {
  Subscribe();
  fetcher_.Say(Weekly(10), "\"a\"");
  Poll();
  EXPECT_EQ(Poll(), 0);
  Subscribe();
  EXPECT_FALSE(Source().was_fetched());
  EXPECT_EQ(Poll(), 1);
  EXPECT_EQ(fetcher_.etags.back(), "");
  EXPECT_TRUE(Source().was_fetched());
}

TEST_F(BusyFeedDeskTest, WritesOverASchedulePutMeanwhile) {
  Subscribe();
  fetcher_.Say(Weekly(10));
  fetcher_.meanwhile = [this] {
    Schedule schedule;
    schedule.off_on_public_holidays = true;
    ASSERT_TRUE(
        schedules_.Put(admin_.actor, Request(), {ana_, schedule, std::nullopt})
            .ok());
  };
  Poll();
  EXPECT_TRUE(Stored().schedule.off_on_public_holidays);
  EXPECT_TRUE(Source().was_read());
}

TEST_F(BusyFeedDeskTest, SharesFeedsAmongTheServersThatLive) {
  constexpr int kFeeds = 10;
  for (int i = 0; i < kFeeds; ++i) {
    Subscribe(absl::StrCat("https://cal.example/", i), absl::StrCat("f", i));
  }
  fetcher_.Say(Weekly(10));
  BusyFeedDesk other(schedules_, model_, fetcher_);
  desk_.Look({7, {7, 8}});
  other.Look({8, {7, 8}});
  int mine = 0;
  int others = 0;
  while (desk_.ReadNext().value_or(false)) ++mine;
  while (other.ReadNext().value_or(false)) ++others;
  EXPECT_EQ(mine + others, kFeeds);
  EXPECT_GT(mine, 0);
  EXPECT_GT(others, 0);
  // One that is alone has all; one that is taken for dead has none.
  now_ += kBusyFeedEvery;
  desk_.Look({7, {8}});
  other.Look({8, {8}});
  EXPECT_FALSE(desk_.ReadNext().value_or(true));
  for (others = 0; other.ReadNext().value_or(false);) ++others;
  EXPECT_EQ(others, kFeeds);
}

TEST_F(BusyFeedDeskTest, WritesNothingOnceItIsStopped) {
  Subscribe();
  fetcher_.Say(Weekly(10));
  fetcher_.meanwhile = [this] { desk_.Stop(); };
  desk_.Look({7, {7}});
  EXPECT_TRUE(desk_.ReadNext().value_or(false));
  EXPECT_FALSE(Source().was_fetched());
  EXPECT_FALSE(desk_.ReadNext().value_or(true));
}

}  // namespace
}  // namespace rapport::calendar
