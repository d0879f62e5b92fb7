// The server is killed in the middle of many bookings, and nothing that it
// promised is lost.
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "db/embedded/embedded_database.h"
#include "tests/e2e/books.h"
#include "tests/e2e/server_process.h"
#include "tests/e2e/small_brand.h"
#include "tests/support/private_database.h"

namespace rapport::test {
namespace {

constexpr int kAttempts = 1000;
constexpr int kClients = 32;
constexpr size_t kAssociates = 20;
// Half as many slots as attempts: every slot is wanted twice.
constexpr int kSlots = kAttempts / 2 / static_cast<int>(kAssociates);
constexpr int kKillAfter = 300;  // acknowledged holds

// One shopper's wish, and what they were told.
struct Attempt {
  v1::HoldSlotRequest hold;
  std::optional<v1::Booking> held;
  v1::ConfirmBookingRequest confirm;
  std::optional<v1::Booking> confirmed;
};

grpc::StatusCode Hold(v1::BookingService::Stub& stub, const Attempt& attempt,
                      std::optional<v1::Booking>& answer) {
  grpc::ClientContext context;
  SetCaller(context, "shopper", attempt.hold.request_id());
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
  v1::Booking booking;
  const grpc::Status status = stub.HoldSlot(&context, attempt.hold, &booking);
  if (status.ok()) answer = booking;
  return status.error_code();
}

grpc::StatusCode Confirm(v1::BookingService::Stub& stub, const Attempt& attempt,
                         std::optional<v1::Booking>& answer) {
  grpc::ClientContext context;
  SetCaller(context, "shopper", attempt.hold.request_id());
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
  v1::Booking booking;
  const grpc::Status status =
      stub.ConfirmBooking(&context, attempt.confirm, &booking);
  if (status.ok()) answer = booking;
  return status.error_code();
}

std::vector<Attempt> MakeAttempts(const SmallBrand& brand) {
  std::vector<Attempt> attempts(kAttempts);
  for (int i = 0; i < kAttempts; ++i) {
    const int slot = i / 2;
    attempts[i].hold = brand.Hold(absl::StrCat("hold-", i, "-request"),
                                  slot / kSlots, slot % kSlots);
  }
  return attempts;
}

void Book(v1::BookingService::Stub& stub, Attempt& attempt) {
  Hold(stub, attempt, attempt.held);
  if (!attempt.held.has_value()) return;
  attempt.confirm.set_name(attempt.held->name());
  attempt.confirm.set_request_id(
      absl::StrCat("confirm-", attempt.hold.request_id()));
  Confirm(stub, attempt, attempt.confirmed);
}

// All attempts at once, from many clients; the server is killed in their
// middle. Returns how many clients were still at work then.
void BookUntilKilled(ServerProcess& server, std::vector<Attempt>& attempts) {
  std::atomic<int> next = 0;
  std::atomic<int> acknowledged = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&] {
      v1::BookingService::Stub stub(server.Connect());
      for (int n = next++; n < kAttempts; n = next++) {
        Book(stub, attempts[n]);
        if (attempts[n].held.has_value() && ++acknowledged == kKillAfter) {
          server.Kill(SIGKILL);
        }
      }
    });
  }
  for (std::thread& client : clients) client.join();
}

std::string IdOf(const v1::Booking& booking) {
  return booking.name().substr(booking.name().rfind('/') + 1);
}

// What the server said is what the database has.
void ExpectKept(const Books& books, const std::vector<Attempt>& attempts) {
  for (const Attempt& attempt : attempts) {
    if (!attempt.held.has_value()) continue;
    auto found = books.states.find(IdOf(*attempt.held));
    ASSERT_NE(found, books.states.end()) << attempt.held->name();
    if (attempt.confirmed.has_value()) {
      EXPECT_EQ(found->second, v1::BOOKING_STATE_CONFIRMED);
    }
  }
}

Books ReadPrivateBooks(const std::string& data_dir) {
  db::EmbeddedDatabaseOptions options;
  options.data_dir = data_dir;
  auto database = db::EmbeddedDatabase::Start(options);
  EXPECT_TRUE(database.ok()) << database.status();
  if (!database.ok()) return {};
  return ReadBooks((*database)->url("rapport"));
}

// Every request is sent again; who was answered is answered the same.
void ExpectAnswersAsBefore(ServerProcess& server,
                           const std::vector<Attempt>& attempts) {
  v1::BookingService::Stub stub(server.Connect());
  for (const Attempt& attempt : attempts) {
    std::optional<v1::Booking> again;
    const grpc::StatusCode code = Hold(stub, attempt, again);
    if (!attempt.held.has_value()) {
      EXPECT_TRUE(code == grpc::StatusCode::OK ||
                  code == grpc::StatusCode::ALREADY_EXISTS)
          << code;
      continue;
    }
    ASSERT_TRUE(again.has_value()) << code;
    EXPECT_EQ(again->SerializeAsString(), attempt.held->SerializeAsString());
    if (!attempt.confirmed.has_value()) continue;
    std::optional<v1::Booking> confirmed;
    Confirm(stub, attempt, confirmed);
    ASSERT_TRUE(confirmed.has_value());
    EXPECT_EQ(confirmed->SerializeAsString(),
              attempt.confirmed->SerializeAsString());
  }
}

TEST(Crash, LosesNothingAcknowledgedAndBooksNobodyTwice) {
  TempDir dir;
  const std::vector<std::string> flags = {"--data-dir", dir.path()};
  auto server = std::make_unique<ServerProcess>(flags);
  SmallBrand brand(server->Connect(), kAssociates);
  std::vector<Attempt> attempts = MakeAttempts(brand);

  BookUntilKilled(*server, attempts);
  EXPECT_EQ(server->Wait(), 128 + SIGKILL);

  int held = 0, confirmed = 0;
  for (const Attempt& attempt : attempts) {
    held += attempt.held.has_value();
    confirmed += attempt.confirmed.has_value();
  }
  RecordProperty("held", held);
  RecordProperty("confirmed", confirmed);
  EXPECT_GE(held, kKillAfter);
  EXPECT_LT(held, kAttempts / 2) << "it was killed too late to mean anything";
  const Books after_kill = ReadPrivateBooks(dir.path());
  EXPECT_TRUE(after_kill.Agree());
  ExpectKept(after_kill, attempts);

  server = std::make_unique<ServerProcess>(flags);
  ExpectAnswersAsBefore(*server, attempts);
  server->Kill(SIGTERM);
  EXPECT_EQ(server->Wait(), 0);
  const Books at_end = ReadPrivateBooks(dir.path());
  EXPECT_TRUE(at_end.Agree());
  ExpectKept(at_end, attempts);
  // Each slot was wanted twice, and by now one of the two has it.
  EXPECT_EQ(at_end.states.size(), static_cast<size_t>(kAttempts / 2));
}

}  // namespace
}  // namespace rapport::test
