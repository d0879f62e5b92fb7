// What answers say of positions, and how calls wait for one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "rapport/v1/booking_service.grpc.pb.h"
#include "rapport/v1/catalog_service.grpc.pb.h"
#include "server/transport/positions.h"
#include "server/vocabulary/wait.h"
#include "tests/rpc/barrier.h"
#include "tests/rpc/import_client.h"
#include "tests/rpc/rpc_world.h"
#include "tests/transport/error_details.h"

namespace rapport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kGetBrand[] = "CatalogService/GetBrand";
constexpr char kAcme[] = R"(name: "brands/acme")";

class PositionTest : public RpcTest {
 protected:
  PositionTest() {
    model_.board().OnWait([this] {
      std::lock_guard lock(mutex_);
      ++began_to_wait_;
      waiting_.notify_all();
    });
  }
  ~PositionTest() override { model_.board().OnWait(nullptr); }

  void AwaitWaiters(int count) {
    std::unique_lock lock(mutex_);
    WaitFor(waiting_, lock, [&] { return began_to_wait_ >= count; });
  }

  // All that an ended call said of its position.
  static std::vector<std::string> SaidIn(const grpc::ClientContext& context) {
    std::vector<std::string> said;
    const auto& metadata = context.GetServerTrailingMetadata();
    const auto [first, end] = metadata.equal_range(transport::kPositionKey);
    for (auto it = first; it != end; ++it) {
      said.emplace_back(it->second.data(), it->second.size());
    }
    return said;
  }

  std::vector<std::string> SaidOfGetStore(const RpcClient& client,
                                          const std::string& name) {
    v1::CatalogService::Stub stub(channel_);
    const auto context = client.Context();
    v1::GetStoreRequest request;
    request.set_name(name);
    v1::Store reply;
    stub.GetStore(context.get(), request, &reply);
    return SaidIn(*context);
  }

  // The admin, who must see at least those.
  RpcClient AdminAt(const std::vector<std::string>& positions) {
    RpcClient admin = Admin();
    for (const std::string& position : positions) {
      admin.metadata().emplace(transport::kMinPositionKey, position);
    }
    return admin;
  }
  static std::string Text(int64_t origin, int64_t seq) {
    return Position::UpTo(origin, seq).ToText();
  }

 private:
  std::mutex mutex_;  // guards the next two
  int began_to_wait_ = 0;
  std::condition_variable waiting_;
};

TEST_F(PositionTest, EveryAnswerSaysHowFarMemoryIs) {
  model_.Reach(Position::UpTo(1, 7));
  EXPECT_THAT(SaidOfGetStore(Admin(), kNyc), ElementsAre(Text(1, 7)));
  EXPECT_THAT(SaidOfGetStore(Admin(), "brands/acme/stores/none"),
              ElementsAre(Text(1, 7)));
  EXPECT_THAT(SaidOfGetStore(AdminAt({"?"}), kNyc), ElementsAre(Text(1, 7)));
}

TEST_F(PositionTest, CallersWhoAreNotLetInHearNothing) {
  model_.Reach(Position::UpTo(1, 7));
  EXPECT_THAT(SaidOfGetStore(Anonymous(), kNyc), IsEmpty());
}

// What is read may be newer than said, never older.
TEST_F(PositionTest, IsThatFromBeforeTheReadBegan) {
  model_.Reach(Position::UpTo(1, 7));
  Barrier barrier;
  bookings_.BeforeNextHold([&] { barrier.Wait(); });
  v1::BookingService::Stub stub(channel_);
  const auto context = Shopper().Context();
  v1::HoldSlotRequest request;
  MergeText(HoldText("hold-0001"), &request);
  v1::Booking reply;
  std::thread caller(
      [&] { EXPECT_TRUE(stub.HoldSlot(context.get(), request, &reply).ok()); });
  barrier.AwaitArrival();
  model_.Reach(Position::UpTo(1, 8));
  barrier.Open();
  caller.join();
  EXPECT_THAT(SaidIn(*context), ElementsAre(Text(1, 7)));
}

TEST_F(PositionTest, StreamsSayItToo) {
  model_.Reach(Position::UpTo(1, 7));
  v1::CatalogService::Stub stub(channel_);
  const auto context = Admin().Context();
  v1::ExportStoresRequest request;
  request.set_parent("brands/acme");
  request.set_format(v1::IMPORT_FORMAT_CSV);
  const auto reader = stub.ExportStores(context.get(), request);
  v1::ExportStoresResponse piece;
  while (reader->Read(&piece)) {
  }
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_THAT(SaidIn(*context), ElementsAre(Text(1, 7)));

  const auto import_context = Admin().Context();
  const auto stream = stub.ImportStores(import_context.get());
  EXPECT_FALSE(stream->WritesDone() && stream->Finish().ok());
  EXPECT_THAT(SaidIn(*import_context), ElementsAre(Text(1, 7)));
}

TEST_F(PositionTest, CallsThatNeedNotWaitAreServedAtOnce) {
  model_.Reach(Position(1, {{1, 7}}));
  model_.Reach(Position::UpTo(2, 3));
  EXPECT_EQ(AdminAt({Text(1, 7), Text(2, 2)}).Told(kGetBrand, kAcme), "OK");
}

TEST_F(PositionTest, CallsWaitUntilAllThatTheyMustSeeIsThere) {
  std::string told;
  std::thread caller([&] {
    told = AdminAt({Text(1, 7), Text(2, 2)}).Told(kGetBrand, kAcme);
  });
  AwaitWaiters(1);
  model_.Reach(Position::UpTo(1, 8));
  EXPECT_EQ(model_.board().waiting(), 1);
  model_.Reach(Position::UpTo(2, 2));
  caller.join();
  EXPECT_EQ(told, "OK");
}

TEST_F(PositionTest, WritesWaitToo) {
  std::string told;
  std::thread caller([&] {
    RpcClient shopper = Shopper();
    shopper.metadata().emplace(transport::kMinPositionKey, Text(1, 7));
    told = shopper.Told("BookingService/HoldSlot", HoldText("hold-0001"));
  });
  AwaitWaiters(1);
  EXPECT_EQ(bookings_.holds(), 0);
  model_.Reach(Position::UpTo(1, 7));
  caller.join();
  EXPECT_EQ(told, "OK");
}

TEST_F(PositionTest, StreamsWaitToo) {
  std::thread caller([&] {
    v1::CatalogService::Stub stub(channel_);
    const auto context = AdminAt({Text(1, 7)}).Context();
    v1::ExportStoresRequest request;
    request.set_parent("brands/acme");
    request.set_format(v1::IMPORT_FORMAT_CSV);
    const auto reader = stub.ExportStores(context.get(), request);
    v1::ExportStoresResponse piece;
    EXPECT_TRUE(reader->Read(&piece));
    while (reader->Read(&piece)) {
    }
    EXPECT_TRUE(reader->Finish().ok());
  });
  AwaitWaiters(1);
  std::thread importer([&] {
    v1::CatalogService::Stub stub(channel_);
    const auto context = AdminAt({Text(1, 7)}).Context();
    const auto stream = stub.ImportStores(context.get());
    stream->WritesDone();
    EXPECT_EQ(transport::Summary(stream->Finish()),
              "INVALID_ARGUMENT REQUIRED header");
  });
  AwaitWaiters(2);
  model_.Reach(Position::UpTo(1, 7));
  caller.join();
  importer.join();
}

// More than there are threads for.
TEST_F(PositionTest, ThoseWhoWaitKeepNobodyElseWaiting) {
  constexpr int kWaiters = 100;
  std::vector<std::thread> callers;
  std::vector<std::string> told(kWaiters);
  for (std::string& each : told) {
    callers.emplace_back(
        [&] { each = AdminAt({Text(1, 7)}).Told(kGetBrand, kAcme); });
  }
  AwaitWaiters(kWaiters);
  EXPECT_EQ(Admin().Told(kGetBrand, kAcme), "OK");
  EXPECT_EQ(Shopper().Told("BookingService/HoldSlot", HoldText("hold-0001")),
            "OK");
  model_.Reach(Position::UpTo(1, 7));
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(told, std::vector<std::string>(kWaiters, "OK"));
}

TEST_F(PositionTest, RefusesWhatIsNoPosition) {
  EXPECT_EQ(AdminAt({"?"}).Told(kGetBrand, kAcme),
            "INVALID_ARGUMENT MALFORMED rapport-min-position");
  EXPECT_EQ(AdminAt({Text(1, 0), ""}).Told(kGetBrand, kAcme),
            "INVALID_ARGUMENT MALFORMED rapport-min-position");
  const std::vector<std::string> most(transport::kMinPositionsMax, Text(1, 0));
  EXPECT_EQ(AdminAt(most).Told(kGetBrand, kAcme), "OK");
  std::vector<std::string> more = most;
  more.push_back(Text(1, 0));
  EXPECT_EQ(AdminAt(more).Told(kGetBrand, kAcme),
            "INVALID_ARGUMENT TOO_MANY rapport-min-position");
}

TEST_F(PositionTest, ADrainIsNotHeldUpForLongByThoseWhoWait) {
  std::string told;
  std::thread caller(
      [&] { told = AdminAt({Text(1, 7)}).Told(kGetBrand, kAcme); });
  AwaitWaiters(1);
  std::thread drain([this] { server_->Drain(absl::InfiniteFuture()); });
  model_.Reach(Position::UpTo(1, 7));
  caller.join();
  drain.join();
  EXPECT_EQ(told, "OK");
}

class ImpatientPositionTest : public RpcWorld {
 protected:
  ImpatientPositionTest() : RpcWorld({.position_wait = absl::Milliseconds(1)}) {
    MakeBrands();
  }
};

TEST_F(ImpatientPositionTest, TellsWhereItIsWhenItCouldNotGetThere) {
  model_.Reach(Position::UpTo(1, 7));
  RpcClient admin = Admin();
  admin.metadata().emplace(transport::kMinPositionKey,
                           Position::UpTo(1, 8).ToText());
  auto request = NewRequest(kGetBrand);
  MergeText(kAcme, request.get());
  const grpc::Status status = admin.Call(kGetBrand, *request, nullptr);
  EXPECT_EQ(transport::Summary(status), "UNAVAILABLE POSITION_NOT_REACHED");
  EXPECT_THAT(
      transport::DetailsOf(status).metadata,
      ElementsAre(std::pair("position", Position::UpTo(1, 7).ToText())));
}

}  // namespace
}  // namespace rapport
