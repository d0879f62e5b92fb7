#include "server/calendar/feed_desk.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/booking/booking.h"
#include "server/calendar/ics_writer.h"
#include "server/calendar/time_zone.h"
#include "server/vocabulary/channel.h"

namespace rapport::calendar {
namespace {

constexpr size_t kPage = 1000;

CalendarEntry::Status StatusOf(booking::BookingState state) {
  switch (state) {
    case booking::BookingState::kHeld:
      return CalendarEntry::Status::kTentative;
    case booking::BookingState::kConfirmed:
    case booking::BookingState::kCheckedIn:
    case booking::BookingState::kCompleted:
      return CalendarEntry::Status::kConfirmed;
    default:
      return CalendarEntry::Status::kCancelled;
  }
}

// The zone of the promise; what the store's zone is called may have changed.
absl::TimeZone ZoneOf(const search::BrandIndex& index,
                      const booking::Booking& booking) {
  const absl::StatusOr<absl::TimeZone> promised = LoadZone(booking.time_zone);
  return promised.ok() ? *promised : index.ZoneOf(booking.store);
}

CalendarEntry EntryOf(const Caller& caller, const search::BrandIndex& index,
                      const AssociateId& whose,
                      const booking::Booking& booking) {
  CalendarEntry entry;
  entry.uid =
      absl::StrCat(booking.id.ToString(), OwnUidEnd(caller.brand(), whose));
  entry.sequence = booking.version;
  entry.interval = booking.meeting;
  entry.zone = ZoneOf(index, booking);
  entry.status = StatusOf(booking.state);
  const catalog::Service* const service = index.FindService(booking.service);
  entry.summary = service != nullptr ? service->display_name
                                     : std::string(booking.service.text());
  entry.description = absl::StrCat("Channel: ", ChannelWord(booking.channel));
  if (booking.party_size > 1) {
    absl::StrAppend(&entry.description, "\nParty of ", booking.party_size);
  }
  if (booking.is_session()) {
    absl::StrAppend(&entry.description, "\nSeats: ", booking.seats);
  } else if (caller.role() == Role::kAssociate) {
    absl::StrAppend(&entry.description, "\nShopper: ", booking.shopper);
  }
  const search::StoreRecord* const store = index.FindStore(booking.store);
  if (store != nullptr && booking.channel == Channel::kInStore) {
    entry.location = store->store->content.display_name;
  }
  entry.create_time = booking.create_time;
  entry.update_time = booking.update_time;
  return entry;
}

// As many as are too many, the last ones first.
void LeaveOutCancelled(std::vector<CalendarEntry>& entries) {
  if (entries.size() <= kFeedEntriesMax) return;
  size_t surplus = entries.size() - kFeedEntriesMax;
  const auto kept = std::remove_if(
      entries.rbegin(), entries.rend(), [&](const CalendarEntry& entry) {
        if (surplus == 0) return false;
        if (entry.status != CalendarEntry::Status::kCancelled) return false;
        --surplus;
        return true;
      });
  entries.erase(entries.begin(), kept.base());
}

}  // namespace

Interval FeedWindow(absl::Time now) {
  constexpr absl::Duration kBefore = absl::Hours(31 * 24);
  return {now - kBefore, now - kBefore + kFeedWindowMax};
}

// Neither id has a dot in it: no two associates' are the same.
std::string OwnUidEnd(const BrandId& brand, const AssociateId& associate) {
  return absl::StrCat("@", associate.ToString(), ".", brand.text(),
                      ".bookings.rapport");
}

absl::StatusOr<Feed> FeedOf(const Caller& caller,
                            const search::BrandIndex& index,
                            const catalog::Associate& associate,
                            const Interval& window,
                            booking::BookingStore& bookings) {
  booking::BookingFilter filter = {.window = window,
                                   .associate = associate.id,
                                   .shopper = std::nullopt,
                                   .stores = {},
                                   .state = std::nullopt};
  if (caller.role() == Role::kStoreManager) filter.stores = caller.stores;
  Feed feed;
  std::vector<CalendarEntry> entries;
  size_t kept = 0;
  booking::BookingCursor after;
  while (true) {
    absl::StatusOr<std::vector<booking::Booking>> page = bookings.List(
        caller.brand(), filter, after, kPage, absl::InfiniteFuture());
    if (!page.ok()) return page.status();
    for (const booking::Booking& booking : *page) {
      if (booking.state == booking::BookingState::kExpired) continue;
      if (booking.is_seat()) continue;  // its session is there
      if (booking.state == booking::BookingState::kCancelled) {
        if (entries.size() >= kFeedEntriesMax) continue;
      } else {
        feed.cut = kept == kFeedEntriesMax;
        if (feed.cut) break;
        ++kept;
      }
      entries.push_back(EntryOf(caller, index, associate.id, booking));
    }
    if (feed.cut || page->size() < kPage) break;
    after = {page->back().meeting.start, page->back().id};
  }
  LeaveOutCancelled(entries);
  feed.calendar = WriteCalendar(associate.content.display_name, entries);
  return feed;
}

}  // namespace rapport::calendar
