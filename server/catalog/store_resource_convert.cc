#include "server/catalog/store_resource_convert.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "server/catalog/parts_convert.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

// An empty one stays so: whether it may be is for the rules to say.
absl::StatusOr<ResourceKind> ToKind(absl::string_view field,
                                    absl::string_view text) {
  if (text.empty()) return ResourceKind();
  absl::StatusOr<ResourceKind> kind = ResourceKind::Parse(text);
  if (!kind.ok()) {
    return InvalidField(field, "MALFORMED", kind.status().message());
  }
  return kind;
}

}  // namespace

void FromStoreResource(const BrandId& brand, const StoreResource& resource,
                       v1::StoreResource* out) {
  out->set_name(
      transport::StoreResourceName(brand, resource.store, resource.slug));
  out->set_display_name(resource.display_name);
  out->set_kind(resource.kind.text());
  out->set_out_of_service(resource.out_of_service);
  FromRevision(resource.revision, out);
}

absl::StatusOr<StoreResource> ToStoreResource(const Caller& caller,
                                              const v1::StoreResource& in) {
  const auto name =
      transport::ParseStoreResourceName(caller, "resource.name", in.name());
  if (!name.ok()) return name.status();
  StoreResource resource;
  resource.store = name->first;
  resource.slug = name->second;
  resource.id = ResourceIdOf(caller.brand(), resource.store, resource.slug);
  resource.display_name = in.display_name();
  absl::StatusOr<ResourceKind> kind = ToKind("resource.kind", in.kind());
  if (!kind.ok()) return kind.status();
  resource.kind = *std::move(kind);
  resource.out_of_service = in.out_of_service();
  return resource;
}

void FromNeeds(const std::vector<ResourceNeed>& needs, v1::Service* out) {
  for (const ResourceNeed& need : needs) {
    v1::ResourceNeed* added = out->add_needs();
    added->set_kind(need.kind.text());
    added->set_count(need.count);
  }
}

absl::StatusOr<std::vector<ResourceNeed>> ToNeeds(const v1::Service& in) {
  std::vector<ResourceNeed> needs;
  for (int i = 0; i < in.needs_size(); ++i) {
    const std::string field = absl::StrCat("service.needs[", i, "].kind");
    const v1::ResourceNeed& need = in.needs(i);
    if (need.kind().empty()) {
      return InvalidField(field, "REQUIRED", "is unset; it is required");
    }
    absl::StatusOr<ResourceKind> kind = ToKind(field, need.kind());
    if (!kind.ok()) return kind.status();
    needs.push_back({*std::move(kind), need.count() == 0 ? 1 : need.count()});
  }
  return needs;
}

}  // namespace rapport::catalog
