#include "tests/e2e/site.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "db/errors.h"
#include "server/transport/positions.h"
#include "tests/catalog/zones.h"
#include "tests/e2e/small_brand.h"
#include "tests/places/small_gazetteer.h"

namespace rapport::test {
namespace {

// More than anything takes, even under a sanitizer on a busy machine.
constexpr auto kPatience = std::chrono::seconds(120);

// Whom nobody overtakes, because all wait for its locks, goes on after this.
constexpr auto kHeldUpMax = std::chrono::milliseconds(30);
constexpr int kOvertaking = 3;

// One attempt: a test that breaks the network knows what it does.
db::RetryPolicy Once() {
  db::RetryPolicy policy;
  policy.attempts_max = 1;
  return policy;
}

db::PoolOptions PoolWith(db::FaultHook fault) {
  db::PoolOptions options;
  options.connect.fault = std::move(fault);
  return options;
}

absl::Status Lost() {
  return db::MakeDbStatus(db::DbOutcome::kNotCommitted, 2013, "lost");
}

}  // namespace

RoughFeed::RoughFeed(db::Pool& pool, Flaw flaw, unsigned seed)
    : feed_(pool, Once()), pool_(pool), flaw_(flaw), random_(seed) {}

absl::StatusOr<int> RoughFeed::Poll(
    absl::FunctionRef<void(const search::Change&)> each) {
  std::vector<search::Change> heard = std::exchange(held_, {});
  const size_t told = heard.size();
  const absl::StatusOr<int> count = feed_.Poll(
      [&](const search::Change& change) { heard.push_back(change); });
  if (flaw_ == Flaw::kSaysTooEarly) {
    held_ = {heard.begin() + told, heard.end()};
    heard.resize(told);
  }
  std::shuffle(heard.begin(), heard.end(), random_);
  for (const search::Change& change : heard) {
    if (flaw_ == Flaw::kLosesNews && random_() % 4 == 0) continue;
    each(change);
    if (random_() % 4 == 0) each(change);
  }
  return count;
}

Position RoughFeed::position() const {
  Position position = feed_.position();
  if (flaw_ != Flaw::kSaysTooMuch) return position;
  const auto lease = pool_.Acquire(absl::InfiniteFuture());
  if (!lease.ok()) return position;
  (*lease)
      ->Query("SELECT origin_id, MAX(seq) FROM event GROUP BY origin_id", {},
              [&](const db::Row& row) {
                position.Join(Position::UpTo(row.Int64(0), row.Int64(1)));
                return absl::OkStatus();
              })
      .IgnoreError();
  return position;
}

Site::Site(const db::DatabaseUrl& url, const Options& options)
    : write_pool_(url,
                  PoolWith([this](db::FaultPoint point, absl::string_view) {
                    return WriterFault(point);
                  })),
      follow_pool_(url,
                   PoolWith([this](db::FaultPoint point, absl::string_view) {
                     return FollowerFault(point);
                   })),
      log_(write_pool_),
      catalog_(write_pool_, log_),
      schedules_(write_pool_, log_),
      bookings_(write_pool_, log_),
      waitlist_(write_pool_, log_),
      read_catalog_(follow_pool_, log_, Once()),
      read_schedules_(follow_pool_, log_, Once()),
      read_bookings_(follow_pool_, log_, Once()),
      read_waitlist_(follow_pool_, log_, Once()),
      feed_(follow_pool_, options.flaw, options.seed),
      replica_({read_catalog_, read_schedules_, read_bookings_, read_waitlist_},
               feed_, model_),
      share_(SmallShare()),
      server_({catalog_, schedules_, bookings_, waitlist_}, model_, share_,
              callers_,
              {.address = folder_.Socket(),
               .position_wait = options.position_wait}) {
  absl::Status status = log_.Start();
  EXPECT_TRUE(status.ok()) << status;
  status = replica_.Load([](absl::string_view) {});
  EXPECT_TRUE(status.ok()) << status;
  status = server_.Start();
  EXPECT_TRUE(status.ok()) << status;
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  channel_ = grpc::CreateCustomChannel(
      folder_.Socket(), grpc::InsecureChannelCredentials(), arguments);
}

Site::~Site() = default;

Share Site::SmallShare() {
  return {catalog::OneZone("Etc/UTC"),
          places::Gazetteer(places::SmallTable(places::SomeLines())),
          std::make_shared<const hours::HolidayTable>()};
}

absl::Status Site::FollowerFault(db::FaultPoint point) {
  if (point != db::FaultPoint::kBeforeStatement || !follower_breaks) {
    return absl::OkStatus();
  }
  return follower_breaks() ? Lost() : absl::OkStatus();
}

void Site::HoldUp() {
  std::unique_lock lock(overtaking_mutex_);
  const int now = ++commits_;
  overtaken_.notify_all();
  const int every = held_up_every;
  if (every == 0 || now % every != 0) return;
  overtaken_.wait_for(lock, kHeldUpMax,
                      [&] { return commits_ >= now + kOvertaking; });
}

absl::Status Site::WriterFault(db::FaultPoint point) {
  if (point == db::FaultPoint::kBeforeCommit) HoldUp();
  if (point != db::FaultPoint::kAfterCommit) return absl::OkStatus();
  int left = lost_answers;
  while (left > 0 && !lost_answers.compare_exchange_weak(left, left - 1)) {
  }
  return left > 0 ? Lost() : absl::OkStatus();
}

std::unique_ptr<grpc::ClientContext> AdminContext(const Position& least) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + kPatience);
  SetCaller(*context, "brand-admin", "ada");
  context->AddMetadata("x-rapport-shopper", "sam");
  if (!(least == Position())) {
    context->AddMetadata(transport::kMinPositionKey, least.ToText());
  }
  return context;
}

std::optional<Position> PositionIn(const grpc::ClientContext& context) {
  const auto& trailing = context.GetServerTrailingMetadata();
  const auto it = trailing.find(transport::kPositionKey);
  if (it == trailing.end()) return std::nullopt;
  const absl::StatusOr<Position> position =
      Position::Parse(absl::string_view(it->second.data(), it->second.size()));
  if (!position.ok()) return std::nullopt;
  return *position;
}

}  // namespace rapport::test
