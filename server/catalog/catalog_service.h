// The border of rapport.v1.CatalogService.
#ifndef RAPPORT_SERVER_CATALOG_CATALOG_SERVICE_H_
#define RAPPORT_SERVER_CATALOG_CATALOG_SERVICE_H_

#include "rapport/v1/catalog_service.grpc.pb.h"
#include "server/catalog/catalog_desk.h"
#include "server/transport/front_desk.h"
#include "server/transport/worker_pool.h"

namespace rapport::catalog {

// Thread-safe. Does not own what it is made from. `importers` do the imports,
// each of which keeps one of them busy while it lasts.
class CatalogService final : public v1::CatalogService::CallbackService {
 public:
  CatalogService(transport::FrontDesk& front, CatalogDesk& desk,
                 transport::WorkerPool& importers)
      : front_(front), desk_(desk), importers_(importers) {}

  grpc::ServerUnaryReactor* CreateBrand(grpc::CallbackServerContext* context,
                                        const v1::CreateBrandRequest* request,
                                        v1::Brand* reply) override;
  grpc::ServerUnaryReactor* GetBrand(grpc::CallbackServerContext* context,
                                     const v1::GetBrandRequest* request,
                                     v1::Brand* reply) override;
  grpc::ServerUnaryReactor* UpdateBrand(grpc::CallbackServerContext* context,
                                        const v1::UpdateBrandRequest* request,
                                        v1::Brand* reply) override;
  grpc::ServerUnaryReactor* GetStore(grpc::CallbackServerContext* context,
                                     const v1::GetStoreRequest* request,
                                     v1::Store* reply) override;
  grpc::ServerUnaryReactor* ListStores(grpc::CallbackServerContext* context,
                                       const v1::ListStoresRequest* request,
                                       v1::ListStoresResponse* reply) override;
  grpc::ServerUnaryReactor* UpdateStore(grpc::CallbackServerContext* context,
                                        const v1::UpdateStoreRequest* request,
                                        v1::Store* reply) override;
  grpc::ServerWriteReactor<v1::ExportStoresResponse>* ExportStores(
      grpc::CallbackServerContext* context,
      const v1::ExportStoresRequest* request) override;
  grpc::ServerBidiReactor<v1::ImportStoresRequest, v1::ImportStoresResponse>*
  ImportStores(grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* GetAssociate(grpc::CallbackServerContext* context,
                                         const v1::GetAssociateRequest* request,
                                         v1::Associate* reply) override;
  grpc::ServerUnaryReactor* ListAssociates(
      grpc::CallbackServerContext* context,
      const v1::ListAssociatesRequest* request,
      v1::ListAssociatesResponse* reply) override;
  grpc::ServerUnaryReactor* UpdateAssociate(
      grpc::CallbackServerContext* context,
      const v1::UpdateAssociateRequest* request, v1::Associate* reply) override;
  grpc::ServerBidiReactor<v1::ImportAssociatesRequest,
                          v1::ImportAssociatesResponse>*
  ImportAssociates(grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* GetService(grpc::CallbackServerContext* context,
                                       const v1::GetServiceRequest* request,
                                       v1::Service* reply) override;
  grpc::ServerUnaryReactor* ListServices(
      grpc::CallbackServerContext* context,
      const v1::ListServicesRequest* request,
      v1::ListServicesResponse* reply) override;
  grpc::ServerUnaryReactor* UpdateService(
      grpc::CallbackServerContext* context,
      const v1::UpdateServiceRequest* request, v1::Service* reply) override;
  grpc::ServerUnaryReactor* ListStoreResources(
      grpc::CallbackServerContext* context,
      const v1::ListStoreResourcesRequest* request,
      v1::ListStoreResourcesResponse* reply) override;
  grpc::ServerUnaryReactor* UpdateStoreResource(
      grpc::CallbackServerContext* context,
      const v1::UpdateStoreResourceRequest* request,
      v1::StoreResource* reply) override;
  grpc::ServerUnaryReactor* GetOfferPolicy(
      grpc::CallbackServerContext* context,
      const v1::GetOfferPolicyRequest* request,
      v1::OfferPolicy* reply) override;
  grpc::ServerUnaryReactor* ListOfferPolicies(
      grpc::CallbackServerContext* context,
      const v1::ListOfferPoliciesRequest* request,
      v1::ListOfferPoliciesResponse* reply) override;
  grpc::ServerUnaryReactor* UpdateOfferPolicy(
      grpc::CallbackServerContext* context,
      const v1::UpdateOfferPolicyRequest* request,
      v1::OfferPolicy* reply) override;
  grpc::ServerUnaryReactor* ExplainOffer(
      grpc::CallbackServerContext* context,
      const v1::ExplainOfferRequest* request,
      v1::ExplainOfferResponse* reply) override;

 private:
  transport::FrontDesk& front_;
  CatalogDesk& desk_;
  transport::WorkerPool& importers_;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_CATALOG_SERVICE_H_
