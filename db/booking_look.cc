#include "db/booking_look.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "db/id_list.h"

namespace rapport::db {
namespace {

using booking::BookingState;

// What a row tells, which is its first column.
enum class Tells { kCalendar = 1, kBlocker = 2, kDone = 3 };

// PRIMARY
constexpr char kCalendars[] =
    "SELECT 1, associate_id, version, NULL, UTC_TIMESTAMP(6), NULL, NULL"
    " FROM calendar WHERE brand_id = ? AND associate_id IN (";
// claim.PRIMARY, then booking.PRIMARY
constexpr char kBlockers[] =
    "SELECT 2, k.resource_id, k.tick, b.state, b.hold_expire_time, b.shopper,"
    " NULL FROM claim AS k JOIN booking AS b ON b.brand_id = k.brand_id"
    " AND b.booking_id = k.booking_id WHERE k.brand_id = ? AND (";
constexpr char kBlocker[] =
    "(k.resource_id = ? AND k.tick >= ? AND k.tick < ?)";
// event_request
constexpr char kRequests[] =
    "SELECT 3, NULL, NULL, NULL, NULL, principal, request_id FROM event"
    " WHERE brand_id = ? AND (";
constexpr char kRequest[] = "(principal = ? AND request_id = ?)";

void Take(const Row& row, Seen& seen) {
  switch (static_cast<Tells>(row.Int64(0))) {
    case Tells::kCalendar:
      seen.versions[AssociateId::FromBytes(row.Bytes(1))] = row.Int64(2);
      seen.now = row.Time(4);
      return;
    case Tells::kBlocker: {
      Blocker& blocker =
          seen.blockers[{AssociateId::FromBytes(row.Bytes(1)), row.Int64(2)}];
      blocker.state = static_cast<BookingState>(row.Int64(3));
      blocker.hold_expire_time =
          row.OptionalTime(4).value_or(absl::InfiniteFuture());
      blocker.shopper = row.String(5);
      return;
    }
    case Tells::kDone:
      seen.done.emplace(row.String(5), row.String(6));
      return;
  }
}

}  // namespace

absl::Status LookAtAll(Transaction& transaction, const BrandId& brand,
                       absl::Span<const Wish> wishes, Seen& seen) {
  ParamList calendars(kCalendars, "?", ",", ")", {brand.text()});
  ParamList blockers(kBlockers, kBlocker, " OR ", ")", {brand.text()});
  ParamList requests(kRequests, kRequest, " OR ", ")", {brand.text()});
  for (const Wish& wish : wishes) {
    calendars.Add({wish.associate.stored()});
    blockers.Add({wish.associate.stored(), TickOf(wish.occupied.start),
                  TickOf(wish.occupied.end)});
    requests.Add({wish.principal, wish.request_id});
  }
  std::string sql;
  std::vector<Value> params;
  for (const ParamList* part : {&calendars, &blockers, &requests}) {
    absl::StrAppend(&sql, sql.empty() ? "" : " UNION ALL ", part->Sql());
    const std::vector<Value> more = part->Params();
    params.insert(params.end(), more.begin(), more.end());
  }
  seen = Seen();
  return transaction.Query(sql, params, [&](const Row& row) {
    Take(row, seen);
    return absl::OkStatus();
  });
}

}  // namespace rapport::db
