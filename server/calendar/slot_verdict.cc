#include "server/calendar/slot_verdict.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "server/calendar/local_time.h"
#include "server/vocabulary/error.h"

namespace rapport::calendar {
namespace {

using Reason = SlotVerdict::Reason;

// What was seen of the slot.
std::string Seen(const SlotVerdict& verdict, const absl::TimeZone& zone) {
  return absl::StrCat("slot starts at ",
                      FormatLocalTime(verdict.interval.start, zone));
}

// The rule that a slot of that reason breaks.
std::string Rule(Reason reason, const SlotRules& rules) {
  switch (reason) {
    case Reason::kFree:
      return "it is free";
    case Reason::kOffTick:
      return "slots start on a 5-minute tick";
    case Reason::kPast:
      return "slots start in the future";
    case Reason::kTooSoon:
      return absl::StrCat("this service needs a notice of ",
                          absl::FormatDuration(rules.minimum_notice));
    case Reason::kTooFar:
      return absl::StrCat("this service is booked at most ",
                          absl::FormatDuration(rules.booking_horizon),
                          " ahead");
    case Reason::kOutsideSchedule:
      return "slots lie inside the associate's hours for that channel and "
             "store";
    case Reason::kOffGrid:
      return absl::StrCat("slots of this service start every ",
                          absl::FormatDuration(rules.slot_interval),
                          " from local midnight");
    case Reason::kTaken:
      return "the associate is taken then";
    case Reason::kBeyondLimits:
      return "the associate would be booked for more than they may be";
  }
  return "";
}

absl::StatusCode CodeOf(Reason reason) {
  switch (reason) {
    case Reason::kFree:
      return absl::StatusCode::kOk;
    case Reason::kOutsideSchedule:
    case Reason::kBeyondLimits:
      return absl::StatusCode::kFailedPrecondition;
    case Reason::kTaken:
      return absl::StatusCode::kAlreadyExists;
    case Reason::kOffTick:
    case Reason::kPast:
    case Reason::kTooSoon:
    case Reason::kTooFar:
    case Reason::kOffGrid:
      return absl::StatusCode::kInvalidArgument;
  }
  return absl::StatusCode::kInternal;
}

}  // namespace

SlotVerdict::Reason JudgeStart(const SlotRules& rules, absl::Time now,
                               absl::Time start) {
  using Reason = SlotVerdict::Reason;
  if (!OnTick(start)) return Reason::kOffTick;
  if (start < now) return Reason::kPast;
  if (start < now + rules.minimum_notice) return Reason::kTooSoon;
  if (start > now + rules.booking_horizon) return Reason::kTooFar;
  return Reason::kFree;
}

absl::string_view SlotReasonCode(Reason reason) {
  switch (reason) {
    case Reason::kFree:
      return "SLOT_FREE";
    case Reason::kOffTick:
      return "SLOT_OFF_TICK";
    case Reason::kPast:
      return "SLOT_IN_PAST";
    case Reason::kTooSoon:
      return "SLOT_TOO_SOON";
    case Reason::kTooFar:
      return "SLOT_TOO_FAR";
    case Reason::kOutsideSchedule:
      return "SLOT_OUTSIDE_SCHEDULE";
    case Reason::kOffGrid:
      return "SLOT_OFF_GRID";
    case Reason::kTaken:
      return "SLOT_TAKEN";
    case Reason::kBeyondLimits:
      return "WORK_LIMIT";
  }
  return "SLOT_UNKNOWN";
}

absl::Status SlotStatus(const SlotVerdict& verdict, const SlotRules& rules,
                        absl::Time now, const absl::TimeZone& zone) {
  if (verdict.free()) return absl::OkStatus();
  std::string message = Seen(verdict, zone);
  if (verdict.reason == Reason::kPast || verdict.reason == Reason::kTooSoon ||
      verdict.reason == Reason::kTooFar) {
    absl::StrAppend(&message, ", and it is ", FormatLocalTime(now, zone));
  }
  if (verdict.reason == Reason::kOutsideSchedule) {
    absl::StrAppend(&message, " and lasts ",
                    absl::FormatDuration(verdict.interval.length()));
  }
  absl::StrAppend(&message, "; ", Rule(verdict.reason, rules));
  return Error(CodeOf(verdict.reason), SlotReasonCode(verdict.reason), message);
}

}  // namespace rapport::calendar
