#include "server/search/locator_service.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/catalog/store_convert.h"
#include "server/search/any_slots_convert.h"
#include "server/search/associate_batch.h"
#include "server/search/associate_reply.h"
#include "server/search/place_convert.h"
#include "server/search/search_limit.h"
#include "server/search/slot_watch_stream.h"
#include "server/search/store_hit_convert.h"
#include "server/search/store_page.h"
#include "server/search/store_page_convert.h"
#include "server/search/store_query_convert.h"
#include "server/search/store_relaxation.h"
#include "server/search/store_search.h"
#include "server/transport/page.h"
#include "server/transport/raw_message.h"
#include "server/transport/resource_name.h"

namespace rapport::search {
namespace {

using transport::Call;

// Of ten hits, with room to spare.
constexpr size_t kReplyUsual = 16 << 10;

constexpr absl::string_view kSearchStores =
    "rapport.v1.LocatorService/SearchStores";
constexpr absl::string_view kSearchAssociates =
    "rapport.v1.LocatorService/SearchAssociates";
constexpr absl::string_view kBatchSearch =
    "rapport.v1.LocatorService/BatchSearchAssociates";
constexpr absl::string_view kListAnySlots =
    "rapport.v1.LocatorService/ListAnySlots";
constexpr absl::string_view kGetStorePage =
    "rapport.v1.LocatorService/GetStorePage";
constexpr absl::string_view kSuggestPlaces =
    "rapport.v1.LocatorService/SuggestPlaces";

absl::Status FindStores(const Call& call, const BrandIndex* index,
                        const v1::SearchStoresRequest& request, absl::Time now,
                        v1::SearchStoresResponse* reply) {
  if (index == nullptr) return transport::NotFound("parent", request.parent());
  const std::string fingerprint =
      transport::QueryFingerprint(kSearchStores, request);
  absl::StatusOr<StoreQuery> query =
      ToStoreQuery(call.caller, *index, request, fingerprint, now);
  if (!query.ok()) return query.status();
  absl::StatusOr<StoreTeller> teller =
      StoreTeller::Make(call.caller.brand(), *index, request);
  if (!teller.ok()) return teller.status();
  SearchLimit limit(call.deadline);
  query->give_up = [&] { return limit.IsOver(); };
  const absl::Time time = query->open_at.value_or(now);
  StoreCursor last;
  const bool more = SearchStores(
      *index, *query,
      [&](const StoreFound& found) {
        teller->Tell(found, time, reply->add_stores());
      },
      last);
  if (limit.was_over()) return limit.TooLong();
  if (more) reply->set_next_page_token(TokenBehind(fingerprint, last));
  const bool is_empty = reply->stores_size() == 0 && !query->after.has_value();
  if (is_empty && !index->stores().empty()) {
    teller->Tell(ExplainEmpty(*index, *query), time, reply->mutable_empty());
  }
  return absl::OkStatus();
}

absl::Status FindAssociates(const Call& call, const ReadModel& model,
                            const grpc::ByteBuffer& request, DemandLog& demand,
                            grpc::ByteBuffer* reply) {
  v1::SearchAssociatesRequest message;
  absl::Status parsed = transport::ParseRaw(request, message);
  if (!parsed.ok()) return parsed;
  SearchLimit limit(call.deadline);
  std::string text;
  text.reserve(kReplyUsual);
  absl::Status status =
      FindAssociates(call.caller, model.Find(call.caller.brand()).get(),
                     message, model.Now(), limit, demand, text);
  if (status.ok()) *reply = transport::ToRaw(std::move(text));
  return status;
}

absl::Status FindInBatch(const Call& call, const ReadModel& model,
                         const grpc::ByteBuffer& request, DemandLog& demand,
                         grpc::ByteBuffer* reply) {
  v1::BatchSearchAssociatesRequest message;
  absl::Status parsed = transport::ParseRaw(request, message);
  if (!parsed.ok()) return parsed;
  SearchLimit limit(call.deadline);
  std::string text;
  absl::Status status =
      FindInBatch(call.caller, model.Find(call.caller.brand()).get(), message,
                  model.Now(), limit, demand, text);
  if (status.ok()) *reply = transport::ToRaw(std::move(text));
  return status;
}

absl::Status PageOf(const Call& call, const BrandIndex* index,
                    const v1::GetStorePageRequest& request, absl::Time now,
                    v1::StorePage* reply) {
  absl::StatusOr<StoreId> id =
      transport::ParseStoreName(call.caller, "name", request.name());
  if (!id.ok()) return id.status();
  const StoreRecord* store = index == nullptr ? nullptr : index->FindStore(*id);
  if (store == nullptr) return transport::NotFound("name", request.name());
  absl::StatusOr<StorePageQuery> query =
      ToPageQuery(call.caller, *index, request, now);
  if (!query.ok()) return query.status();
  absl::StatusOr<std::vector<std::string>> reading =
      ToReadingLanguages(request.reading_language_codes());
  if (!reading.ok()) return reading.status();
  catalog::FromStore(call.caller.brand(), *store->store,
                     reply->mutable_store());
  catalog::TellHoursReading(reply->mutable_store());
  TellInLanguage(*reading, reply->mutable_store());
  FromPage(call.caller, *index, *store, *query,
           MakeStorePage(*index, *store, *query), reply);
  return absl::OkStatus();
}

absl::Status Suggest(const Call& call, const places::Gazetteer& gazetteer,
                     const v1::SuggestPlacesRequest& request,
                     v1::SuggestPlacesResponse* reply) {
  absl::StatusOr<places::SuggestQuery> query =
      ToSuggestQuery(call.caller, request);
  if (!query.ok()) return query.status();
  for (const places::Place& place : gazetteer.Suggest(*query)) {
    FromPlace(place, reply->add_places());
  }
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* LocatorService::SearchStores(
    grpc::CallbackServerContext* context,
    const v1::SearchStoresRequest* request, v1::SearchStoresResponse* reply) {
  return front_.Serve(context, kSearchStores, [=, this](const Call& call) {
    return FindStores(call, model_.Find(call.caller.brand()).get(), *request,
                      model_.Now(), reply);
  });
}

grpc::ServerUnaryReactor* LocatorService::SearchAssociates(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* reply) {
  return front_.Serve(context, kSearchAssociates, [=, this](const Call& call) {
    return FindAssociates(call, model_, *request, demand_, reply);
  });
}

grpc::ServerUnaryReactor* LocatorService::BatchSearchAssociates(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* reply) {
  return front_.Serve(context, kBatchSearch, [=, this](const Call& call) {
    return FindInBatch(call, model_, *request, demand_, reply);
  });
}

grpc::ServerUnaryReactor* LocatorService::ListAnySlots(
    grpc::CallbackServerContext* context,
    const v1::ListAnySlotsRequest* request, v1::ListAnySlotsResponse* reply) {
  return front_.Serve(context, kListAnySlots, [=, this](const Call& call) {
    return FindAnySlots(call.caller, model_.Find(call.caller.brand()).get(),
                        *request, model_.Now(), call.deadline, demand_, reply);
  });
}

grpc::ServerWriteReactor<v1::WatchSlotsResponse>* LocatorService::WatchSlots(
    grpc::CallbackServerContext* context,
    const v1::WatchSlotsRequest* request) {
  return SlotWatchStream::Serve(context, *request, front_, model_, watchers_);
}

grpc::ServerUnaryReactor* LocatorService::GetStorePage(
    grpc::CallbackServerContext* context,
    const v1::GetStorePageRequest* request, v1::StorePage* reply) {
  return front_.Serve(context, kGetStorePage, [=, this](const Call& call) {
    return PageOf(call, model_.Find(call.caller.brand()).get(), *request,
                  model_.Now(), reply);
  });
}

grpc::ServerUnaryReactor* LocatorService::SuggestPlaces(
    grpc::CallbackServerContext* context,
    const v1::SuggestPlacesRequest* request, v1::SuggestPlacesResponse* reply) {
  return front_.Serve(context, kSuggestPlaces, [=, this](const Call& call) {
    return Suggest(call, gazetteer_, *request, reply);
  });
}

}  // namespace rapport::search
