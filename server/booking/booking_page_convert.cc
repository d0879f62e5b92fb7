#include "server/booking/booking_page_convert.h"

#include "server/transport/page.h"

namespace rapport::booking {

std::string TokenBehind(absl::string_view query, const Booking& last) {
  return transport::EncodePageToken(
      query, transport::PackTimedId({last.meeting.start, last.id.bytes()}));
}

absl::StatusOr<BookingCursor> ToCursor(absl::string_view query,
                                       absl::string_view token) {
  if (token.empty()) return BookingCursor();
  absl::StatusOr<std::string> position =
      transport::DecodePageToken(query, token);
  if (!position.ok()) return position.status();
  absl::StatusOr<transport::TimedId> last = transport::UnpackTimedId(*position);
  if (!last.ok()) return last.status();
  return BookingCursor{last->time, BookingId(last->id)};
}

}  // namespace rapport::booking
