// The border of rapport.v1.CalendarService.
#ifndef RAPPORT_SERVER_CALENDAR_CALENDAR_SERVICE_H_
#define RAPPORT_SERVER_CALENDAR_CALENDAR_SERVICE_H_

#include "rapport/v1/calendar_service.grpc.pb.h"
#include "server/calendar/feed_address_desk.h"
#include "server/calendar/schedule_desk.h"
#include "server/search/read_model.h"
#include "server/transport/front_desk.h"

namespace rapport::calendar {

// Thread-safe. Does not own what it is made from.
class CalendarService final : public v1::CalendarService::CallbackService {
 public:
  CalendarService(transport::FrontDesk& front, ScheduleDesk& desk,
                  const FeedAddressDesk& feed_desk,
                  const search::ReadModel& model)
      : front_(front), desk_(desk), feed_desk_(feed_desk), model_(model) {}

  grpc::ServerUnaryReactor* GetSchedule(grpc::CallbackServerContext* context,
                                        const v1::GetScheduleRequest* request,
                                        v1::Schedule* reply) override;
  grpc::ServerUnaryReactor* UpdateSchedule(
      grpc::CallbackServerContext* context,
      const v1::UpdateScheduleRequest* request,
      v1::UpdateScheduleResponse* reply) override;
  grpc::ServerUnaryReactor* ImportBusyTime(
      grpc::CallbackServerContext* context,
      const v1::ImportBusyTimeRequest* request,
      v1::ImportBusyTimeResponse* reply) override;
  grpc::ServerUnaryReactor* SubscribeBusyTime(
      grpc::CallbackServerContext* context,
      const v1::SubscribeBusyTimeRequest* request,
      v1::SubscribeBusyTimeResponse* reply) override;
  grpc::ServerUnaryReactor* RemoveBusyTime(
      grpc::CallbackServerContext* context,
      const v1::RemoveBusyTimeRequest* request,
      v1::RemoveBusyTimeResponse* reply) override;
  grpc::ServerUnaryReactor* GetCalendarFeed(
      grpc::CallbackServerContext* context,
      const v1::GetCalendarFeedRequest* request,
      v1::CalendarFeed* reply) override;
  grpc::ServerUnaryReactor* CreateFeedAddress(
      grpc::CallbackServerContext* context,
      const v1::CreateFeedAddressRequest* request,
      v1::FeedAddress* reply) override;
  grpc::ServerUnaryReactor* RemoveFeedAddress(
      grpc::CallbackServerContext* context,
      const v1::RemoveFeedAddressRequest* request,
      v1::RemoveFeedAddressResponse* reply) override;
  grpc::ServerUnaryReactor* ListUncoveredBookings(
      grpc::CallbackServerContext* context,
      const v1::ListUncoveredBookingsRequest* request,
      v1::ListUncoveredBookingsResponse* reply) override;
  grpc::ServerUnaryReactor* ListSlots(grpc::CallbackServerContext* context,
                                      const v1::ListSlotsRequest* request,
                                      v1::ListSlotsResponse* reply) override;

 private:
  transport::FrontDesk& front_;
  ScheduleDesk& desk_;
  const FeedAddressDesk& feed_desk_;
  const search::ReadModel& model_;
};

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_CALENDAR_SERVICE_H_
