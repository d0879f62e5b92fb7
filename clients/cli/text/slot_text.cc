#include "clients/cli/text/slot_text.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/text/words.h"

namespace rapport::cli {

std::string FormatLaterStarts(
    const google::protobuf::RepeatedPtrField<v1::Slot>& slots) {
  std::string text;
  for (int i = 1; i < slots.size(); ++i) {
    const absl::CivilSecond start = CivilOf(slots[i].local_start_time());
    const absl::CivilSecond before = CivilOf(slots[i - 1].local_start_time());
    const bool is_same_day = absl::CivilDay(start) == absl::CivilDay(before);
    absl::StrAppend(
        &text, text.empty() ? "" : ", ",
        absl::FormatTime(is_same_day ? "%H:%M" : "%a %d %b %H:%M",
                         absl::FromCivil(start, absl::UTCTimeZone()),
                         absl::UTCTimeZone()));
  }
  return text;
}

std::string HoldCommand(const v1::Slot& slot, const std::string& duration) {
  std::string command =
      absl::StrCat("rapport book hold --associate ", ShortId(slot.associate()),
                   " --service ", ShortId(slot.service()), " --channel ",
                   WordOf(slot.channel()), " --start ",
                   FormatRfc3339(slot.start_time(), slot.local_start_time()));
  if (!duration.empty()) absl::StrAppend(&command, " --duration ", duration);
  return command;
}

}  // namespace rapport::cli
