#include "db/claim_seats.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <vector>

#include "db/errors.h"
#include "db/multi_row.h"
#include "db/value.h"

namespace rapport::db {

using booking::BookingId;
using booking::TimeOf;

namespace {

// The seats of one tick: whose each is.
using Seats = std::map<int, BookingId>;

// By tick; ticks without a claim are left out.
absl::StatusOr<std::map<int64_t, Seats>> ReadSeats(Transaction& transaction,
                                                   const BrandId& brand,
                                                   const TimeOf& time) {
  constexpr absl::string_view kSql =
      "SELECT tick, seat, booking_id FROM claim WHERE brand_id = ?"
      " AND resource_id = ? AND tick >= ? AND tick < ?";  // PRIMARY
  std::map<int64_t, Seats> seats;
  absl::Status status = transaction.Query(
      kSql,
      {brand.text(), time.associate.stored(), TickOf(time.interval.start),
       TickOf(time.interval.end)},
      [&](const Row& row) {
        seats[row.Int64(0)][static_cast<int>(row.Int64(1))] =
            BookingId::FromBytes(row.Bytes(2));
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return seats;
}

int FirstFree(const Seats& seats) {
  int seat = 0;
  while (seats.contains(seat)) ++seat;
  return seat;
}

// Ticks one after the other at which the last seat moves into the same one.
struct Run {
  int64_t first;
  int64_t end;
  int from;
  int to;
};

// What is to move once `id` has left. Where its own is the last, nothing is.
std::vector<Run> MovesWithout(const std::map<int64_t, Seats>& seats,
                              const BookingId& id) {
  std::vector<Run> runs;
  for (const auto& [tick, there] : seats) {
    const auto mine =
        std::find_if(there.begin(), there.end(),
                     [&](const auto& seat) { return seat.second == id; });
    if (mine == there.end() || std::next(mine) == there.end()) continue;
    const int to = mine->first;
    const int from = there.rbegin()->first;
    if (!runs.empty() && runs.back().end == tick && runs.back().from == from &&
        runs.back().to == to) {
      ++runs.back().end;
    } else {
      runs.push_back({tick, tick + 1, from, to});
    }
  }
  return runs;
}

absl::Status Move(Transaction& transaction, const BrandId& brand,
                  const TimeOf& time, const Run& run) {
  constexpr absl::string_view kSql =
      "UPDATE claim SET seat = ? WHERE brand_id = ? AND resource_id = ?"
      " AND tick >= ? AND tick < ? AND seat = ?";  // PRIMARY
  return transaction
      .Execute(kSql, {run.to, brand.text(), time.associate.stored(), run.first,
                      run.end, run.from})
      .status();
}

}  // namespace

absl::StatusOr<bool> ClaimSeats(Transaction& transaction, const BrandId& brand,
                                const TimeOf& time, int capacity,
                                const BookingId& id) {
  absl::StatusOr<std::map<int64_t, Seats>> seats =
      ReadSeats(transaction, brand, time);
  if (!seats.ok()) return seats.status();
  MultiRow rows(
      "INSERT INTO claim (brand_id, resource_id, tick, seat, booking_id)"
      " VALUES",
      5);
  const int64_t end = TickOf(time.interval.end);
  for (int64_t tick = TickOf(time.interval.start); tick < end; ++tick) {
    const int seat = FirstFree((*seats)[tick]);
    if (seat >= capacity) return false;
    rows.Add({brand.text(), time.associate.stored(), tick, seat, id.stored()});
  }
  const absl::Status status = rows.Execute(transaction).status();
  if (DuplicateOf(status, "claim.PRIMARY")) return false;
  if (!status.ok()) return status;
  return true;
}

absl::Status FreeSeats(Transaction& transaction, const BrandId& brand,
                       const TimeOf& time, const BookingId& id) {
  constexpr absl::string_view kSql =
      "DELETE FROM claim WHERE brand_id = ? AND resource_id = ?"
      " AND tick >= ? AND tick < ? AND booking_id = ?";  // PRIMARY
  absl::StatusOr<std::map<int64_t, Seats>> seats =
      ReadSeats(transaction, brand, time);
  if (!seats.ok()) return seats.status();
  absl::Status status =
      transaction
          .Execute(kSql, {brand.text(), time.associate.stored(),
                          TickOf(time.interval.start),
                          TickOf(time.interval.end), id.stored()})
          .status();
  for (const Run& run : MovesWithout(*seats, id)) {
    if (!status.ok()) break;
    status = Move(transaction, brand, time, run);
  }
  return status;
}

}  // namespace rapport::db
