// How much of what has happened is known: a position among the events of all
// servers.
//
// Each run of a server is an origin, numbered from 1, and numbers its events
// itself, from 1. A position says of each origin up to which number its events
// are in. An origin that has ended, and of which everything is in, is not
// listed: it is one of those up to `closed_to`. Positions are sets of events,
// so they have an order in part only: of two, neither may cover the other.
#ifndef RAPPORT_SERVER_VOCABULARY_POSITION_H_
#define RAPPORT_SERVER_VOCABULARY_POSITION_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include "absl/container/btree_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rapport {

// Origins that a position's text lists: the servers that live, and those that
// ended within the last seconds. The text of more says less than is known.
inline constexpr size_t kPositionOriginsMax = 128;

// Characters of a position's text: 128 origins, each of two numbers of at most
// nine bytes, in base64. Two of them fit the metadata that libraries take.
inline constexpr size_t kPositionTextMax = 3'100;

// A set of events that holds, with each, all of its origin before it. A value.
class Position {
 public:
  // By origin, the number up to which all its events are in.
  using Seqs = absl::btree_map<int64_t, int64_t>;

  static constexpr int64_t kAll = std::numeric_limits<int64_t>::max();

  // Nothing.
  Position() = default;
  // The events of each origin in `seqs` up to its number, and all of every
  // other origin up to `closed_to`.
  Position(int64_t closed_to, Seqs seqs);

  // Of one origin, all up to `seq`.
  static Position UpTo(int64_t origin, int64_t seq);

  // Up to which number the events of `origin` are in; kAll if it has ended.
  int64_t SeqOf(int64_t origin) const;

  // Whether every event of `other` is in this one.
  bool Covers(const Position& other) const;

  // Takes in every event of `other`.
  void Join(const Position& other);

  // Opaque to callers: a version and base64, at most kPositionTextMax visible
  // ASCII characters.
  std::string ToText() const;

  // What ToText wrote, and nothing else. Returns INVALID_ARGUMENT.
  static absl::StatusOr<Position> Parse(absl::string_view text);

  friend bool operator==(const Position& a, const Position& b) {
    return a.closed_to_ == b.closed_to_ && a.seqs_ == b.seqs_;
  }

 private:
  // Whether all origins that `other` calls ended are so here too.
  bool ClosesAllOf(const Position& other) const;

  int64_t closed_to_ = 0;
  // None above closed_to_ is of 0: that says nothing.
  Seqs seqs_;
};

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_POSITION_H_
