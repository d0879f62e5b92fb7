#include "clients/cpp/client_call.h"

namespace rapport::client {

absl::StatusOr<v1::SearchStoresResponse> Client::SearchStores(
    v1::SearchStoresRequest request) const {
  return Call(Repeat::kSafe, *connection_->locator,
              &v1::LocatorService::Stub::SearchStores, request);
}

absl::StatusOr<v1::SearchAssociatesResponse> Client::SearchAssociates(
    v1::SearchAssociatesRequest request) const {
  return Call(Repeat::kSafe, *connection_->locator,
              &v1::LocatorService::Stub::SearchAssociates, request);
}

absl::StatusOr<v1::BatchSearchAssociatesResponse> Client::BatchSearchAssociates(
    v1::BatchSearchAssociatesRequest request) const {
  return Call(Repeat::kSafe, *connection_->locator,
              &v1::LocatorService::Stub::BatchSearchAssociates, request);
}

absl::StatusOr<v1::ListAnySlotsResponse> Client::ListAnySlots(
    v1::ListAnySlotsRequest request) const {
  return Call(Repeat::kSafe, *connection_->locator,
              &v1::LocatorService::Stub::ListAnySlots, request);
}

std::unique_ptr<SlotWatch> Client::WatchSlots(
    v1::WatchSlotsRequest request) const {
  const ClientOptions& options = connection_->options;
  return std::make_unique<SlotWatch>(
      *connection_->locator, caller_, options.watch_retry, *options.clock,
      std::move(request), connection_->seen.get(), connection_);
}

absl::StatusOr<v1::StorePage> Client::GetStorePage(
    v1::GetStorePageRequest request) const {
  return Call(Repeat::kSafe, *connection_->locator,
              &v1::LocatorService::Stub::GetStorePage, request);
}

absl::StatusOr<v1::SuggestPlacesResponse> Client::SuggestPlaces(
    v1::SuggestPlacesRequest request) const {
  return Call(Repeat::kSafe, *connection_->locator,
              &v1::LocatorService::Stub::SuggestPlaces, request);
}

}  // namespace rapport::client
