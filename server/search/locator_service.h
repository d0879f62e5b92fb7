// The border of rapport.v1.LocatorService.
#ifndef RAPPORT_SERVER_SEARCH_LOCATOR_SERVICE_H_
#define RAPPORT_SERVER_SEARCH_LOCATOR_SERVICE_H_

#include "rapport/v1/locator_service.grpc.pb.h"
#include "server/places/gazetteer.h"
#include "server/search/read_model.h"
#include "server/search/slot_watchers.h"
#include "server/transport/front_desk.h"

namespace rapport::search {

// Thread-safe. Does not own what it is made from.
class LocatorService final : public v1::LocatorService::CallbackService {
 public:
  LocatorService(transport::FrontDesk& front, ReadModel& model,
                 SlotWatchers& watchers, const places::Gazetteer& gazetteer)
      : front_(front),
        model_(model),
        watchers_(watchers),
        gazetteer_(gazetteer) {}

  grpc::ServerUnaryReactor* SearchStores(
      grpc::CallbackServerContext* context,
      const v1::SearchStoresRequest* request,
      v1::SearchStoresResponse* reply) override;
  grpc::ServerUnaryReactor* SearchAssociates(
      grpc::CallbackServerContext* context,
      const v1::SearchAssociatesRequest* request,
      v1::SearchAssociatesResponse* reply) override;
  grpc::ServerUnaryReactor* BatchSearchAssociates(
      grpc::CallbackServerContext* context,
      const v1::BatchSearchAssociatesRequest* request,
      v1::BatchSearchAssociatesResponse* reply) override;
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
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_LOCATOR_SERVICE_H_
