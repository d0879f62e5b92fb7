// Where a server learns of the changes that all servers made, itself included.
//
//   ChangeFollower follower(pool);
//   absl::Status started = follower.Start();
//   ... load everything ...
//   for (;;) follower.Poll([&](const SeenEvent& event) { Reload(event); });
//
// Events are kept for days, then purged (purge_events.h). Whoever follows is
// told if any were that it had not seen, and must start and load again.
#ifndef RAPPORT_DB_CHANGE_FOLLOWER_H_
#define RAPPORT_DB_CHANGE_FOLLOWER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "db/event.h"
#include "db/pool.h"
#include "db/transaction.h"
#include "server/vocabulary/position.h"

namespace rapport::db {

// Numbers of one origin that may be missing between those seen, twice what an
// origin may owe (change_log.h); with more, its later events wait for them.
inline constexpr size_t kMissingMax = 20'000;

// Reads the events of all origins. Not thread-safe: one thread polls. `pool`
// must outlive it.
class ChangeFollower {
 public:
  explicit ChangeFollower(Pool& pool, RetryPolicy retry = {});

  // Takes the position from which to follow. What is read from the database
  // after this call holds everything up to it. Returns the codes of RunRead.
  absl::Status Start();

  // Hands out each event that has been committed since, once or (after a
  // failure) more often; never a void one. Fences origins whose lease is over,
  // but waits for nobody. Returns how many there were, or the codes of RunRead;
  // what was not handed out comes with the next call. Returns OUT_OF_RANGE, until
  // Start, once events may have been purged that were not handed out.
  absl::StatusOr<int> Poll(absl::FunctionRef<void(const SeenEvent&)> each);

  // By origin, up to which number all its events have been seen. Those of
  // origins that are not here, and not newer than all that are, have all been.
  absl::btree_map<int64_t, int64_t> SeenUpTo() const;

  // The same as a position: all events in it have been handed out, if not
  // before Start, whatever the last call came to.
  Position position() const { return Position(newest_origin_, SeenUpTo()); }

 private:
  using Each = absl::FunctionRef<void(const SeenEvent&)>;

  // How far an origin's events have been seen: all to `highest`, but `missing`.
  struct Progress {
    int64_t highest = 0;
    absl::btree_set<int64_t> missing;
  };
  struct Origin {
    int64_t id = 0;
    bool fenced = false;
    bool expired = false;
    int64_t safe_seq = 0;
    int64_t purged_to = 0;
  };

  // OUT_OF_RANGE if any of `origins` has lost what was not seen, or if one
  // between them and those seen is not there any more.
  absl::Status CheckKept(const std::vector<Origin>& origins) const;
  // The same of one that was fenced, of what is after `seen`.
  static absl::Status CheckKept(Connection& connection, int64_t origin,
                                int64_t seen);
  // Takes in that there are these; those whose lease is over go to `expired`.
  absl::flat_hash_set<int64_t> NoteOrigins(const std::vector<Origin>& origins,
                                           std::vector<int64_t>& expired);
  // All that are unfenced, and all after newest_origin_.
  absl::StatusOr<std::vector<Origin>> ReadOrigins(Connection& connection);
  absl::StatusOr<int> PollOn(Connection& connection, Each each,
                             std::vector<int64_t>& expired);
  static absl::StatusOr<int> ReadMissing(Connection& connection, int64_t origin,
                                         Progress& progress, Each each);
  // Remembers what is missing before `seq`; false if that is too much.
  static bool NoteMissing(Progress& progress, int64_t seq);
  // Up to where all has been seen.
  static int64_t SeenOf(const Progress& progress);
  static absl::StatusOr<int> ReadNew(Connection& connection, int64_t origin,
                                     bool fenced, Progress& progress,
                                     Each each);
  // All that is to be read of an origin now; the same of one that is fenced.
  static absl::StatusOr<int> ReadOne(Connection& connection, int64_t origin,
                                     bool fenced, Progress& progress,
                                     Each each);
  static absl::StatusOr<int> ReadLast(Connection& connection, int64_t origin,
                                      Progress progress, Each each);
  absl::Status Fence(int64_t origin);

  Pool& pool_;
  const RetryPolicy retry_;
  // Of the origins not known to be fenced. One that is here and then not among
  // the unfenced has been fenced.
  absl::btree_map<int64_t, Progress> progress_;
  // Origins become visible in the order of their numbers; all to here have been
  // seen.
  int64_t newest_origin_ = 0;
  // Since Start: once it says what was purged unseen, so do all calls.
  absl::Status missed_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_CHANGE_FOLLOWER_H_
