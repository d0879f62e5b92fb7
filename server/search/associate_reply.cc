#include "server/search/associate_reply.h"

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/calendar/calendar_convert.h"
#include "server/catalog/catalog_convert.h"
#include "server/catalog/store_convert.h"
#include "server/search/associate_hit_convert.h"
#include "server/search/associate_query_convert.h"
#include "server/search/associate_relaxation.h"
#include "server/search/associate_search.h"
#include "server/search/demand_convert.h"
#include "server/search/slot_finder.h"
#include "server/search/wire_field.h"
#include "server/transport/convert.h"
#include "server/transport/page.h"
#include "server/transport/resource_name.h"

namespace rapport::search {
namespace {

constexpr absl::string_view kMethod =
    "rapport.v1.LocatorService/SearchAssociates";

template <typename Message>
ToldOnce::Texts TextsOf(const Message& message, const v1::Slot& in_slot) {
  return {message.SerializeAsString(), in_slot.SerializeAsString()};
}

// Writes a page of hits.
class HitWriter {
 public:
  HitWriter(const Caller& caller, const BrandIndex& index,
            const AssociateQuery& query)
      : caller_(caller),
        index_(index),
        query_(query),
        associates_(caller.role() == Role::kShopper
                        ? index.told().associates_to_shoppers
                        : index.told().associates_to_others) {
    if (query.service == nullptr) return;
    v1::Slot in_slot;
    in_slot.set_service(
        transport::ServiceName(caller.brand(), query.service->id));
    service_in_slot_ = in_slot.SerializeAsString();
  }

  void Add(const AssociateFound& found) {
    associates_.Expect(index_.NumberOf(found.associate));
    index_.told().stores.Expect(index_.NumberOf(found.store));
    hits_.push_back({&found.associate, &found.store, found.distance,
                     found.channel, found.score, slots_.size(),
                     found.slots.size()});
    const SlotWish wish = {query_.service,        found.channel,
                           found.store.store->id, query_.now,
                           query_.duration,       found.own};
    for (const calendar::FreeSlot& slot : found.slots) {
      slots_.push_back({slot.interval, OwnHoldFor(index_, found.associate, wish,
                                                  slot.interval.start)});
    }
  }

  // Appends the hits that were added. To be called once.
  void Write(std::string& reply) {
    for (const Hit& hit : hits_) {
      associates_.ExpectText(index_.NumberOf(*hit.associate));
      index_.told().stores.ExpectText(index_.NumberOf(*hit.store));
    }
    for (const Hit& hit : hits_) Write(hit, reply);
  }

  // Who was added.
  std::vector<AssociateId> Found() const {
    std::vector<AssociateId> ids;
    for (const Hit& hit : hits_) ids.push_back(hit.associate->associate->id);
    return ids;
  }

  size_t size() const { return hits_.size(); }

 private:
  struct HitSlot {
    Interval interval;
    std::optional<booking::BookingId> own_hold;
  };
  struct Hit {
    const AssociateRecord* associate;
    const StoreRecord* store;
    std::optional<geo::Meters> distance;
    Channel channel;
    AssociateScore score;
    size_t slots_begin;  // in slots_
    size_t slots_count;
  };

  void Write(const Hit& hit, std::string& reply) {
    const Told associate = ToldOf(*hit.associate);
    const Told store = ToldOf(*hit.store);
    rest_.Clear();
    FromFound(query_, hit.distance, hit.channel, hit.score, &rest_);
    rest_bytes_.clear();
    rest_.AppendToString(&rest_bytes_);
    for (size_t i = 0; i < hit.slots_count; ++i) {
      AppendSlot(hit, associate, store, slots_[hit.slots_begin + i]);
    }
    constexpr int kAssociate = v1::AssociateHit::kAssociateFieldNumber;
    constexpr int kStore = v1::AssociateHit::kStoreFieldNumber;
    AppendFieldHead(v1::SearchAssociatesResponse::kAssociatesFieldNumber,
                    FieldSize(kAssociate, associate.message.size()) +
                        FieldSize(kStore, store.message.size()) +
                        rest_bytes_.size(),
                    reply);
    AppendField(kAssociate, associate.message, reply);
    AppendField(kStore, store.message, reply);
    reply.append(rest_bytes_);
  }

  void AppendSlot(const Hit& hit, const Told& associate, const Told& store,
                  const HitSlot& slot) {
    slot_.Clear();
    slot_.set_channel(transport::FromChannel(hit.channel));
    calendar::FromSlotTime(slot.interval, hit.store->zone, &slot_);
    if (slot.own_hold.has_value()) {
      slot_.set_own_hold(
          transport::BookingName(caller_.brand(), slot.own_hold->ToString()));
    }
    AppendFieldHead(v1::AssociateHit::kSlotsFieldNumber,
                    associate.in_slot.size() + store.in_slot.size() +
                        service_in_slot_.size() + slot_.ByteSizeLong(),
                    rest_bytes_);
    rest_bytes_.append(associate.in_slot.data(), associate.in_slot.size());
    rest_bytes_.append(store.in_slot.data(), store.in_slot.size());
    rest_bytes_.append(service_in_slot_);
    slot_.AppendToString(&rest_bytes_);
  }

  Told ToldOf(const AssociateRecord& record) const {
    return associates_.Of(index_.NumberOf(record), [&] {
      v1::Associate associate;
      catalog::FromAssociate(caller_, index_.brand(), *record.associate,
                             &associate);
      v1::Slot in_slot;
      in_slot.set_associate(associate.name());
      return TextsOf(associate, in_slot);
    });
  }

  Told ToldOf(const StoreRecord& record) const {
    return index_.told().stores.Of(index_.NumberOf(record), [&] {
      v1::Store store;
      catalog::FromStore(caller_.brand(), *record.store, &store);
      v1::Slot in_slot;
      in_slot.set_store(store.name());
      in_slot.set_time_zone(record.zone.name());
      return TextsOf(store, in_slot);
    });
  }

  const Caller& caller_;
  const BrandIndex& index_;
  const AssociateQuery& query_;
  ToldOnce& associates_;
  std::string service_in_slot_;
  std::vector<Hit> hits_;
  std::vector<HitSlot> slots_;
  // Here for their room, from one hit to the next.
  v1::AssociateHit rest_;
  std::string rest_bytes_;
  v1::Slot slot_;
};

}  // namespace

absl::Status FindAssociates(const Caller& caller, const BrandIndex* index,
                            const v1::SearchAssociatesRequest& request,
                            absl::Time now, SearchLimit& limit,
                            DemandLog& demand, std::string& reply,
                            absl::Duration explanation_max) {
  if (index == nullptr) return transport::NotFound("parent", request.parent());
  const std::string fingerprint = transport::QueryFingerprint(kMethod, request);
  absl::StatusOr<AssociateQuery> query =
      ToAssociateQuery(caller, *index, request, fingerprint, now);
  if (!query.ok()) return query.status();
  query->give_up = [&] { return limit.IsOver(); };
  HitWriter hits(caller, *index, *query);
  AssociateCursor last;
  const bool more = SearchAssociates(
      *index, *query, [&](const AssociateFound& found) { hits.Add(found); },
      last);
  if (limit.was_over()) return limit.TooLong();
  hits.Write(reply);
  if (hits.size() == 0 && !query->after.has_value()) {
    demand.Note(DemandOf(caller, request, *query));
  }
  v1::SearchAssociatesResponse rest;
  if (more) {
    rest.set_next_page_token(TokenBehind(fingerprint, *query, last));
  } else if (!request.no_explanation() && !query->after.has_value() &&
             !index->associates().empty() && hits.size() < query->limit) {
    SearchLimit explanation(limit.end(), explanation_max);
    query->give_up = [&] { return explanation.IsOver(); };
    FromSparse(ExplainSparse(*index, *query, hits.Found()),
               rest.mutable_sparse());
  }
  rest.AppendToString(&reply);
  return absl::OkStatus();
}

}  // namespace rapport::search
