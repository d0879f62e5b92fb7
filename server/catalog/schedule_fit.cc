#include "server/catalog/schedule_fit.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "server/catalog/field_checks.h"

namespace rapport::catalog {
namespace {

void CheckServed(const AssociateContent& associate, const std::string& field,
                 const StoreId& store, FieldChecks& checks) {
  if (absl::c_linear_search(associate.stores, store)) return;
  checks.Add(field, reason::kUnknown,
             "not a store of the associate; they go between theirs");
}

void CheckPeriodFits(const AssociateContent& associate, const std::string& path,
                     const calendar::DayPeriod& period, FieldChecks& checks) {
  if (period.store.has_value() &&
      !absl::c_linear_search(associate.stores, *period.store)) {
    checks.Add(absl::StrCat(path, ".store"), reason::kUnknown,
               "not a store of the associate; periods are at one of theirs");
  }
  if ((period.channels & associate.channels) != period.channels) {
    checks.Add(absl::StrCat(path, ".channels"), reason::kUnknown,
               "a channel that the associate does not take; periods are on "
               "those they take");
  }
}

}  // namespace

FieldProblems CheckScheduleFits(const AssociateContent& associate,
                                const calendar::Schedule& schedule) {
  FieldChecks checks;
  for (size_t i = 0; i < schedule.weekly_periods.size(); ++i) {
    CheckPeriodFits(associate, ElementPath("schedule.weekly_periods", i),
                    schedule.weekly_periods[i].period, checks);
  }
  for (size_t i = 0; i < schedule.overrides.size(); ++i) {
    const std::string list =
        absl::StrCat(ElementPath("schedule.overrides", i), ".periods");
    const auto& periods = schedule.overrides[i].periods;
    for (size_t j = 0; j < periods.size(); ++j) {
      CheckPeriodFits(associate, ElementPath(list, j), periods[j], checks);
    }
  }
  for (size_t i = 0; i < schedule.travel_times.size(); ++i) {
    const std::string path = ElementPath("schedule.travel_times", i);
    CheckServed(associate, absl::StrCat(path, ".store_a"),
                schedule.travel_times[i].a, checks);
    CheckServed(associate, absl::StrCat(path, ".store_b"),
                schedule.travel_times[i].b, checks);
  }
  return checks.Take();
}

}  // namespace rapport::catalog
