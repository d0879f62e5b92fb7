// Resources as people read them.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_RESOURCE_TEXT_H_
#define RAPPORT_CLIENTS_CLI_TEXT_RESOURCE_TEXT_H_

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/duration.pb.h"
#include "google/protobuf/repeated_field.h"
#include "rapport/v1/calendar_resources.pb.h"
#include "rapport/v1/catalog_resources.pb.h"
#include "rapport/v1/common.pb.h"

namespace rapport::cli {

// What is told of a thing, one `name  value` a line; empty values are left
// out, values line up.
using Facts = std::vector<std::pair<std::string, std::string>>;
void WriteFacts(const Facts& facts, std::ostream& out);

// `350 5th Ave, New York NY 10118, US`; what is unknown is left out.
std::string FormatAddress(const v1::StoreAddress& address);

// `es native, en fluent`.
std::string FormatLanguages(
    const google::protobuf::RepeatedPtrField<v1::SpokenLanguage>& languages);

// `in-store, video`.
std::string FormatChannels(
    const google::protobuf::RepeatedField<int>& channels);

// The last segments of names, `a, b`.
std::string FormatIds(
    const google::protobuf::RepeatedPtrField<std::string>& names);

// `1h30m`; empty for none.
std::string FormatDuration(const google::protobuf::Duration& duration);

// How a calendar kept elsewhere fares: `known until ...`, `not read yet`,
// `HTTP_404 since ...`; with where it is read from, if it is subscribed to.
std::string FormatBusyState(const v1::BusySource& source);

// The start of a slot or booking, with its zone:
// `Mon 23 Nov 2026 15:30 Europe/Paris`.
std::string FormatStart(const v1::Slot& slot);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_RESOURCE_TEXT_H_
