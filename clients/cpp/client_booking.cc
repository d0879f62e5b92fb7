#include "clients/cpp/client_call.h"

namespace rapport::client {

absl::StatusOr<v1::Booking> Client::HoldSlot(
    v1::HoldSlotRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::HoldSlot, request);
}

absl::StatusOr<v1::Booking> Client::ConfirmBooking(
    v1::ConfirmBookingRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::ConfirmBooking, request);
}

absl::StatusOr<v1::Booking> Client::CancelBooking(
    v1::CancelBookingRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::CancelBooking, request);
}

absl::StatusOr<v1::Booking> Client::CreateBooking(
    v1::CreateBookingRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::CreateBooking, request);
}

absl::StatusOr<v1::Booking> Client::ExtendHold(
    v1::ExtendHoldRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::ExtendHold, request);
}

absl::StatusOr<v1::Booking> Client::MoveBooking(
    v1::MoveBookingRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::MoveBooking, request);
}

absl::StatusOr<v1::Booking> Client::SwitchChannel(
    v1::SwitchChannelRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::SwitchChannel, request);
}

absl::StatusOr<v1::Booking> Client::ReassignBooking(
    v1::ReassignBookingRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::ReassignBooking, request);
}

absl::StatusOr<v1::Booking> Client::CheckInBooking(
    v1::CheckInBookingRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::CheckInBooking, request);
}

absl::StatusOr<v1::Booking> Client::CompleteBooking(
    v1::CompleteBookingRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::CompleteBooking, request);
}

absl::StatusOr<v1::Booking> Client::MarkNoShow(
    v1::MarkNoShowRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::MarkNoShow, request);
}

absl::StatusOr<v1::ListBookingChangesResponse> Client::ListBookingChanges(
    v1::ListBookingChangesRequest request) const {
  return Call(Repeat::kSafe, *connection_->booking,
              &v1::BookingService::Stub::ListBookingChanges, request);
}

absl::StatusOr<v1::ReanchorBookingsResponse> Client::ReanchorBookings(
    v1::ReanchorBookingsRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::ReanchorBookings, request);
}

absl::StatusOr<v1::Booking> Client::GetBooking(
    v1::GetBookingRequest request) const {
  return Call(Repeat::kSafe, *connection_->booking,
              &v1::BookingService::Stub::GetBooking, request);
}

absl::StatusOr<v1::ListBookingsResponse> Client::ListBookings(
    v1::ListBookingsRequest request) const {
  return Call(Repeat::kSafe, *connection_->booking,
              &v1::BookingService::Stub::ListBookings, request);
}

absl::StatusOr<v1::Session> Client::CreateSession(
    v1::CreateSessionRequest request) const {
  return CallOnceById(*connection_->session,
                      &v1::SessionService::Stub::CreateSession, request);
}

absl::StatusOr<v1::Session> Client::GetSession(
    v1::GetSessionRequest request) const {
  return Call(Repeat::kSafe, *connection_->session,
              &v1::SessionService::Stub::GetSession, request);
}

absl::StatusOr<v1::ListSessionsResponse> Client::ListSessions(
    v1::ListSessionsRequest request) const {
  return Call(Repeat::kSafe, *connection_->session,
              &v1::SessionService::Stub::ListSessions, request);
}

absl::StatusOr<v1::Booking> Client::HoldSeats(
    v1::HoldSeatsRequest request) const {
  return CallOnceById(*connection_->session,
                      &v1::SessionService::Stub::HoldSeats, request);
}

absl::StatusOr<v1::WaitlistEntry> Client::JoinWaitlist(
    v1::JoinWaitlistRequest request) const {
  return CallOnceById(*connection_->waitlist,
                      &v1::WaitlistService::Stub::JoinWaitlist, request);
}

absl::StatusOr<v1::WaitlistEntry> Client::LeaveWaitlist(
    v1::LeaveWaitlistRequest request) const {
  return CallOnceById(*connection_->waitlist,
                      &v1::WaitlistService::Stub::LeaveWaitlist, request);
}

absl::StatusOr<v1::WaitlistEntry> Client::GetWaitlistEntry(
    v1::GetWaitlistEntryRequest request) const {
  return Call(Repeat::kSafe, *connection_->waitlist,
              &v1::WaitlistService::Stub::GetWaitlistEntry, request);
}

absl::StatusOr<v1::ListWaitlistEntriesResponse> Client::ListWaitlistEntries(
    v1::ListWaitlistEntriesRequest request) const {
  return Call(Repeat::kSafe, *connection_->waitlist,
              &v1::WaitlistService::Stub::ListWaitlistEntries, request);
}

}  // namespace rapport::client
