// Slots, watched through a socket.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/catalog_service.pb.h"
#include "rapport/v1/locator_service.grpc.pb.h"
#include "tests/rpc/rpc_world.h"
#include "tests/transport/error_details.h"

namespace rapport {
namespace {

using search::kWatcherPatience;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// One stream. Reads when it is told to.
class Watch {
 public:
  Watch(const RpcClient& client, const v1::WatchSlotsRequest& request)
      : stub_(v1::LocatorService::NewStub(client.channel())),
        context_(client.Context()),
        reader_(stub_->WatchSlots(context_.get(), request)) {}
  ~Watch() {
    if (!is_over_) Leave();
  }

  // The next message, which must come: whose slots have changed.
  std::vector<std::string> Next() {
    EXPECT_TRUE(reader_->Read(&last_));
    std::vector<std::string> names;
    for (const auto& each : last_.changed()) names.push_back(each.associate());
    return names;
  }
  const v1::WatchSlotsResponse& last() const { return last_; }

  // Reads to the end, and tells how it ended.
  std::string End() {
    while (reader_->Read(&last_)) ++read_to_end_;
    is_over_ = true;
    return transport::Summary(reader_->Finish());
  }
  int read_to_end() const { return read_to_end_; }
  void Leave() {
    context_->TryCancel();
    End();
  }

 private:
  std::unique_ptr<v1::LocatorService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchSlotsResponse>> reader_;
  v1::WatchSlotsResponse last_;
  int read_to_end_ = 0;
  bool is_over_ = false;
};

class WatchTest : public RpcTest {
 protected:
  static v1::WatchSlotsRequest Request(
      const std::vector<std::string>& associates) {
    v1::WatchSlotsRequest request;
    request.set_parent("brands/acme");
    for (const std::string& name : associates) request.add_associates(name);
    request.set_service(kStyling);
    request.set_channel(v1::CHANNEL_VIDEO);
    return request;
  }
  // Names of fifty, for text format.
  static std::string Fifty() {
    return absl::StrJoin(std::vector<std::string>(50, kBo), ", ",
                         [](std::string* out, const std::string& name) {
                           absl::StrAppend(out, "\"", name, "\"");
                         });
  }
  // What a list of the associate's slots has.
  int Listed(const std::string& associate) const {
    return Shopper()
        .Get<v1::ListSlotsResponse>(
            "CalendarService/ListSlots",
            absl::StrCat("parent: \"", associate, "\" service: \"", kStyling,
                         "\" channel: CHANNEL_VIDEO page_size: 1000"))
        .slots_size();
  }
  v1::Booking Hold(const std::string& request_id,
                   absl::string_view utc = "2026-03-03 15:00") const {
    return Shopper("sue").Get<v1::Booking>("BookingService/HoldSlot",
                                           HoldText(request_id, utc));
  }
  void AwaitNobodyWatching() {
    while (server_->slot_watchers().count() > 0) std::this_thread::yield();
  }
};

TEST_F(WatchTest, TellsTheStateAndThenWhatChanges) {
  Watch watch(Shopper(), Request({kAna, kBo}));
  EXPECT_THAT(watch.Next(), ElementsAre(kAna, kBo));
  EXPECT_EQ(watch.last().changed(0).slots_size(), Listed(kAna));
  EXPECT_EQ(watch.last().changed(1).slots_size(), Listed(kBo));
  const v1::Slot& first = watch.last().changed(0).slots(0);
  EXPECT_EQ(first.associate(), kAna);
  EXPECT_EQ(first.store(), kNyc);
  const v1::Booking held = Hold("hold-0001");
  EXPECT_THAT(watch.Next(), ElementsAre(kAna));
  EXPECT_EQ(watch.last().changed(0).slots_size(), Listed(kAna));
  Shopper("sue").Get<v1::Booking>(
      "BookingService/CancelBooking",
      absl::StrCat("name: \"", held.name(), "\" request_id: \"cancel-01\""));
  EXPECT_THAT(watch.Next(), ElementsAre(kAna));
  EXPECT_EQ(watch.last().changed(0).slots_size(), Listed(kAna));
}

TEST_F(WatchTest, TellsWhatAHoldsRunningOutGivesBack) {
  Hold("hold-0001");
  Watch watch(Shopper(), Request({kAna}));
  watch.Next();
  const int before = watch.last().changed(0).slots_size();
  // What is read may not be out yet to its sender, who would find it slow.
  while (server_->slot_watchers().sending() > 0) std::this_thread::yield();
  clock_.Advance(absl::Minutes(10));
  server_->slot_watchers().Wake();
  EXPECT_THAT(watch.Next(), ElementsAre(kAna));
  EXPECT_GT(watch.last().changed(0).slots_size(), before);
}

TEST_F(WatchTest, GoesOnWhereItWasLeft) {
  std::string position;
  {
    Watch watch(Shopper(), Request({kAna, kBo}));
    watch.Next();
    position = watch.last().position();
  }
  EXPECT_LE(position.size(), 4096u);
  v1::WatchSlotsRequest again = Request({kAna, kBo});
  again.set_resume_position(position);
  {
    Watch watch(Shopper(), again);
    EXPECT_THAT(watch.Next(), IsEmpty());
  }
  Hold("hold-0001");
  Watch watch(Shopper(), again);
  EXPECT_THAT(watch.Next(), ElementsAre(kAna));
  again.set_channel(v1::CHANNEL_IN_STORE);
  EXPECT_EQ(Watch(Shopper(), again).End(),
            "INVALID_ARGUMENT MALFORMED resume_position");
}

TEST_F(WatchTest, DropsAReaderWhoIsTooSlow) {
  v1::WatchSlotsRequest request = Request({kAna, kBo, kChi});
  // As much as a watch may have, so that it soon fills what lies between.
  request.mutable_window()->mutable_start_time()->set_seconds(
      absl::ToUnixSeconds(clock_.Now()));
  request.mutable_window()->mutable_end_time()->set_seconds(
      absl::ToUnixSeconds(clock_.Now() + absl::Hours(62 * 24)));
  Watch watch(Shopper(), request);
  watch.Next();
  // Nothing is read any more. Messages pile up nowhere but between the two,
  // where there is room for some.
  int changes = 0;
  const auto change = [&] {
    const int i = changes++;
    Admin().Get<v1::UpdateScheduleResponse>(
        "CalendarService/UpdateSchedule",
        absl::StrCat("request_id: \"slow-", 1000 + i, "\" schedule { name: \"",
                     kAna,
                     "/schedule\" "
                     "weekly_periods { day: TUESDAY start_time { hours: 1 } "
                     "end_time { hours: 23 minutes: ",
                     5 * (i % 12),
                     " } } weekly_periods { day: MONDAY "
                     "start_time { hours: ",
                     i % 7, " } end_time { hours: 23 } } }"));
  };
  constexpr int kChanges = 200;
  while (changes < kChanges) change();
  // What is written last may begin later than the clock was moved, and there
  // may be room for more.
  while (server_->slot_watchers().dropped() == 0) {
    change();
    clock_.Advance(kWatcherPatience);
    server_->slot_watchers().Wake();
    const absl::Time soon = absl::Now() + absl::Milliseconds(100);
    while (server_->slot_watchers().dropped() == 0 && absl::Now() < soon) {
      std::this_thread::yield();
    }
  }
  EXPECT_EQ(watch.End(), "RESOURCE_EXHAUSTED WATCHER_TOO_SLOW");
  EXPECT_LT(watch.read_to_end(), changes);
  AwaitNobodyWatching();
}

TEST_F(WatchTest, IsForgottenWhenTheWatcherLeaves) {
  {
    Watch first(Shopper(), Request({kAna}));
    Watch second(Shopper(), Request({kAna}));
    first.Next();
    second.Next();
    EXPECT_EQ(server_->slot_watchers().count(), 2u);
  }
  AwaitNobodyWatching();
}

TEST_F(WatchTest, EndsWhenTheServerStops) {
  Watch watch(Shopper(), Request({kAna}));
  watch.Next();
  std::thread drain([this] { server_->Drain(absl::InfiniteFuture()); });
  EXPECT_EQ(watch.End(), "UNAVAILABLE SERVER_STOPPING");
  drain.join();
}

TEST_F(WatchTest, AServiceThatBecomesAClassHasNoSlotsAnyMore) {
  Watch watch(Shopper(), Request({kAna}));
  EXPECT_THAT(watch.Next(), ElementsAre(kAna));
  EXPECT_GT(watch.last().changed(0).slots_size(), 0);
  v1::UpdateServiceRequest request;
  *request.mutable_service() = Admin().Get<v1::Service>(
      "CatalogService/GetService", absl::StrCat("name: \"", kStyling, "\""));
  request.mutable_service()->set_seats(4);
  v1::Service answer;
  ASSERT_TRUE(
      Admin().Call("CatalogService/UpdateService", request, &answer).ok());
  EXPECT_EQ(answer.seats(), 4);
  EXPECT_THAT(watch.Next(), ElementsAre(kAna));
  EXPECT_EQ(watch.last().changed(0).slots_size(), 0);
}

TEST_F(WatchTest, RefusesWhatIsNoWatch) {
  MakeClass();
  const std::string window = "window { start_time { seconds: 0 } ";
  const struct {
    std::string clear;  // a field
    std::string merge;
    const char* told;
  } kRows[] = {
      {"parent", "", "REQUIRED parent"},
      {"parent", R"(parent: "acme")", "MALFORMED parent"},
      {"associates", "", "REQUIRED associates"},
      {"", R"(associates: "ana")", "MALFORMED associates[1]"},
      {"", absl::StrCat("associates: [", Fifty(), "]"), "TOO_MANY associates"},
      {"service", "", "REQUIRED service"},
      {"", R"(service: "styling")", "MALFORMED service"},
      {"", R"(service: "brands/acme/services/yoga")", "IS_A_CLASS service"},
      {"channel", "", "REQUIRED channel"},
      {"", "channel: 42", "UNKNOWN channel"},
      {"", R"(store: "nyc")", "MALFORMED store"},
      {"", "window { start_time {} }", "REQUIRED window"},
      {"", window + "end_time { seconds: 0 } }",
       "OUT_OF_RANGE window.end_time"},
      {"",
       absl::StrCat(window, "end_time { seconds: ", 62 * 24 * 3600 + 1, " } }"),
       "OUT_OF_RANGE window.end_time"},
      {"", R"(resume_position: "x")", "MALFORMED resume_position"},
      {"", R"(resume_position: "\303\251.")", "MALFORMED resume_position"},
      {"", absl::StrCat("resume_position: \"", std::string(9000, 'A'), "\""),
       "MALFORMED resume_position"},
  };
  for (const auto& row : kRows) {
    v1::WatchSlotsRequest request = Request({kAna});
    const auto* field = request.GetDescriptor()->FindFieldByName(row.clear);
    if (field != nullptr) request.GetReflection()->ClearField(&request, field);
    MergeText(row.merge, &request);
    EXPECT_EQ(Watch(Shopper(), request).End(),
              absl::StrCat("INVALID_ARGUMENT ", row.told))
        << row.clear << " " << row.merge;
  }
  const std::string none(26, '0');
  for (const std::string& text :
       {absl::StrCat(R"(associates: "brands/acme/associates/)", none, "\""),
        absl::StrCat("associates: \"", kOtherAssociate, "\""),
        absl::StrCat(R"(store: "brands/acme/stores/)", none, "\""),
        absl::StrCat("store: \"", kOtherStore, "\""),
        absl::StrCat("service: \"", kOtherService, "\""),
        std::string(R"(service: "brands/acme/services/none")"),
        std::string(R"(parent: "brands/other")")}) {
    v1::WatchSlotsRequest request = Request({kAna});
    MergeText(text, &request);
    EXPECT_EQ(Watch(Shopper(), request).End(), "NOT_FOUND NOT_FOUND") << text;
  }
  EXPECT_EQ(server_->slot_watchers().count(), 0u);
}

TEST_F(WatchTest, IsRefusedAsAnyCallIs) {
  EXPECT_EQ(Watch(Anonymous(), Request({kAna})).End(),
            "UNAUTHENTICATED CALLER_UNKNOWN");
  EXPECT_EQ(Watch(Operator(), Request({kAna})).End(),
            "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  EXPECT_EQ(Watch(AdminOf("other"), Request({kAna})).End(),
            "NOT_FOUND NOT_FOUND");
}

}  // namespace
}  // namespace rapport
