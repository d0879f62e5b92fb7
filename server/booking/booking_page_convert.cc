#include "server/booking/booking_page_convert.h"

#include "absl/strings/str_cat.h"
#include "server/transport/page.h"

namespace rapport::booking {

std::string TokenBehind(absl::string_view query, const Booking& last) {
  return transport::EncodePageToken(
      query,
      absl::StrCat(transport::PackTime(last.meeting.start), last.id.stored()));
}

absl::StatusOr<BookingCursor> ToCursor(absl::string_view query,
                                       absl::string_view token) {
  if (token.empty()) return BookingCursor();
  absl::StatusOr<std::string> position =
      transport::DecodePageToken(query, token);
  if (!position.ok()) return position.status();
  const absl::string_view bytes = *position;
  if (bytes.size() != transport::kPackedBytes + IdBytes().size()) {
    return transport::InvalidPageToken();
  }
  absl::StatusOr<absl::Time> start =
      transport::UnpackTime(bytes.substr(0, transport::kPackedBytes));
  if (!start.ok()) return start.status();
  return BookingCursor{
      *start, BookingId::FromBytes(bytes.substr(transport::kPackedBytes))};
}

}  // namespace rapport::booking
