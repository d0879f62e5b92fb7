#include "db/waitlist_rows.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "db/id_list.h"
#include "db/value.h"
#include "db/waitlist_json.h"

namespace rapport::db {

using booking::BookingId;
using booking::WaitlistEntry;
using booking::WaitlistEntryId;
using booking::WaitlistFilter;
using booking::WaitlistPlace;
using booking::WaitlistState;

namespace {

template <typename Id>
Value Stored(const std::optional<Id>& id) {
  return id.has_value() ? Value(id->stored()) : Value();
}

template <typename Id>
std::optional<Id> IdAt(const Row& row, int column) {
  if (row.IsNull(column)) return std::nullopt;
  return Id::FromBytes(row.Bytes(column));
}

std::string Bytes(const IdBytes& bytes) { return {bytes.begin(), bytes.end()}; }

absl::StatusOr<size_t> Count(Transaction& transaction, absl::string_view sql,
                             absl::Span<const Value> params) {
  size_t count = 0;
  absl::Status status = transaction
                            .QueryOne(sql, params,
                                      [&](const Row& row) {
                                        count = row.Int64(0);
                                        return absl::OkStatus();
                                      })
                            .status();
  if (!status.ok()) return status;
  return count;
}

}  // namespace

WaitlistEntry EntryOf(const Row& row) {
  WaitlistEntry entry;
  entry.id = WaitlistEntryId::FromBytes(row.Bytes(0));
  entry.version = row.Int64(1);
  entry.state = static_cast<WaitlistState>(row.Int64(2));
  entry.shopper = row.String(3);
  entry.service = ServiceId::FromStored(row.String(4));
  entry.associate = IdAt<AssociateId>(row, 5);
  entry.store = IdAt<StoreId>(row, 6);
  entry.window = {row.Time(7), row.Time(8)};
  entry.booking = IdAt<BookingId>(row, 9);
  entry.create_time = row.Time(11);
  entry.update_time = row.Time(12);
  // A text that cannot be read says no more than none: nothing fits it.
  ReadEntryContent(row.String(10), entry).IgnoreError();
  return entry;
}

absl::StatusOr<std::optional<WaitlistEntry>> FindEntry(
    Transaction& transaction, const BrandId& brand, const WaitlistEntryId& id) {
  constexpr absl::string_view kSql =
      "SELECT " RAPPORT_WAITLIST_COLUMNS
      " FROM waitlist_entry WHERE brand_id = ? AND entry_id = ?";  // PRIMARY
  std::optional<WaitlistEntry> found;
  absl::Status status = transaction
                            .QueryOne(kSql, {brand.text(), id.stored()},
                                      [&](const Row& row) {
                                        found = EntryOf(row);
                                        return absl::OkStatus();
                                      })
                            .status();
  if (!status.ok()) return status;
  return found;
}

absl::Status InsertEntry(Transaction& transaction, const BrandId& brand,
                         const WaitlistEntry& entry) {
  constexpr absl::string_view kSql =
      "INSERT INTO waitlist_entry (brand_id, entry_id, version, state, shopper,"
      " service_id, associate_id, store_id, window_start, window_end,"
      " same_wish, content, create_time, update_time)"
      " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
  return transaction
      .Execute(kSql, {brand.text(), entry.id.stored(), entry.version,
                      static_cast<int>(entry.state), entry.shopper,
                      entry.service.text(), Stored(entry.associate),
                      Stored(entry.store), entry.window.start, entry.window.end,
                      Bytes(booking::WishOf(entry)), EntryContentToJson(entry),
                      entry.create_time, entry.update_time})
      .status();
}

absl::StatusOr<bool> UpdateEntry(Transaction& transaction, const BrandId& brand,
                                 const WaitlistEntryId& id,
                                 int64_t version_before, WaitlistState before,
                                 WaitlistState after, absl::Time now,
                                 const std::optional<BookingId>& booking) {
  // PRIMARY. same_wish is kept as long as the entry is open.
  constexpr absl::string_view kSql =
      "UPDATE waitlist_entry SET version = version + 1, state = ?,"
      " same_wish = IF(? IN (1, 2), same_wish, NULL),"
      " booking_id = COALESCE(?, booking_id), update_time = ?"
      " WHERE brand_id = ? AND entry_id = ? AND version = ? AND state = ?";
  absl::StatusOr<int64_t> rows = transaction.Execute(
      kSql,
      {static_cast<int>(after), static_cast<int>(after), Stored(booking), now,
       brand.text(), id.stored(), version_before, static_cast<int>(before)});
  if (!rows.ok()) return rows.status();
  return *rows == 1;
}

absl::StatusOr<bool> EndOffer(Transaction& transaction, const BrandId& brand,
                              const WaitlistEntryId& id,
                              const BookingId& booking, WaitlistState after,
                              absl::Time now) {
  // PRIMARY. same_wish is kept as above.
  constexpr absl::string_view kSql =
      "UPDATE waitlist_entry SET version = version + 1, state = ?,"
      " same_wish = IF(? IN (1, 2), same_wish, NULL), update_time = ?"
      " WHERE brand_id = ? AND entry_id = ? AND state = 2 AND booking_id = ?";
  absl::StatusOr<int64_t> rows = transaction.Execute(
      kSql, {static_cast<int>(after), static_cast<int>(after), now,
             brand.text(), id.stored(), booking.stored()});
  if (!rows.ok()) return rows.status();
  return *rows == 1;
}

absl::StatusOr<size_t> CountOpenOf(Transaction& transaction,
                                   const BrandId& brand,
                                   const std::string& shopper) {
  // waitlist_shopper
  constexpr absl::string_view kSql =
      "SELECT COUNT(*) FROM waitlist_entry WHERE brand_id = ? AND shopper = ?"
      " AND (state = 2 OR (state = 1 AND window_end > UTC_TIMESTAMP(6)))";
  return Count(transaction, kSql, {brand.text(), shopper});
}

absl::StatusOr<size_t> CountWaitingFor(Transaction& transaction,
                                       const BrandId& brand,
                                       const ServiceId& service) {
  // waitlist_service
  constexpr absl::string_view kSql =
      "SELECT COUNT(*) FROM waitlist_entry WHERE brand_id = ? AND state = 1"
      " AND service_id = ?";
  return Count(transaction, kSql, {brand.text(), service.text()});
}

namespace {

// Most of a list that is old have ended; the planner does not know that few are
// in another state. One shopper has few of any: waitlist_shopper. Without a
// filter: waitlist_place.
absl::string_view KeyFor(const WaitlistFilter& filter) {
  if (!filter.state || filter.shopper) return "";
  return filter.service ? "FORCE INDEX (waitlist_service)"
                        : "FORCE INDEX (waitlist_state)";
}

// Adds those that also meet `condition`, which begins with AND.
absl::Status AddEntries(Connection& connection, const BrandId& brand,
                        const WaitlistFilter& filter,
                        const WaitlistPlace& after, size_t limit,
                        absl::string_view condition,
                        std::vector<WaitlistEntry>& entries) {
  std::string sql =
      absl::StrCat("SELECT " RAPPORT_WAITLIST_COLUMNS " FROM waitlist_entry ",
                   KeyFor(filter),
                   " WHERE brand_id = ? AND"
                   " (create_time > ? OR (create_time = ? AND entry_id > ?))"
                   " AND create_time >= ?",
                   condition);
  const bool first = after.time == absl::InfinitePast();
  const absl::Time from = first ? absl::UnixEpoch() : after.time;
  std::vector<Value> values = {brand.text(), from, from, after.id.stored(),
                               from};
  const auto add = [&](absl::string_view condition, Value value) {
    absl::StrAppend(&sql, " AND ", condition);
    values.push_back(std::move(value));
  };
  if (filter.shopper) add("shopper = ?", *filter.shopper);
  if (filter.service) add("service_id = ?", filter.service->text());
  if (filter.associate) add("associate_id = ?", filter.associate->stored());
  AddStoresIn(filter.stores, sql, values);
  absl::StrAppend(&sql, " ORDER BY create_time, entry_id LIMIT ?");
  values.emplace_back(limit);
  return connection.Query(sql, values, [&](const Row& row) {
    entries.push_back(EntryOf(row));
    return absl::OkStatus();
  });
}

constexpr absl::string_view kPassed =
    " AND state = 1 AND window_end <= UTC_TIMESTAMP(6)";

// What says that an entry is in `state`, but for those of kPassed.
std::string InState(WaitlistState state) {
  if (state == WaitlistState::kWaiting) {
    return " AND state = 1 AND window_end > UTC_TIMESTAMP(6)";
  }
  return absl::StrCat(" AND state = ", static_cast<int>(state));
}

// In order of place, each once.
void Settle(std::vector<WaitlistEntry>& entries, size_t limit) {
  std::sort(entries.begin(), entries.end(),
            [](const WaitlistEntry& a, const WaitlistEntry& b) {
              return booking::PlaceOf(a) < booking::PlaceOf(b);
            });
  const auto same = [](const WaitlistEntry& a, const WaitlistEntry& b) {
    return a.id == b.id;
  };
  entries.erase(std::unique(entries.begin(), entries.end(), same),
                entries.end());
  if (entries.size() > limit) entries.resize(limit);
}

}  // namespace

absl::Status ListEntries(Connection& connection, const BrandId& brand,
                         const WaitlistFilter& filter,
                         const WaitlistPlace& after, size_t limit,
                         std::vector<WaitlistEntry>& entries) {
  entries.clear();
  if (filter.state != WaitlistState::kOver) {
    return AddEntries(connection, brand, filter, after, limit,
                      filter.state ? InState(*filter.state) : "", entries);
  }
  // First those of which it is not written yet, which may be so meanwhile.
  absl::Status status =
      AddEntries(connection, brand, filter, after, limit, kPassed, entries);
  if (status.ok()) {
    status = AddEntries(connection, brand, filter, after, limit,
                        InState(WaitlistState::kOver), entries);
  }
  Settle(entries, limit);
  return status;
}

}  // namespace rapport::db
