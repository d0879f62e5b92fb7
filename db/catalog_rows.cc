#include "db/catalog_rows.h"

#include <utility>

#include "db/catalog_json.h"

namespace rapport::db {
namespace {

using catalog::Associate;
using catalog::Brand;
using catalog::OfferPolicy;
using catalog::Revision;
using catalog::Service;
using catalog::Store;
using catalog::StoreResource;

// The values that every INSERT begins with.
absl::StatusOr<std::vector<Value>> Beginning(
    std::vector<Value> key, const Revision& revision,
    absl::StatusOr<std::string> content) {
  if (!content.ok()) return content.status();
  key.insert(key.end(), {revision.version, revision.create_time,
                         revision.update_time, *std::move(content)});
  return key;
}

Revision RevisionOf(const Row& row) {
  return {row.Int64(1), row.Time(2), row.Time(3)};
}

}  // namespace

absl::StatusOr<std::vector<Value>> RowOf(const BrandId&, const Brand& thing) {
  return Beginning({thing.id.text()}, thing.revision, ContentJson(thing));
}

absl::StatusOr<std::vector<Value>> RowOf(const BrandId& brand,
                                         const Store& thing) {
  absl::StatusOr<std::vector<Value>> row =
      Beginning({brand.text(), thing.id.stored()}, thing.revision,
                ContentJson(thing.content));
  if (!row.ok()) return row;
  row->insert(
      row->end(),
      {thing.source, thing.source_id, thing.content.location.latitude_deg,
       thing.content.location.longitude_deg, thing.content.time_zone});
  return row;
}

absl::StatusOr<std::vector<Value>> RowOf(const BrandId& brand,
                                         const Associate& thing) {
  absl::StatusOr<std::vector<Value>> row =
      Beginning({brand.text(), thing.id.stored()}, thing.revision,
                ContentJson(thing.content));
  if (!row.ok()) return row;
  row->insert(row->end(), {thing.source, thing.source_id});
  return row;
}

absl::StatusOr<std::vector<Value>> RowOf(const BrandId& brand,
                                         const Service& thing) {
  return Beginning({brand.text(), thing.id.text()}, thing.revision,
                   ContentJson(thing));
}

absl::StatusOr<std::vector<Value>> RowOf(const BrandId& brand,
                                         const OfferPolicy& thing) {
  return Beginning({brand.text(), thing.id.text()}, thing.revision,
                   ContentJson(thing));
}

absl::Status ReadRow(const Row& row, Brand& thing) {
  thing.id = BrandId::FromStored(row.String(0));
  thing.revision = RevisionOf(row);
  return ReadContent(row.String(4), thing);
}

absl::Status ReadRow(const Row& row, Store& thing) {
  thing.id = StoreId::FromBytes(row.Bytes(0));
  thing.revision = RevisionOf(row);
  thing.source = row.String(5);
  thing.source_id = row.String(6);
  thing.content.location = {row.Double(7), row.Double(8)};
  thing.content.time_zone = row.String(9);
  return ReadContent(row.String(4), thing.content);
}

absl::Status ReadRow(const Row& row, Associate& thing) {
  thing.id = AssociateId::FromBytes(row.Bytes(0));
  thing.revision = RevisionOf(row);
  thing.source = row.String(5);
  thing.source_id = row.String(6);
  return ReadContent(row.String(4), thing.content);
}

absl::Status ReadRow(const Row& row, Service& thing) {
  thing.id = ServiceId::FromStored(row.String(0));
  thing.revision = RevisionOf(row);
  return ReadContent(row.String(4), thing);
}

absl::Status ReadRow(const Row& row, OfferPolicy& thing) {
  thing.id = catalog::OfferScope::FromStored(row.String(0));
  thing.revision = RevisionOf(row);
  return ReadContent(row.String(4), thing);
}

absl::StatusOr<std::vector<Value>> RowOf(const BrandId& brand,
                                         const StoreResource& thing) {
  absl::StatusOr<std::vector<Value>> row = Beginning(
      {brand.text(), thing.id.stored()}, thing.revision, ContentJson(thing));
  if (!row.ok()) return row;
  row->insert(row->end(), {thing.store.stored(), thing.slug.text()});
  return row;
}

absl::Status ReadRow(const Row& row, StoreResource& thing) {
  thing.id = ResourceId::FromBytes(row.Bytes(0));
  thing.revision = RevisionOf(row);
  thing.store = StoreId::FromBytes(row.Bytes(5));
  thing.slug = ResourceSlug::FromStored(row.String(6));
  return ReadContent(row.String(4), thing);
}

bool SameContent(const StoreResource& a, const StoreResource& b) {
  return a.store == b.store && a.slug == b.slug &&
         a.display_name == b.display_name && a.kind == b.kind &&
         a.out_of_service == b.out_of_service;
}

bool SameContent(const Brand& a, const Brand& b) {
  return a.display_name == b.display_name && a.styles == b.styles &&
         a.holiday_lists == b.holiday_lists &&
         a.ranking_weights == b.ranking_weights &&
         a.searchable_attributes == b.searchable_attributes &&
         a.time_off_needs_approval == b.time_off_needs_approval;
}

bool SameContent(const Store& a, const Store& b) {
  return a.source == b.source && a.source_id == b.source_id &&
         a.content == b.content;
}

bool SameContent(const Associate& a, const Associate& b) {
  return a.source == b.source && a.source_id == b.source_id &&
         a.content == b.content;
}

bool SameContent(const OfferPolicy& a, const OfferPolicy& b) {
  return a.rules == b.rules;
}

bool SameContent(const Service& a, const Service& b) {
  return a.display_name == b.display_name && a.duration == b.duration &&
         a.buffer_before == b.buffer_before &&
         a.buffer_after == b.buffer_after &&
         a.minimum_notice == b.minimum_notice &&
         a.booking_horizon == b.booking_horizon &&
         a.slot_interval == b.slot_interval &&
         a.hold_duration == b.hold_duration && a.channels == b.channels &&
         a.duration_choices == b.duration_choices && a.needs == b.needs &&
         a.cancel_notice == b.cancel_notice && a.move_notice == b.move_notice &&
         a.questions == b.questions && a.shopper_limit == b.shopper_limit &&
         a.party_max == b.party_max && a.seats == b.seats;
}

}  // namespace rapport::db
