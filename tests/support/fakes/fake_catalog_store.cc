#include "tests/support/fakes/fake_catalog_store.h"

#include <tuple>

#include "absl/strings/str_cat.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

// Everything but the revision.
auto ContentOf(const Brand& brand) {
  return std::tie(brand.display_name, brand.styles, brand.holiday_lists,
                  brand.ranking_weights, brand.searchable_attributes,
                  brand.time_off_needs_approval);
}
auto ContentOf(const Store& store) {
  return std::tie(store.source, store.source_id, store.content);
}
auto ContentOf(const Associate& associate) {
  return std::tie(associate.source, associate.source_id, associate.content);
}
auto ContentOf(const Service& service) {
  return std::tie(service.display_name, service.duration, service.buffer_before,
                  service.buffer_after, service.minimum_notice,
                  service.booking_horizon, service.slot_interval,
                  service.hold_duration, service.channels,
                  service.duration_choices, service.needs,
                  service.cancel_notice, service.move_notice, service.questions,
                  service.shopper_limit, service.party_max, service.seats);
}
auto ContentOf(const StoreResource& resource) {
  return std::tie(resource.store, resource.slug, resource.display_name,
                  resource.kind, resource.out_of_service);
}

const std::vector<OfferRule>& ContentOf(const OfferPolicy& policy) {
  return policy.rules;
}

absl::Status CheckCondition(const WriteCondition& when, int64_t version_read,
                            int64_t version) {
  if (version == 0 && !when.allow_missing) {
    return Error(absl::StatusCode::kNotFound, "NOT_FOUND",
                 "nothing has that name; it must exist");
  }
  const std::optional<int64_t> expected = when.ExpectedOf(version_read);
  if (version == expected.value_or(version)) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH",
               absl::StrCat("version is ", version, "; version ", *expected,
                            " was expected"));
}

// The one outcome of a batch of one.
absl::StatusOr<Written> Only(absl::StatusOr<std::vector<Written>> written) {
  if (!written.ok()) return written.status();
  return written->front();
}

}  // namespace

FakeCatalogStore::FakeCatalogStore(std::function<absl::Time()> now)
    : now_(std::move(now)) {}

void FakeCatalogStore::FailPutAfter(int good, absl::Status status) {
  std::lock_guard<std::mutex> lock(mutex_);
  good_before_failure_ = good;
  failure_ = std::move(status);
}

int FakeCatalogStore::puts() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return puts_;
}

absl::Status FakeCatalogStore::TakeFailure() {
  if (failure_.ok() || good_before_failure_-- > 0) {
    ++puts_;
    return absl::OkStatus();
  }
  return std::exchange(failure_, absl::OkStatus());
}

template <typename Thing>
absl::StatusOr<std::vector<Written>> FakeCatalogStore::Put(
    const BrandId& brand, absl::Span<const Thing> things,
    const WriteCondition& when, Table<Thing>& table) {
  if (things.size() > kPutMax) {
    return Error(absl::StatusCode::kInvalidArgument, "TOO_MANY",
                 absl::StrCat(things.size(), " things; at most ", kPutMax,
                              " are written at once"));
  }
  std::lock_guard<std::mutex> lock(mutex_);
  absl::Status failure = TakeFailure();
  if (!failure.ok()) return failure;
  for (const Thing& thing : things) {
    const auto at = table.find({brand, thing.id});
    absl::Status ok =
        CheckCondition(when, thing.revision.version,
                       at == table.end() ? 0 : at->second.revision.version);
    if (!ok.ok()) return ok;
  }
  const absl::Time now = now_();
  std::vector<Written> written;
  for (const Thing& thing : things) {
    const auto [at, is_new] = table.try_emplace({brand, thing.id}, thing);
    Revision revision = is_new ? Revision{0, now, now} : at->second.revision;
    WriteOutcome outcome =
        is_new ? WriteOutcome::kCreated : WriteOutcome::kUnchanged;
    if (!is_new && ContentOf(at->second) != ContentOf(thing)) {
      outcome = WriteOutcome::kUpdated;
    }
    if (outcome != WriteOutcome::kUnchanged) {
      revision = {revision.version + 1, revision.create_time, now};
      at->second = thing;
      at->second.revision = revision;
    }
    written.push_back({outcome, revision});
  }
  return written;
}

template <typename Thing>
void FakeCatalogStore::Read(const BrandId& brand,
                            absl::Span<const decltype(Thing::id)> ids,
                            const Table<Thing>& table,
                            absl::FunctionRef<void(const Thing&)> each) {
  std::vector<Thing> found;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& id : ids) {
      const auto at = table.find({brand, id});
      if (at != table.end()) found.push_back(at->second);
    }
    for (const auto& [key, thing] : table) {
      if (ids.empty() && key.first == brand) found.push_back(thing);
    }
  }
  for (const Thing& thing : found) each(thing);
}

absl::StatusOr<Revision> FakeCatalogStore::CreateBrand(const Actor&,
                                                       const Brand& brand) {
  WriteCondition never_stored;
  never_stored.expected_version = 0;
  const absl::StatusOr<Written> written =
      Only(Put<Brand>(brand.id, {&brand, 1}, never_stored, brands_));
  if (absl::IsAborted(written.status())) {
    return Error(absl::StatusCode::kAlreadyExists, "BRAND_EXISTS",
                 "a brand has that name; each brand has its own");
  }
  if (!written.ok()) return written.status();
  return written->revision;
}

absl::StatusOr<Written> FakeCatalogStore::PutBrand(const Actor&,
                                                   const Brand& brand,
                                                   const WriteCondition& when) {
  return Only(Put<Brand>(brand.id, {&brand, 1}, when, brands_));
}

absl::StatusOr<std::vector<Written>> FakeCatalogStore::PutStores(
    const Actor& actor, absl::Span<const Store> stores,
    const WriteCondition& when) {
  return Put<Store>(actor.brand, stores, when, stores_);
}

absl::StatusOr<std::vector<Written>> FakeCatalogStore::PutAssociates(
    const Actor& actor, absl::Span<const Associate> associates,
    const WriteCondition& when) {
  return Put<Associate>(actor.brand, associates, when, associates_);
}

absl::StatusOr<Written> FakeCatalogStore::PutService(
    const Actor& actor, const Service& service, const WriteCondition& when) {
  return Only(Put<Service>(actor.brand, {&service, 1}, when, services_));
}

absl::StatusOr<Written> FakeCatalogStore::PutOfferPolicy(
    const Actor& actor, const OfferPolicy& policy, const WriteCondition& when) {
  return Only(Put<OfferPolicy>(actor.brand, {&policy, 1}, when, policies_));
}

absl::StatusOr<Written> FakeCatalogStore::PutStoreResource(
    const Actor& actor, const StoreResource& resource,
    const WriteCondition& when) {
  return Only(
      Put<StoreResource>(actor.brand, {&resource, 1}, when, resources_));
}

absl::Status FakeCatalogStore::ReadBrands(
    absl::FunctionRef<void(const Brand&)> each) {
  std::vector<Brand> found;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [key, brand] : brands_) found.push_back(brand);
  }
  for (const Brand& brand : found) each(brand);
  return absl::OkStatus();
}

absl::Status FakeCatalogStore::ReadStores(
    const BrandId& brand, absl::Span<const StoreId> ids,
    absl::FunctionRef<void(const Store&)> each) {
  Read<Store>(brand, ids, stores_, each);
  return absl::OkStatus();
}

absl::Status FakeCatalogStore::ReadAssociates(
    const BrandId& brand, absl::Span<const AssociateId> ids,
    absl::FunctionRef<void(const Associate&)> each) {
  Read<Associate>(brand, ids, associates_, each);
  return absl::OkStatus();
}

absl::Status FakeCatalogStore::ReadServices(
    const BrandId& brand, absl::FunctionRef<void(const Service&)> each) {
  Read<Service>(brand, {}, services_, each);
  return absl::OkStatus();
}

absl::Status FakeCatalogStore::ReadStoreResources(
    const BrandId& brand, absl::Span<const ResourceId> ids,
    absl::FunctionRef<void(const StoreResource&)> each) {
  Read<StoreResource>(brand, ids, resources_, each);
  return absl::OkStatus();
}

absl::Status FakeCatalogStore::ReadOfferPolicies(
    const BrandId& brand, absl::FunctionRef<void(const OfferPolicy&)> each) {
  Read<OfferPolicy>(brand, {}, policies_, each);
  return absl::OkStatus();
}

}  // namespace rapport::catalog
