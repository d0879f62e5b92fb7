#include "server/calendar/busy_feed_queue.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/calendar/calendar_uri.h"
#include "server/vocabulary/secret.h"

namespace rapport::calendar {
namespace {

absl::Duration PhaseOf(const BusyFeedName& name) {
  const std::string hash = Sha256(absl::StrCat(
      name.brand.text(), "/", name.associate.stored(), "/", name.source_id));
  uint32_t number = 0;
  for (int i = 0; i < 4; ++i) {
    number = number << 8 | static_cast<uint8_t>(hash[i]);
  }
  return kBusyFeedEvery * (number / 4294967296.0);
}

int64_t TurnOf(absl::Time now, absl::Duration phase) {
  absl::Duration rest;
  return absl::IDivDuration(now - absl::UnixEpoch() - phase, kBusyFeedEvery,
                            &rest);
}

}  // namespace

// What is new is due with its next turn, if it has not to be asked for at once.
BusyFeedQueue::State& BusyFeedQueue::NoteOne(const BusyFeed& feed,
                                             absl::Time now) {
  const auto [at, added] = states_.try_emplace(feed.name);
  State& state = at->second;
  if (added) state.phase = PhaseOf(feed.name);
  const bool again = state.was_fetched && !feed.was_fetched;
  if (added || again || state.uri != feed.uri) {
    state.uri = feed.uri;
    state.memory = {};
    state.turn = TurnOf(now, state.phase) - (feed.was_fetched ? 0 : 1);
  }
  state.was_fetched = feed.was_fetched;
  state.round = round_;
  return state;
}

void BusyFeedQueue::Note(const std::vector<BusyFeed>& feeds, absl::Time now,
                         absl::FunctionRef<bool(const BusyFeedName&)> mine) {
  const std::lock_guard lock(mutex_);
  ++round_;
  for (const BusyFeed& feed : feeds) {
    State& state = NoteOne(feed, now);
    const int64_t turn = TurnOf(now, state.phase);
    if (state.queued || state.turn == turn) continue;
    if (mine(feed.name)) {
      state.turn = turn;
      state.queued = true;
      waiting_.push_back(feed.name);
    } else {
      state.memory = {};
      // Whoever it falls to next must not wait with what nobody has read yet.
      if (state.was_fetched) state.turn = turn;
    }
  }
  for (auto at = states_.begin(); at != states_.end();) {
    const bool gone = at->second.round != round_ && !at->second.queued;
    at = gone ? states_.erase(at) : std::next(at);
  }
}

std::optional<BusyFeedQueue::Due> BusyFeedQueue::Take() {
  const std::lock_guard lock(mutex_);
  for (auto at = waiting_.begin(); at != waiting_.end(); ++at) {
    const State& state = states_.at(*at);
    int& taken = taken_of_host_[std::string(HostOf(state.uri))];
    if (taken == kBusyFeedsPerHost) continue;
    ++taken;
    Due due = {*at, state.uri, state.memory};
    waiting_.erase(at);
    return due;
  }
  return std::nullopt;
}

void BusyFeedQueue::GiveBack(const Due& due) {
  const std::lock_guard lock(mutex_);
  const auto host = taken_of_host_.find(std::string(HostOf(due.uri)));
  if (--host->second == 0) taken_of_host_.erase(host);
  State& state = states_.at(due.name);
  state.queued = false;
  if (state.uri != due.uri) return;
  state.memory = due.memory;
  // If it is told otherwise then, it is to be asked for again.
  state.was_fetched = true;
}

}  // namespace rapport::calendar
