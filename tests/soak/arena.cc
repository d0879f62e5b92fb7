#include "tests/soak/arena.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "db/connection.h"
#include "tests/soak/cluster_database.h"
#include "tests/soak/database_process.h"
#include "tests/soak/soak_brand.h"

namespace rapport::soak {
namespace {

constexpr char kFakeTime[] = RAPPORT_FAKETIME;  // empty: there is none
constexpr char kReady[] = "rapport-server ready on ";
constexpr absl::Duration kReadyTimeout = absl::Seconds(90);
constexpr absl::Duration kPollInterval = absl::Milliseconds(10);
constexpr int kStartsMax = 5;

[[noreturn]] void Die(absl::string_view what, absl::string_view why) {
  std::fprintf(stderr, "%s: %s\n", std::string(what).c_str(),
               std::string(why).c_str());
  std::exit(1);
}

void Must(const absl::Status& status, absl::string_view what) {
  if (!status.ok()) Die(what, status.ToString());
}

std::string TextOf(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// Where the server says that it is ready; empty if it has not yet.
std::string AddressIn(const std::string& said) {
  const size_t at = said.find(kReady);
  const size_t end = said.find('\n', at);
  if (at == std::string::npos || end == std::string::npos) return "";
  const size_t begin = at + sizeof(kReady) - 1;
  return said.substr(begin, end - begin);
}

std::shared_ptr<Door> DoorTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  auto door = std::make_shared<Door>();
  door->channel = grpc::CreateCustomChannel(
      address, grpc::InsecureChannelCredentials(), arguments);
  door->bookings = v1::BookingService::NewStub(door->channel);
  door->waitlist = v1::WaitlistService::NewStub(door->channel);
  door->sessions = v1::SessionService::NewStub(door->channel);
  return door;
}

void SetClock(const std::string& path, absl::Duration ahead) {
  const int64_t seconds = absl::ToInt64Seconds(ahead);
  std::ofstream(path + ".new")
      << (seconds < 0 ? "" : "+") << seconds << std::endl;
  std::filesystem::rename(path + ".new", path);
}

}  // namespace

Instant Now() {
  timespec now = {};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

Arena::Arena(const ArenaOptions& options)
    : options_(options),
      clocks_(options.clocks && ::access(kFakeTime, R_OK) == 0),
      seats_(static_cast<size_t>(options.servers)) {
  std::filesystem::create_directories(options.folder);
  MakeDatabase();
  for (int i = 0; i < options.servers; ++i) {
    for (int node = 0; node < database_->nodes(); ++node) {
      const Endpoint target = database_->endpoint(node);
      Endpoint own;
      if (!target.path.empty()) own.path = File(absl::StrCat("network-", i));
      seats_[i].networks.push_back(std::make_unique<ChaosProxy>(own, target));
    }
    SetServerClock(i, absl::ZeroDuration());
    StartServer(i);
    if (i == 0) MakeBrand();
  }
  DoSabotage();
}

void Arena::MakeDatabase() {
  if (options_.cluster) {
    database_ = std::make_unique<ClusterDatabase>(clocks_ ? kFakeTime : "");
    return;
  }
  const std::string clock = File("database.clock");
  SetClock(clock, absl::ZeroDuration());
  DatabaseProcess::Options settings = {.folder = File("database"),
                                       .prefix = ClockPrefix(clock),
                                       .arguments = {},
                                       .clock_file = clock};
  if (options_.sabotage == Sabotage::kDurability) {
    settings.arguments = {"--innodb-flush-log-at-trx-commit=0"};
  }
  auto made = DatabaseProcess::Make(settings);
  Must(made.status(), "database");
  database_ = *std::move(made);
  database_->Start();
}

Arena::~Arena() = default;

std::string Arena::File(absl::string_view name) const {
  return absl::StrCat(options_.folder, "/", name);
}

// What is run under another clock: wall time only, since timeouts count on the
// monotonic one, and the times of files.
std::vector<std::string> Arena::ClockPrefix(const std::string& file) const {
  if (!clocks_) return {};
  return {"/usr/bin/env",
          absl::StrCat("LD_PRELOAD=", kFakeTime),
          absl::StrCat("FAKETIME_TIMESTAMP_FILE=", file),
          "FAKETIME_CACHE_DURATION=1",
          "FAKETIME_DONT_FAKE_MONOTONIC=1",
          "NO_FAKE_STAT=1"};
}

std::string Arena::ServerClock(int server) const {
  return File(absl::StrCat("server-", server, ".clock"));
}

void Arena::SetNodeClock(int node, absl::Duration ahead) {
  SetClock(database_->clock_file(node), ahead);
}

void Arena::SetServerClock(int server, absl::Duration ahead) {
  SetClock(ServerClock(server), ahead);
}

void Arena::KillServer(int server) {
  db::ChildProcess& process = *seats_[server].process;
  process.Signal(SIGKILL);
  process.WaitUntil(absl::InfiniteFuture());
}

void Arena::SignalServer(int server, int signal) {
  seats_[server].process->Signal(signal);
}

// In a cluster the node that comes first is another at every start, so that
// servers write through the same one, and through different ones.
db::DatabaseUrl Arena::UrlThroughNetworks(int server) const {
  const Seat& seat = seats_[server];
  db::DatabaseUrl url = database_->url(kSchema, 0);
  url.socket_path = seat.networks[0]->endpoint().path;
  if (!url.socket_path.empty()) return url;
  url.hosts.clear();
  for (const auto& network : seat.networks) {
    url.hosts.push_back(
        {.name = "127.0.0.1", .port = network->endpoint().port});
  }
  const size_t first =
      static_cast<size_t>(server) + static_cast<size_t>(seat.starts);
  return url.StartingAt(url.hosts[first % url.hosts.size()]);
}

void Arena::StartServer(int server) {
  std::string address;
  // A network that loses what a server says as it starts may end it: whoever
  // runs servers starts them again.
  for (int i = 0; i < kStartsMax && address.empty(); ++i) {
    address = TryStartServer(server);
  }
  if (address.empty()) Die("server", "does not start");
  std::shared_ptr<Door> door = DoorTo(address);
  const std::lock_guard<std::mutex> lock(mutex_);
  seats_[server].door = std::move(door);
}

std::string Arena::TryStartServer(int server) {
  Seat& seat = seats_[server];
  const std::string name = absl::StrCat("server-", server);
  const std::string output = absl::StrCat(File(name), ".", ++seat.starts);
  std::vector<std::string> command = ClockPrefix(ServerClock(server));
  for (std::string word :
       {std::string(RAPPORT_SERVER_PROGRAM), std::string("--listen"),
        std::string("127.0.0.1:0"), std::string("--no-request-log"),
        std::string("--trust-caller-metadata"), std::string("--database"),
        UrlThroughNetworks(server).ToSecretString()}) {
    command.push_back(std::move(word));
  }
  if (options_.sabotage == Sabotage::kDurability) {
    command.push_back("--unsafe-durability");
  }
  auto process =
      db::ChildProcess::Start({.command = command, .output_path = output});
  Must(process.status(), name);
  seat.process = *std::move(process);
  const absl::Time deadline = absl::Now() + kReadyTimeout;
  std::string address;
  while (address.empty()) {
    if (seat.process->WaitUntil(absl::Now() + kPollInterval)) {
      std::fprintf(stderr, "%s did not start: %s\n", name.c_str(),
                   TextOf(output).c_str());
      return "";
    }
    if (absl::Now() > deadline) Die(name, TextOf(output));
    address = AddressIn(TextOf(output));
  }
  return address;
}

std::shared_ptr<Door> Arena::door(int server) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return seats_[server].door;
}

absl::Status Arena::Execute(absl::string_view sql) {
  auto connection = db::Connection::Open(url());
  if (!connection.ok()) return connection.status();
  return (*connection)->ExecuteText(sql);
}

void Arena::MakeBrand() {
  brand_ = MakeSoakBrand(door(0)->channel, options_.associates);
  if (brand_->associates().size() != static_cast<size_t>(options_.associates)) {
    Die("brand", "could not be made");
  }
}

// What keeps two from having one tick is in the database, and is taken out of
// it there: the servers are the product's, and know nothing of it.
void Arena::DoSabotage() {
  if (options_.sabotage == Sabotage::kOccupancy) {
    Must(Execute("ALTER TABLE claim DROP PRIMARY KEY,"
                 " ADD KEY (brand_id, resource_id, tick, seat)"),
         "sabotage");
  }
  if (options_.sabotage == Sabotage::kEndOfWaits) {
    Must(Execute("CREATE TRIGGER again BEFORE UPDATE ON waitlist_entry"
                 " FOR EACH ROW SET NEW.booking_id ="
                 " IF(NEW.state IN (4, 5), NULL, NEW.booking_id),"
                 " NEW.state = IF(NEW.state IN (4, 5), 1, NEW.state)"),
         "sabotage");
  }
  if (options_.sabotage == Sabotage::kSeats) {
    Must(Execute("CREATE TRIGGER miscount BEFORE INSERT ON booking_seat"
                 " FOR EACH ROW SET NEW.session_id = NEW.booking_id"),
         "sabotage");
  }
  if (options_.sabotage == Sabotage::kFollowing) {
    Must(Execute("CREATE TRIGGER stay BEFORE UPDATE ON booking FOR EACH ROW"
                 " IF JSON_VALUE(NULLIF(NEW.content, ''), '$.session')"
                 " IS NOT NULL THEN"
                 " SET NEW.associate_id = OLD.associate_id,"
                 " NEW.start_tick = OLD.start_tick,"
                 " NEW.end_tick = OLD.end_tick,"
                 " NEW.start_time = OLD.start_time,"
                 " NEW.end_time = OLD.end_time; END IF"),
         "sabotage");
  }
  if (options_.sabotage == Sabotage::kNews) {
    Must(Execute("CREATE TRIGGER hush BEFORE INSERT ON event FOR EACH ROW"
                 " SET NEW.kind = IF(NEW.action = 'HoldSeats', 0, NEW.kind)"),
         "sabotage");
  }
  if (options_.sabotage == Sabotage::kGuard) {
    Must(Execute("ALTER TABLE shopper_guard DROP PRIMARY KEY"), "sabotage");
    // What is counted by then is old news when it is written.
    Must(Execute("CREATE TRIGGER dawdle BEFORE INSERT ON booking"
                 " FOR EACH ROW IF NEW.service_id = 'tasting' THEN"
                 " DO SLEEP(0.02); END IF"),
         "sabotage");
  }
  if (options_.sabotage == Sabotage::kIdempotency) {
    Must(Execute("CREATE TRIGGER forget BEFORE INSERT ON event"
                 " FOR EACH ROW SET NEW.request_id = NULL"),
         "sabotage");
  }
}

}  // namespace rapport::soak
