#include "db/booking_list.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "db/booking_rows.h"
#include "db/id_list.h"

namespace rapport::db {

using booking::Booking;
using booking::BookingCursor;
using booking::BookingFilter;

namespace {

// How a booking is found by an associate.
enum class Part { kFirst, kMore };

// Adds those that are with filter.associate, if it is set, in that part.
absl::Status AddBookings(Connection& connection, const BrandId& brand,
                         const BookingFilter& filter,
                         const BookingCursor& after, size_t limit, Part part,
                         std::vector<Booking>& bookings) {
  // associate_time, booking_associate.PRIMARY, booking_seat.PRIMARY,
  // shopper_time or brand_time, as the filter has it.
  std::string sql = "SELECT " RAPPORT_BOOKING_COLUMNS
                    " FROM booking WHERE brand_id = ? AND start_time >= ?"
                    " AND start_time < ? AND (start_time > ? OR"
                    " (start_time = ? AND booking_id > ?))";
  const absl::Time from = std::max(after.start, filter.window.start);
  // Every id comes after the empty one: no page has been before.
  const absl::string_view last = after.start < filter.window.start
                                     ? absl::string_view()
                                     : after.id.stored();
  std::vector<Value> values = {
      brand.text(), filter.window.start, filter.window.end, from, from, last};
  if (filter.associate.has_value() && part == Part::kFirst) {
    absl::StrAppend(&sql, " AND associate_id = ?");
    values.emplace_back(filter.associate->stored());
  } else if (filter.associate.has_value()) {
    absl::StrAppend(&sql,
                    " AND booking_id IN (SELECT booking_id"
                    " FROM booking_associate WHERE brand_id = ?"
                    " AND associate_id = ? AND start_time >= ?"
                    " AND start_time < ?)");
    values.insert(values.end(), {brand.text(), filter.associate->stored(), from,
                                 filter.window.end});
  }
  if (filter.shopper.has_value()) {
    absl::StrAppend(&sql, " AND shopper = ?");
    values.emplace_back(*filter.shopper);
  }
  if (filter.state.has_value()) {
    absl::StrAppend(&sql, " AND state = ?");
    values.emplace_back(static_cast<int>(*filter.state));
  }
  if (filter.session.has_value()) {
    absl::StrAppend(&sql,
                    " AND booking_id IN (SELECT booking_id FROM booking_seat"
                    " WHERE brand_id = ? AND session_id = ?)");
    values.insert(values.end(), {brand.text(), filter.session->stored()});
  }
  AddStoresIn(filter.stores, sql, values);
  absl::StrAppend(&sql, " ORDER BY start_time, booking_id LIMIT ?");
  values.emplace_back(limit);
  return connection.Query(sql, values, [&](const Row& row) {
    bookings.push_back(BookingOf(row));
    return absl::OkStatus();
  });
}

bool StartsEarlier(const Booking& a, const Booking& b) {
  return std::tie(a.meeting.start, a.id) < std::tie(b.meeting.start, b.id);
}

}  // namespace

absl::Status ListBookings(Connection& connection, const BrandId& brand,
                          const BookingFilter& filter,
                          const BookingCursor& after, size_t limit,
                          std::vector<Booking>& bookings) {
  bookings.clear();
  absl::Status status = AddBookings(connection, brand, filter, after, limit,
                                    Part::kFirst, bookings);
  if (!status.ok() || !filter.associate.has_value()) return status;
  const auto firsts = static_cast<std::ptrdiff_t>(bookings.size());
  status = AddBookings(connection, brand, filter, after, limit, Part::kMore,
                       bookings);
  std::inplace_merge(bookings.begin(), bookings.begin() + firsts,
                     bookings.end(), StartsEarlier);
  if (bookings.size() > limit) bookings.resize(limit);
  return status;
}

}  // namespace rapport::db
