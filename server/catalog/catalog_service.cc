#include "server/catalog/catalog_service.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "server/catalog/catalog_convert.h"
#include "server/catalog/export_stream.h"
#include "server/catalog/import_stream.h"
#include "server/catalog/store_convert.h"
#include "server/transport/convert.h"
#include "server/transport/page.h"
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

constexpr size_t kPageUnset = 100;
constexpr size_t kPageMax = 1000;
// A page ends here whatever its size in things: clients take 4 MiB by default.
constexpr size_t kPageBytesMax = 3 << 20;
constexpr int64_t kImportBytesMax = int64_t{1} << 30;

// The brand as it is read now, or NOT_FOUND for `name`.
absl::StatusOr<std::shared_ptr<const search::BrandIndex>> ReadBrand(
    const Call& call, const CatalogDesk& desk, absl::string_view field,
    absl::string_view name) {
  std::shared_ptr<const search::BrandIndex> index = desk.Read(call.caller);
  if (index == nullptr) return transport::NotFound(field, name);
  return index;
}

// When an update may happen: its etag, and whether the thing may be new.
absl::StatusOr<WriteCondition> ToCondition(absl::string_view field,
                                           absl::string_view etag,
                                           bool allow_missing) {
  absl::StatusOr<std::optional<int64_t>> version =
      transport::ToVersion(field, etag);
  if (!version.ok()) return version.status();
  return WriteCondition{allow_missing, *version};
}

// Which part of an ordered list a request asks for.
struct Page {
  size_t size = 0;
  std::string query;
  std::string after;  // the id of the last thing before it; empty: none
};

template <typename Request>
absl::StatusOr<Page> ToPage(const Call& call, absl::string_view method,
                            const Request& request) {
  absl::Status parent =
      transport::CheckBrandName(call.caller, "parent", request.parent());
  if (!parent.ok()) return parent;
  absl::StatusOr<size_t> size =
      transport::PageSize(request.page_size(), kPageUnset, kPageMax);
  if (!size.ok()) return size.status();
  Page page = {*size, transport::QueryFingerprint(method, request), ""};
  if (request.page_token().empty()) return page;
  absl::StatusOr<std::string> after =
      transport::DecodePageToken(page.query, request.page_token());
  if (!after.ok()) return after.status();
  page.after = *after;
  return page;
}

// Walks `records`, in order of the ids that `id_of` gives, from behind the page
// before; answers the token of the next page, empty if this is the last.
// `add` answers the bytes of what it added, 0 if it passed the record over.
template <typename Records, typename IdOf, typename Add>
std::string FillPage(const Page& page, const Records& records, IdOf id_of,
                     Add add) {
  size_t count = 0;
  size_t bytes = 0;
  absl::string_view last;
  for (const auto& record : records) {
    const absl::string_view id = id_of(record);
    if (id <= page.after && !page.after.empty()) continue;
    if (count == page.size || bytes >= kPageBytesMax) {
      return transport::EncodePageToken(page.query, last);
    }
    const size_t added = add(record);
    if (added == 0) continue;
    bytes += added;
    last = id;
    ++count;
  }
  return "";
}

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

// The file that is asked for.
absl::StatusOr<StoreExport> ExportOf(const Call& call, const CatalogDesk& desk,
                                     const v1::ExportStoresRequest& request) {
  absl::Status parent =
      transport::CheckBrandName(call.caller, "parent", request.parent());
  if (!parent.ok()) return parent;
  if (request.format() != v1::IMPORT_FORMAT_GEOJSON &&
      request.format() != v1::IMPORT_FORMAT_CSV) {
    return InvalidField("format",
                        request.format() == v1::IMPORT_FORMAT_UNSPECIFIED
                            ? "REQUIRED"
                            : "UNSUPPORTED",
                        "must be GEOJSON or CSV");
  }
  if (!request.source().empty()) {
    const FieldProblems problems = CheckSourceName(request.source());
    if (!problems.empty()) return InvalidFields(problems);
  }
  auto index = ReadBrand(call, desk, "parent", request.parent());
  if (!index.ok()) return index.status();
  StoreExport::Stores stores;
  for (const search::StoreRecord& record : (*index)->stores()) {
    if (request.source().empty() || record.store->source == request.source()) {
      stores.push_back(record.store);
    }
  }
  return StoreExport(request.format() == v1::IMPORT_FORMAT_CSV
                         ? StoreFileFormat::kCsv
                         : StoreFileFormat::kGeoJson,
                     std::move(stores));
}

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
        FromAssociate(call.caller, *record.associate, added);
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

absl::Status CheckSize(const v1::ImportHeader& header) {
  if (header.size_bytes() >= 0 && header.size_bytes() <= kImportBytesMax) {
    return absl::OkStatus();
  }
  return InvalidField("header.size_bytes", "OUT_OF_RANGE",
                      absl::StrCat("is ", header.size_bytes(),
                                   "; it must be at most ", kImportBytesMax));
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
        absl::Status size = CheckSize(header);
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
      *context, call->deadline, [=, this](const absl::StatusOr<bool>& at_once) {
        front_.positions().Say(front_.positions().Now(), call->caller.actor,
                               at_once.status(), *context);
        if (!at_once.ok()) return stream->Begin(at_once.status());
        stream->Begin(ExportOf(*call, desk_, *request));
      });
  return stream;
}

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
        FromAssociate(call.caller, *record->associate, reply);
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
        if (associate.ok()) {
          FromAssociate(call.caller, *associate, reply);
        }
        return associate.status();
      });
}

grpc::ServerBidiReactor<v1::ImportAssociatesRequest,
                        v1::ImportAssociatesResponse>*
CatalogService::ImportAssociates(grpc::CallbackServerContext* context) {
  return ServeImport<v1::ImportAssociatesRequest, v1::ImportAssociatesResponse>(
      context, kImportAssociates, "associates", front_, desk_, importers_,
      [this](const Caller& caller, const v1::ImportHeader& header,
             ImportSink& sink) -> absl::StatusOr<std::unique_ptr<FileImport>> {
        absl::Status size = CheckSize(header);
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
