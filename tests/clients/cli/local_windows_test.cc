// `associates find --on`: the same hours of some days.

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string DateText(const google::type::Date& date) {
  return absl::StrFormat("%d-%02d-%02d", date.year(), date.month(), date.day());
}

class LocalWindowsTest : public CliTest {
 protected:
  LocalWindowsTest() {
    server_.search_associates.Answer(v1::SearchAssociatesResponse());
    v1::SearchStoresResponse stores;
    stores.add_stores()->mutable_store()->set_time_zone("America/Chicago");
    server_.search_stores.Answer(stores);
    v1::Store store;
    store.set_time_zone("Asia/Tokyo");
    server_.get_store.Answer(store);
    v1::Associate associate;
    associate.add_stores("brands/demo/stores/s1");
    server_.get_associate.Answer(associate);
  }

  Outcome Find(std::vector<std::string> flags) {
    std::vector<std::string> arguments = {"associates", "find"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return Rapport(arguments);
  }

  // `first[..last] hh:mm-hh:mm [zone]` of each that was heard.
  std::vector<std::string> Heard() {
    std::vector<std::string> texts;
    const auto request = server_.search_associates.heard().back().request;
    for (const v1::LocalWindow& window : request.local_windows()) {
      std::string& text = texts.emplace_back(DateText(window.first_date()));
      if (window.has_last_date()) {
        absl::StrAppend(&text, "..", DateText(window.last_date()));
      }
      if (window.has_start_time()) {
        absl::StrAppendFormat(
            &text, " %02d:%02d-%02d:%02d", window.start_time().hours(),
            window.start_time().minutes(), window.end_time().hours(),
            window.end_time().minutes());
      }
      if (!window.time_zone().empty()) {
        absl::StrAppend(&text, " ", window.time_zone());
      }
    }
    return texts;
  }
};

TEST_F(LocalWindowsTest, AreOfEachStoresOwnClock) {
  ASSERT_EQ(Find({"--near", "45,-93", "--on", "2026-11-23", "--between",
                  "15:00-17:30"})
                .exit_code,
            0);
  EXPECT_THAT(Heard(), ElementsAre("2026-11-23 15:00-17:30"));
  EXPECT_THAT(server_.search_stores.heard(), IsEmpty());
}

TEST_F(LocalWindowsTest, AreAllDaysWithAllHours) {
  ASSERT_EQ(Find({"--near", "45,-93", "--on", "2026-11-23,2026-11-25",
                  "--between", "9:00-12:00", "--between", "18:00-24:00",
                  "--clock", "Europe/Paris"})
                .exit_code,
            0);
  EXPECT_THAT(Heard(), ElementsAre("2026-11-23 09:00-12:00 Europe/Paris",
                                   "2026-11-23 18:00-24:00 Europe/Paris",
                                   "2026-11-25 09:00-12:00 Europe/Paris",
                                   "2026-11-25 18:00-24:00 Europe/Paris"));
}

TEST_F(LocalWindowsTest, TakeARangeOfDays) {
  ASSERT_EQ(
      Find({"--near", "45,-93", "--on", "2026-11-23..2026-11-29"}).exit_code,
      0);
  EXPECT_THAT(Heard(), ElementsAre("2026-11-23..2026-11-29"));
}

// It is 05:30 UTC on the 22nd: still the 21st in Chicago, 14:30 in Tokyo.
TEST_F(LocalWindowsTest, CountDaysFromTodayWhereTheSearchIs) {
  ASSERT_EQ(Find({"--near", "45,-93", "--on", "tomorrow"}).exit_code, 0);
  EXPECT_THAT(Heard(), ElementsAre("2026-11-22"));
  ASSERT_EQ(Find({"--store", "s1", "--on", "tomorrow"}).exit_code, 0);
  EXPECT_THAT(Heard(), ElementsAre("2026-11-23"));
  ASSERT_EQ(Find({"--associate", "a1", "--on", "tomorrow"}).exit_code, 0);
  EXPECT_THAT(Heard(), ElementsAre("2026-11-23"));
}

TEST_F(LocalWindowsTest, CountDaysFromTodayOnTheClockThatIsSaid) {
  ASSERT_EQ(Find({"--near", "45,-93", "--on", "today..tomorrow", "--clock",
                  "Pacific/Auckland"})
                .exit_code,
            0);
  EXPECT_THAT(Heard(), ElementsAre("2026-11-22..2026-11-23 Pacific/Auckland"));
  EXPECT_THAT(server_.search_stores.heard(), IsEmpty());
}

TEST_F(LocalWindowsTest, RefuseWhatCannotBeRead) {
  const auto error = [&](std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"--near", "45,-93"});
    const Outcome outcome = Find(flags);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    return outcome.err;
  };
  EXPECT_THAT(error({"--on", "tomorrow 15:00"}),
              HasSubstr("--on is 'tomorrow 15:00'; it is a day"));
  EXPECT_THAT(error({"--on", "+2d"}), HasSubstr("it is a day"));
  EXPECT_THAT(error({"--on", "someday"}), HasSubstr("--on: "));
  for (const char* between : {"15:00", "15-17", "15:00-17:60", "24:01-24:02",
                              "-1:00-2:00", "15:00-16:00-17:00", "a:bc-d:ef"}) {
    EXPECT_THAT(
        error({"--on", "2026-11-23", "--between=" + std::string(between)}),
        HasSubstr("two times of day"))
        << between;
  }
  EXPECT_THAT(error({"--between", "15:00-17:00"}), HasSubstr("--on"));
  EXPECT_THAT(error({"--on", "today", "--clock", "Mars/Olympus"}),
              HasSubstr("--clock"));
  EXPECT_THAT(server_.search_associates.heard(), IsEmpty());
}

}  // namespace
}  // namespace rapport::cli
