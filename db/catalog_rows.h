// How each kind of thing in the catalog is a row: what mysql_catalog_store.cc
// needs to know of one to write and read all of them alike.
//
// Every SELECT begins with the id, the version, the times of creation and
// change, and the content; every INSERT with the brand, the id (a brand is its
// own), and then the same.
#ifndef RAPPORT_DB_CATALOG_ROWS_H_
#define RAPPORT_DB_CATALOG_ROWS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "db/event.h"
#include "db/row.h"
#include "db/value.h"
#include "server/catalog/associate.h"
#include "server/catalog/brand.h"
#include "server/catalog/offer_policy.h"
#include "server/catalog/service.h"
#include "server/catalog/store.h"
#include "server/catalog/store_resource.h"

namespace rapport::db {

// What an INSERT does to the row of a thing that is there, if its content is
// all that may change.
inline constexpr absl::string_view kPutContent =
    "ON DUPLICATE KEY UPDATE version = VALUES(version),"
    " update_time = VALUES(update_time), content = VALUES(content)";

struct BrandRows {
  using Thing = catalog::Brand;
  using Id = BrandId;
  static constexpr absl::string_view kWord = "brand";
  static constexpr absl::string_view kMissing = "BRAND_NOT_FOUND";
  static constexpr absl::string_view kAction = "PutBrand";
  static constexpr EventKind kKind = EventKind::kBrand;
  static constexpr absl::string_view kIdColumn = "brand_id";
  static constexpr absl::string_view kSelect =
      "SELECT brand_id, version, create_time, update_time, content FROM brand";
  static constexpr absl::string_view kInsert =
      "INSERT INTO brand (brand_id, version, create_time, update_time, content)"
      " VALUES";
  static constexpr int kColumns = 5;
  static constexpr absl::string_view kOnDuplicate = kPutContent;
};

struct StoreRows {
  using Thing = catalog::Store;
  using Id = StoreId;
  static constexpr absl::string_view kWord = "store";
  static constexpr absl::string_view kMissing = "STORE_NOT_FOUND";
  static constexpr absl::string_view kAction = "PutStores";
  static constexpr EventKind kKind = EventKind::kStores;
  static constexpr absl::string_view kIdColumn = "store_id";
  static constexpr absl::string_view kSelect =
      "SELECT store_id, version, create_time, update_time, content, source,"
      " source_id, latitude_deg, longitude_deg, time_zone FROM store";
  static constexpr absl::string_view kInsert =
      "INSERT INTO store (brand_id, store_id, version, create_time,"
      " update_time, content, source, source_id, latitude_deg, longitude_deg,"
      " time_zone) VALUES";
  static constexpr int kColumns = 11;
  static constexpr absl::string_view kOnDuplicate =
      "ON DUPLICATE KEY UPDATE version = VALUES(version),"
      " update_time = VALUES(update_time), content = VALUES(content),"
      " source = VALUES(source), source_id = VALUES(source_id),"
      " latitude_deg = VALUES(latitude_deg),"
      " longitude_deg = VALUES(longitude_deg), time_zone = VALUES(time_zone)";
};

struct AssociateRows {
  using Thing = catalog::Associate;
  using Id = AssociateId;
  static constexpr absl::string_view kWord = "associate";
  static constexpr absl::string_view kMissing = "ASSOCIATE_NOT_FOUND";
  static constexpr absl::string_view kAction = "PutAssociates";
  static constexpr EventKind kKind = EventKind::kAssociates;
  static constexpr absl::string_view kIdColumn = "associate_id";
  static constexpr absl::string_view kSelect =
      "SELECT associate_id, version, create_time, update_time, content, source,"
      " source_id FROM associate";
  static constexpr absl::string_view kInsert =
      "INSERT INTO associate (brand_id, associate_id, version, create_time,"
      " update_time, content, source, source_id) VALUES";
  static constexpr int kColumns = 8;
  static constexpr absl::string_view kOnDuplicate =
      "ON DUPLICATE KEY UPDATE version = VALUES(version),"
      " update_time = VALUES(update_time), content = VALUES(content),"
      " source = VALUES(source), source_id = VALUES(source_id)";
};

struct ServiceRows {
  using Thing = catalog::Service;
  using Id = ServiceId;
  static constexpr absl::string_view kWord = "service";
  static constexpr absl::string_view kMissing = "SERVICE_NOT_FOUND";
  static constexpr absl::string_view kAction = "PutService";
  static constexpr EventKind kKind = EventKind::kServices;
  static constexpr absl::string_view kIdColumn = "service_id";
  static constexpr absl::string_view kSelect =
      "SELECT service_id, version, create_time, update_time, content"
      " FROM service";
  static constexpr absl::string_view kInsert =
      "INSERT INTO service (brand_id, service_id, version, create_time,"
      " update_time, content) VALUES";
  static constexpr int kColumns = 6;
  static constexpr absl::string_view kOnDuplicate = kPutContent;
};

struct OfferPolicyRows {
  using Thing = catalog::OfferPolicy;
  using Id = catalog::OfferScope;
  static constexpr absl::string_view kWord = "policy";
  static constexpr absl::string_view kMissing = "POLICY_NOT_FOUND";
  static constexpr absl::string_view kAction = "PutOfferPolicy";
  static constexpr EventKind kKind = EventKind::kOfferPolicies;
  static constexpr absl::string_view kIdColumn = "scope";
  static constexpr absl::string_view kSelect =
      "SELECT scope, version, create_time, update_time, content"
      " FROM offer_policy";
  static constexpr absl::string_view kInsert =
      "INSERT INTO offer_policy (brand_id, scope, version, create_time,"
      " update_time, content) VALUES";
  static constexpr int kColumns = 6;
  static constexpr absl::string_view kOnDuplicate = kPutContent;
};

struct StoreResourceRows {
  using Thing = catalog::StoreResource;
  using Id = ResourceId;
  static constexpr absl::string_view kWord = "resource";
  static constexpr absl::string_view kMissing = "RESOURCE_NOT_FOUND";
  static constexpr absl::string_view kAction = "PutStoreResource";
  static constexpr EventKind kKind = EventKind::kStoreResources;
  static constexpr absl::string_view kIdColumn = "resource_id";
  static constexpr absl::string_view kSelect =
      "SELECT resource_id, version, create_time, update_time, content,"
      " store_id, slug FROM store_resource";
  static constexpr absl::string_view kInsert =
      "INSERT INTO store_resource (brand_id, resource_id, version, create_time,"
      " update_time, content, store_id, slug) VALUES";
  static constexpr int kColumns = 8;
  static constexpr absl::string_view kOnDuplicate = kPutContent;
};

// The values of INSERT for `thing` of `brand`, its revision included. Returns
// INVALID_ARGUMENT if a string is not UTF-8.
absl::StatusOr<std::vector<Value>> RowOf(const BrandId& brand,
                                         const catalog::Brand& thing);
absl::StatusOr<std::vector<Value>> RowOf(const BrandId& brand,
                                         const catalog::Store& thing);
absl::StatusOr<std::vector<Value>> RowOf(const BrandId& brand,
                                         const catalog::Associate& thing);
absl::StatusOr<std::vector<Value>> RowOf(const BrandId& brand,
                                         const catalog::Service& thing);
absl::StatusOr<std::vector<Value>> RowOf(const BrandId& brand,
                                         const catalog::OfferPolicy& thing);
absl::StatusOr<std::vector<Value>> RowOf(const BrandId& brand,
                                         const catalog::StoreResource& thing);

// The thing in a row of SELECT. Returns INTERNAL if its content cannot be read.
absl::Status ReadRow(const Row& row, catalog::Brand& thing);
absl::Status ReadRow(const Row& row, catalog::Store& thing);
absl::Status ReadRow(const Row& row, catalog::Associate& thing);
absl::Status ReadRow(const Row& row, catalog::Service& thing);
absl::Status ReadRow(const Row& row, catalog::OfferPolicy& thing);
absl::Status ReadRow(const Row& row, catalog::StoreResource& thing);

// Whether they are the same but for their revisions.
bool SameContent(const catalog::Brand& a, const catalog::Brand& b);
bool SameContent(const catalog::Store& a, const catalog::Store& b);
bool SameContent(const catalog::Associate& a, const catalog::Associate& b);
bool SameContent(const catalog::Service& a, const catalog::Service& b);
bool SameContent(const catalog::OfferPolicy& a, const catalog::OfferPolicy& b);
bool SameContent(const catalog::StoreResource& a,
                 const catalog::StoreResource& b);

// What an event of a change to `thing` names; empty where followers read all
// of the kind again.
inline absl::string_view SubjectOf(const catalog::Brand&) { return ""; }
inline absl::string_view SubjectOf(const catalog::Store& thing) {
  return thing.id.stored();
}
inline absl::string_view SubjectOf(const catalog::Associate& thing) {
  return thing.id.stored();
}
inline absl::string_view SubjectOf(const catalog::Service&) { return ""; }
inline absl::string_view SubjectOf(const catalog::OfferPolicy&) { return ""; }
inline absl::string_view SubjectOf(const catalog::StoreResource& thing) {
  return thing.id.stored();
}

}  // namespace rapport::db

#endif  // RAPPORT_DB_CATALOG_ROWS_H_
