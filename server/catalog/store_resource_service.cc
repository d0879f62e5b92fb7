// The methods of rapport.v1.CatalogService about stores' rooms and equipment.
#include <utility>

#include "server/catalog/catalog_service.h"
#include "server/catalog/request_convert.h"
#include "server/catalog/store_resource_convert.h"
#include "server/transport/resource_name.h"

namespace rapport::catalog {
namespace {

using transport::Call;

constexpr absl::string_view kList =
    "rapport.v1.CatalogService/ListStoreResources";
constexpr absl::string_view kUpdate =
    "rapport.v1.CatalogService/UpdateStoreResource";

absl::Status List(const Call& call, const CatalogDesk& desk,
                  const v1::ListStoreResourcesRequest& request,
                  v1::ListStoreResourcesResponse* reply) {
  absl::StatusOr<StoreId> store =
      transport::ParseStoreName(call.caller, "parent", request.parent());
  if (!store.ok()) return store.status();
  auto index = ReadBrand(call, desk, "parent", request.parent());
  if (!index.ok()) return index.status();
  if ((*index)->FindStore(*store) == nullptr) {
    return transport::NotFound("parent", request.parent());
  }
  for (const auto& resource : (*index)->ResourcesAt(*store)) {
    FromStoreResource(call.caller.brand(), *resource, reply->add_resources());
  }
  return absl::OkStatus();
}

absl::Status Update(const Call& call, CatalogDesk& desk,
                    const v1::UpdateStoreResourceRequest& request,
                    v1::StoreResource* reply) {
  absl::StatusOr<StoreResource> resource =
      ToStoreResource(call.caller, request.resource());
  if (!resource.ok()) return resource.status();
  absl::StatusOr<WriteCondition> when = ToCondition(
      "resource.etag", request.resource().etag(), request.allow_missing());
  if (!when.ok()) return when.status();
  resource = desk.PutStoreResource(call.caller, *std::move(resource), *when);
  if (resource.ok()) FromStoreResource(call.caller.brand(), *resource, reply);
  return resource.status();
}

}  // namespace

grpc::ServerUnaryReactor* CatalogService::ListStoreResources(
    grpc::CallbackServerContext* context,
    const v1::ListStoreResourcesRequest* request,
    v1::ListStoreResourcesResponse* reply) {
  return front_.Serve(context, kList, [=, this](const Call& call) {
    return List(call, desk_, *request, reply);
  });
}

grpc::ServerUnaryReactor* CatalogService::UpdateStoreResource(
    grpc::CallbackServerContext* context,
    const v1::UpdateStoreResourceRequest* request, v1::StoreResource* reply) {
  return front_.Serve(context, kUpdate, [=, this](const Call& call) {
    return Update(call, desk_, *request, reply);
  });
}

}  // namespace rapport::catalog
