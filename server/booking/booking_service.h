// The border of rapport.v1.BookingService.
#ifndef RAPPORT_SERVER_BOOKING_BOOKING_SERVICE_H_
#define RAPPORT_SERVER_BOOKING_BOOKING_SERVICE_H_

#include "rapport/v1/booking_service.grpc.pb.h"
#include "server/booking/any_hold_desk.h"
#include "server/booking/booking_desk.h"
#include "server/booking/change_desk.h"
#include "server/booking/reanchor_desk.h"
#include "server/transport/front_desk.h"

namespace rapport::booking {

// Thread-safe. Does not own what it is made from.
class BookingService final : public v1::BookingService::CallbackService {
 public:
  BookingService(transport::FrontDesk& front, BookingDesk& desk,
                 AnyHoldDesk& any_desk, ChangeDesk& change_desk,
                 ReanchorDesk& reanchor_desk)
      : front_(front),
        desk_(desk),
        any_desk_(any_desk),
        change_desk_(change_desk),
        reanchor_desk_(reanchor_desk) {}

  grpc::ServerUnaryReactor* HoldSlot(grpc::CallbackServerContext* context,
                                     const v1::HoldSlotRequest* request,
                                     v1::Booking* reply) override;
  grpc::ServerUnaryReactor* ConfirmBooking(
      grpc::CallbackServerContext* context,
      const v1::ConfirmBookingRequest* request, v1::Booking* reply) override;
  grpc::ServerUnaryReactor* CancelBooking(
      grpc::CallbackServerContext* context,
      const v1::CancelBookingRequest* request, v1::Booking* reply) override;
  grpc::ServerUnaryReactor* CreateBooking(
      grpc::CallbackServerContext* context,
      const v1::CreateBookingRequest* request, v1::Booking* reply) override;
  grpc::ServerUnaryReactor* ExtendHold(grpc::CallbackServerContext* context,
                                       const v1::ExtendHoldRequest* request,
                                       v1::Booking* reply) override;
  grpc::ServerUnaryReactor* MoveBooking(grpc::CallbackServerContext* context,
                                        const v1::MoveBookingRequest* request,
                                        v1::Booking* reply) override;
  grpc::ServerUnaryReactor* SwitchChannel(
      grpc::CallbackServerContext* context,
      const v1::SwitchChannelRequest* request, v1::Booking* reply) override;
  grpc::ServerUnaryReactor* ReassignBooking(
      grpc::CallbackServerContext* context,
      const v1::ReassignBookingRequest* request, v1::Booking* reply) override;
  grpc::ServerUnaryReactor* CheckInBooking(
      grpc::CallbackServerContext* context,
      const v1::CheckInBookingRequest* request, v1::Booking* reply) override;
  grpc::ServerUnaryReactor* CompleteBooking(
      grpc::CallbackServerContext* context,
      const v1::CompleteBookingRequest* request, v1::Booking* reply) override;
  grpc::ServerUnaryReactor* MarkNoShow(grpc::CallbackServerContext* context,
                                       const v1::MarkNoShowRequest* request,
                                       v1::Booking* reply) override;
  grpc::ServerUnaryReactor* ListBookingChanges(
      grpc::CallbackServerContext* context,
      const v1::ListBookingChangesRequest* request,
      v1::ListBookingChangesResponse* reply) override;
  grpc::ServerUnaryReactor* ReanchorBookings(
      grpc::CallbackServerContext* context,
      const v1::ReanchorBookingsRequest* request,
      v1::ReanchorBookingsResponse* reply) override;
  grpc::ServerUnaryReactor* GetBooking(grpc::CallbackServerContext* context,
                                       const v1::GetBookingRequest* request,
                                       v1::Booking* reply) override;
  grpc::ServerUnaryReactor* ListBookings(
      grpc::CallbackServerContext* context,
      const v1::ListBookingsRequest* request,
      v1::ListBookingsResponse* reply) override;

 private:
  transport::FrontDesk& front_;
  BookingDesk& desk_;
  AnyHoldDesk& any_desk_;
  ChangeDesk& change_desk_;
  ReanchorDesk& reanchor_desk_;
};

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_BOOKING_SERVICE_H_
