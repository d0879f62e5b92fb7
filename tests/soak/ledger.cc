#include "tests/soak/ledger.h"

#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "db/connection.h"
#include "server/booking/booking.h"
#include "server/vocabulary/id.h"

namespace rapport::soak {
namespace {

constexpr int64_t kTicksOfDay = 288;
constexpr size_t kIdBytes = 16;
// Kinds of events.
constexpr int kBookings = 6;
constexpr int kWaitlist = 10;

// As the API writes ids.
std::string BookingText(const std::string& bytes) {
  return booking::BookingId::FromBytes(bytes).ToString();
}
std::string AssociateText(const std::string& bytes) {
  return AssociateId::FromBytes(bytes).ToString();
}

absl::Status ReadBookings(db::Connection& connection, Ledger& ledger) {
  constexpr char kSql[] =
      "SELECT booking_id, version, state, associate_id, start_tick, end_tick,"
      " CAST(COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01',"
      " hold_expire_time), 0) AS SIGNED),"
      " TIMESTAMPDIFF(MICROSECOND, '1970-01-01', create_time),"
      " TIMESTAMPDIFF(MICROSECOND, '1970-01-01', update_time),"
      " shopper, service_id FROM booking"
      " ORDER BY booking_id";
  return connection.Query(kSql, {}, [&](const db::Row& row) {
    SeenBooking& booking = ledger.bookings.emplace_back();
    booking.id = BookingText(row.Bytes(0));
    booking.version = row.Int64(1);
    booking.state = static_cast<int>(row.Int64(2));
    booking.associate = AssociateText(row.Bytes(3));
    booking.start_tick = row.Int64(4);
    booking.end_tick = row.Int64(5);
    booking.load = kWholeCapacity;
    booking.hold_expire_us = row.Int64(6);
    booking.create_us = row.Int64(7);
    booking.update_us = row.Int64(8);
    booking.shopper = row.Bytes(9);
    booking.service = row.String(10);
    return absl::OkStatus();
  });
}

// Whoever says nothing of it takes all of the associate.
absl::Status ReadLoads(db::Connection& connection, Ledger& ledger) {
  constexpr char kSql[] =
      "SELECT booking_id FROM booking"
      " WHERE JSON_VALUE(NULLIF(content, ''), '$.load') = 1";
  std::unordered_set<std::string> chats;
  const absl::Status status =
      connection.Query(kSql, {}, [&](const db::Row& row) {
        chats.insert(BookingText(row.Bytes(0)));
        return absl::OkStatus();
      });
  for (SeenBooking& booking : ledger.bookings) {
    if (chats.contains(booking.id)) booking.load = kChatLoad;
  }
  return status;
}

// Of a class: sessions, and those who have seats of them, who take nothing.
absl::Status ReadSessions(db::Connection& connection, Ledger& ledger) {
  constexpr char kSql[] =
      "SELECT booking_id, COALESCE(JSON_VALUE(content, '$.session'), ''),"
      " CAST(COALESCE(JSON_VALUE(content, '$.party_size'), 1) AS SIGNED),"
      " CAST(COALESCE(JSON_VALUE(content, '$.seats'), 0) AS SIGNED)"
      " FROM booking WHERE NULLIF(content, '') IS NOT NULL";
  std::unordered_map<std::string, SeenBooking*> known;
  for (SeenBooking& each : ledger.bookings) known[each.id] = &each;
  return connection.Query(kSql, {}, [&](const db::Row& row) {
    const auto it = known.find(BookingText(row.Bytes(0)));
    if (it == known.end()) return absl::OkStatus();
    SeenBooking& booking = *it->second;
    booking.session = row.String(1);
    booking.party = static_cast<int>(row.Int64(2));
    booking.seats = static_cast<int>(row.Int64(3));
    if (booking.is_seat()) booking.load = 0;
    return absl::OkStatus();
  });
}

absl::Status ReadSeats(db::Connection& connection, Ledger& ledger) {
  constexpr char kSql[] = "SELECT session_id, booking_id FROM booking_seat";
  return connection.Query(kSql, {}, [&](const db::Row& row) {
    ledger.seats.emplace(BookingText(row.Bytes(0)), BookingText(row.Bytes(1)));
    return absl::OkStatus();
  });
}

absl::Status ReadClock(db::Connection& connection, Ledger& ledger) {
  constexpr char kSql[] =
      "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))";
  return connection.Query(kSql, {}, [&](const db::Row& row) {
    ledger.now_us = row.Int64(0);
    return absl::OkStatus();
  });
}

absl::Status ReadOffers(db::Connection& connection, Ledger& ledger) {
  constexpr char kSql[] =
      "SELECT booking_id, JSON_VALUE(content, '$.waitlist_entry'), shopper,"
      " service_id, associate_id, channel,"
      " TIMESTAMPDIFF(MICROSECOND, '1970-01-01', start_time),"
      " TIMESTAMPDIFF(MICROSECOND, '1970-01-01', end_time) FROM booking"
      " WHERE JSON_VALUE(NULLIF(content, ''), '$.waitlist_entry') IS NOT NULL"
      " ORDER BY booking_id";
  return connection.Query(kSql, {}, [&](const db::Row& row) {
    ledger.offers.push_back({.booking = BookingText(row.Bytes(0)),
                             .entry = row.String(1),
                             .shopper = row.Bytes(2),
                             .service = row.String(3),
                             .associate = AssociateText(row.Bytes(4)),
                             .channel = static_cast<int>(row.Int64(5)),
                             .start_us = row.Int64(6),
                             .end_us = row.Int64(7)});
    return absl::OkStatus();
  });
}

absl::Status ReadEntries(db::Connection& connection, Ledger& ledger) {
  constexpr char kSql[] =
      "SELECT entry_id, version, state, shopper, service_id,"
      " COALESCE(associate_id, ''), COALESCE(booking_id, ''),"
      " TIMESTAMPDIFF(MICROSECOND, '1970-01-01', window_start),"
      " TIMESTAMPDIFF(MICROSECOND, '1970-01-01', window_end),"
      " TIMESTAMPDIFF(MICROSECOND, '1970-01-01', create_time),"
      // Those that the soak's service has.
      " IF(JSON_CONTAINS(content, '2', '$.channels'), 4, 0)"
      " + IF(JSON_CONTAINS(content, '4', '$.channels'), 16, 0)"
      " FROM waitlist_entry ORDER BY entry_id";
  return connection.Query(kSql, {}, [&](const db::Row& row) {
    SeenEntry& entry = ledger.entries.emplace_back();
    entry.id = BookingText(row.Bytes(0));
    entry.version = row.Int64(1);
    entry.state = static_cast<int>(row.Int64(2));
    entry.shopper = row.Bytes(3);
    entry.service = row.String(4);
    if (!row.Bytes(5).empty()) entry.associate = AssociateText(row.Bytes(5));
    if (!row.Bytes(6).empty()) entry.booking = BookingText(row.Bytes(6));
    entry.start_us = row.Int64(7);
    entry.end_us = row.Int64(8);
    entry.create_us = row.Int64(9);
    entry.channels = static_cast<unsigned>(row.Int64(10));
    return absl::OkStatus();
  });
}

absl::Status ReadEvents(db::Connection& connection, int kind,
                        std::vector<LedgerEvent>& events) {
  constexpr char kSql[] =
      "SELECT principal, COALESCE(request_id, ''), action, subjects FROM event"
      " WHERE kind = ?";
  return connection.Query(kSql, {kind}, [&](const db::Row& row) {
    LedgerEvent& event = events.emplace_back();
    event.principal = row.Bytes(0);
    event.request_id = row.String(1);
    event.action = row.String(2);
    const std::string subjects = row.Bytes(3);
    for (size_t at = 0; at + kIdBytes <= subjects.size(); at += kIdBytes) {
      event.subjects.push_back(BookingText(subjects.substr(at, kIdBytes)));
    }
    return absl::OkStatus();
  });
}

absl::Status ReadClaims(db::Connection& connection, Ledger& ledger) {
  constexpr char kSql[] = "SELECT resource_id, tick, booking_id FROM claim";
  std::unordered_map<std::string, int> loads;
  for (const SeenBooking& each : ledger.bookings) loads[each.id] = each.load;
  return connection.Query(kSql, {}, [&](const db::Row& row) {
    const auto load = loads.find(BookingText(row.Bytes(2)));
    ledger.occupancy[{AssociateText(row.Bytes(0)), row.Int64(1)}] +=
        load == loads.end() ? kWholeCapacity : load->second;
    return absl::OkStatus();
  });
}

absl::Status ReadDays(db::Connection& connection, Ledger& ledger) {
  constexpr char kSql[] = "SELECT resource_id, utc_day, used FROM resource_day";
  return connection.Query(kSql, {}, [&](const db::Row& row) {
    const std::string resource = AssociateText(row.Bytes(0));
    const int64_t first = row.Int64(1) * kTicksOfDay;
    const std::string used = row.Bytes(2);
    for (size_t i = 0; i < used.size(); ++i) {
      const int load = static_cast<unsigned char>(used[i]);
      if (load > 0) {
        ledger.occupancy[{resource, first + static_cast<int64_t>(i)}] += load;
      }
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<bool> HasTable(db::Connection& connection, const char* name) {
  return connection.QueryOne(
      "SELECT 1 FROM information_schema.tables"
      " WHERE table_schema = DATABASE() AND table_name = ?",
      {name}, [](const db::Row&) { return absl::OkStatus(); });
}

absl::Status ReadOccupancy(db::Connection& connection, Ledger& ledger) {
  const absl::StatusOr<bool> days = HasTable(connection, "resource_day");
  if (!days.ok()) return days.status();
  return *days ? ReadDays(connection, ledger) : ReadClaims(connection, ledger);
}

}  // namespace

absl::StatusOr<Ledger> ReadLedger(const db::DatabaseUrl& url) {
  auto connection = db::Connection::Open(url);
  if (!connection.ok()) return connection.status();
  Ledger ledger;
  // One snapshot: nobody asks for anything by now, but servers still end holds.
  absl::Status status = (*connection)
                            ->ExecuteText(
                                "SET SESSION TRANSACTION ISOLATION LEVEL"
                                " REPEATABLE READ");
  if (status.ok()) {
    status = (*connection)
                 ->ExecuteText(
                     "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
  }
  if (status.ok()) status = ReadBookings(**connection, ledger);
  if (status.ok()) status = ReadClock(**connection, ledger);
  if (status.ok()) status = ReadLoads(**connection, ledger);
  if (status.ok()) status = ReadSessions(**connection, ledger);
  if (status.ok()) status = ReadSeats(**connection, ledger);
  if (status.ok()) status = ReadOffers(**connection, ledger);
  if (status.ok()) status = ReadEntries(**connection, ledger);
  if (status.ok()) status = ReadEvents(**connection, kBookings, ledger.events);
  if (status.ok()) {
    status = ReadEvents(**connection, kWaitlist, ledger.entry_events);
  }
  if (status.ok()) status = ReadOccupancy(**connection, ledger);
  if (!status.ok()) return status;
  return ledger;
}

}  // namespace rapport::soak
