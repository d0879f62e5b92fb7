#include "server/search/any_slots_convert.h"

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "server/calendar/calendar_convert.h"
#include "server/search/any_slots.h"
#include "server/search/associate_query_convert.h"
#include "server/search/demand_convert.h"
#include "server/search/search_limit.h"
#include "server/transport/page.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::search {
namespace {

constexpr absl::string_view kMethod = "rapport.v1.LocatorService/ListAnySlots";

constexpr size_t kPageUnset = 100;
constexpr size_t kPageMax = 1000;

// Where a page begins: when its first was asked for, and the last slot.
struct PageBegin {
  absl::Time asked;
  SlotPlace after;
};

std::string PositionOf(absl::Time asked, const SlotPlace& place) {
  return absl::StrCat(transport::PackTime(asked),
                      transport::PackTime(place.start), place.store.stored(),
                      std::string(1, static_cast<char>(place.channel)));
}

absl::StatusOr<PageBegin> ToPageBegin(absl::string_view query,
                                      absl::string_view token) {
  using transport::kPackedBytes;
  constexpr size_t kIdBytes = IdBytes().size();
  absl::StatusOr<std::string> position =
      transport::DecodePageToken(query, token);
  if (!position.ok()) return position.status();
  const absl::string_view bytes = *position;
  if (bytes.size() != 2 * kPackedBytes + kIdBytes + 1) {
    return transport::InvalidPageToken();
  }
  PageBegin begin;
  absl::StatusOr<absl::Time> asked =
      transport::UnpackTime(bytes.substr(0, kPackedBytes));
  if (!asked.ok()) return asked.status();
  begin.asked = *asked;
  absl::StatusOr<absl::Time> start =
      transport::UnpackTime(bytes.substr(kPackedBytes, kPackedBytes));
  if (!start.ok()) return start.status();
  begin.after.start = *start;
  begin.after.store =
      StoreId::FromBytes(bytes.substr(2 * kPackedBytes, kIdBytes));
  begin.after.channel = static_cast<Channel>(bytes.back());
  return begin;
}

void FromAnySlot(const BrandIndex& index, const AssociateQuery& query,
                 const AnySlot& slot, v1::AnySlot* out) {
  const SlotPlace& place = slot.place;
  calendar::FromSlot(index.brand().id, AssociateId(), query.service->id,
                     place.channel,
                     {{place.start, place.start + query.length()}, place.store},
                     index.ZoneOf(place.store), out->mutable_slot());
  out->mutable_slot()->clear_associate();
  out->set_associates(slot.associates);
}

}  // namespace

absl::Status CheckNoPage(const v1::SearchAssociatesRequest& search) {
  const struct {
    absl::string_view field;
    bool is_set;
  } kFields[] = {
      {"slots_per_associate", search.has_slots_per_associate()},
      {"page_size", search.page_size() != 0},
      {"page_token", !search.page_token().empty()},
  };
  for (const auto& [field, is_set] : kFields) {
    if (!is_set) continue;
    return InvalidField(field, "NOT_FOR_ANY",
                        "is set; it must be left out where anybody will do");
  }
  return absl::OkStatus();
}

absl::Status FindAnySlots(const Caller& caller, const BrandIndex* index,
                          const v1::ListAnySlotsRequest& request,
                          absl::Time now, absl::Time deadline,
                          DemandLog& demand, v1::ListAnySlotsResponse* reply) {
  const v1::SearchAssociatesRequest& search = request.search();
  absl::Status parent =
      transport::CheckBrandName(caller, "parent", search.parent());
  if (!parent.ok()) return InField("search", parent);
  if (index == nullptr) {
    return transport::NotFound("search.parent", search.parent());
  }
  absl::Status no_page = CheckNoPage(search);
  if (!no_page.ok()) return InField("search", no_page);
  if (search.service().empty()) {
    return InvalidField("search.service", "REQUIRED",
                        "is unset; it is required");
  }
  absl::StatusOr<size_t> size =
      transport::PageSize(request.page_size(), kPageUnset, kPageMax);
  if (!size.ok()) return size.status();
  const std::string fingerprint = transport::QueryFingerprint(kMethod, request);
  std::optional<absl::Time> asked;
  std::optional<SlotPlace> after;
  if (!request.page_token().empty()) {
    absl::StatusOr<PageBegin> begin =
        ToPageBegin(fingerprint, request.page_token());
    if (!begin.ok()) return begin.status();
    asked = begin->asked;
    after = begin->after;
  }
  absl::StatusOr<AssociateQuery> query =
      ToAssociateQuery(caller, *index, search, "", now, asked);
  if (!query.ok()) return InField("search", query.status());
  SearchLimit limit(deadline);
  query->give_up = [&] { return limit.IsOver(); };
  const AnySlotsPage page = FindAnySlots(*index, *query, after, *size);
  if (limit.was_over()) return limit.TooLong();
  if (page.slots.empty() && !after.has_value()) {
    demand.Note(DemandOf(caller, search, *query));
  }
  for (const AnySlot& slot : page.slots) {
    FromAnySlot(*index, *query, slot, reply->add_slots());
  }
  reply->set_partial(page.partial);
  if (page.more) {
    reply->set_next_page_token(transport::EncodePageToken(
        fingerprint, PositionOf(query->asked_time(), page.slots.back().place)));
  }
  return absl::OkStatus();
}

}  // namespace rapport::search
