// What answers must not say, by the database itself: queries over events and
// bookings that share nothing with the code that follows them.
#ifndef RAPPORT_TESTS_E2E_EVENT_JUDGE_H_
#define RAPPORT_TESTS_E2E_EVENT_JUDGE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "db/connection.h"
#include "db/database_url.h"
#include "db/event.h"
#include "server/vocabulary/interval.h"
#include "server/vocabulary/position.h"

namespace rapport::test {

// Not thread-safe: each thread has its own. To be asked after the answer came.
class EventJudge {
 public:
  explicit EventJudge(const db::DatabaseUrl& url);

  // Which of `shown`, times that an answer of that position showed as free for
  // an associate (buffers included), were taken all along: by a booking that is
  // live now and whose hold is in the position. In words; empty: none.
  std::vector<std::string> WronglyFree(const std::string& associate,
                                       const std::vector<Interval>& shown,
                                       const Position& position);

  // How many events of that kind in the position name the subject: a thing that
  // an answer of that position shows has at least that version.
  int64_t VersionAt(db::EventKind kind, const std::string& resource,
                    const Position& position);

  // Everything that has been committed so far, by the events alone.
  Position Newest();

  void Execute(absl::string_view sql);

 private:
  std::unique_ptr<db::Connection> connection_;
};

// The stored id in a resource's name.
std::string StoredIdOf(const std::string& resource);

}  // namespace rapport::test

#endif  // RAPPORT_TESTS_E2E_EVENT_JUDGE_H_
