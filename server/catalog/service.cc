#include "server/catalog/service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/catalog/field_checks.h"
#include "server/vocabulary/interval.h"

namespace rapport::catalog {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);

void CheckSlotInterval(absl::Duration interval, FieldChecks& checks) {
  checks.TickedLength("slot_interval", interval, {kTick, kSlotIntervalMax});
  if (interval < kTick || interval > kSlotIntervalMax) return;
  if (kDay % interval == absl::ZeroDuration()) return;
  checks.Add("slot_interval", reason::kOutOfRange,
             absl::StrCat(absl::FormatDuration(interval),
                          "; must divide a day of 24 hours"));
}

void CheckChoices(const Service& service, FieldChecks& checks) {
  const std::vector<absl::Duration>& choices = service.duration_choices;
  checks.Count("duration_choices", choices.size(), {0, kDurationChoicesMax});
  if (choices.size() > kDurationChoicesMax) return;
  for (size_t i = 0; i < choices.size(); ++i) {
    const std::string path = ElementPath("duration_choices", i);
    checks.TickedLength(path, choices[i], {kTick, kServiceDurationMax});
    const bool is_there = choices[i] == service.duration ||
                          std::find(choices.begin(), choices.begin() + i,
                                    choices[i]) != choices.begin() + i;
    if (!is_there) continue;
    checks.Add(path, reason::kDuplicate,
               absl::StrCat(absl::FormatDuration(choices[i]),
                            ", which is there already; each length comes "
                            "once, and not the service's duration"));
  }
}

void CheckLimit(const ShopperLimit& limit, FieldChecks& checks) {
  constexpr absl::string_view kPeriod = "shopper_limit.period";
  checks.Number("shopper_limit.live_max", limit.live_max,
                {0, kShopperLimitMax});
  checks.Number("shopper_limit.count_max", limit.count_max,
                {0, kShopperLimitMax});
  if (limit.count_max == 0) {
    if (limit.period == absl::ZeroDuration()) return;
    checks.Add("shopper_limit.count_max", reason::kRequired,
               "unset; with a period it says how many");
  } else if (limit.period == absl::ZeroDuration()) {
    checks.Add(kPeriod, reason::kRequired,
               "unset; with count_max it says within how long");
  } else if (limit.period % kDay != absl::ZeroDuration()) {
    checks.Add(kPeriod, reason::kOutOfRange,
               absl::StrCat(absl::FormatDuration(limit.period),
                            "; must be whole days of 24 hours"));
  } else {
    checks.Length(kPeriod, limit.period, {kDay, kLimitPeriodMax});
  }
}

}  // namespace

bool Service::CanLast(absl::Duration length) const {
  return length == duration ||
         std::find(duration_choices.begin(), duration_choices.end(), length) !=
             duration_choices.end();
}

FieldProblems CheckService(const Service& service) {
  constexpr absl::Duration kNone = absl::ZeroDuration();
  FieldChecks checks;
  if (service.id.empty()) {
    checks.Add("name", reason::kRequired, "empty; a service has a name");
  }
  checks.Text("display_name", service.display_name, {1, kDisplayNameLengthMax});
  checks.TickedLength("duration", service.duration,
                      {kTick, kServiceDurationMax});
  CheckChoices(service, checks);
  CheckNeeds(service.needs, checks);
  checks.TickedLength("buffer_before", service.buffer_before,
                      {kNone, kBufferMax});
  checks.TickedLength("buffer_after", service.buffer_after,
                      {kNone, kBufferMax});
  checks.Length("minimum_notice", service.minimum_notice,
                {kNone, kMinimumNoticeMax});
  checks.Length("booking_horizon", service.booking_horizon,
                {kNone, kBookingHorizonMax});
  CheckSlotInterval(service.slot_interval, checks);
  checks.Length("hold_duration", service.hold_duration,
                {kHoldDurationMin, kHoldDurationMax});
  checks.TickedLength("cancel_notice", service.cancel_notice,
                      {kNone, kChangeNoticeMax});
  checks.TickedLength("move_notice", service.move_notice,
                      {kNone, kChangeNoticeMax});
  CheckQuestions(service.questions, checks);
  CheckLimit(service.shopper_limit, checks);
  checks.Number("party_max", service.party_max, {1, kPartyMax});
  checks.Number("seats", service.seats, {0, kSeatsMax});
  if (service.channels.empty()) {
    checks.Add("channels", reason::kRequired,
               "no channel; a service is had on at least one");
  }
  return checks.Take();
}

}  // namespace rapport::catalog
