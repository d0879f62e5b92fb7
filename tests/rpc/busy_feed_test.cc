// Subscriptions to calendars kept elsewhere, through the whole server: what one
// associate's feed says makes another busy.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "server/calendar/busy_feed_desk.h"
#include "server/calendar_fetcher.h"
#include "server/feed_server.h"
#include "tests/rpc/rpc_world.h"
#include "tests/support/fakes/fake_feed_store.h"

namespace rapport {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kBase[] = "https://feeds.example.com/s3cret";

// The proxy in front of a feed server, as it were.
class BehindProxy : public calendar::BusyFetcher {
 public:
  absl::StatusOr<calendar::FetchedCalendar> Fetch(
      const std::string& uri, const calendar::Validators& known,
      absl::FunctionRef<bool()> stopped) override {
    return fetcher_.Fetch(
        absl::StrReplaceAll(uri, {{kBase, absl::StrCat("http://", address)}}),
        known, stopped);
  }

  std::string address;

 private:
  CalendarFetcher fetcher_{{.allow_private = true, .allow_http = true}};
};

// Made before the world that refers to it.
struct Feeds {
  calendar::FakeFeedStore store_;
  std::FILE* const log_ = std::tmpfile();
};

class BusyFeedTest : private Feeds, public RpcWorld {
 protected:
  BusyFeedTest()
      : RpcWorld({.request_log = log_,
                  .feeds = {.store = &store_, .base_uri = kBase}}) {
    MakeBrands();
    const absl::Status started = http_.Start("127.0.0.1:0");
    EXPECT_TRUE(started.ok()) << started;
    fetcher_.address = http_.address();
  }
  ~BusyFeedTest() override {
    server_.reset();
    std::fclose(log_);
  }

  std::string Log() {
    std::fflush(log_);
    std::rewind(log_);
    std::string text(1 << 20, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), log_));
    return text;
  }
  // Where ana's bookings can be read.
  std::string AnasAddress() {
    return Associate(kAna)
        .Get<v1::FeedAddress>(
            "CalendarService/CreateFeedAddress",
            absl::Substitute(R"(parent: "$0" request_id: "create-1")", kAna))
        .uri();
  }
  v1::BusySource Subscribe(const std::string& uri) {
    return Associate(kBo)
        .Get<v1::SubscribeBusyTimeResponse>(
            "CalendarService/SubscribeBusyTime",
            absl::Substitute(R"(name: "$0/schedule" source_id: "work"
                                request_id: "subscribe-1" uri: "$1")",
                             kBo, uri))
        .source();
  }
  void Poll() {
    desk_.Look({1, {1}});
    while (desk_.ReadNext().value_or(false)) {
    }
  }
  v1::Schedule ScheduleOfBo(const RpcClient& client) {
    return client.Get<v1::Schedule>(
        "CalendarService/GetSchedule",
        absl::StrCat("name: \"", kBo, "/schedule\""));
  }
  // The starts of bo's slots that Tuesday, in UTC.
  std::vector<std::string> Slots() {
    const auto listed = Shopper().Get<v1::ListSlotsResponse>(
        "CalendarService/ListSlots",
        SlotsText(kBo, "2026-03-03 09:00", "2026-03-03 17:00"));
    std::vector<std::string> starts;
    for (const v1::Slot& slot : listed.slots()) {
      starts.push_back(UtcText(slot.start_time().seconds()).substr(11));
    }
    return starts;
  }

  FeedServer http_{[this](absl::string_view token) {
    return server_->feeds().Read(token, clock_.Now());
  }};
  BehindProxy fetcher_;
  calendar::BusyFeedDesk desk_{schedules_, model_, fetcher_};
};

TEST_F(BusyFeedTest, BlocksSlotsAsTheOtherCalendarChanges) {
  const v1::BusySource source = Subscribe(AnasAddress());
  EXPECT_EQ(source.source_id(), "work");
  EXPECT_FALSE(source.has_import_time());
  EXPECT_FALSE(source.has_fetch_time());
  Poll();
  EXPECT_THAT(Slots(), Contains("15:00"));
  const auto held = Shopper().Get<v1::Booking>(
      "BookingService/HoldSlot", HoldText("hold-0001", "2026-03-03 15:00"));
  clock_.Advance(absl::Minutes(2));  // the hold lives
  EXPECT_THAT(Slots(), Contains("15:00"));
  Shopper().Get<v1::Booking>(
      "BookingService/ConfirmBooking",
      absl::StrCat("name: \"", held.name(), "\" request_id: \"confirm-1\""));
  clock_.Advance(calendar::kBusyFeedEvery);
  Poll();
  EXPECT_THAT(Slots(), Not(Contains("15:00")));
  Shopper().Get<v1::Booking>(
      "BookingService/CancelBooking",
      absl::StrCat("name: \"", held.name(), "\" request_id: \"cancel-01\""));
  clock_.Advance(calendar::kBusyFeedEvery);
  Poll();
  EXPECT_THAT(Slots(), Contains("15:00"));
}

TEST_F(BusyFeedTest, TellsTheAddressToTheAssociateOnlyAndItsHostToOthers) {
  const std::string uri = AnasAddress();
  Subscribe(uri);
  Poll();
  const std::string host = "https://feeds.example.com/";
  ASSERT_THAT(uri, StartsWith(host));
  for (const RpcClient& client : {Associate(kBo), Manager(kParis), Admin()}) {
    const v1::Schedule schedule = ScheduleOfBo(client);
    ASSERT_THAT(schedule.busy_sources(), SizeIs(1));
    EXPECT_THAT(schedule.busy_sources(0).uri(), AnyOf(uri, host));
    EXPECT_EQ(schedule.busy_sources(0).error(), "");
    EXPECT_TRUE(schedule.busy_sources(0).has_fetch_time());
  }
  EXPECT_EQ(ScheduleOfBo(Associate(kBo)).busy_sources(0).uri(), uri);
  EXPECT_EQ(ScheduleOfBo(Manager(kParis)).busy_sources(0).uri(), host);
  EXPECT_EQ(ScheduleOfBo(Admin()).busy_sources(0).uri(), host);
  EXPECT_THAT(Log(), HasSubstr("SubscribeBusyTime"));
  EXPECT_THAT(Log(), Not(HasSubstr("s3cret")));
}

TEST_F(BusyFeedTest, EndsWithItsSource) {
  Subscribe(AnasAddress());
  Poll();
  EXPECT_EQ(
      Admin().Told("CalendarService/RemoveBusyTime",
                   absl::Substitute(R"(name: "$0/schedule" source_id: "work"
                                       request_id: "remove-01")",
                                    kBo)),
      "OK");
  clock_.Advance(calendar::kBusyFeedEvery);
  Poll();
  EXPECT_THAT(ScheduleOfBo(Admin()).busy_sources(), SizeIs(0));
}

TEST_F(BusyFeedTest, SaysWhatIsWrongWithAnAddress) {
  Subscribe(absl::StrCat(kBase, "/calendars/none.ics"));
  Poll();
  EXPECT_EQ(ScheduleOfBo(Admin()).busy_sources(0).error(), "HTTP_404");
  Subscribe(absl::StrCat(kBase, "/calendars/none.ics"));  // a repetition
  EXPECT_EQ(ScheduleOfBo(Admin()).busy_sources(0).error(), "HTTP_404");
}

}  // namespace
}  // namespace rapport
