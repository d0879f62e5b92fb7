// One of many callers at once: does what the operations say, through whichever
// server, and writes down what it asked and was told.
#ifndef RAPPORT_TESTS_SOAK_CALLER_H_
#define RAPPORT_TESTS_SOAK_CALLER_H_

#include <grpcpp/client_context.h>

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "rapport/v1/booking_service.grpc.pb.h"
#include "tests/soak/arena.h"
#include "tests/soak/bag.h"
#include "tests/soak/history.h"

namespace rapport::soak {

// What a cycle's callers share.
struct Fight {
  Arena* arena = nullptr;
  // Slots start within a day from here; fewer ticks, more contention.
  absl::Time first_start;
  int64_t ticks = 288;
  // Contended attempts that are still to be made.
  std::atomic<int64_t> left = 0;
  Board board = {};  // the newest sessions
};

// Not thread-safe: a thread each.
class Caller {
 public:
  Caller(int client, std::string shopper, Bag& bag, Fight& fight,
         uint64_t seed);

  // Goes on until nothing is left of the fight.
  void Run();

  // --- For operations ------------------------------------------------------

  // Of a service.
  template <typename Stub, typename Request, typename Answer>
  using MethodOf = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&,
                                          Answer*);
  template <typename Request>
  using Method = MethodOf<v1::BookingService::Stub, Request, v1::Booking>;

  // What an attempt is to say of itself, besides what Call knows.
  struct Wish {
    const char* op = "";
    Effect effect = Effect::kReads;
    std::string subject = {};    // a booking's name, or an entry's
    std::string associate = {};  // a resource name
    absl::Time start = {};       // of the meeting that is wanted
    bool staff = false;          // an admin asks, not the shopper
    std::string session = {};    // a name, of seats that are wanted
    int party = 1;               // so many
    std::string replaces = {};   // a booking's name
    std::string guest = {};      // a shopper for whom staff ask
  };

  // Sends it until it is answered, or for kTriesMax times; sometimes through
  // two servers at once. A booking that is granted goes into the bag, and all
  // entries that are shown.
  template <typename Stub, typename Request, typename Answer>
  void Call(Wish wish, MethodOf<Stub, Request, Answer> method,
            Request request) {
    KeepTrying(TryOf(std::move(wish), method, std::move(request)));
  }
  // The same of two different ones, at the same moment.
  template <typename Request>
  void CallBoth(const Wish& wish, Method<Request> method, const Request& first,
                const Request& second) {
    TryTogether(TryOf(wish, method, first), TryOf(wish, method, second));
  }

  // The same request once more, some time after its answer.
  void Again();

  uint64_t Below(uint64_t n) { return random_() % n; }
  v1::Booking AnyOfMine(Kind kind = Kind::kMeeting) {
    return bag_.Any(kind, random_);
  }
  // One that begins before most.
  v1::Booking NextOfMine(Kind kind = Kind::kMeeting);
  // One of the newest; none: empty name.
  v1::Booking AnySession() { return fight_.board.Any(random_); }
  v1::WaitlistEntry AnyWaitOfMine() { return bag_.AnyWait(random_); }
  v1::WaitlistEntry AnyOfferOfMine() { return bag_.AnyOffered(random_); }
  const test::SmallBrand& brand() const { return fight_.arena->brand(); }
  // A start that others want, too.
  absl::Time AnyFarStart();
  // Within the hour, when those who come can be checked in.
  absl::Time AnySoonStart();
  // Now and then one of these.
  absl::Time AnyStart();
  const std::string& AnyAssociate();
  // Of so few that people wait for them: the same in all cycles, each with one
  // of two.
  absl::Time AnyPopularStart();
  bool IsPopular(absl::Time start) const;
  const std::string& AnyPopularAssociate();

  const std::vector<Attempt>& attempts() const { return attempts_; }

 private:
  // One attempt with a server, from its request to its answer.
  using Try = std::function<Attempt(int server)>;

  // One with a new request id.
  template <typename Stub, typename Request, typename Answer>
  Try TryOf(Wish wish, MethodOf<Stub, Request, Answer> method, Request request);
  // `attempt` as it is before it is made.
  Attempt Begin(const Wish& wish, const std::string& request_id) const;
  static void End(const grpc::Status& status, uint64_t fingerprint,
                  Attempt& attempt);
  // What an answer shows, written down and remembered.
  void Show(const v1::Booking& answer, Attempt& attempt);
  void Show(const v1::Session& answer, Attempt& attempt);
  void Show(const v1::WaitlistEntry& answer, Attempt& attempt);
  void Show(const v1::ListWaitlistEntriesResponse& answer, Attempt& attempt);
  static uint64_t Fingerprint(const google::protobuf::MessageLite& answer);
  // But for what is left by now.
  static uint64_t Fingerprint(v1::Session answer);
  std::unique_ptr<grpc::ClientContext> Context(const Wish& wish,
                                               const Attempt& attempt) const;
  bool TryBoth(const Try& once);
  void KeepTrying(const Try& once);
  void TryTogether(const Try& one, const Try& other);
  int AnyServer();
  bool Note(Attempt attempt);

  const int client_;
  const std::string shopper_;
  Bag& bag_;
  Fight& fight_;
  std::mt19937_64 random_;
  uint64_t requests_ = 0;
  std::vector<Attempt> attempts_;
  std::deque<Try> done_;  // the last few that were granted
};

// The same of a booking as the checker knows it.
SeenBooking SeenIn(const v1::Booking& booking);
SeenBooking SeenIn(const v1::Session& session);  // as it was made
SeenEntry SeenIn(const v1::WaitlistEntry& entry);

template <typename Stub, typename Request, typename Answer>
Caller::Try Caller::TryOf(Wish wish, MethodOf<Stub, Request, Answer> method,
                          Request request) {
  std::string request_id;
  if constexpr (requires { request.set_request_id(request_id); }) {
    request_id = "c" + std::to_string(client_) + "-" +
                 std::to_string(++requests_) + "-" + wish.op;
    request.set_request_id(request_id);
  }
  const Attempt before = Begin(wish, request_id);
  return [this, wish, before, method, request](int server) {
    Attempt attempt = before;
    attempt.server = server;
    const std::shared_ptr<Door> door = fight_.arena->door(server);
    const std::unique_ptr<grpc::ClientContext> context = Context(wish, attempt);
    Stub& stub = door->Of(static_cast<Stub*>(nullptr));
    Answer answer;
    attempt.invoked = Now();
    const grpc::Status status = (stub.*method)(context.get(), request, &answer);
    attempt.completed = Now();
    End(status, Fingerprint(answer), attempt);
    if (status.ok()) Show(answer, attempt);
    return attempt;
  };
}

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_CALLER_H_
