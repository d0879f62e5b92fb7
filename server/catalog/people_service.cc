// The methods of rapport.v1.CatalogService about associates and services.
#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "server/catalog/catalog_convert.h"
#include "server/catalog/catalog_service.h"
#include "server/catalog/import_convert.h"
#include "server/catalog/import_stream.h"
#include "server/catalog/request_convert.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

using transport::Call;

constexpr absl::string_view kGetAssociate =
    "rapport.v1.CatalogService/GetAssociate";
constexpr absl::string_view kListAssociates =
    "rapport.v1.CatalogService/ListAssociates";
constexpr absl::string_view kUpdateAssociate =
    "rapport.v1.CatalogService/UpdateAssociate";
constexpr absl::string_view kImportAssociates =
    "rapport.v1.CatalogService/ImportAssociates";
constexpr absl::string_view kGetService =
    "rapport.v1.CatalogService/GetService";
constexpr absl::string_view kListServices =
    "rapport.v1.CatalogService/ListServices";
constexpr absl::string_view kUpdateService =
    "rapport.v1.CatalogService/UpdateService";

absl::Status ListAssociatesOf(const Call& call, const CatalogDesk& desk,
                              const v1::ListAssociatesRequest& request,
                              v1::ListAssociatesResponse* reply) {
  absl::StatusOr<Page> page = ToPage(call, kListAssociates, request);
  if (!page.ok()) return page.status();
  std::optional<StoreId> at;
  if (!request.store().empty()) {
    absl::StatusOr<StoreId> store =
        transport::ParseStoreName(call.caller, "store", request.store());
    if (!store.ok()) return store.status();
    at = *store;
  }
  auto index = ReadBrand(call, desk, "parent", request.parent());
  if (!index.ok()) return index.status();
  reply->set_next_page_token(FillPage(
      *page, (*index)->associates(),
      [](const search::AssociateRecord& record) {
        return record.associate->id.stored();
      },
      [&](const search::AssociateRecord& record) -> size_t {
        const auto& stores = record.associate->content.stores;
        if (at.has_value() &&
            std::find(stores.begin(), stores.end(), *at) == stores.end()) {
          return 0;
        }
        v1::Associate* added = reply->add_associates();
        FromAssociate(call.caller, (*index)->brand(), *record.associate, added);
        return added->ByteSizeLong();
      }));
  return absl::OkStatus();
}

absl::Status ListServicesOf(const Call& call, const CatalogDesk& desk,
                            const v1::ListServicesRequest& request,
                            v1::ListServicesResponse* reply) {
  absl::StatusOr<Page> page = ToPage(call, kListServices, request);
  if (!page.ok()) return page.status();
  auto index = ReadBrand(call, desk, "parent", request.parent());
  if (!index.ok()) return index.status();
  reply->set_next_page_token(FillPage(
      *page, (*index)->services(),
      [](const auto& entry) -> absl::string_view { return entry.first.text(); },
      [&](const auto& entry) {
        v1::Service* added = reply->add_services();
        FromService(call.caller.brand(), *entry.second, added);
        return added->ByteSizeLong();
      }));
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* CatalogService::GetAssociate(
    grpc::CallbackServerContext* context,
    const v1::GetAssociateRequest* request, v1::Associate* reply) {
  return front_.Serve(
      context, kGetAssociate, [=, this](const Call& call) -> absl::Status {
        absl::StatusOr<AssociateId> id =
            transport::ParseAssociateName(call.caller, "name", request->name());
        if (!id.ok()) return id.status();
        auto index = ReadBrand(call, desk_, "name", request->name());
        if (!index.ok()) return index.status();
        const search::AssociateRecord* record = (*index)->FindAssociate(*id);
        if (record == nullptr) {
          return transport::NotFound("name", request->name());
        }
        FromAssociate(call.caller, (*index)->brand(), *record->associate,
                      reply);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* CatalogService::ListAssociates(
    grpc::CallbackServerContext* context,
    const v1::ListAssociatesRequest* request,
    v1::ListAssociatesResponse* reply) {
  return front_.Serve(context, kListAssociates, [=, this](const Call& call) {
    return ListAssociatesOf(call, desk_, *request, reply);
  });
}

grpc::ServerUnaryReactor* CatalogService::UpdateAssociate(
    grpc::CallbackServerContext* context,
    const v1::UpdateAssociateRequest* request, v1::Associate* reply) {
  return front_.Serve(
      context, kUpdateAssociate, [=, this](const Call& call) -> absl::Status {
        absl::StatusOr<Associate> associate =
            ToAssociate(call.caller, request->associate());
        if (!associate.ok()) return associate.status();
        absl::StatusOr<WriteCondition> when =
            ToCondition("associate.etag", request->associate().etag(),
                        request->allow_missing());
        if (!when.ok()) return when.status();
        associate =
            desk_.PutAssociate(call.caller, *std::move(associate), *when);
        if (!associate.ok()) return associate.status();
        FromAssociate(call.caller, desk_.Read(call.caller)->brand(), *associate,
                      reply);
        return absl::OkStatus();
      });
}

grpc::ServerBidiReactor<v1::ImportAssociatesRequest,
                        v1::ImportAssociatesResponse>*
CatalogService::ImportAssociates(grpc::CallbackServerContext* context) {
  return ServeImport<v1::ImportAssociatesRequest, v1::ImportAssociatesResponse>(
      context, kImportAssociates, "associates", front_, desk_, importers_,
      [this](const Caller& caller, const v1::ImportHeader& header,
             ImportSink& sink) -> absl::StatusOr<std::unique_ptr<FileImport>> {
        absl::Status size = CheckImportSize(header);
        if (!size.ok()) return size;
        if (header.dry_run()) {
          return InvalidField("header.dry_run", "UNKNOWN",
                              "is not known of an import of associates; it "
                              "must be unset");
        }
        if (header.format() != v1::IMPORT_FORMAT_UNSPECIFIED &&
            header.format() != v1::IMPORT_FORMAT_JSON_LINES) {
          return InvalidField("header.format", "UNKNOWN",
                              "is no format of associates; they come as JSON "
                              "lines");
        }
        return desk_.ImportAssociates(caller, {caller.actor, header.source()},
                                      sink);
      });
}

grpc::ServerUnaryReactor* CatalogService::GetService(
    grpc::CallbackServerContext* context, const v1::GetServiceRequest* request,
    v1::Service* reply) {
  return front_.Serve(
      context, kGetService, [=, this](const Call& call) -> absl::Status {
        absl::StatusOr<ServiceId> id =
            transport::ParseServiceName(call.caller, "name", request->name());
        if (!id.ok()) return id.status();
        auto index = ReadBrand(call, desk_, "name", request->name());
        if (!index.ok()) return index.status();
        const catalog::Service* service = (*index)->FindService(*id);
        if (service == nullptr) {
          return transport::NotFound("name", request->name());
        }
        FromService(call.caller.brand(), *service, reply);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* CatalogService::ListServices(
    grpc::CallbackServerContext* context,
    const v1::ListServicesRequest* request, v1::ListServicesResponse* reply) {
  return front_.Serve(context, kListServices, [=, this](const Call& call) {
    return ListServicesOf(call, desk_, *request, reply);
  });
}

grpc::ServerUnaryReactor* CatalogService::UpdateService(
    grpc::CallbackServerContext* context,
    const v1::UpdateServiceRequest* request, v1::Service* reply) {
  return front_.Serve(
      context, kUpdateService, [=, this](const Call& call) -> absl::Status {
        absl::StatusOr<catalog::Service> service =
            ToService(call.caller, request->service());
        if (!service.ok()) return service.status();
        absl::StatusOr<WriteCondition> when =
            ToCondition("service.etag", request->service().etag(),
                        request->allow_missing());
        if (!when.ok()) return when.status();
        service = desk_.PutService(call.caller, *std::move(service), *when);
        if (service.ok()) FromService(call.caller.brand(), *service, reply);
        return service.status();
      });
}

}  // namespace rapport::catalog
