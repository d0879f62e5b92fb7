#include "clients/cpp/client_call.h"

namespace rapport::client {

absl::StatusOr<v1::Schedule> Client::GetSchedule(
    v1::GetScheduleRequest request) const {
  return Call(Repeat::kSafe, *connection_->calendar,
              &v1::CalendarService::Stub::GetSchedule, request);
}

absl::StatusOr<v1::UpdateScheduleResponse> Client::UpdateSchedule(
    v1::UpdateScheduleRequest request) const {
  return CallOnceById(*connection_->calendar,
                      &v1::CalendarService::Stub::UpdateSchedule, request);
}

absl::StatusOr<v1::ImportBusyTimeResponse> Client::ImportBusyTime(
    v1::ImportBusyTimeRequest request) const {
  return CallOnceById(*connection_->calendar,
                      &v1::CalendarService::Stub::ImportBusyTime, request);
}

absl::StatusOr<v1::SubscribeBusyTimeResponse> Client::SubscribeBusyTime(
    v1::SubscribeBusyTimeRequest request) const {
  return CallOnceById(*connection_->calendar,
                      &v1::CalendarService::Stub::SubscribeBusyTime, request);
}

absl::StatusOr<v1::RemoveBusyTimeResponse> Client::RemoveBusyTime(
    v1::RemoveBusyTimeRequest request) const {
  return CallOnceById(*connection_->calendar,
                      &v1::CalendarService::Stub::RemoveBusyTime, request);
}

absl::StatusOr<v1::CalendarFeed> Client::GetCalendarFeed(
    v1::GetCalendarFeedRequest request) const {
  return Call(Repeat::kSafe, *connection_->calendar,
              &v1::CalendarService::Stub::GetCalendarFeed, request);
}

absl::StatusOr<v1::FeedAddress> Client::CreateFeedAddress(
    v1::CreateFeedAddressRequest request) const {
  return CallOnceById(*connection_->calendar,
                      &v1::CalendarService::Stub::CreateFeedAddress, request);
}

absl::StatusOr<v1::RemoveFeedAddressResponse> Client::RemoveFeedAddress(
    v1::RemoveFeedAddressRequest request) const {
  return CallOnceById(*connection_->calendar,
                      &v1::CalendarService::Stub::RemoveFeedAddress, request);
}

absl::StatusOr<v1::ListUncoveredBookingsResponse> Client::ListUncoveredBookings(
    v1::ListUncoveredBookingsRequest request) const {
  return Call(Repeat::kSafe, *connection_->calendar,
              &v1::CalendarService::Stub::ListUncoveredBookings, request);
}

absl::StatusOr<v1::ListSlotsResponse> Client::ListSlots(
    v1::ListSlotsRequest request) const {
  return Call(Repeat::kSafe, *connection_->calendar,
              &v1::CalendarService::Stub::ListSlots, request);
}

}  // namespace rapport::client
