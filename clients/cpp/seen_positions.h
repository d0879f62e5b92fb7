// What a session has seen, so that no later answer is older: the positions
// that answers carried, whichever server gave them.
//
//   const std::vector<std::string> asked = seen.AskIn(context);
//   grpc::Status status = stub.GetBrand(&context, request, &reply);
//   if (status.ok()) seen.Take(asked, context);
//
// Positions are opaque here and cannot be compared. But an answer is never
// older than what its call asked for, so its position takes the place of those;
// what calls at the same time have seen stays beside it until one asks for
// both.

#ifndef RAPPORT_CLIENTS_CPP_SEEN_POSITIONS_H_
#define RAPPORT_CLIENTS_CPP_SEEN_POSITIONS_H_

#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

namespace grpc {
class ClientContext;
}

namespace rapport::client {

inline constexpr char kPositionKey[] = "rapport-position";
inline constexpr char kMinPositionKey[] = "rapport-min-position";

// As many as the server takes. With more calls at once than that, what the
// oldest has seen is forgotten.
inline constexpr size_t kSeenPositionsMax = 64;

// Thread-safe.
class SeenPositions {
 public:
  // Makes a call ask for all that was seen, and returns that.
  std::vector<std::string> AskIn(grpc::ClientContext& context) const;

  // Notes what the answer to a call that asked for `asked`, and ended well,
  // says.
  void Take(const std::vector<std::string>& asked,
            const grpc::ClientContext& context);

 private:
  mutable std::mutex mutex_;            // guards the next one
  std::vector<std::string> positions_;  // the newest last
};

}  // namespace rapport::client

#endif  // RAPPORT_CLIENTS_CPP_SEEN_POSITIONS_H_
