#include "server/calendar/feed_address_desk.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/vocabulary/error.h"
#include "server/vocabulary/secret.h"

namespace rapport::calendar {
namespace {

absl::Status NotServed() {
  return Error(absl::StatusCode::kFailedPrecondition, "FEEDS_NOT_SERVED",
               "this server serves no calendars; it must be started with "
               "--feeds");
}

absl::Status NoSuchFeed() {
  return Error(absl::StatusCode::kNotFound, "NOT_FOUND",
               "there is no such calendar");
}

// Who the feed is for: the associate, asking for themselves.
Caller AsAssociate(const FeedOwner& owner) {
  Caller caller;
  caller.actor = {owner.brand, Role::kAssociate, owner.associate.ToString()};
  caller.associate = owner.associate;
  return caller;
}

}  // namespace

absl::StatusOr<std::string> FeedAddressDesk::Create(
    const Caller& caller, const RequestKey& request,
    const AssociateId& associate) const {
  const absl::Status known = schedules_.Get(caller, associate).status();
  if (!known.ok()) return known;
  if (caller.role() != Role::kAssociate) {
    return Error(absl::StatusCode::kPermissionDenied, "NOT_YOURS_TO_SHARE",
                 "an address shows all that its associate may see; only they "
                 "may have one made");
  }
  if (options_.store == nullptr || options_.base_uri.empty()) {
    return NotServed();
  }
  const FeedToken token(NewSecret());
  const absl::StatusOr<bool> made = options_.store->Put(
      caller.actor, request, associate, Sha256(token.stored()));
  if (!made.ok()) return made.status();
  if (!*made) return std::string();
  return absl::StrCat(options_.base_uri, "/calendars/", token.ToString(),
                      ".ics");
}

absl::Status FeedAddressDesk::Remove(const Caller& caller,
                                     const RequestKey& request,
                                     const AssociateId& associate) const {
  const absl::Status known = schedules_.Get(caller, associate).status();
  if (!known.ok()) return known;
  if (options_.store == nullptr) return NotServed();
  return options_.store->Remove(caller.actor, request, associate);
}

absl::StatusOr<std::string> FeedAddressDesk::Read(absl::string_view token,
                                                  absl::Time now) const {
  const absl::StatusOr<FeedToken> read = FeedToken::Parse(token);
  if (!read.ok() || options_.store == nullptr) return NoSuchFeed();
  const absl::StatusOr<std::optional<FeedOwner>> owner =
      options_.store->Find(Sha256(read->stored()));
  if (!owner.ok()) return owner.status();
  if (!owner->has_value()) return NoSuchFeed();
  absl::StatusOr<Feed> feed = schedules_.ReadFeed(
      AsAssociate(**owner), (*owner)->associate, FeedWindow(now));
  if (!feed.ok()) return feed.status();
  return std::move(feed->calendar);
}

}  // namespace rapport::calendar
