#include "server/search/locator_service.h"

#include <algorithm>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "server/calendar/calendar_convert.h"
#include "server/catalog/catalog_convert.h"
#include "server/catalog/store_convert.h"
#include "server/search/locator_convert.h"
#include "server/search/search.h"
#include "server/transport/page.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::search {
namespace {

using transport::Call;

// A search keeps a thread busy that others wait for.
constexpr absl::Duration kSearchTimeMax = absl::Seconds(2);

constexpr absl::string_view kSearchStores =
    "rapport.v1.LocatorService/SearchStores";
constexpr absl::string_view kSearchAssociates =
    "rapport.v1.LocatorService/SearchAssociates";

absl::Status FindStores(const Call& call, const BrandIndex* index,
                        const v1::SearchStoresRequest& request,
                        v1::SearchStoresResponse* reply) {
  if (index == nullptr) return transport::NotFound("parent", request.parent());
  const std::string fingerprint =
      transport::QueryFingerprint(kSearchStores, request);
  absl::StatusOr<StoreQuery> query =
      ToStoreQuery(call.caller, *index, request, fingerprint);
  if (!query.ok()) return query.status();
  PlaceCursor last;
  const bool more = SearchStores(*index, *query, [&](const StoreFound& found) {
    v1::StoreHit* hit = reply->add_stores();
    catalog::FromStore(call.caller.brand(), *found.store.store,
                       hit->mutable_store());
    hit->set_distance_m(found.distance.value);
    last = {found.distance, std::string(found.store.store->id.stored())};
  });
  if (more) {
    reply->set_next_page_token(
        TokenBehind(fingerprint, last.distance, last.id));
  }
  return absl::OkStatus();
}

void FromFound(const Call& call, const AssociateQuery& query,
               const AssociateFound& found, v1::AssociateHit* hit) {
  const BrandId& brand = call.caller.brand();
  const catalog::Associate& associate = *found.associate.associate;
  catalog::FromAssociate(call.caller, associate, hit->mutable_associate());
  catalog::FromStore(brand, *found.store.store, hit->mutable_store());
  hit->set_distance_m(found.distance.value);
  for (const SlotFound& slot : found.slots) {
    calendar::FromSlot(brand, associate.id, query.service->id, slot.channel,
                       slot.slot, found.store.zone, hit->add_slots());
  }
}

absl::Status FindAssociates(const Call& call, const BrandIndex* index,
                            const v1::SearchAssociatesRequest& request,
                            absl::Time now,
                            v1::SearchAssociatesResponse* reply) {
  if (index == nullptr) return transport::NotFound("parent", request.parent());
  const std::string fingerprint =
      transport::QueryFingerprint(kSearchAssociates, request);
  absl::StatusOr<AssociateQuery> query =
      ToAssociateQuery(call.caller, *index, request, fingerprint, now);
  if (!query.ok()) return query.status();
  const absl::Time limit =
      std::min(call.deadline, absl::Now() + kSearchTimeMax);
  bool gave_up = false;
  query->give_up = [&] { return gave_up = absl::Now() >= limit; };
  PlaceCursor last;
  const bool more =
      SearchAssociates(*index, *query, [&](const AssociateFound& found) {
        FromFound(call, *query, found, reply->add_associates());
        last = {found.distance,
                std::string(found.associate.associate->id.stored())};
      });
  if (gave_up) {
    return Error(absl::StatusCode::kDeadlineExceeded, "SEARCH_TOO_LONG",
                 "too many associates had to be looked at; narrow the search "
                 "by a radius or a shorter window");
  }
  if (more) {
    reply->set_next_page_token(
        TokenBehind(fingerprint, last.distance, last.id));
  }
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* LocatorService::SearchStores(
    grpc::CallbackServerContext* context,
    const v1::SearchStoresRequest* request, v1::SearchStoresResponse* reply) {
  return front_.Serve(context, kSearchStores, [=, this](const Call& call) {
    return FindStores(call, model_.Find(call.caller.brand()).get(), *request,
                      reply);
  });
}

grpc::ServerUnaryReactor* LocatorService::SearchAssociates(
    grpc::CallbackServerContext* context,
    const v1::SearchAssociatesRequest* request,
    v1::SearchAssociatesResponse* reply) {
  return front_.Serve(context, kSearchAssociates, [=, this](const Call& call) {
    return FindAssociates(call, model_.Find(call.caller.brand()).get(),
                          *request, model_.Now(), reply);
  });
}

}  // namespace rapport::search
