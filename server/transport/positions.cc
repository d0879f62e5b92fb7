#include "server/transport/positions.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "server/vocabulary/error.h"

namespace rapport::transport {
namespace {

absl::Status NotReached(const PositionBoard& board) {
  return WithValues(
      Error(absl::StatusCode::kUnavailable, "POSITION_NOT_REACHED",
            "this server has not heard yet of all that the call must see; try "
            "again, or another server"),
      {{"position", board.told()->text}});
}

}  // namespace

bool Positions::IsAskedFor(const grpc::ServerContextBase& context) {
  const auto& metadata = context.client_metadata();
  return metadata.find(kMinPositionKey) != metadata.end();
}

absl::StatusOr<std::optional<Position>> Positions::WantedBy(
    const grpc::ServerContextBase& context) {
  const auto [first, end] =
      context.client_metadata().equal_range(kMinPositionKey);
  std::optional<Position> wanted;
  size_t count = 0;
  for (auto it = first; it != end; ++it) {
    if (++count > kMinPositionsMax) {
      return InvalidField(
          kMinPositionKey, "TOO_MANY",
          absl::StrCat("is there more than ", kMinPositionsMax, " times"));
    }
    const absl::StatusOr<Position> one = Position::Parse(
        absl::string_view(it->second.data(), it->second.size()));
    if (!one.ok()) {
      return InvalidField(kMinPositionKey, "MALFORMED", one.status().message());
    }
    if (!wanted.has_value()) wanted.emplace();
    wanted->Join(*one);
  }
  return wanted;
}

void Positions::AfterWanted(
    const grpc::ServerContextBase& context, const BrandId& brand,
    absl::Time deadline,
    std::function<void(const absl::StatusOr<bool>& at_once)> then) const {
  const absl::StatusOr<std::optional<Position>> wanted = WantedBy(context);
  if (!wanted.ok()) return then(wanted.status());
  if (!wanted->has_value() || Now()->position.Covers(**wanted)) {
    return then(true);
  }
  board_.WhenReached(
      brand, **wanted, std::min(deadline, absl::Now() + wait_max_),
      [&board = board_, then = std::move(then)](bool reached) {
        then(reached ? absl::StatusOr<bool>(false) : NotReached(board));
      });
}

void Positions::Say(const Told& before, const Actor& actor,
                    const absl::Status& status,
                    grpc::ServerContextBase& context) const {
  static const std::string& key = *new std::string(kPositionKey);
  const WriteReceipt* receipt = actor.receipt.get();
  if (!status.ok() || receipt == nullptr ||
      (receipt->written.empty() && receipt->repeated.empty())) {
    context.AddTrailingMetadata(key, before->text);
    return;
  }
  Position position = before->position;
  for (const EventName& event : receipt->written) {
    board_.Reach(event);
    position.Join(Position::UpTo(event.origin, event.seq));
  }
  for (const EventName& event : receipt->repeated) {
    position.Join(Position::UpTo(event.origin, event.seq));
  }
  context.AddTrailingMetadata(key, position.ToText());
}

}  // namespace rapport::transport
