#include "server/catalog/catalog_service.h"

#include <memory>
#include <string>
#include <utility>

#include "server/catalog/catalog_convert.h"
#include "server/catalog/export_convert.h"
#include "server/catalog/export_stream.h"
#include "server/catalog/import_convert.h"
#include "server/catalog/import_stream.h"
#include "server/catalog/request_convert.h"
#include "server/catalog/store_convert.h"
#include "server/transport/convert.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

using transport::Call;

constexpr absl::string_view kCreateBrand =
    "rapport.v1.CatalogService/CreateBrand";
constexpr absl::string_view kGetBrand = "rapport.v1.CatalogService/GetBrand";
constexpr absl::string_view kUpdateBrand =
    "rapport.v1.CatalogService/UpdateBrand";
constexpr absl::string_view kGetStore = "rapport.v1.CatalogService/GetStore";
constexpr absl::string_view kListStores =
    "rapport.v1.CatalogService/ListStores";
constexpr absl::string_view kUpdateStore =
    "rapport.v1.CatalogService/UpdateStore";
constexpr absl::string_view kExportStores =
    "rapport.v1.CatalogService/ExportStores";
constexpr absl::string_view kImportStores =
    "rapport.v1.CatalogService/ImportStores";
absl::Status ListStoresOf(const Call& call, const CatalogDesk& desk,
                          const v1::ListStoresRequest& request,
                          v1::ListStoresResponse* reply) {
  absl::StatusOr<Page> page = ToPage(call, kListStores, request);
  if (!page.ok()) return page.status();
  auto index = ReadBrand(call, desk, "parent", request.parent());
  if (!index.ok()) return index.status();
  reply->set_next_page_token(FillPage(
      *page, (*index)->stores(),
      [](const search::StoreRecord& record) {
        return record.store->id.stored();
      },
      [&](const search::StoreRecord& record) {
        v1::Store* added = reply->add_stores();
        FromStore(call.caller.brand(), *record.store, added);
        return added->ByteSizeLong();
      }));
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* CatalogService::CreateBrand(
    grpc::CallbackServerContext* context, const v1::CreateBrandRequest* request,
    v1::Brand* reply) {
  return front_.Serve(
      context, kCreateBrand, [=, this](const Call& call) -> absl::Status {
        absl::StatusOr<BrandId> id = BrandId::Parse(request->brand_id());
        if (!id.ok()) {
          return InvalidField("brand_id", "MALFORMED", id.status().message());
        }
        absl::StatusOr<Brand> brand = ToBrand(*id, request->brand());
        if (!brand.ok()) return brand.status();
        brand = desk_.CreateBrand(call.caller, *std::move(brand));
        if (brand.ok()) FromBrand(*brand, reply);
        return brand.status();
      });
}

grpc::ServerUnaryReactor* CatalogService::GetBrand(
    grpc::CallbackServerContext* context, const v1::GetBrandRequest* request,
    v1::Brand* reply) {
  return front_.Serve(
      context, kGetBrand, [=, this](const Call& call) -> absl::Status {
        absl::Status name =
            transport::CheckBrandName(call.caller, "name", request->name());
        if (!name.ok()) return name;
        auto index = ReadBrand(call, desk_, "name", request->name());
        if (index.ok()) FromBrand((*index)->brand(), reply);
        return index.status();
      });
}

grpc::ServerUnaryReactor* CatalogService::UpdateBrand(
    grpc::CallbackServerContext* context, const v1::UpdateBrandRequest* request,
    v1::Brand* reply) {
  return front_.Serve(
      context, kUpdateBrand, [=, this](const Call& call) -> absl::Status {
        absl::Status name = transport::CheckBrandName(call.caller, "brand.name",
                                                      request->brand().name());
        if (!name.ok()) return name;
        absl::StatusOr<WriteCondition> when =
            ToCondition("brand.etag", request->brand().etag(), false);
        if (!when.ok()) return when.status();
        absl::StatusOr<Brand> brand =
            ToBrand(call.caller.brand(), request->brand());
        if (!brand.ok()) return brand.status();
        brand = desk_.PutBrand(call.caller, *std::move(brand), *when);
        if (brand.ok()) FromBrand(*brand, reply);
        return brand.status();
      });
}

grpc::ServerUnaryReactor* CatalogService::GetStore(
    grpc::CallbackServerContext* context, const v1::GetStoreRequest* request,
    v1::Store* reply) {
  return front_.Serve(
      context, kGetStore, [=, this](const Call& call) -> absl::Status {
        absl::StatusOr<StoreId> id =
            transport::ParseStoreName(call.caller, "name", request->name());
        if (!id.ok()) return id.status();
        auto index = ReadBrand(call, desk_, "name", request->name());
        if (!index.ok()) return index.status();
        const search::StoreRecord* record = (*index)->FindStore(*id);
        if (record == nullptr) {
          return transport::NotFound("name", request->name());
        }
        FromStore(call.caller.brand(), *record->store, reply);
        TellHoursReading(reply);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* CatalogService::ListStores(
    grpc::CallbackServerContext* context, const v1::ListStoresRequest* request,
    v1::ListStoresResponse* reply) {
  return front_.Serve(context, kListStores, [=, this](const Call& call) {
    return ListStoresOf(call, desk_, *request, reply);
  });
}

grpc::ServerUnaryReactor* CatalogService::UpdateStore(
    grpc::CallbackServerContext* context, const v1::UpdateStoreRequest* request,
    v1::Store* reply) {
  return front_.Serve(
      context, kUpdateStore, [=, this](const Call& call) -> absl::Status {
        absl::StatusOr<Store> store = ToStore(call.caller, request->store());
        if (!store.ok()) return store.status();
        absl::StatusOr<WriteCondition> when = ToCondition(
            "store.etag", request->store().etag(), request->allow_missing());
        if (!when.ok()) return when.status();
        store = desk_.PutStore(call.caller, *std::move(store), *when);
        if (store.ok()) FromStore(call.caller.brand(), *store, reply);
        return store.status();
      });
}

grpc::ServerBidiReactor<v1::ImportStoresRequest, v1::ImportStoresResponse>*
CatalogService::ImportStores(grpc::CallbackServerContext* context) {
  return ServeImport<v1::ImportStoresRequest, v1::ImportStoresResponse>(
      context, kImportStores, "stores", front_, desk_, importers_,
      [this](const Caller& caller, const v1::ImportHeader& header,
             ImportSink& sink) -> absl::StatusOr<std::unique_ptr<FileImport>> {
        absl::Status size = CheckImportSize(header);
        if (!size.ok()) return size;
        absl::StatusOr<StoreImportHeader> import = ToStoreImportHeader(header);
        if (!import.ok()) return import.status();
        import->actor = caller.actor;
        import->defaults.brand_name = desk_.Read(caller)->brand().display_name;
        return desk_.ImportStores(caller, *import, sink);
      });
}

grpc::ServerWriteReactor<v1::ExportStoresResponse>*
CatalogService::ExportStores(grpc::CallbackServerContext* context,
                             const v1::ExportStoresRequest* request) {
  const absl::Time start = absl::Now();
  const absl::StatusOr<Call> call = front_.Admit(*context, kExportStores);
  auto* stream = new ExportStream([=, this](const absl::Status& end) {
    front_.NoteEnd(kExportStores, call, start, end);
  });
  if (!call.ok()) {
    stream->Begin(call.status());
    return stream;
  }
  front_.positions().AfterWanted(
      *context, call->caller.brand(), call->deadline,
      [=, this](const absl::StatusOr<bool>& at_once) {
        front_.positions().Say(front_.positions().Now(), call->caller.actor,
                               at_once.status(), *context);
        if (!at_once.ok()) return stream->Begin(at_once.status());
        stream->Begin(ToExport(*call, desk_, *request));
      });
  return stream;
}

}  // namespace rapport::catalog
