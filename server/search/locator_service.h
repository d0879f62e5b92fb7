// The border of rapport.v1.LocatorService.
#ifndef RAPPORT_SERVER_SEARCH_LOCATOR_SERVICE_H_
#define RAPPORT_SERVER_SEARCH_LOCATOR_SERVICE_H_

#include "rapport/v1/locator_service.grpc.pb.h"
#include "server/places/gazetteer.h"
#include "server/search/demand_log.h"
#include "server/search/read_model.h"
#include "server/search/slot_watchers.h"
#include "server/transport/front_desk.h"

namespace rapport::search {

// What gRPC calls, where the replies with associates are made as bytes.
using RawLocatorService =
    v1::LocatorService::WithRawCallbackMethod_SearchAssociates<
        v1::LocatorService::WithRawCallbackMethod_BatchSearchAssociates<
            v1::LocatorService::CallbackService>>;

// Thread-safe. Does not own what it is made from.
class LocatorService final : public RawLocatorService {
 public:
  LocatorService(transport::FrontDesk& front, ReadModel& model,
                 SlotWatchers& watchers, const places::Gazetteer& gazetteer,
                 DemandLog& demand)
      : front_(front),
        model_(model),
        watchers_(watchers),
        gazetteer_(gazetteer),
        demand_(demand) {}

  grpc::ServerUnaryReactor* SearchStores(
      grpc::CallbackServerContext* context,
      const v1::SearchStoresRequest* request,
      v1::SearchStoresResponse* reply) override;
  grpc::ServerUnaryReactor* SearchAssociates(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* BatchSearchAssociates(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* ListAnySlots(
      grpc::CallbackServerContext* context,
      const v1::ListAnySlotsRequest* request,
      v1::ListAnySlotsResponse* reply) override;
  grpc::ServerWriteReactor<v1::WatchSlotsResponse>* WatchSlots(
      grpc::CallbackServerContext* context,
      const v1::WatchSlotsRequest* request) override;
  grpc::ServerUnaryReactor* GetStorePage(grpc::CallbackServerContext* context,
                                         const v1::GetStorePageRequest* request,
                                         v1::StorePage* reply) override;
  grpc::ServerUnaryReactor* SuggestPlaces(
      grpc::CallbackServerContext* context,
      const v1::SuggestPlacesRequest* request,
      v1::SuggestPlacesResponse* reply) override;

 private:
  transport::FrontDesk& front_;
  ReadModel& model_;
  SlotWatchers& watchers_;
  const places::Gazetteer& gazetteer_;
  DemandLog& demand_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_LOCATOR_SERVICE_H_
