#include "server/catalog/catalog_desk.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

absl::Status NoSuchBrand() {
  return Error(absl::StatusCode::kNotFound, "BRAND_NOT_FOUND",
               "there is no such brand");
}

void Append(FieldProblems problems, FieldProblems& all) {
  for (FieldProblem& problem : problems) all.push_back(std::move(problem));
}

// Requests carry the thing in a field of this name.
absl::Status InvalidIn(absl::string_view resource, FieldProblems problems) {
  for (FieldProblem& problem : problems) {
    problem.field = absl::StrCat(resource, ".", problem.field);
  }
  return InvalidFields(problems);
}

// What associates may refer to, as the read model has it now.
class IndexLookup final : public CatalogLookup {
 public:
  explicit IndexLookup(std::shared_ptr<const search::BrandIndex> index)
      : index_(std::move(index)) {}

  bool HasStore(const StoreId& store) const override {
    return index_->FindStore(store) != nullptr;
  }
  bool HasStyle(const StyleId& style) const override {
    return index_->HasStyle(style);
  }
  bool HasService(const ServiceId& service) const override {
    return index_->FindService(service) != nullptr;
  }

 private:
  std::shared_ptr<const search::BrandIndex> index_;
};

// Everything that `content` refers to and the brand does not have.
FieldProblems CheckReferences(const search::BrandIndex& index,
                              const AssociateContent& content) {
  FieldProblems problems;
  auto unknown = [&](absl::string_view field, size_t i,
                     absl::string_view what) {
    problems.push_back({absl::StrCat(field, "[", i, "]"), "UNKNOWN",
                        absl::StrCat("the brand has no such ", what)});
  };
  for (size_t i = 0; i < content.stores.size(); ++i) {
    if (index.FindStore(content.stores[i]) == nullptr) {
      unknown("stores", i, "store");
    }
  }
  for (size_t i = 0; i < content.styles.size(); ++i) {
    if (!index.HasStyle(content.styles[i])) unknown("styles", i, "style");
  }
  for (size_t i = 0; i < content.services.size(); ++i) {
    if (index.FindService(content.services[i]) == nullptr) {
      unknown("services", i, "service");
    }
  }
  return problems;
}

template <typename Import>
class FileImportOf final : public FileImport {
 public:
  template <typename... Args>
  explicit FileImportOf(std::unique_ptr<CatalogLookup> lookup, Args&&... args)
      : lookup_(std::move(lookup)), import_(std::forward<Args>(args)...) {}

  absl::Status Feed(absl::string_view bytes) override {
    return import_.Feed(bytes);
  }
  absl::StatusOr<ImportCounts> Finish() override { return import_.Finish(); }

 private:
  std::unique_ptr<CatalogLookup> lookup_;  // outlives the import
  Import import_;
};

}  // namespace

absl::StatusOr<Brand> CatalogDesk::CreateBrand(const Caller& caller,
                                               Brand brand) {
  const FieldProblems problems = CheckBrand(brand);
  if (!problems.empty()) return InvalidIn("brand", problems);
  Actor actor = caller.actor;
  actor.brand = brand.id;
  absl::StatusOr<Revision> revision = store_.CreateBrand(actor, brand);
  if (!revision.ok()) return revision.status();
  brand.revision = *revision;
  model_.Apply(brand);
  model_.WaitPublished(brand.id);
  return brand;
}

absl::StatusOr<Brand> CatalogDesk::PutBrand(const Caller& caller, Brand brand,
                                            const WriteCondition& when) {
  const FieldProblems problems = CheckBrand(brand);
  if (!problems.empty()) return InvalidIn("brand", problems);
  std::shared_ptr<const search::BrandIndex> index = Read(caller);
  if (index == nullptr) return NoSuchBrand();
  absl::flat_hash_set<StyleId> kept;
  for (const Style& style : brand.styles) kept.insert(style.id);
  for (const search::AssociateRecord& record : index->associates()) {
    for (const StyleId& style : record.associate->content.styles) {
      if (kept.contains(style)) continue;
      return Error(absl::StatusCode::kFailedPrecondition, "STYLE_IN_USE",
                   absl::StrCat("the style ", style.text(),
                                " is one of an associate's; take it off them "
                                "first"));
    }
  }
  absl::StatusOr<Written> written = store_.PutBrand(caller.actor, brand, when);
  if (!written.ok()) return written.status();
  brand.revision = written->revision;
  model_.Apply(brand);
  Settle(caller);
  return brand;
}

absl::StatusOr<Store> CatalogDesk::PutStore(const Caller& caller, Store store,
                                            const WriteCondition& when) {
  FieldProblems problems = CheckSource(store.source, store.source_id);
  Append(CheckStore(store.content), problems);
  if (!problems.empty()) return InvalidIn("store", problems);
  std::shared_ptr<const search::BrandIndex> index = Read(caller);
  if (index == nullptr) return NoSuchBrand();
  for (size_t i = 0; i < store.content.services.size(); ++i) {
    if (index->FindService(store.content.services[i]) != nullptr) continue;
    return InvalidField(absl::StrCat("store.services[", i, "]"), "UNKNOWN",
                        "the brand has no such service");
  }
  if (store.content.time_zone.empty()) {
    store.content.time_zone =
        std::string(zones_.ZoneOf(store.content.location));
  }
  absl::StatusOr<std::vector<Written>> written =
      store_.PutStores(caller.actor, absl::MakeConstSpan(&store, 1), when);
  if (!written.ok()) return written.status();
  store.revision = written->front().revision;
  model_.Apply(caller.brand(), absl::MakeConstSpan(&store, 1));
  Settle(caller);
  return store;
}

absl::StatusOr<Associate> CatalogDesk::PutAssociate(
    const Caller& caller, Associate associate, const WriteCondition& when) {
  FieldProblems problems = CheckSource(associate.source, associate.source_id);
  Append(CheckAssociate(associate.content), problems);
  if (!problems.empty()) return InvalidIn("associate", problems);
  std::shared_ptr<const search::BrandIndex> index = Read(caller);
  if (index == nullptr) return NoSuchBrand();
  problems = CheckReferences(*index, associate.content);
  if (!problems.empty()) return InvalidIn("associate", problems);
  absl::StatusOr<std::vector<Written>> written = store_.PutAssociates(
      caller.actor, absl::MakeConstSpan(&associate, 1), when);
  if (!written.ok()) return written.status();
  associate.revision = written->front().revision;
  model_.Apply(caller.brand(), absl::MakeConstSpan(&associate, 1));
  Settle(caller);
  return associate;
}

absl::StatusOr<Service> CatalogDesk::PutService(const Caller& caller,
                                                Service service,
                                                const WriteCondition& when) {
  const FieldProblems problems = CheckService(service);
  if (!problems.empty()) return InvalidIn("service", problems);
  std::shared_ptr<const search::BrandIndex> index = Read(caller);
  if (index == nullptr) return NoSuchBrand();
  if (index->FindService(service.id) == nullptr &&
      index->services().size() >= kServicesMax) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "TOO_MANY_SERVICES",
        absl::StrCat("a brand has at most ", kServicesMax, " services"));
  }
  absl::StatusOr<Written> written =
      store_.PutService(caller.actor, service, when);
  if (!written.ok()) return written.status();
  service.revision = written->revision;
  model_.Apply(caller.brand(), absl::MakeConstSpan(&service, 1));
  Settle(caller);
  return service;
}

std::unique_ptr<FileImport> CatalogDesk::ImportStores(
    const Caller& caller, const StoreImportHeader& header, ImportSink& sink) {
  auto show = [this, brand = caller.brand()](absl::Span<const Store> stores) {
    model_.Apply(brand, stores);
  };
  return std::make_unique<FileImportOf<StoreImport>>(nullptr, header, store_,
                                                     zones_, sink, show, aids_);
}

std::unique_ptr<FileImport> CatalogDesk::ImportAssociates(
    const Caller& caller, const AssociateImportHeader& header,
    ImportSink& sink) {
  AssociatesWritten show = {
      [this, brand = caller.brand()](absl::Span<const Associate> associates) {
        model_.Apply(brand, associates);
      },
      [this, brand = caller.brand()](
          absl::Span<const calendar::StoredSchedule> schedules) {
        model_.Apply(brand, schedules);
      }};
  auto lookup = std::make_unique<IndexLookup>(Read(caller));
  const CatalogLookup& known = *lookup;
  return std::make_unique<FileImportOf<AssociateImport>>(
      std::move(lookup), header, store_, schedules_, known, sink, show);
}

}  // namespace rapport::catalog
