// The border of rapport.v1.BookingService.
#ifndef RAPPORT_SERVER_BOOKING_BOOKING_SERVICE_H_
#define RAPPORT_SERVER_BOOKING_BOOKING_SERVICE_H_

#include "rapport/v1/booking_service.grpc.pb.h"
#include "server/booking/any_hold_desk.h"
#include "server/booking/booking_desk.h"
#include "server/transport/front_desk.h"

namespace rapport::booking {

// Thread-safe. Does not own what it is made from.
class BookingService final : public v1::BookingService::CallbackService {
 public:
  BookingService(transport::FrontDesk& front, BookingDesk& desk,
                 AnyHoldDesk& any_desk)
      : front_(front), desk_(desk), any_desk_(any_desk) {}

  grpc::ServerUnaryReactor* HoldSlot(grpc::CallbackServerContext* context,
                                     const v1::HoldSlotRequest* request,
                                     v1::Booking* reply) override;
  grpc::ServerUnaryReactor* ConfirmBooking(
      grpc::CallbackServerContext* context,
      const v1::ConfirmBookingRequest* request, v1::Booking* reply) override;
  grpc::ServerUnaryReactor* CancelBooking(
      grpc::CallbackServerContext* context,
      const v1::CancelBookingRequest* request, v1::Booking* reply) override;
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
};

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_BOOKING_SERVICE_H_
