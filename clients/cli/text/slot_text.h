// Slots as people read them.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_SLOT_TEXT_H_
#define RAPPORT_CLIENTS_CLI_TEXT_SLOT_TEXT_H_

#include <string>

#include "google/protobuf/repeated_field.h"
#include "rapport/v1/calendar_resources.pb.h"

namespace rapport::cli {

// The starts after the first: `16:00, 16:30, Tue 24 Nov 09:00`; the day is
// told where it is another than that of the slot before.
std::string FormatLaterStarts(
    const google::protobuf::RepeatedPtrField<v1::Slot>& slots);

// The command that holds the slot, for so long; empty: as long as is usual.
std::string HoldCommand(const v1::Slot& slot, const std::string& duration = "");

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_SLOT_TEXT_H_
