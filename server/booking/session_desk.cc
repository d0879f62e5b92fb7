#include "server/booking/session_desk.h"

#include <optional>
#include <utility>

#include "server/booking/seats.h"

namespace rapport::booking {

absl::StatusOr<search::FoundSession> FindSession(const search::ReadModel& model,
                                                 const BrandId& brand,
                                                 const BookingId& id) {
  std::optional<search::FoundSession> found =
      model.sessions().Find(brand, id, model.Now());
  if (!found.has_value()) return NoSuchSession();
  return *std::move(found);
}

}  // namespace rapport::booking
