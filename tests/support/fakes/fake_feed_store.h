// Addresses of feeds remembered in memory, by the same rules as in the database.
#ifndef RAPPORT_TESTS_SUPPORT_FAKES_FAKE_FEED_STORE_H_
#define RAPPORT_TESTS_SUPPORT_FAKES_FAKE_FEED_STORE_H_

#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>

#include "server/calendar/feed_store.h"

namespace rapport::calendar {

// Thread-safe.
class FakeFeedStore : public FeedStore {
 public:
  absl::StatusOr<bool> Put(const Actor& actor, const RequestKey& request,
                           const AssociateId& associate,
                           absl::string_view token_hash) override;
  absl::Status Remove(const Actor& actor, const RequestKey& request,
                      const AssociateId& associate) override;
  absl::StatusOr<std::optional<FeedOwner>> Find(
      absl::string_view token_hash) override;

  // Every call fails with this from now on, unless it is OK.
  void Fail(absl::Status status);
  // All that is kept of tokens.
  std::vector<std::string> hashes() const;

 private:
  // Whether the request was done before; it is now.
  absl::StatusOr<bool> WasDone(const Actor& actor, const RequestKey& request);

  mutable std::mutex mutex_;  // guards what follows
  absl::Status failure_;
  std::map<std::pair<BrandId, AssociateId>, std::string> hashes_;
  // Brand, principal and request id; the hash.
  std::map<std::tuple<BrandId, std::string, std::string>, std::string> done_;
};

}  // namespace rapport::calendar

#endif  // RAPPORT_TESTS_SUPPORT_FAKES_FAKE_FEED_STORE_H_
