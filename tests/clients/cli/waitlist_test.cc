// What `rapport waitlist` asks for, and how it is told.
#include "clients/cli/text/time_text.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class WaitlistCommandTest : public CliTest {
 protected:
  static v1::WaitlistEntry Entry(v1::WaitlistState state) {
    v1::WaitlistEntry entry;
    entry.set_name("brands/demo/waitlistEntries/w1");
    entry.set_state(state);
    entry.set_shopper("sam");
    entry.set_service("brands/demo/services/bridal-styling");
    entry.add_channels(v1::CHANNEL_IN_STORE);
    entry.add_channels(v1::CHANNEL_VIDEO);
    entry.set_store("brands/demo/stores/s1");
    entry.mutable_window()->mutable_start_time()->set_seconds(1'795'500'000);
    entry.mutable_window()->mutable_end_time()->set_seconds(1'795'600'000);
    entry.mutable_create_time()->set_seconds(1'795'000'000);
    return entry;
  }
};

TEST_F(WaitlistCommandTest, Joins) {
  server_.join_waitlist.Answer(Entry(v1::WAITLIST_STATE_WAITING));
  const Outcome outcome = Rapport({"waitlist",     "join",
                                   "--service",    "bridal-styling",
                                   "--channel",    "in-store",
                                   "--channel",    "video",
                                   "--store",      "s1",
                                   "--associate",  "a1",
                                   "--for",        "sam",
                                   "--duration",   "45m",
                                   "--from",       "2026-11-24T10:00:00Z",
                                   "--to",         "2026-11-26T10:00:00Z",
                                   "--request-id", "attempt-1"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("waiting"), HasSubstr("in-store video"),
                    HasSubstr("sam"), Not(HasSubstr("book confirm"))));
  const auto request = server_.join_waitlist.heard().at(0).request;
  EXPECT_EQ(request.parent(), "brands/demo");
  EXPECT_EQ(request.request_id(), "attempt-1");
  const v1::WaitlistEntry& entry = request.waitlist_entry();
  EXPECT_EQ(entry.service(), "brands/demo/services/bridal-styling");
  EXPECT_EQ(entry.associate(), "brands/demo/associates/a1");
  EXPECT_EQ(entry.store(), "brands/demo/stores/s1");
  EXPECT_EQ(entry.shopper(), "sam");
  EXPECT_EQ(entry.duration().seconds(), 45 * 60);
  EXPECT_THAT(entry.channels(),
              ElementsAre(v1::CHANNEL_IN_STORE, v1::CHANNEL_VIDEO));
  EXPECT_EQ(FormatUtc(entry.window().start_time()), "2026-11-24T10:00:00Z");
  EXPECT_EQ(FormatUtc(entry.window().end_time()), "2026-11-26T10:00:00Z");
}

TEST_F(WaitlistCommandTest, SaysWhatAWishNeeds) {
  const Outcome nobody =
      Rapport({"waitlist", "join", "--service", "x", "--channel", "video"});
  EXPECT_NE(nobody.exit_code, 0);
  EXPECT_THAT(nobody.err, HasSubstr("--associate and --store are missing"));
  const Outcome never = Rapport({"waitlist", "join", "--service", "x",
                                 "--channel", "video", "--store", "s1"});
  EXPECT_NE(never.exit_code, 0);
  EXPECT_THAT(never.err, HasSubstr("--from and --to are missing"));
  const Outcome how = Rapport({"waitlist", "join", "--service", "x",
                               "--channel", "pigeon", "--store", "s1"});
  EXPECT_NE(how.exit_code, 0);
  EXPECT_THAT(how.err, HasSubstr("pigeon"));
  EXPECT_THAT(server_.join_waitlist.heard(), IsEmpty());
}

TEST_F(WaitlistCommandTest, Leaves) {
  server_.leave_waitlist.Answer(Entry(v1::WAITLIST_STATE_LEFT));
  const Outcome outcome = Rapport({"waitlist", "leave", "w1", "--etag", "v2"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("left"));
  const auto request = server_.leave_waitlist.heard().at(0).request;
  EXPECT_EQ(request.name(), "brands/demo/waitlistEntries/w1");
  EXPECT_EQ(request.etag(), "v2");
  EXPECT_THAT(request.request_id(), SizeIs(36));
}

TEST_F(WaitlistCommandTest, ShowsHowToTakeAnOffer) {
  v1::WaitlistEntry offered = Entry(v1::WAITLIST_STATE_OFFERED);
  offered.set_booking("brands/demo/bookings/b1");
  server_.get_waitlist_entry.Answer(offered);
  const Outcome outcome = Rapport({"waitlist", "show", "w1"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("offered"),
                                 HasSubstr("rapport book confirm b1")));
  EXPECT_EQ(server_.get_waitlist_entry.heard().at(0).request.name(),
            "brands/demo/waitlistEntries/w1");
}

TEST_F(WaitlistCommandTest, ShowsWhoWaitsAgainNothingThatIsGone) {
  v1::WaitlistEntry again = Entry(v1::WAITLIST_STATE_WAITING);
  again.set_booking("brands/demo/bookings/b1");
  v1::ListWaitlistEntriesResponse page;
  *page.add_waitlist_entries() = again;
  server_.list_waitlist_entries.Answer(page);
  EXPECT_THAT(Rapport({"waitlist", "list"}).out, Not(HasSubstr("b1")));
  server_.get_waitlist_entry.Answer(again);
  EXPECT_THAT(Rapport({"waitlist", "show", "w1"}).out, Not(HasSubstr("b1")));
  server_.get_waitlist_entry.Answer(again);
  EXPECT_THAT(Rapport({"--json", "waitlist", "show", "w1"}).out,
              HasSubstr("bookings/b1"));
}

TEST_F(WaitlistCommandTest, ListsForPeopleAndForPrograms) {
  v1::ListWaitlistEntriesResponse page;
  *page.add_waitlist_entries() = Entry(v1::WAITLIST_STATE_WAITING);
  *page.add_waitlist_entries() = Entry(v1::WAITLIST_STATE_OVER);
  server_.list_waitlist_entries.Answer(page);
  const Outcome table =
      Rapport({"waitlist", "list", "--service", "bridal-styling", "--state",
               "waiting", "--limit", "7"});
  EXPECT_EQ(table.exit_code, 0) << table.err;
  EXPECT_THAT(table.lines(), SizeIs(3));
  EXPECT_THAT(table.out, AllOf(HasSubstr("SINCE"), HasSubstr("over")));
  const auto request = server_.list_waitlist_entries.heard().at(0).request;
  EXPECT_EQ(request.service(), "brands/demo/services/bridal-styling");
  EXPECT_EQ(request.state(), v1::WAITLIST_STATE_WAITING);
  EXPECT_EQ(request.page_size(), 7);
  server_.list_waitlist_entries.Answer(page);
  const Outcome json = Rapport({"--json", "waitlist", "list"});
  EXPECT_EQ(json.exit_code, 0) << json.err;
  ASSERT_THAT(json.json_lines(), SizeIs(2));
  EXPECT_EQ(json.json_lines()[0].at("state"), "WAITLIST_STATE_WAITING");
}

TEST_F(WaitlistCommandTest, SaysThatNobodyWaits) {
  server_.list_waitlist_entries.Answer(v1::ListWaitlistEntriesResponse());
  EXPECT_THAT(Rapport({"waitlist", "list"}).out,
              HasSubstr("no entry that you may see"));
}

}  // namespace
}  // namespace rapport::cli
