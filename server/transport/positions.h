// What calls and answers say of positions (vocabulary/position.h), as metadata.
//
//   rapport-position      trailing, of every answer: for a read, from memory or
//                         the database, a position that it is at least as new
//                         as; for a write, that and the write itself
//   rapport-min-position  of a request: the call is served once memory covers
//                         this, a position that some answer carried. There may
//                         be several
#ifndef RAPPORT_SERVER_TRANSPORT_POSITIONS_H_
#define RAPPORT_SERVER_TRANSPORT_POSITIONS_H_

#include <grpcpp/server_context.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/vocabulary/actor.h"
#include "server/vocabulary/position.h"
#include "server/vocabulary/position_board.h"

namespace rapport::transport {

inline constexpr char kPositionKey[] = "rapport-position";
inline constexpr char kMinPositionKey[] = "rapport-min-position";

// Positions that one call may ask for: as many as calls that a program makes at
// once, since it cannot compare what their answers say.
inline constexpr size_t kMinPositionsMax = 64;

// How long a call waits for its position. News of a server that lives come
// within a tenth of a second, large catalogs take seconds to show; what takes
// longer is trouble, which the caller should hear of.
inline constexpr absl::Duration kPositionWaitMax = absl::Seconds(5);

// Thread-safe. Does not own the board.
class Positions {
 public:
  using Told = std::shared_ptr<const PositionBoard::Told>;

  explicit Positions(PositionBoard& board,
                     absl::Duration wait_max = kPositionWaitMax)
      : board_(board), wait_max_(wait_max) {}

  // To be taken before a call's work begins.
  Told Now() const { return board_.told(); }

  // Whether the call asks for a position, well-formed or not.
  static bool IsAskedFor(const grpc::ServerContextBase& context);

  // The least that the call must see; nothing if it does not say. Returns
  // INVALID_ARGUMENT (MALFORMED, TOO_MANY).
  static absl::StatusOr<std::optional<Position>> WantedBy(
      const grpc::ServerContextBase& context);

  // Calls `then` once memory covers what the call asks for: with true if that
  // is so already, in this thread; else with false, in one that must not be
  // held up. Or with why not: the codes of WantedBy, UNAVAILABLE
  // (POSITION_NOT_REACHED, with the position that was) after `wait_max`, at the
  // call's deadline, or at once if too many wait, of `brand` or of all.
  void AfterWanted(
      const grpc::ServerContextBase& context, const BrandId& brand,
      absl::Time deadline,
      std::function<void(const absl::StatusOr<bool>& at_once)> then) const;

  // Says in the answer what holds of it. `before` is what Now said before the
  // work began. What a call that ended well has written counts as reached from
  // now on: it is in memory.
  void Say(const Told& before, const Actor& actor, const absl::Status& status,
           grpc::ServerContextBase& context) const;

 private:
  PositionBoard& board_;
  const absl::Duration wait_max_;
};

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_POSITIONS_H_
