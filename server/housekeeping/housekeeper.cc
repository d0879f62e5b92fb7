#include "server/housekeeping/housekeeper.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rapport::housekeeping {

Housekeeper::Housekeeper(PurgeStore& store, HousekeeperSetting setting)
    : store_(store),
      setting_(std::move(setting)),
      now_(setting_.now()),
      read_at_(setting_.steady()) {}

absl::Status Housekeeper::Step() {
  return at_ == kPasts.size() ? BeginRound() : PurgeSome();
}

absl::Status Housekeeper::BeginRound() {
  rest_ = kLookAgain;
  FollowClock();
  const absl::StatusOr<bool> ours = setting_.is_our_turn();
  if (!ours.ok() || !*ours) return ours.status();
  const absl::StatusOr<absl::Time> now = store_.Now();
  if (!now.ok()) return now.status();
  now_ = std::min(*now, now_);
  failed_ = false;
  before_ = purged_;
  rest_ = kRest;
  at_ = 0;
  GoOn();
  return absl::OkStatus();
}

void Housekeeper::FollowClock() {
  const absl::Duration read_at = setting_.steady();
  now_ =
      std::min(setting_.now(), now_ + kFollowClockTimes * (read_at - read_at_));
  read_at_ = read_at;
}

absl::Status Housekeeper::PurgeSome() {
  const Past past = kPasts[at_];
  const absl::StatusOr<Purged> some =
      store_.Purge(past, now_ - setting_.retentions.Of(past));
  failed_ = failed_ || !some.ok();
  if (some.ok()) purged_[static_cast<size_t>(past)] += some->rows;
  rest_ = some.ok() && some->rows == 0 ? kRestAfterLook : kRest;
  if (!some.ok() || !some->more) {
    ++at_;
    GoOn();
  }
  return some.status();
}

void Housekeeper::GoOn() {
  while (at_ < kPasts.size() &&
         setting_.retentions.Of(kPasts[at_]) == absl::InfiniteDuration()) {
    ++at_;
  }
  if (at_ == kPasts.size()) EndRound();
}

void Housekeeper::EndRound() {
  rest_ = failed_ ? kLookAgain : kRoundEvery;
  std::string counts;
  for (const Past past : kPasts) {
    const auto i = static_cast<size_t>(past);
    const int64_t rows = purged_[i] - before_[i];
    if (rows == 0) continue;
    absl::StrAppend(&counts, counts.empty() ? "" : ", ", rows, " ",
                    PastWord(past));
  }
  if (!counts.empty()) setting_.say(absl::StrCat("purged: ", counts));
}

}  // namespace rapport::housekeeping
