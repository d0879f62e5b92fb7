#include "db/mysql_change_feed.h"

#include <optional>

namespace rapport::db {
namespace {

std::optional<search::ChangeKind> KindOf(EventKind kind) {
  switch (kind) {
    case EventKind::kVoid:
      return std::nullopt;
    case EventKind::kBrand:
      return search::ChangeKind::kBrand;
    case EventKind::kStores:
      return search::ChangeKind::kStores;
    case EventKind::kAssociates:
      return search::ChangeKind::kAssociates;
    case EventKind::kServices:
      return search::ChangeKind::kServices;
    case EventKind::kSchedules:
      return search::ChangeKind::kSchedules;
    case EventKind::kBookings:
      return search::ChangeKind::kBookings;
    case EventKind::kOfferPolicies:
      return search::ChangeKind::kOfferPolicies;
    case EventKind::kStoreResources:
      return search::ChangeKind::kStoreResources;
    case EventKind::kWaitlist:
      return search::ChangeKind::kWaitlist;
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<int> MysqlChangeFeed::Poll(
    absl::FunctionRef<void(const search::Change&)> each) {
  return follower_.Poll([&](const SeenEvent& event) {
    const std::optional<search::ChangeKind> kind = KindOf(event.kind);
    if (kind.has_value()) each({*kind, event.brand, event.subjects});
  });
}

}  // namespace rapport::db
