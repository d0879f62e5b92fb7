// Calendars by an address, and bookings under other zone rules, through the
// real program, two of them on one database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "rapport/v1/calendar_service.grpc.pb.h"
#include "tests/e2e/books.h"
#include "tests/e2e/server_process.h"
#include "tests/e2e/small_brand.h"
#include "tests/support/http_get.h"
#include "tests/support/private_database.h"
#include "tests/transport/temp_folder.h"

namespace rapport::test {
namespace {

using ::testing::HasSubstr;

// One that was free just now, on loopback.
std::string FreeAddress() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at = {};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(at);
  EXPECT_EQ(bind(socket, reinterpret_cast<sockaddr*>(&at), size), 0);
  EXPECT_EQ(getsockname(socket, reinterpret_cast<sockaddr*>(&at), &size), 0);
  close(socket);
  return absl::StrCat("127.0.0.1:", ntohs(at.sin_port));
}

// The call's answer, which must come.
template <typename Stub, typename Method, typename Request, typename Reply>
void Must(ServerProcess& server, Method method, const std::string& role,
          const std::string& principal, const Request& request, Reply* reply) {
  Stub stub(server.Connect());
  grpc::ClientContext context;
  SetCaller(context, role, principal);
  const grpc::Status status = (stub.*method)(&context, request, reply);
  ASSERT_TRUE(status.ok()) << status.error_message();
}

class FeedProgram : public testing::Test {
 protected:
  using Calendar = v1::CalendarService::Stub;
  using Bookings = v1::BookingService::Stub;

  std::string ShortIdOf(size_t associate) const {
    const std::string& name = brand_.associates()[associate];
    return name.substr(name.rfind('/') + 1);
  }
  v1::Booking Hold(const std::string& id, int slot) {
    v1::Booking held;
    Must<Bookings>(a_, &Bookings::HoldSlot, "shopper", "sam",
                   brand_.Hold(id, 0, slot), &held);
    return held;
  }
  // Subscribes to where nobody is, and says what came of it.
  std::string ErrorOf(ServerProcess& server, const std::string& request_id) {
    v1::SubscribeBusyTimeRequest subscribe;
    subscribe.set_name(brand_.associates()[0] + "/schedule");
    subscribe.set_source_id("home");
    subscribe.set_uri("https://" + FreeAddress());
    subscribe.set_request_id(request_id);
    v1::SubscribeBusyTimeResponse subscribed;
    Must<Calendar>(server, &Calendar::SubscribeBusyTime, "brand-admin", "eve",
                   subscribe, &subscribed);
    EXPECT_FALSE(subscribed.source().has_fetch_time());
    v1::GetScheduleRequest get;
    get.set_name(subscribe.name());
    const absl::Time deadline = absl::Now() + absl::Seconds(60);
    v1::Schedule schedule;
    do {
      Must<Calendar>(server, &Calendar::GetSchedule, "brand-admin", "eve", get,
                     &schedule);
    } while (!schedule.busy_sources(0).has_fetch_time() &&
             absl::Now() < deadline);
    return schedule.busy_sources(0).error();
  }
  std::vector<std::string> Flags(const std::string& feeds) const {
    return {"--database", schema_.url().ToSecretString(), "--feeds", feeds};
  }

  TestSchema schema_;
  const std::string a_feeds_ = FreeAddress();
  ServerProcess a_{Flags(a_feeds_)};
  SmallBrand brand_{a_.Connect(), 1};
};

TEST_F(FeedProgram, ServesAnAddressOnEveryServerUntilItIsEndedOnOne) {
  const std::string b_feeds = FreeAddress();
  ServerProcess b(Flags(b_feeds));
  const v1::Booking held = Hold("hold-0001", 0);
  v1::CreateFeedAddressRequest create;
  create.set_parent(brand_.associates()[0]);
  create.set_request_id("create-0001");
  v1::FeedAddress address;
  Must<Calendar>(a_, &Calendar::CreateFeedAddress, "associate", ShortIdOf(0),
                 create, &address);
  absl::string_view path = address.uri();
  ASSERT_TRUE(absl::ConsumePrefix(&path, absl::StrCat("http://", a_feeds_)))
      << address.uri();
  for (const std::string& feeds : {a_feeds_, b_feeds}) {
    const HttpAnswer answer = HttpAsk(feeds, "GET", path);
    EXPECT_EQ(answer.code, 200) << feeds;
    EXPECT_THAT(answer.body, HasSubstr("Shopper: sam"));
    EXPECT_EQ(
        HttpAsk(feeds, "GET", path,
                absl::StrCat("If-None-Match: ", answer.Header("etag"), "\r\n"))
            .code,
        304);
  }
  v1::RemoveFeedAddressRequest remove;
  remove.set_parent(create.parent());
  remove.set_request_id("remove-0001");
  v1::RemoveFeedAddressResponse removed;
  Must<Calendar>(b, &Calendar::RemoveFeedAddress, "brand-admin", "eve", remove,
                 &removed);
  for (const std::string& feeds : {a_feeds_, b_feeds}) {
    EXPECT_EQ(HttpAsk(feeds, "GET", path).code, 404) << feeds;
  }
}

// The second may ask its own network, and alone does so.
TEST_F(FeedProgram, ReadsASubscriptionOnOneOfTheServersThatLive) {
  EXPECT_EQ(ErrorOf(a_, "subscribe-1"), "NOT_PUBLIC");
  std::vector<std::string> flags = Flags(FreeAddress());
  flags.push_back("--busy-feeds-allow-private");
  ServerProcess b(flags);
  a_.Kill(SIGTERM);
  EXPECT_EQ(a_.Wait(), 0);
  EXPECT_EQ(ErrorOf(b, "subscribe-2"), "NO_CONNECTION");
}

TEST_F(FeedProgram, IsNotOpenedToTheNetworkWithoutAProxysAddress) {
  for (const std::vector<std::string>& flags :
       {std::vector<std::string>{"--feeds", "0.0.0.0:8912"},
        {"--feeds", "0"},  // a port that nobody could be told
        {"--feeds", "8912", "--feeds-base-uri", "http://example.com"},
        {"--feeds", "8912", "--feeds-base-uri", "https://"},
        {"--feeds", "8912", "--feeds-base-uri", "example.com"}}) {
    const ServerRun run = RunServer(flags);
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_THAT(run.said, HasSubstr("--feeds-base-uri"));
  }
  const ServerRun open = RunServer(
      {"--feeds", "0.0.0.0:8912", "--feeds-base-uri", "https://example.com"});
  EXPECT_EQ(open.exit_code, 2);
  EXPECT_THAT(open.said, HasSubstr("--behind-tls-proxy"));
}

// The clock of UTC is an hour ahead of itself from now on.
TEST_F(FeedProgram, KeepsWallTimesWhereTheOtherServerHasOtherRules) {
  const v1::Booking held = Hold("hold-0001", 6);
  const v1::Booking next = Hold("hold-0002", 7);
  const transport::TempFolder folder;
  std::ofstream(folder.File("tzdata.zi"))
      << "# version 9999a\nZ Etc/UTC 1 - XST\n";
  ASSERT_EQ(
      std::system(absl::StrCat("PATH=$PATH:/usr/sbin zic -d '", folder.File(""),
                               "' '", folder.File("tzdata.zi"), "'")
                      .c_str()),
      0);
  ASSERT_EQ(setenv("TZDIR", folder.File("").c_str(), 1), 0);
  ServerProcess b({"--database", schema_.url().ToSecretString()});
  ASSERT_EQ(unsetenv("TZDIR"), 0);

  v1::ReanchorBookingsRequest request;
  request.set_parent(SmallBrand::kName);
  request.set_request_id("reanchor-0001");
  v1::ReanchorBookingsResponse reply;
  Must<Bookings>(b, &Bookings::ReanchorBookings, "brand-admin", "eve", request,
                 &reply);
  EXPECT_EQ(reply.booking_count(), 2);
  EXPECT_EQ(reply.moved_size(), 2);
  for (const v1::Booking& was : {held, next}) {
    v1::GetBookingRequest get;
    get.set_name(was.name());
    v1::Booking is;
    Must<Bookings>(a_, &Bookings::GetBooking, "brand-admin", "eve", get, &is);
    EXPECT_EQ(is.start_time().seconds(), was.start_time().seconds() - 3600);
    EXPECT_EQ(is.local_start_time().hours(), was.local_start_time().hours());
    EXPECT_EQ(is.local_start_time().utc_offset().seconds(), 3600);
  }
  EXPECT_TRUE(ReadBooks(schema_.url()).Agree());
  // The older rules are not brought back.
  Bookings stub(a_.Connect());
  grpc::ClientContext context;
  SetCaller(context, "brand-admin", "eve");
  request.set_request_id("reanchor-0002");
  EXPECT_EQ(stub.ReanchorBookings(&context, request, &reply).error_code(),
            grpc::StatusCode::FAILED_PRECONDITION);
}

}  // namespace
}  // namespace rapport::test
