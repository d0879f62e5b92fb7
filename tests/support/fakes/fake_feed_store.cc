#include "tests/support/fakes/fake_feed_store.h"

#include "server/vocabulary/error.h"

namespace rapport::calendar {

absl::StatusOr<bool> FakeFeedStore::WasDone(const Actor& actor,
                                            const RequestKey& request) {
  if (!failure_.ok()) return failure_;
  const auto [at, is_new] =
      done_.insert({{actor.brand, actor.principal, request.request_id},
                    request.request_hash});
  if (is_new) return false;
  if (at->second == request.request_hash) return true;
  return InvalidField("request_id", "REQUEST_ID_REUSED",
                      "was used for another request; each needs its own");
}

absl::StatusOr<bool> FakeFeedStore::Put(const Actor& actor,
                                        const RequestKey& request,
                                        const AssociateId& associate,
                                        absl::string_view token_hash) {
  std::lock_guard<std::mutex> lock(mutex_);
  const absl::StatusOr<bool> done = WasDone(actor, request);
  if (!done.ok()) return done.status();
  if (*done) return false;
  hashes_[{actor.brand, associate}] = std::string(token_hash);
  return true;
}

absl::Status FakeFeedStore::Remove(const Actor& actor,
                                   const RequestKey& request,
                                   const AssociateId& associate) {
  std::lock_guard<std::mutex> lock(mutex_);
  const absl::StatusOr<bool> done = WasDone(actor, request);
  if (!done.ok() || *done) return done.status();
  hashes_.erase({actor.brand, associate});
  return absl::OkStatus();
}

absl::StatusOr<std::optional<FeedOwner>> FakeFeedStore::Find(
    absl::string_view token_hash) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!failure_.ok()) return failure_;
  for (const auto& [owner, hash] : hashes_) {
    if (hash == token_hash) {
      return std::optional<FeedOwner>({owner.first, owner.second});
    }
  }
  return std::optional<FeedOwner>();
}

void FakeFeedStore::Fail(absl::Status status) {
  std::lock_guard<std::mutex> lock(mutex_);
  failure_ = std::move(status);
}

std::vector<std::string> FakeFeedStore::hashes() const {
  std::lock_guard<std::mutex> lock(mutex_);
  std::vector<std::string> all;
  for (const auto& [owner, hash] : hashes_) all.push_back(hash);
  return all;
}

}  // namespace rapport::calendar
