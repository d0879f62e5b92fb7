// What `rapport schedule address` asks for, and says.
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kUri[] = "https://feeds.example.com/calendars/t0ken.ics";

class ScheduleAddressTest : public CliTest {
 protected:
  ScheduleAddressTest() {
    v1::FeedAddress address;
    address.set_uri(kUri);
    server_.create_feed_address.Answer(address);
    server_.remove_feed_address.Answer(v1::RemoveFeedAddressResponse());
  }
};

TEST_F(ScheduleAddressTest, WritesTheAddressAndNothingElse) {
  const Outcome outcome =
      Rapport({"--as", "associate:a1", "schedule", "address", "a1"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, std::string(kUri) + "\n");
  const auto heard = server_.create_feed_address.heard();
  ASSERT_THAT(heard, SizeIs(1));
  EXPECT_EQ(heard[0].request.parent(), "brands/demo/associates/a1");
  EXPECT_THAT(heard[0].request.request_id(), SizeIs(36));
  EXPECT_THAT(server_.remove_feed_address.heard(), IsEmpty());
}

TEST_F(ScheduleAddressTest, WritesItAsJson) {
  const Outcome outcome = Rapport({"--json", "schedule", "address", "a1"});
  EXPECT_THAT(outcome.out, HasSubstr(kUri));
  EXPECT_THAT(outcome.lines(), SizeIs(1));
}

TEST_F(ScheduleAddressTest, OnlyRemoves) {
  const Outcome outcome = Rapport({"schedule", "address", "a1", "--remove"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(server_.create_feed_address.heard(), IsEmpty());
  EXPECT_EQ(server_.remove_feed_address.heard().at(0).request.parent(),
            "brands/demo/associates/a1");
}

TEST_F(ScheduleAddressTest, SaysWhereTheAddressWasLost) {
  server_.create_feed_address.Answer(v1::FeedAddress());
  const Outcome outcome = Rapport({"schedule", "address", "a1"});
  EXPECT_EQ(outcome.exit_code, 7);
  EXPECT_THAT(outcome.err, HasSubstr("make another"));
  EXPECT_THAT(outcome.out, IsEmpty());
}

TEST_F(ScheduleAddressTest, SaysWhereNoneAreServed) {
  server_.create_feed_address.Fail(
      client::ErrorWith(grpc::FAILED_PRECONDITION, "none", "FEEDS_NOT_SERVED"));
  EXPECT_EQ(Rapport({"schedule", "address", "a1"}).exit_code, 5);
}

}  // namespace
}  // namespace rapport::cli
