// The border of rapport.v1.SessionService.
#ifndef RAPPORT_SERVER_BOOKING_SESSION_SERVICE_H_
#define RAPPORT_SERVER_BOOKING_SESSION_SERVICE_H_

#include "rapport/v1/session_service.grpc.pb.h"
#include "server/booking/booking_desk.h"
#include "server/booking/seat_desk.h"
#include "server/search/read_model.h"
#include "server/transport/front_desk.h"

namespace rapport::booking {

// Thread-safe. Does not own what it is made from.
class SessionService final : public v1::SessionService::CallbackService {
 public:
  SessionService(transport::FrontDesk& front, BookingDesk& bookings,
                 SeatDesk& seats, const search::ReadModel& model)
      : front_(front), bookings_(bookings), seats_(seats), model_(model) {}

  grpc::ServerUnaryReactor* CreateSession(
      grpc::CallbackServerContext* context,
      const v1::CreateSessionRequest* request, v1::Session* reply) override;
  grpc::ServerUnaryReactor* GetSession(grpc::CallbackServerContext* context,
                                       const v1::GetSessionRequest* request,
                                       v1::Session* reply) override;
  grpc::ServerUnaryReactor* ListSessions(
      grpc::CallbackServerContext* context,
      const v1::ListSessionsRequest* request,
      v1::ListSessionsResponse* reply) override;
  grpc::ServerUnaryReactor* HoldSeats(grpc::CallbackServerContext* context,
                                      const v1::HoldSeatsRequest* request,
                                      v1::Booking* reply) override;

 private:
  transport::FrontDesk& front_;
  BookingDesk& bookings_;
  SeatDesk& seats_;
  const search::ReadModel& model_;
};

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_SESSION_SERVICE_H_
