#include "server/search/slot_watchers.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/vocabulary/error.h"

namespace rapport::search {
namespace {

// No wait is longer, however far off the next instant is.
constexpr absl::Duration kWaitMax = absl::Hours(1);

absl::Status Stopping() {
  return Error(absl::StatusCode::kUnavailable, "SERVER_STOPPING",
               "the server is stopping; go on with another");
}

absl::Status TooSlow() {
  return Error(absl::StatusCode::kResourceExhausted, "WATCHER_TOO_SLOW",
               absl::StrCat("a message was not taken within ",
                            absl::FormatDuration(kWatcherPatience),
                            "; resume when there is time to read"));
}

absl::Status WentAway() {
  return Error(absl::StatusCode::kCancelled, "CANCELLED",
               "the watcher went away");
}

}  // namespace

// Its marks are guarded by a lock of its own, since the bell rings under its.
struct SlotWatchers::Watcher final : TimeBell::Ear {
  Watcher(SlotWatchers& all, std::shared_ptr<Outlet> to, std::string who,
          SlotWatch of)
      : owner(all),
        outlet(std::move(to)),
        caller(std::move(who)),
        brand(of.wish().brand),
        watch(std::move(of)) {}

  void OnTimeChanged(const AssociateId& associate) override {
    WatchedSet one;
    const auto& all = watch.wish().associates;
    one.set(static_cast<size_t>(std::find(all.begin(), all.end(), associate) -
                                all.begin()));
    Mark(one);
  }
  void OnCatalogChanged() override { Mark(WatchedSet().set()); }
  void Mark(const WatchedSet& who) {
    std::lock_guard lock(owner.mutex_);
    marked |= who;
    owner.Ready(*this);
  }

  SlotWatchers& owner;
  const std::shared_ptr<Outlet> outlet;
  const std::string caller;
  const BrandId brand;

  // Guarded by the owner's mutex_.
  WatchedSet marked;
  bool is_ready = true;
  bool is_sending = false;
  bool written = false;  // since the last message
  absl::Time next = absl::InfinitePast();

  // The thread's own.
  SlotWatch watch;
  bool has_begun = false;
  bool is_writing = false;
  bool has_ended = false;
  absl::Time last_sent;  // or ended
};

SlotWatchers::SlotWatchers(ReadModel& model)
    : model_(model), thread_([this] { Run(); }) {}

SlotWatchers::~SlotWatchers() { Stop(); }

absl::Status SlotWatchers::Add(std::shared_ptr<Outlet> outlet,
                               std::string caller, SlotWatch watch) {
  const Outlet* key = outlet.get();
  auto watcher = std::make_shared<Watcher>(*this, std::move(outlet),
                                           std::move(caller), std::move(watch));
  const SlotWatchWish& wish = watcher->watch.wish();
  // First, so that nothing is missed, and nobody is gone before they listen.
  model_.bell().Add(wish.brand, wish.associates, watcher.get());
  absl::Status taken = TakeIn(key, watcher);
  if (!taken.ok()) {
    model_.bell().Remove(wish.brand, wish.associates, watcher.get());
  }
  return taken;
}

absl::Status SlotWatchers::TakeIn(const Outlet* key,
                                  const WatcherPtr& watcher) {
  std::lock_guard lock(mutex_);
  if (stopping_) return Stopping();
  absl::Status room = CheckRoom(*watcher);
  if (!room.ok()) return room;
  ++of_caller_[watcher->caller];
  ++of_brand_[watcher->brand];
  watchers_.emplace(key, watcher);
  Ready(*watcher);
  return absl::OkStatus();
}

absl::Status SlotWatchers::CheckRoom(const Watcher& watcher) const {
  const auto caller = of_caller_.find(watcher.caller);
  const auto brand = of_brand_.find(watcher.brand);
  absl::string_view why;
  if (caller != of_caller_.end() && caller->second >= kWatchersOfCallerMax) {
    why = "the caller has as many streams as it may";
  } else if (brand != of_brand_.end() && brand->second >= kWatchersOfBrandMax) {
    why = "the brand has as many streams here as it may; try another server";
  } else if (watchers_.size() >= kWatchersMax) {
    why = "the server has as many streams as it may; try another";
  } else {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_WATCHERS", why);
}

void SlotWatchers::Written(const Outlet* outlet, bool ok) {
  std::lock_guard lock(mutex_);
  const auto it = watchers_.find(outlet);
  if (it == watchers_.end()) return;
  it->second->written = true;
  it->second->is_sending = false;
  if (!ok) it->second->outlet->has_left_ = true;
  Ready(*it->second);
}

void SlotWatchers::Left(Outlet* outlet) {
  std::lock_guard lock(mutex_);
  outlet->has_left_ = true;
  const auto it = watchers_.find(outlet);
  if (it == watchers_.end()) return;
  Ready(*it->second);
}

void SlotWatchers::Gone(const Outlet* outlet) {
  WatcherPtr watcher;
  {
    std::lock_guard lock(mutex_);
    const auto it = watchers_.find(outlet);
    if (it == watchers_.end()) return;
    watcher = std::move(it->second);
    watchers_.erase(it);
    if (--of_caller_[watcher->caller] == 0) of_caller_.erase(watcher->caller);
    if (--of_brand_[watcher->brand] == 0) of_brand_.erase(watcher->brand);
  }
  const SlotWatchWish& wish = watcher->watch.wish();
  model_.bell().Remove(wish.brand, wish.associates, watcher.get());
}

void SlotWatchers::Wake() {
  std::lock_guard lock(mutex_);
  is_ready_ = true;
  changed_.notify_one();
}

size_t SlotWatchers::count() const {
  std::lock_guard lock(mutex_);
  return watchers_.size();
}

size_t SlotWatchers::sending() const {
  std::lock_guard lock(mutex_);
  return static_cast<size_t>(
      std::count_if(watchers_.begin(), watchers_.end(),
                    [](const auto& each) { return each.second->is_sending; }));
}

size_t SlotWatchers::dropped() const {
  std::lock_guard lock(mutex_);
  return dropped_;
}

void SlotWatchers::Ready(Watcher& watcher) {
  watcher.is_ready = true;
  is_ready_ = true;
  changed_.notify_one();
}

void SlotWatchers::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void SlotWatchers::WaitUntil(std::unique_lock<std::mutex>& lock,
                             absl::Time next) {
  const absl::Duration wait =
      std::clamp(next - model_.Now(), absl::ZeroDuration(), kWaitMax);
  const auto until =
      std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(wait);
  while (!is_ready_ && !stopping_) {
    if (changed_.wait_until(lock, until) == std::cv_status::timeout) return;
  }
}

std::vector<SlotWatchers::WatcherPtr> SlotWatchers::TakeReady(
    absl::Time now, absl::Time& next) {
  std::vector<WatcherPtr> ready;
  next = absl::InfiniteFuture();
  for (const auto& [outlet, watcher] : watchers_) {
    if (stopping_ || watcher->is_ready || watcher->next <= now) {
      ready.push_back(watcher);
    } else {
      next = std::min(next, watcher->next);
    }
  }
  return ready;
}

void SlotWatchers::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    is_ready_ = false;
    const bool is_last = stopping_;
    absl::Time next;
    const std::vector<WatcherPtr> ready = TakeReady(model_.Now(), next);
    if (ready.empty() && !is_last) {
      WaitUntil(lock, next);
      continue;
    }
    lock.unlock();
    for (const WatcherPtr& watcher : ready) {
      if (is_last && !watcher->has_ended) {
        End(*watcher, Stopping());
      } else if (!is_last) {
        SeeTo(*watcher);
      }
    }
    lock.lock();
    if (is_last) return;
  }
}

void SlotWatchers::End(Watcher& watcher, const absl::Status& status) {
  watcher.has_ended = true;
  watcher.last_sent = model_.Now();
  watcher.outlet->End(status);
}

void SlotWatchers::Abandon(const Watcher& watcher) {
  std::lock_guard lock(mutex_);
  if (watchers_.contains(watcher.outlet.get())) watcher.outlet->Abandon();
}

void SlotWatchers::SeeTo(Watcher& watcher) {
  const absl::Time now = model_.Now();
  WatchedSet marked;
  bool left = false;
  {
    std::lock_guard lock(mutex_);
    watcher.is_ready = false;
    left = watcher.outlet->has_left_;
    if (std::exchange(watcher.written, false)) watcher.is_writing = false;
    if (!watcher.is_writing) marked = std::exchange(watcher.marked, {});
  }
  absl::Time next = watcher.last_sent + kWatcherPatience;
  if (watcher.has_ended) {
    if (now >= next) {
      Abandon(watcher);
      next = absl::InfiniteFuture();
    }
  } else if (left) {
    End(watcher, WentAway());
    next = watcher.last_sent + kWatcherPatience;
  } else if (watcher.is_writing) {
    if (now >= next) {
      End(watcher, TooSlow());
      std::lock_guard lock(mutex_);
      ++dropped_;
      next = watcher.last_sent + kWatcherPatience;
    }
  } else {
    Tell(watcher, marked, now);
    next = watcher.last_sent +
           (watcher.is_writing ? kWatcherPatience : kWatcherHearsEvery);
    if (!watcher.is_writing) next = std::min(next, watcher.watch.due());
  }
  std::lock_guard lock(mutex_);
  watcher.next = next;
}

void SlotWatchers::Tell(Watcher& watcher, const WatchedSet& marked,
                        absl::Time now) {
  // Before anything is looked at: what is told holds at least this.
  const auto told = model_.board().told();
  const std::shared_ptr<const BrandIndex> index =
      model_.Find(watcher.watch.wish().brand);
  const std::vector<WatchedSlots> changed =
      watcher.watch.Look(*index, marked, now);
  const bool is_silent = watcher.has_begun && changed.empty() &&
                         now < watcher.last_sent + kWatcherHearsEvery;
  if (is_silent) return;
  watcher.has_begun = true;
  watcher.is_writing = true;
  watcher.last_sent = now;
  {
    std::lock_guard lock(mutex_);
    watcher.is_sending = true;
  }
  watcher.outlet->Send({*index, watcher.watch, changed, told->position});
}

}  // namespace rapport::search
