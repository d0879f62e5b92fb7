#include <signal.h>
#include <unistd.h>

#include <ostream>
#include <streambuf>

#include "clients/cli/cli.h"
#include "clients/cli/text/time_text.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;
using Writer = grpc::ServerWriter<v1::WatchSlotsResponse>;

v1::WatchSlotsResponse Message(const std::string& position) {
  v1::WatchSlotsResponse message;
  message.set_position(position);
  return message;
}

v1::WatchSlotsResponse Message(const std::string& position,
                               std::vector<v1::Slot> slots) {
  v1::WatchSlotsResponse message = Message(position);
  auto& changed = *message.add_changed();
  changed.set_associate("brands/demo/associates/a1");
  for (v1::Slot& slot : slots) *changed.add_slots() = std::move(slot);
  return message;
}

grpc::Status Over() {
  return client::ErrorWith(grpc::PERMISSION_DENIED, "enough", "ENOUGH");
}

class SlotsWatchTest : public CliTest {
 protected:
  // Sends these one after the other, then ends the watch.
  void Send(std::vector<v1::WatchSlotsResponse> messages,
            grpc::Status end = Over()) {
    server_.watch_slots = [this, messages, end](
                              grpc::ServerContext&,
                              const v1::WatchSlotsRequest& request,
                              Writer& stream) {
      heard_ = request;
      for (const auto& message : messages) stream.Write(message);
      return end;
    };
  }

  Outcome Watch(std::vector<std::string> flags) {
    std::vector<std::string> arguments = {
        "slots",          "watch",     "a1",   "--service",
        "bridal-styling", "--channel", "video"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return Rapport(arguments);
  }

  v1::WatchSlotsRequest heard_;
};

TEST_F(SlotsWatchTest, TellsWhatIsFreeAndThenWhatBecomesOfIt) {
  Send({Message("p1", {ChicagoSlot(15, 0), ChicagoSlot(15, 30)}),
        Message("p2", {ChicagoSlot(15, 30), ChicagoSlot(16, 0)}), Message("p3"),
        Message("p4", {})});
  EXPECT_THAT(
      Watch({}).lines(),
      ElementsAre("free  Mon 23 Nov 2026 15:00 America/Chicago  a1 at s1",
                  "free  Mon 23 Nov 2026 15:30 America/Chicago  a1 at s1",
                  "watching, 2 free; Ctrl-C ends",
                  "gone  Mon 23 Nov 2026 15:00 America/Chicago  a1 at s1",
                  "free  Mon 23 Nov 2026 16:00 America/Chicago  a1 at s1",
                  "gone  Mon 23 Nov 2026 15:30 America/Chicago  a1 at s1",
                  "gone  Mon 23 Nov 2026 16:00 America/Chicago  a1 at "
                  "s1"));
}

TEST_F(SlotsWatchTest, AsksForWhatTheFlagsSay) {
  Send({});
  Watch({"brands/demo/associates/a2", "--store", "s1", "--from", "+1d", "--to",
         "+2d", "--resume", "p0"});
  EXPECT_EQ(heard_.parent(), "brands/demo");
  EXPECT_THAT(heard_.associates(), ElementsAre("brands/demo/associates/a1",
                                               "brands/demo/associates/a2"));
  EXPECT_EQ(heard_.service(), "brands/demo/services/bridal-styling");
  EXPECT_EQ(heard_.channel(), v1::CHANNEL_VIDEO);
  EXPECT_EQ(heard_.store(), "brands/demo/stores/s1");
  EXPECT_EQ(FormatUtc(heard_.window().start_time()), "2026-11-23T05:30:00Z");
  EXPECT_EQ(heard_.resume_position(), "p0");
}

TEST_F(SlotsWatchTest, WritesAMessageALineWithItsPosition) {
  Send({Message("p1", {ChicagoSlot(15, 0)}), Message("p2")});
  const Outcome outcome = Watch({"--json"});
  const auto lines = outcome.json_lines();
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(lines[0]["position"], "p1");
  EXPECT_THAT(lines[0]["changed"][0]["slots"], SizeIs(1));
  EXPECT_EQ(lines[1]["position"], "p2");
  EXPECT_EQ(nlohmann::json::parse(outcome.err)["error"]["reason"], "ENOUGH");
}

TEST_F(SlotsWatchTest, TellsAsOtherCommandsDoThatItWasTooSlowAndHowToGoOn) {
  Send({Message("p1", {})},
       client::ErrorWith(grpc::RESOURCE_EXHAUSTED, "a message was not taken",
                         "WATCHER_TOO_SLOW"));
  const Outcome outcome = Watch({});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.err,
            "to go on from here: --resume p1\n"
            "error: a message was not taken [RESOURCE_EXHAUSTED "
            "WATCHER_TOO_SLOW]\n");
}

TEST_F(SlotsWatchTest, GoesOnAfterALostStreamWithoutTellingAnythingTwice) {
  server_.watch_slots = [](grpc::ServerContext&,
                           const v1::WatchSlotsRequest& request,
                           Writer& stream) {
    if (request.resume_position().empty()) {
      stream.Write(Message("p1", {ChicagoSlot(15, 0)}));
      return grpc::Status(grpc::UNAVAILABLE, "going down");
    }
    EXPECT_EQ(request.resume_position(), "p1");
    stream.Write(Message("p2", {ChicagoSlot(15, 0), ChicagoSlot(16, 0)}));
    return Over();
  };
  EXPECT_THAT(Watch({}).lines(),
              ElementsAre(HasSubstr("free  Mon 23 Nov 2026 15:00"),
                          StartsWith("watching, 1 free"),
                          HasSubstr("free  Mon 23 Nov 2026 16:00")));
  EXPECT_THAT(clock_.sleeps(), SizeIs(1));
}

TEST_F(SlotsWatchTest, ExitsWithSevenWhereTheServerStaysAway) {
  server_.watch_slots = [](grpc::ServerContext&, const v1::WatchSlotsRequest&,
                           Writer&) {
    return grpc::Status(grpc::UNAVAILABLE, "not now");
  };
  const Outcome outcome = Watch({});
  EXPECT_EQ(outcome.exit_code, 7);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("not now"));
}

TEST_F(SlotsWatchTest, EndsWellOnCtrlC) {
  server_.watch_slots = [](grpc::ServerContext& context,
                           const v1::WatchSlotsRequest&, Writer& stream) {
    stream.Write(Message("p1", {ChicagoSlot(15, 0)}));
    kill(getpid(), SIGINT);
    while (!context.IsCancelled() && stream.Write(Message("again"))) {
    }
    return grpc::Status::OK;
  };
  const Outcome outcome = Watch({});
  // What was told a moment before may be shown or not: the signal is quick.
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "");
}

// Takes nothing: a pipe whose other end has gone.
class ClosedPipe : public std::streambuf {};

TEST_F(SlotsWatchTest, EndsQuietlyWhenNobodyReadsIt) {
  server_.watch_slots = [](grpc::ServerContext& context,
                           const v1::WatchSlotsRequest&, Writer& stream) {
    while (!context.IsCancelled() &&
           stream.Write(Message("p", {ChicagoSlot(15, 0)}))) {
    }
    return grpc::Status::OK;
  };
  ClosedPipe closed;
  std::istringstream in;
  std::ostream out(&closed);
  std::ostringstream err;
  Environment environment{.in = in, .out = out, .err = err, .clock = clock_};
  RunCli({"slots", "watch", "a1", "--service", "s", "--channel", "video",
          "--json", "--address", server_.address()},
         environment);
  EXPECT_EQ(err.str(), "");
}

TEST_F(SlotsWatchTest, KnowsNoFlagOfSlotsItself) {
  bool was_called = false;
  server_.watch_slots = [&](grpc::ServerContext&, const v1::WatchSlotsRequest&,
                            Writer&) {
    was_called = true;
    return Over();
  };
  const Outcome outcome = Watch({"--limit", "3"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--limit"));
  const Outcome nobody = Rapport({"slots", "watch"});
  EXPECT_EQ(nobody.exit_code, 2);
  EXPECT_THAT(nobody.err, HasSubstr("`rapport slots watch` needs"));
  EXPECT_FALSE(was_called);
}

}  // namespace
}  // namespace rapport::cli
