// The whole server over fakes, on a socket, with a small world in it:
//
//   brand acme    styles bridal, minimalist
//     services    styling (1 h, 15 min after, in store and by video)
//                 repair (30 min, in store)
//     nyc         New York; ana works there: es, en; styling and repair
//     paris       bo: fr, en; styling
//     tokyo       chi: ja, zh-HK; styling by video and in store
//   brand other   one store, one associate, one service
//
// All work from Monday to Friday, 10:00 to 18:00 local time. It is Monday, the
// 2nd of March 2026, 09:00 UTC.
#ifndef RAPPORT_TESTS_RPC_RPC_WORLD_H_
#define RAPPORT_TESTS_RPC_RPC_WORLD_H_

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <string>

#include "absl/time/time.h"
#include "geo/zone_table.h"
#include "server/rpc_server.h"
#include "server/search/read_model.h"
#include "server/transport/caller_reader.h"
#include "tests/rpc/rpc_client.h"
#include "tests/support/fakes/fake_booking_store.h"
#include "tests/support/fakes/fake_catalog_store.h"
#include "tests/support/fakes/fake_schedule_store.h"
#include "tests/support/fakes/fake_waitlist_store.h"
#include "tests/transport/temp_folder.h"

namespace rapport {

// A clock that goes only when it is told to. Thread-safe.
class ManualClock {
 public:
  explicit ManualClock(absl::Time now) : now_(now) {}
  absl::Time Now() const {
    std::lock_guard lock(mutex_);
    return now_;
  }
  void Advance(absl::Duration by) {
    std::lock_guard lock(mutex_);
    now_ += by;
  }

 private:
  mutable std::mutex mutex_;
  absl::Time now_;
};

// Resource names of the world.
extern const std::string kNyc;
extern const std::string kParis;
extern const std::string kTokyo;
extern const std::string kAna;
extern const std::string kBo;
extern const std::string kChi;
extern const std::string kStyling;
extern const std::string kRepair;
extern const std::string kYoga;
extern const std::string kOtherStore;
extern const std::string kOtherAssociate;
extern const std::string kOtherService;

class RpcWorld : public ::testing::Test {
 protected:
  // An empty server; `options` without an address.
  explicit RpcWorld(RpcServerOptions options = {});
  ~RpcWorld() override;

  // A connection of its own, not one shared with others.
  std::shared_ptr<grpc::Channel> Connect() const;

  // Makes both brands of the world.
  void MakeBrands();

  // Adds the class yoga to acme, an hour in store or by video with three seats
  // and up to five together, which ana gives.
  void MakeClass();

  // Callers of acme.
  RpcClient Shopper(const std::string& id = "sam") const;
  RpcClient Admin() const;  // acting for the shopper sam
  RpcClient Backend(const std::string& shopper = "") const;
  RpcClient Associate(const std::string& name) const;  // a resource name
  RpcClient Manager(const std::string& store) const;   // a resource name
  RpcClient Operator() const;
  // The admin of another brand, acting for the shopper sam.
  RpcClient AdminOf(const std::string& brand) const;
  RpcClient Anonymous() const;

  // Seconds from the Unix epoch of `2026-03-03 15:00`, UTC, as text.
  static std::string Seconds(absl::string_view utc);
  // `2026-03-03 15:00` of that, UTC.
  static std::string UtcText(int64_t seconds);

  // Everything that acme has, as text.
  std::string Everything() const;

  // A request to hold ana for styling by video, Tuesday at 10:00 New York
  // time, in text format.
  static std::string HoldText(const std::string& request_id,
                              absl::string_view utc = "2026-03-03 15:00");

  // The same to make a session of yoga with ana, and `more` fields.
  static std::string SessionText(const std::string& request_id,
                                 absl::string_view utc = "2026-03-03 15:00",
                                 const std::string& more = "");

  // A request for the slots of somebody for styling by video, between two times.
  static std::string SlotsText(const std::string& associate,
                               absl::string_view start, absl::string_view end);

  transport::TempFolder folder_;
  ManualClock clock_;
  catalog::FakeCatalogStore catalog_;
  calendar::FakeScheduleStore schedules_;
  booking::FakeBookingStore bookings_;
  booking::FakeWaitlistStore waitlist_{bookings_};
  search::ReadModel model_;
  const Share share_;
  const transport::MetadataReader callers_;
  std::unique_ptr<RpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;

 private:
  void MakeAcme();
  void MakeOther();
};

// A world with its brands made.
class RpcTest : public RpcWorld {
 protected:
  RpcTest() { MakeBrands(); }
};

}  // namespace rapport

#endif  // RAPPORT_TESTS_RPC_RPC_WORLD_H_
