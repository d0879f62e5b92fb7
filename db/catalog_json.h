// What the catalog holds as the JSON text of a column: all that no query looks
// at.
//
// Writing returns INVALID_ARGUMENT if a string is not UTF-8; reading returns
// INTERNAL if the text was not written here.
#ifndef RAPPORT_DB_CATALOG_JSON_H_
#define RAPPORT_DB_CATALOG_JSON_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/catalog/associate.h"
#include "server/catalog/brand.h"
#include "server/catalog/offer_policy.h"
#include "server/catalog/service.h"
#include "server/catalog/store.h"
#include "server/catalog/store_resource.h"

namespace rapport::db {

// Each pair covers what has no column of its own; Read leaves the rest of its
// second argument alone.
absl::StatusOr<std::string> ContentJson(const catalog::Brand& brand);
absl::Status ReadContent(absl::string_view json, catalog::Brand& brand);

// Without the location and the time zone.
absl::StatusOr<std::string> ContentJson(const catalog::StoreContent& content);
absl::Status ReadContent(absl::string_view json,
                         catalog::StoreContent& content);

absl::StatusOr<std::string> ContentJson(
    const catalog::AssociateContent& content);
absl::Status ReadContent(absl::string_view json,
                         catalog::AssociateContent& content);

absl::StatusOr<std::string> ContentJson(const catalog::Service& service);
absl::Status ReadContent(absl::string_view json, catalog::Service& service);

absl::StatusOr<std::string> ContentJson(const catalog::OfferPolicy& policy);
absl::Status ReadContent(absl::string_view json, catalog::OfferPolicy& policy);

// Without the store and the slug.
absl::StatusOr<std::string> ContentJson(const catalog::StoreResource& resource);
absl::Status ReadContent(absl::string_view json,
                         catalog::StoreResource& resource);

}  // namespace rapport::db

#endif  // RAPPORT_DB_CATALOG_JSON_H_
