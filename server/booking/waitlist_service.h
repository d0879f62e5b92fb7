// The border of rapport.v1.WaitlistService.
#ifndef RAPPORT_SERVER_BOOKING_WAITLIST_SERVICE_H_
#define RAPPORT_SERVER_BOOKING_WAITLIST_SERVICE_H_

#include "rapport/v1/waitlist_service.grpc.pb.h"
#include "server/booking/waitlist_desk.h"
#include "server/transport/front_desk.h"

namespace rapport::booking {

// Thread-safe. Does not own what it is made from.
class WaitlistService final : public v1::WaitlistService::CallbackService {
 public:
  WaitlistService(transport::FrontDesk& front, WaitlistDesk& desk)
      : front_(front), desk_(desk) {}

  grpc::ServerUnaryReactor* JoinWaitlist(grpc::CallbackServerContext* context,
                                         const v1::JoinWaitlistRequest* request,
                                         v1::WaitlistEntry* reply) override;
  grpc::ServerUnaryReactor* LeaveWaitlist(
      grpc::CallbackServerContext* context,
      const v1::LeaveWaitlistRequest* request,
      v1::WaitlistEntry* reply) override;
  grpc::ServerUnaryReactor* GetWaitlistEntry(
      grpc::CallbackServerContext* context,
      const v1::GetWaitlistEntryRequest* request,
      v1::WaitlistEntry* reply) override;
  grpc::ServerUnaryReactor* ListWaitlistEntries(
      grpc::CallbackServerContext* context,
      const v1::ListWaitlistEntriesRequest* request,
      v1::ListWaitlistEntriesResponse* reply) override;

 private:
  transport::FrontDesk& front_;
  WaitlistDesk& desk_;
};

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_WAITLIST_SERVICE_H_
