// Somebody who writes and reads at random through several servers, and holds
// every answer against the database.
#ifndef RAPPORT_TESTS_E2E_RANDOM_CALLER_H_
#define RAPPORT_TESTS_E2E_RANDOM_CALLER_H_

#include <deque>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "db/database_url.h"
#include "rapport/v1/booking_service.grpc.pb.h"
#include "rapport/v1/calendar_service.grpc.pb.h"
#include "rapport/v1/catalog_service.grpc.pb.h"
#include "server/vocabulary/interval.h"
#include "tests/e2e/event_judge.h"
#include "tests/e2e/site.h"
#include "tests/e2e/small_brand.h"

namespace rapport::test {

// Not thread-safe. Remembers, as a client's session does, what it has seen.
class RandomCaller {
 public:
  // `name` is in the ids of its requests. Does not own the rest.
  RandomCaller(std::string name, unsigned seed, const db::DatabaseUrl& url,
               std::vector<Site*> sites, const SmallBrand& brand);

  // Through a site of its choice; what was written is then looked for at
  // another.
  void Write();
  void Read() { Read(AnySite()); }
  void Read(Site& site);

  // What answers said that was not so; empty: nothing.
  const std::vector<std::string>& wrong() const { return wrong_; }

  int writes() const { return writes_; }  // that were done
  int reads() const { return reads_; }    // that were answered
  // Calls that asked for a position which was not reached in time.
  int not_reached() const { return not_reached_; }

  EventJudge& judge() { return judge_; }
  int Below(int end) { return static_cast<int>(random_() % end); }
  Site& AnySite() { return *sites_[Below(static_cast<int>(sites_.size()))]; }

 private:
  // The part of the first day that bookings and reads are of.
  Interval Day() const;
  std::string AnyAssociate();
  std::string NextRequestId();

  void Hold(Site& site);
  void Confirm(Site& site);
  void Cancel(Site& site);
  void ChangeSchedule(Site& site);
  void ChangeAssociate(Site& site);
  void ChangeStore(Site& site);

  // That a booking of its own, which is live, takes its time wherever one looks
  // from that position on.
  void LookFor(const v1::Booking& booking, const Position& position);

  // Whether `answer` is one to look at. `least` is what was asked for.
  bool Judge(absl::string_view what, const Ended& answer,
             const Position& least);
  // Of a write that was done: what it said of its position.
  bool Done(absl::string_view what, const Ended& answer);

  static int64_t VersionOf(const std::string& etag);
  // What a meeting takes, buffers included.
  static Interval TakenBy(const google::protobuf::Timestamp& start,
                          const google::protobuf::Timestamp& end);
  static Interval TakenBy(const v1::Slot& slot) {
    return TakenBy(slot.start_time(), slot.end_time());
  }

  // Reads, and says what was shown; asks for `least`. False if there was no
  // answer.
  bool ReadSlots(Site& site, const std::string& associate,
                 const Position& least, std::vector<Interval>& shown);
  void ReadSearch(Site& site, const Position& least);
  template <typename Thing>
  void Compare(db::EventKind kind, const std::string& name,
               const Answer<Thing>& answer, int64_t version_min);
  void ReadSchedule(Site& site, const std::string& associate,
                    const Position& least, int64_t version_min);
  void ReadAssociate(Site& site, const std::string& associate,
                     const Position& least, int64_t version_min);
  void ReadStore(Site& site, const Position& least, int64_t version_min);

  const std::string name_;
  std::mt19937 random_;
  EventJudge judge_;
  const std::vector<Site*> sites_;
  const SmallBrand& brand_;
  Position seen_;
  std::vector<v1::Booking> held_;  // its own
  std::vector<v1::Booking> live_;  // those held and confirmed
  std::vector<std::string> wrong_;
  int requests_ = 0;
  int writes_ = 0;
  int reads_ = 0;
  int not_reached_ = 0;
};

}  // namespace rapport::test

#endif  // RAPPORT_TESTS_E2E_RANDOM_CALLER_H_
