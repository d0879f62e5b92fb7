#include "server/search/locator_service.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "server/catalog/store_convert.h"
#include "server/search/associate_hit_convert.h"
#include "server/search/associate_query_convert.h"
#include "server/search/associate_relaxation.h"
#include "server/search/associate_search.h"
#include "server/search/demand_convert.h"
#include "server/search/place_convert.h"
#include "server/search/store_hit_convert.h"
#include "server/search/store_page.h"
#include "server/search/store_page_convert.h"
#include "server/search/store_query_convert.h"
#include "server/search/store_relaxation.h"
#include "server/search/store_search.h"
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
constexpr absl::string_view kGetStorePage =
    "rapport.v1.LocatorService/GetStorePage";
constexpr absl::string_view kSuggestPlaces =
    "rapport.v1.LocatorService/SuggestPlaces";

// How long a search may still go on.
class TimeLimit {
 public:
  explicit TimeLimit(absl::Time deadline)
      : end_(std::min(deadline, absl::Now() + kSearchTimeMax)) {}

  bool IsOver() { return was_over_ = was_over_ || absl::Now() >= end_; }
  // Whether somebody was told so: then the search is not whole.
  bool was_over() const { return was_over_; }

  absl::Status TooLong() const {
    return Error(absl::StatusCode::kDeadlineExceeded, "SEARCH_TOO_LONG",
                 "too much had to be looked at; narrow the search by a radius "
                 "or a shorter window");
  }

 private:
  const absl::Time end_;
  bool was_over_ = false;
};

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
  TimeLimit limit(call.deadline);
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

absl::Status FindAssociates(const Call& call, const BrandIndex* index,
                            const v1::SearchAssociatesRequest& request,
                            absl::Time now, DemandLog& demand,
                            v1::SearchAssociatesResponse* reply) {
  if (index == nullptr) return transport::NotFound("parent", request.parent());
  const std::string fingerprint =
      transport::QueryFingerprint(kSearchAssociates, request);
  absl::StatusOr<AssociateQuery> query =
      ToAssociateQuery(call.caller, *index, request, fingerprint, now);
  if (!query.ok()) return query.status();
  TimeLimit limit(call.deadline);
  query->give_up = [&] { return limit.IsOver(); };
  AssociateCursor last;
  std::vector<AssociateId> found_ids;
  const bool more = SearchAssociates(
      *index, *query,
      [&](const AssociateFound& found) {
        FromFound(call.caller, *index, *query, found, reply->add_associates());
        found_ids.push_back(found.associate.associate->id);
      },
      last);
  if (limit.was_over()) return limit.TooLong();
  if (found_ids.empty() && !query->after.has_value()) {
    demand.Note(DemandOf(call.caller, request, *query));
  }
  if (more) {
    reply->set_next_page_token(TokenBehind(fingerprint, *query, last));
  } else if (!query->after.has_value() && !index->associates().empty() &&
             found_ids.size() < query->limit) {
    FromSparse(ExplainSparse(*index, *query, found_ids),
               reply->mutable_sparse());
  }
  return absl::OkStatus();
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
    grpc::CallbackServerContext* context,
    const v1::SearchAssociatesRequest* request,
    v1::SearchAssociatesResponse* reply) {
  return front_.Serve(context, kSearchAssociates, [=, this](const Call& call) {
    return FindAssociates(call, model_.Find(call.caller.brand()).get(),
                          *request, model_.Now(), demand_, reply);
  });
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
