#include "server/search/slot_watch_convert.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/calendar/calendar_convert.h"
#include "server/search/query_fields.h"
#include "server/transport/convert.h"
#include "server/transport/page.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::search {
namespace {

constexpr absl::string_view kMethod = "rapport.v1.LocatorService/WatchSlots";
constexpr absl::Duration kWindowUnset = absl::Hours(14 * 24);

// Of a SlotsDigest, which has 48 bits.
constexpr size_t kDigestBytes = 6;

// A watcher's position: that of memory, a dot, and in the form of a page token
// the window and what the watcher was told of each associate.
constexpr char kDot = '.';

absl::Status Malformed() {
  return InvalidField("resume_position", "MALFORMED",
                      "is no position that a watcher was told, with this very "
                      "request");
}

std::string PackDigest(SlotsDigest digest) {
  std::string bytes;
  for (size_t i = 0; i < kDigestBytes; ++i) {
    bytes.push_back(static_cast<char>(digest >> (8 * i)));
  }
  return bytes;
}

SlotsDigest UnpackDigest(absl::string_view bytes) {
  SlotsDigest digest = 0;
  for (size_t i = 0; i < kDigestBytes; ++i) {
    digest |= static_cast<SlotsDigest>(static_cast<unsigned char>(bytes[i]))
              << (8 * i);
  }
  return digest;
}

// Where a watch goes on.
struct Resumed {
  Interval window;
  std::vector<SlotsDigest> told;
};

absl::StatusOr<Resumed> ToResumed(absl::string_view fingerprint,
                                  absl::string_view text, size_t associates) {
  using transport::kPackedBytes;
  const size_t dot = text.find(kDot);
  if (dot == text.npos) return Malformed();
  const absl::StatusOr<std::string> packed =
      transport::DecodePageToken(fingerprint, text.substr(dot + 1));
  if (!packed.ok()) return Malformed();
  absl::string_view bytes = *packed;
  if (bytes.size() != 2 * kPackedBytes + associates * kDigestBytes) {
    return Malformed();
  }
  const auto start = transport::UnpackTime(bytes.substr(0, kPackedBytes));
  const auto end =
      transport::UnpackTime(bytes.substr(kPackedBytes, kPackedBytes));
  if (!start.ok() || !end.ok() ||
      *end - *start > transport::kWindowMax + absl::Seconds(1)) {
    return Malformed();
  }
  Resumed resumed = {{*start, *end}, {}};
  for (bytes.remove_prefix(2 * kPackedBytes); !bytes.empty();
       bytes.remove_prefix(kDigestBytes)) {
    resumed.told.push_back(UnpackDigest(bytes));
  }
  return resumed;
}

absl::Status SetAssociates(const Caller& caller, const BrandIndex& index,
                           const v1::WatchSlotsRequest& in,
                           SlotWatchWish& wish) {
  if (in.associates().empty()) {
    return InvalidField("associates", "REQUIRED", "is empty; it must not be");
  }
  absl::Status count = CheckCount("associates", in.associates_size(),
                                  static_cast<int>(kWatchedMax));
  if (!count.ok()) return count;
  for (int i = 0; i < in.associates_size(); ++i) {
    const std::string field = Element("associates", i);
    absl::StatusOr<AssociateId> id =
        transport::ParseAssociateName(caller, field, in.associates(i));
    if (!id.ok()) return id.status();
    if (index.FindAssociate(*id) == nullptr) {
      return transport::NotFound(field, in.associates(i));
    }
    auto& all = wish.associates;
    if (std::find(all.begin(), all.end(), *id) == all.end()) {
      all.push_back(*id);
    }
  }
  return absl::OkStatus();
}

absl::Status SetStore(const Caller& caller, const BrandIndex& index,
                      const v1::WatchSlotsRequest& in, SlotWatchWish& wish) {
  if (in.store().empty()) return absl::OkStatus();
  absl::StatusOr<StoreId> store =
      transport::ParseStoreName(caller, "store", in.store());
  if (!store.ok()) return store.status();
  if (index.FindStore(*store) == nullptr) {
    return transport::NotFound("store", in.store());
  }
  wish.store = *store;
  return absl::OkStatus();
}

absl::StatusOr<SlotWatchWish> ToWish(const Caller& caller,
                                     const BrandIndex& index,
                                     const v1::WatchSlotsRequest& in,
                                     absl::Time now) {
  SlotWatchWish wish;
  wish.brand = caller.brand();
  wish.holder = HolderOf(caller);
  absl::Status status = SetAssociates(caller, index, in, wish);
  if (!status.ok()) return status;
  absl::StatusOr<ServiceId> service =
      transport::ParseServiceName(caller, "service", in.service());
  if (!service.ok()) return service.status();
  const catalog::Service* found = index.FindService(*service);
  if (found == nullptr) return transport::NotFound("service", in.service());
  status = CheckNoClass(*found);
  if (!status.ok()) return status;
  wish.service = *service;
  status = SetDuration(in, found, wish.duration);
  if (!status.ok()) return status;
  absl::StatusOr<Channel> channel =
      transport::ToChannel("channel", in.channel());
  if (!channel.ok()) return channel.status();
  wish.channel = *channel;
  status = SetStore(caller, index, in, wish);
  if (!status.ok()) return status;
  // To what a position can say.
  const absl::Time begin = absl::FromUnixMicros(absl::ToUnixMicros(now));
  wish.window = {begin, begin + kWindowUnset};
  if (in.has_window()) {
    absl::StatusOr<Interval> window =
        transport::ToWindow("window", in.window(), transport::kWindowMax);
    if (!window.ok()) return window.status();
    wish.window = *window;
  }
  return wish;
}

}  // namespace

std::string WatchFingerprint(const v1::WatchSlotsRequest& request) {
  v1::WatchSlotsRequest query = request;
  query.clear_resume_position();
  return transport::Fingerprint(kMethod, query);
}

absl::StatusOr<Position> ToWatchPosition(const v1::WatchSlotsRequest& request) {
  const absl::string_view text = request.resume_position();
  if (text.empty()) return Position();
  absl::StatusOr<Position> position =
      Position::Parse(text.substr(0, text.find(kDot)));
  if (!position.ok()) return Malformed();
  return position;
}

absl::StatusOr<SlotWatch> ToSlotWatch(const Caller& caller,
                                      const BrandIndex& index,
                                      const v1::WatchSlotsRequest& request,
                                      absl::string_view fingerprint,
                                      absl::Time now) {
  absl::StatusOr<SlotWatchWish> wish = ToWish(caller, index, request, now);
  if (!wish.ok()) return wish.status();
  if (request.resume_position().empty()) return SlotWatch(*std::move(wish));
  absl::StatusOr<Resumed> resumed = ToResumed(
      fingerprint, request.resume_position(), wish->associates.size());
  if (!resumed.ok()) return resumed.status();
  if (!request.has_window()) wish->window = resumed->window;
  return SlotWatch(*std::move(wish), std::move(resumed->told));
}

void FromNews(absl::string_view fingerprint, const WatchNews& news,
              v1::WatchSlotsResponse* out) {
  const SlotWatchWish& wish = news.watch.wish();
  for (const WatchedSlots& each : news.changed) {
    auto* told = out->add_changed();
    told->set_associate(transport::AssociateName(wish.brand, each.associate));
    for (const calendar::FreeSlot& slot : each.slots) {
      calendar::FromSlot(wish.brand, each.associate, wish.service, wish.channel,
                         slot, news.index.ZoneOf(slot.store),
                         told->add_slots());
    }
  }
  std::string packed = absl::StrCat(transport::PackTime(wish.window.start),
                                    transport::PackTime(wish.window.end));
  for (SlotsDigest digest : news.watch.told()) {
    absl::StrAppend(&packed, PackDigest(digest));
  }
  out->set_position(
      absl::StrCat(news.position.ToText(), std::string(1, kDot),
                   transport::EncodePageToken(fingerprint, packed)));
}

}  // namespace rapport::search
