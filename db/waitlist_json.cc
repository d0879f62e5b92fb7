#include "db/waitlist_json.h"

#include <nlohmann/json.hpp>

#include "db/json_text.h"

namespace rapport::db {

using booking::BookingId;
using booking::WaitlistEntry;
using booking::WaitlistEntryId;
using booking::WaitlistState;
using nlohmann::json;

namespace {

absl::Time TimeFrom(const json& micros) {
  return absl::FromUnixMicros(micros.get<int64_t>());
}

json ContentOf(const WaitlistEntry& entry) {
  json content = {{"channels", json::array()}};
  for (const Channel channel : entry.channels) {
    content["channels"].push_back(static_cast<int>(channel));
  }
  if (entry.duration.has_value()) {
    content["duration_s"] = absl::ToInt64Seconds(*entry.duration);
  }
  if (entry.party_size != 1) content["party_size"] = entry.party_size;
  return content;
}

void ReadContentOf(const json& content, WaitlistEntry& entry) {
  entry.channels.clear();
  for (const json& number : content.at("channels")) {
    entry.channels.push_back(ChannelFrom(number));
  }
  entry.duration.reset();
  if (content.contains("duration_s")) {
    entry.duration = absl::Seconds(content.at("duration_s").get<int64_t>());
  }
  entry.party_size = content.value("party_size", 1);
}

template <typename Id>
void ReadOptional(const json& object, const char* key, std::optional<Id>& id) {
  id.reset();
  const auto at = object.find(key);
  if (at != object.end()) id = IdFrom<Id>(*at);
}

WaitlistEntry EntryFrom(const json& object) {
  WaitlistEntry entry;
  entry.id = IdFrom<WaitlistEntryId>(object.at("id"));
  entry.state = static_cast<WaitlistState>(object.at("state").get<int>());
  entry.shopper = object.at("shopper");
  entry.service =
      ServiceId::FromStored(object.at("service").get<std::string>());
  ReadOptional(object, "associate", entry.associate);
  ReadOptional(object, "store", entry.store);
  ReadOptional(object, "booking", entry.booking);
  entry.window = {TimeFrom(object.at("window").at(0)),
                  TimeFrom(object.at("window").at(1))};
  entry.version = object.at("version");
  entry.create_time = TimeFrom(object.at("create_time"));
  entry.update_time = TimeFrom(object.at("update_time"));
  ReadContentOf(object, entry);
  return entry;
}

}  // namespace

absl::StatusOr<std::string> EntryToJson(const WaitlistEntry& entry) {
  json object = {
      {"id", entry.id.ToString()},
      {"state", static_cast<int>(entry.state)},
      {"shopper", entry.shopper},
      {"service", entry.service.text()},
      {"window",
       {absl::ToUnixMicros(entry.window.start),
        absl::ToUnixMicros(entry.window.end)}},
      {"version", entry.version},
      {"create_time", absl::ToUnixMicros(entry.create_time)},
      {"update_time", absl::ToUnixMicros(entry.update_time)},
  };
  if (entry.associate) object["associate"] = entry.associate->ToString();
  if (entry.store) object["store"] = entry.store->ToString();
  if (entry.booking) object["booking"] = entry.booking->ToString();
  object.update(ContentOf(entry));
  return DumpJson(object);
}

absl::StatusOr<WaitlistEntry> EntryFromJson(absl::string_view text) {
  WaitlistEntry entry;
  absl::Status status =
      ReadJson(text, "waitlist entry",
               [&](const json& object) { entry = EntryFrom(object); });
  if (!status.ok()) return status;
  return entry;
}

std::string EntryContentToJson(const WaitlistEntry& entry) {
  return ContentOf(entry).dump();
}

absl::Status ReadEntryContent(absl::string_view text, WaitlistEntry& entry) {
  return ReadJson(text, "waitlist entry",
                  [&](const json& content) { ReadContentOf(content, entry); });
}

}  // namespace rapport::db
