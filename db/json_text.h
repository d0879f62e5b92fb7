// How values become JSON text in a column and come back. Private to this room's
// *_json.cc files.
//
// Keys are stable, and each text says everything, so that a text of yesterday's
// program can be read by tomorrow's.
#ifndef RAPPORT_DB_JSON_TEXT_H_
#define RAPPORT_DB_JSON_TEXT_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "server/vocabulary/channel.h"

namespace rapport::db {

// Thrown by what reads, for a text that is JSON but not one of ours.
struct NotOurs {};

// `object` as text. Returns INVALID_ARGUMENT for the only thing of ours that
// JSON cannot say: a string that is not UTF-8.
inline absl::StatusOr<std::string> DumpJson(const nlohmann::json& object) {
  try {
    return object.dump();
  } catch (const nlohmann::json::exception&) {
    return absl::InvalidArgumentError("a text is not UTF-8; all texts are");
  }
}

// Calls `read` with what `text` says. Returns INTERNAL, naming `what`, if that
// throws: the text was not written here.
template <typename Read>
absl::Status ReadJson(absl::string_view text, absl::string_view what,
                      const Read& read) {
  try {
    read(nlohmann::json::parse(text.begin(), text.end()));
    return absl::OkStatus();
  } catch (const nlohmann::json::exception&) {
  } catch (const NotOurs&) {
  }
  return absl::InternalError(
      absl::StrCat("the database holds a ", what, " that cannot be read"));
}

// The opaque id that ToString wrote.
template <typename Id>
Id IdFrom(const nlohmann::json& text) {
  absl::StatusOr<Id> id = Id::Parse(text.get_ref<const std::string&>());
  if (!id.ok()) throw NotOurs();
  return *std::move(id);
}

// `2026-12-24`, as FormatCivilTime writes it.
inline absl::CivilDay DayFrom(const nlohmann::json& text) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text.get_ref<const std::string&>(), &day)) {
    throw NotOurs();
  }
  return day;
}

inline Channel ChannelFrom(const nlohmann::json& number) {
  for (Channel channel : kAllChannels) {
    if (number.get<int>() == static_cast<int>(channel)) return channel;
  }
  throw NotOurs();
}

inline ChannelSet ChannelsFrom(const nlohmann::json& bits) {
  return ChannelSet::FromBits(bits.get<uint16_t>());
}

}  // namespace rapport::db

#endif  // RAPPORT_DB_JSON_TEXT_H_
