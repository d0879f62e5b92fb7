#include "absl/strings/str_cat.h"
#include "clients/cli/text/store_page_text.h"
#include "clients/cli/text/time_text.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class StoresShowTest : public CliTest {
 protected:
  StoresShowTest() {
    v1::Store& store = *page_.mutable_store();
    store.set_name("brands/demo/stores/s1");
    store.set_display_name("Nicollet Mall");
    store.set_time_zone("America/Chicago");
    store.mutable_location()->set_latitude(44.98);
    store.mutable_location()->set_longitude(-93.27);
    server_.get_store_page.Answer(page_);
  }

  // Answers with page_ and shows it.
  std::string Show(const std::vector<std::string>& flags = {}) {
    server_.get_store_page.Answer(page_);
    std::vector<std::string> arguments = {"stores", "show", "s1"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const Outcome outcome = Rapport(arguments);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.out;
  }

  v1::GetStorePageRequest Heard() {
    return server_.get_store_page.heard().back().request;
  }

  static void Set(google::type::Date& date, int day) {
    date.set_year(2026);
    date.set_month(11);
    date.set_day(day);
  }

  v1::OpeningDay& AddDay(int day) {
    v1::OpeningDay& added = *page_.add_days();
    Set(*added.mutable_date(), day);
    return added;
  }

  v1::StorePage page_;
};

TEST_F(StoresShowTest, AsksForThePageByIdOrName) {
  for (const char* name : {"s1", "brands/demo/stores/s1"}) {
    ASSERT_EQ(Rapport({"stores", "show", name}).exit_code, 0);
    EXPECT_EQ(Heard().name(), "brands/demo/stores/s1");
    EXPECT_EQ(Heard().service(), "");
    EXPECT_EQ(Heard().channel(), v1::CHANNEL_UNSPECIFIED);
    EXPECT_EQ(Heard().days(), 7);
  }
}

TEST_F(StoresShowTest, AsksForSlotsOfAService) {
  Show({"--service", "bridal-styling", "--channel", "video", "--days", "0",
        "--read-language", "es,en"});
  EXPECT_EQ(Heard().service(), "brands/demo/services/bridal-styling");
  EXPECT_EQ(Heard().channel(), v1::CHANNEL_VIDEO);
  EXPECT_TRUE(Heard().has_days());
  EXPECT_EQ(Heard().days(), 0);
  EXPECT_EQ(Heard().reading_language_codes(0), "es");
}

TEST_F(StoresShowTest, ShowsTheStore) {
  v1::Store& store = *page_.mutable_store();
  store.set_opening_hours_text("Mo-Sa 10-20");
  store.mutable_hours_reading()->set_is_read(true);
  store.mutable_hours_reading()->set_canonical_text("Mo-Sa 10:00-20:00");
  v1::Remark& remark = *store.mutable_hours_reading()->add_remarks();
  remark.set_reason("HOURS_AMBIGUOUS");
  remark.set_message("20 was taken for 20:00");
  store.set_location_precision(v1::LOCATION_PRECISION_LOCALITY);
  store.add_language_codes("es");
  store.add_attributes("parking");
  page_.add_channels(v1::CHANNEL_VIDEO);
  EXPECT_THAT(
      Show(),
      AllOf(HasSubstr("store          Nicollet Mall\n"),
            HasSubstr("location       44.98,-93.27 (the middle of its town)\n"),
            HasSubstr("channels       video\n"),
            HasSubstr("languages      es\n"),
            HasSubstr("attributes     parking\n"),
            HasSubstr("opening hours  Mo-Sa 10-20\n"),
            HasSubstr("read as        Mo-Sa 10:00-20:00\n"),
            HasSubstr(
                "remark         HOURS_AMBIGUOUS: 20 was taken for 20:00\n")));
}

TEST_F(StoresShowTest, DoesNotTellACanonicalTextThatIsTheSame) {
  v1::Store& store = *page_.mutable_store();
  store.set_opening_hours_text("24/7");
  store.mutable_hours_reading()->set_is_read(true);
  store.mutable_hours_reading()->set_canonical_text("24/7");
  EXPECT_THAT(Show(), Not(HasSubstr("read as")));
  store.mutable_hours_reading()->set_is_read(false);
  EXPECT_THAT(Show(), HasSubstr("read as        not understood\n"));
}

TEST_F(StoresShowTest, ShowsHoursOnTheStoresClock) {
  // It is the 21st in Chicago, 23:30.
  v1::OpeningPeriod& period = *AddDay(21).add_periods();
  period.mutable_local_start()->set_hours(10);
  period.mutable_local_end()->set_hours(24);
  period.set_status(v1::OPEN_STATUS_OPEN);
  *period.mutable_end_time() = ToTimestamp(clock_.Now() + absl::Minutes(30));
  AddDay(22).set_comment("Inventory");
  page_.mutable_opening()->set_status(v1::OPEN_STATUS_OPEN);
  *page_.mutable_opening()->mutable_next_close_time() = period.end_time();
  EXPECT_THAT(Show(),
              AllOf(HasSubstr("now       open until 24:00 America/Chicago (30 "
                              "min)\n"),
                    HasSubstr("\nhours, America/Chicago\n"
                              "DAY         HOURS        SPECIAL\n"
                              "Sat 21 Nov  10:00-24:00\n"
                              "Sun 22 Nov  closed       Inventory\n")));
}

TEST_F(StoresShowTest, DoesNotCallHoursUnknownThatNobodyAskedFor) {
  page_.mutable_store()->mutable_hours_reading()->set_is_read(true);
  page_.clear_days();
  EXPECT_THAT(Show(), Not(HasSubstr("hours: unknown")));
}

TEST_F(StoresShowTest, DoesNotTakeUnknownHoursForClosed) {
  page_.mutable_opening()->set_status(v1::OPEN_STATUS_UNKNOWN);
  EXPECT_THAT(Show(), AllOf(HasSubstr("\nhours: unknown\n"),
                            HasSubstr("now       unknown\n"),
                            Not(HasSubstr("closed"))));
}

TEST_F(StoresShowTest, ShowsSpecialDaysFromTodayOn) {
  AddDay(21);
  for (int day : {20, 21, 26}) {
    v1::SpecialDay& special = *page_.mutable_store()->add_special_days();
    Set(*special.mutable_date(), day);
    special.set_text("closed");
    special.set_comment(absl::StrCat("reason ", day));
  }
  EXPECT_THAT(Show(), AllOf(HasSubstr("\nSPECIAL DAY      HOURS   WHY\n"
                                      "Sat 21 Nov 2026  closed  reason 21\n"
                                      "Thu 26 Nov 2026  closed  reason 26\n"),
                            Not(HasSubstr("reason 20"))));
}

TEST_F(StoresShowTest, ShowsOnlyTheFirstOfManySpecialDays) {
  for (int i = 0; i < kSpecialDaysShownMax + 2; ++i) {
    v1::SpecialDay& special = *page_.mutable_store()->add_special_days();
    Set(*special.mutable_date(), i + 1);
    special.set_text("closed");
  }
  EXPECT_THAT(Show(), HasSubstr("... and 2 more; --json lists all\n"));
}

TEST_F(StoresShowTest, ShowsSecondaryHoursAndServices) {
  v1::SecondaryHours& hours = *page_.mutable_store()->add_secondary_hours();
  hours.set_kind("pickup");
  hours.set_text("Mo-Fr 08:00-22:00");
  v1::SecondaryOpening& pickup = *page_.add_secondary_openings();
  pickup.set_kind("pickup");
  pickup.mutable_opening()->set_status(v1::OPEN_STATUS_CLOSED);
  v1::Service& service = *page_.add_services();
  service.set_name("brands/demo/services/bridal-styling");
  service.set_display_name("Bridal styling");
  service.mutable_duration()->set_seconds(3600);
  service.add_channels(v1::CHANNEL_IN_STORE);
  EXPECT_THAT(Show(), AllOf(HasSubstr("\nALSO    NOW     HOURS\n"
                                      "pickup  closed  Mo-Fr 08:00-22:00\n"),
                            HasSubstr("\nSERVICE         LENGTH  CHANNELS  ID\n"
                                      "Bridal styling  1h      in-store  "
                                      "bridal-styling\n")));
}

TEST_F(StoresShowTest, ShowsWhoIsThereAndHowToHoldTheFirstSlot) {
  v1::StoreAssociate& there = *page_.add_associates();
  there.mutable_associate()->set_name("brands/demo/associates/a2");
  there.mutable_associate()->set_display_name("美玲");
  there.set_on_the_floor(true);
  v1::StoreAssociate& away = *page_.add_associates();
  away.mutable_associate()->set_name("brands/demo/associates/a1");
  away.mutable_associate()->set_display_name("Ana");
  *away.add_slots() = ChicagoSlot(15, 30);
  *away.add_slots() = ChicagoSlot(16, 0);
  EXPECT_THAT(
      Show(),
      AllOf(HasSubstr("\nASSOCIATE  NOW           FIRST FREE"),
            HasSubstr("\n美玲       on the floor  "),
            HasSubstr("Mon 23 Nov 2026 15:30 America/Chicago  16:00  a1\n"),
            HasSubstr("\nto hold the first: rapport book hold --associate "
                      "a1")));
}

TEST_F(StoresShowTest, WritesTheMessageForPrograms) {
  page_.mutable_opening()->set_status(v1::OPEN_STATUS_OPEN);
  server_.get_store_page.Answer(page_);
  const auto lines = Rapport({"stores", "show", "s1", "--json"}).json_lines();
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0]["store"]["displayName"], "Nicollet Mall");
  EXPECT_EQ(lines[0]["opening"]["status"], "OPEN_STATUS_OPEN");
}

TEST_F(StoresShowTest, ExitsWithThreeForAStoreThatIsNot) {
  server_.get_store_page.Fail(
      client::ErrorWith(grpc::NOT_FOUND, "no such store", "NOT_FOUND"));
  const Outcome outcome = Rapport({"stores", "show", "s9"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("error: no such store [NOT_FOUND]"));
}

TEST_F(StoresShowTest, NamesTheFlagAtFault) {
  EXPECT_THAT(Rapport({"stores", "show", "s1", "--channel", "video"}).err,
              HasSubstr("--channel requires --service"));
  EXPECT_THAT(
      Rapport({"stores", "show", "s1", "--service", "a", "--channel", "fax"})
          .err,
      HasSubstr("--channel: channel is 'fax'"));
  EXPECT_EQ(Rapport({"stores", "show", "s1", "--days", "32"}).exit_code, 2);
}

}  // namespace
}  // namespace rapport::cli
