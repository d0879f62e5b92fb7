#include "clients/cpp/client_call.h"

namespace rapport::client {

absl::StatusOr<v1::Brand> Client::CreateBrand(
    v1::CreateBrandRequest request) const {
  return Call(Repeat::kUnsafe, *connection_->catalog,
              &v1::CatalogService::Stub::CreateBrand, request);
}

absl::StatusOr<v1::Brand> Client::GetBrand(v1::GetBrandRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::GetBrand, request);
}

absl::StatusOr<v1::Brand> Client::UpdateBrand(
    v1::UpdateBrandRequest request) const {
  return Call(Repeat::kUnsafe, *connection_->catalog,
              &v1::CatalogService::Stub::UpdateBrand, request);
}

absl::StatusOr<v1::Store> Client::GetStore(v1::GetStoreRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::GetStore, request);
}

absl::StatusOr<v1::ListStoresResponse> Client::ListStores(
    v1::ListStoresRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::ListStores, request);
}

absl::StatusOr<v1::Store> Client::UpdateStore(
    v1::UpdateStoreRequest request) const {
  return Call(Repeat::kUnsafe, *connection_->catalog,
              &v1::CatalogService::Stub::UpdateStore, request);
}

absl::StatusOr<v1::ImportSummary> Client::ImportStores(
    const v1::ImportHeader& header, const ByteSource& bytes,
    ImportListener& listener) const {
  return client::ImportStores(*connection_->catalog, caller_,
                              connection_->options.import_timeout, header,
                              bytes, listener, connection_->seen.get());
}

absl::Status Client::ExportStores(const v1::ExportStoresRequest& request,
                                  const ByteSink& sink) const {
  const ClientOptions& options = connection_->options;
  return client::ExportStores(*connection_->catalog, caller_, options.retry,
                              *options.clock, options.export_timeout, request,
                              sink, connection_->seen.get());
}

absl::StatusOr<v1::Associate> Client::GetAssociate(
    v1::GetAssociateRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::GetAssociate, request);
}

absl::StatusOr<v1::ListAssociatesResponse> Client::ListAssociates(
    v1::ListAssociatesRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::ListAssociates, request);
}

absl::StatusOr<v1::Associate> Client::UpdateAssociate(
    v1::UpdateAssociateRequest request) const {
  return Call(Repeat::kUnsafe, *connection_->catalog,
              &v1::CatalogService::Stub::UpdateAssociate, request);
}

absl::StatusOr<v1::ImportSummary> Client::ImportAssociates(
    const v1::ImportHeader& header, const ByteSource& bytes,
    ImportListener& listener) const {
  return client::ImportAssociates(*connection_->catalog, caller_,
                                  connection_->options.import_timeout, header,
                                  bytes, listener, connection_->seen.get());
}

absl::StatusOr<v1::Service> Client::GetService(
    v1::GetServiceRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::GetService, request);
}

absl::StatusOr<v1::ListServicesResponse> Client::ListServices(
    v1::ListServicesRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::ListServices, request);
}

absl::StatusOr<v1::Service> Client::UpdateService(
    v1::UpdateServiceRequest request) const {
  return Call(Repeat::kUnsafe, *connection_->catalog,
              &v1::CatalogService::Stub::UpdateService, request);
}

absl::StatusOr<v1::ListStoreResourcesResponse> Client::ListStoreResources(
    v1::ListStoreResourcesRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::ListStoreResources, request);
}

absl::StatusOr<v1::StoreResource> Client::UpdateStoreResource(
    v1::UpdateStoreResourceRequest request) const {
  return Call(Repeat::kUnsafe, *connection_->catalog,
              &v1::CatalogService::Stub::UpdateStoreResource, request);
}

absl::StatusOr<v1::OfferPolicy> Client::GetOfferPolicy(
    v1::GetOfferPolicyRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::GetOfferPolicy, request);
}

absl::StatusOr<v1::ListOfferPoliciesResponse> Client::ListOfferPolicies(
    v1::ListOfferPoliciesRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::ListOfferPolicies, request);
}

absl::StatusOr<v1::OfferPolicy> Client::UpdateOfferPolicy(
    v1::UpdateOfferPolicyRequest request) const {
  return Call(Repeat::kUnsafe, *connection_->catalog,
              &v1::CatalogService::Stub::UpdateOfferPolicy, request);
}

absl::StatusOr<v1::ExplainOfferResponse> Client::ExplainOffer(
    v1::ExplainOfferRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::ExplainOffer, request);
}

}  // namespace rapport::client
