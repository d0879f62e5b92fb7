#include "clients/cpp/seen_positions.h"

#include <grpcpp/client_context.h>

#include <algorithm>

namespace rapport::client {

std::vector<std::string> SeenPositions::AskIn(
    grpc::ClientContext& context) const {
  std::vector<std::string> asked;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    asked = positions_;
  }
  for (const std::string& position : asked) {
    context.AddMetadata(kMinPositionKey, position);
  }
  return asked;
}

void SeenPositions::Take(const std::vector<std::string>& asked,
                         const grpc::ClientContext& context) {
  const auto& trailing = context.GetServerTrailingMetadata();
  const auto it = trailing.find(kPositionKey);
  if (it == trailing.end()) return;  // a server that knows of none
  const std::string said(it->second.data(), it->second.size());
  std::lock_guard<std::mutex> lock(mutex_);
  positions_.erase(std::remove_if(positions_.begin(), positions_.end(),
                                  [&](const std::string& position) {
                                    return position == said ||
                                           std::find(asked.begin(), asked.end(),
                                                     position) != asked.end();
                                  }),
                   positions_.end());
  if (positions_.size() == kSeenPositionsMax) {
    positions_.erase(positions_.begin());
  }
  positions_.push_back(said);
}

}  // namespace rapport::client
