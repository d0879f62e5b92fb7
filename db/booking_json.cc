#include "db/booking_json.h"

#include <nlohmann/json.hpp>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "db/json_text.h"

namespace rapport::db {
namespace {

using booking::Booking;
using nlohmann::json;

int64_t Micros(absl::Time time) { return absl::ToUnixMicros(time); }

Interval IntervalFrom(const json& pair) {
  return {absl::FromUnixMicros(pair.at(0).get<int64_t>()),
          absl::FromUnixMicros(pair.at(1).get<int64_t>())};
}

std::string TextOf(const Interval& interval) {
  return absl::StrCat("[", Micros(interval.start), ",", Micros(interval.end),
                      "]");
}

// As JSON says it. Returns INVALID_ARGUMENT if it is not UTF-8.
absl::StatusOr<std::string> Quoted(const std::string& text) {
  const auto plain = [](char c) {
    return absl::ascii_isprint(c) && c != '"' && c != '\\';
  };
  if (absl::c_all_of(text, plain)) return absl::StrCat("\"", text, "\"");
  return DumpJson(text);
}

template <typename Id>
absl::Status ReadId(const json& text, Id& id) {
  absl::StatusOr<Id> parsed = Id::Parse(text.get<std::string>());
  if (!parsed.ok()) return parsed.status();
  id = *parsed;
  return absl::OkStatus();
}

absl::Status ReadIds(const json& object, Booking& booking) {
  absl::Status status = ReadId(object.at("id"), booking.id);
  status.Update(ReadId(object.at("associate"), booking.associate));
  status.Update(ReadId(object.at("store"), booking.store));
  status.Update(ReadId(object.at("service"), booking.service));
  return status;
}

void ReadRest(const json& object, Booking& booking) {
  booking.state =
      static_cast<booking::BookingState>(object.at("state").get<int>());
  booking.channel = static_cast<Channel>(object.at("channel").get<int>());
  booking.meeting = IntervalFrom(object.at("meeting"));
  booking.occupied = IntervalFrom(object.at("occupied"));
  booking.time_zone = object.at("time_zone");
  booking.local_start = absl::ToCivilSecond(
      absl::FromUnixSeconds(object.at("local_start").get<int64_t>()),
      absl::UTCTimeZone());
  booking.utc_offset_s = object.at("utc_offset_s");
  booking.tzdata_version = object.at("tzdata_version");
  booking.shopper = object.at("shopper");
  if (object.contains("hold_expire_time")) {
    booking.hold_expire_time =
        absl::FromUnixMicros(object.at("hold_expire_time").get<int64_t>());
  }
  booking.version = object.at("version");
  booking.create_time =
      absl::FromUnixMicros(object.at("create_time").get<int64_t>());
  booking.update_time =
      absl::FromUnixMicros(object.at("update_time").get<int64_t>());
}

// Lists of [question, text].
json AnswersJson(const std::vector<booking::Answer>& answers) {
  json list = json::array();
  for (const auto& [question, text] : answers) list.push_back({question, text});
  return list;
}

void ReadAnswers(const json& content, Booking& booking) {
  booking.answers.clear();
  const auto answers = content.find("answers");
  if (answers == content.end()) return;
  for (const json& pair : *answers) {
    booking.answers.push_back({pair.at(0), pair.at(1)});
  }
}

// What most bookings have nothing of.
json ContentOf(const Booking& booking) {
  json content = json::object();
  if (booking.cancel_notice > absl::ZeroDuration()) {
    content["cancel_notice_s"] = absl::ToInt64Seconds(booking.cancel_notice);
  }
  if (booking.move_notice > absl::ZeroDuration()) {
    content["move_notice_s"] = absl::ToInt64Seconds(booking.move_notice);
  }
  if (booking.load != booking::kWholeLoad) content["load"] = booking.load;
  if (booking.party_size != 1) content["party_size"] = booking.party_size;
  if (!booking.answers.empty()) {
    content["answers"] = AnswersJson(booking.answers);
  }
  for (const AssociateId& associate : booking.former_associates) {
    content["former_associates"].push_back(associate.ToString());
  }
  for (const AssociateId& associate : booking.more_associates) {
    content["more_associates"].push_back(associate.ToString());
  }
  for (const booking::KeptResource& kept : booking.resources) {
    content["resources"].push_back(
        {kept.id.ToString(), kept.slug.text(), kept.kind.text()});
  }
  if (booking.had_resources) content["had_resources"] = true;
  if (booking.is_seat()) content["session"] = booking.session->ToString();
  if (booking.is_session()) content["seats"] = booking.seats;
  if (booking.waitlist_entry.has_value()) {
    content["waitlist_entry"] = booking.waitlist_entry->ToString();
  }
  return content;
}

std::vector<AssociateId> AssociatesFrom(const json& content, const char* key) {
  std::vector<AssociateId> associates;
  const auto ids = content.find(key);
  if (ids == content.end()) return associates;
  for (const json& id : *ids) associates.push_back(IdFrom<AssociateId>(id));
  return associates;
}

std::vector<booking::KeptResource> ResourcesFrom(const json& content) {
  std::vector<booking::KeptResource> resources;
  const auto all = content.find("resources");
  if (all == content.end()) return resources;
  for (const json& kept : *all) {
    resources.push_back(
        {IdFrom<ResourceId>(kept.at(0)),
         ResourceSlug::FromStored(kept.at(1).get<std::string>()),
         ResourceKind::FromStored(kept.at(2).get<std::string>())});
  }
  return resources;
}

// Texts of before these were there have none of them.
void ReadContentOf(const json& content, Booking& booking) {
  booking.cancel_notice =
      absl::Seconds(content.value("cancel_notice_s", int64_t{0}));
  booking.move_notice =
      absl::Seconds(content.value("move_notice_s", int64_t{0}));
  booking.load = content.value("load", booking::kWholeLoad);
  booking.party_size = content.value("party_size", 1);
  ReadAnswers(content, booking);
  booking.session.reset();
  const auto session = content.find("session");
  if (session != content.end()) {
    booking.session = IdFrom<booking::BookingId>(*session);
  }
  booking.seats = content.value("seats", 0);
  booking.waitlist_entry.reset();
  const auto entry = content.find("waitlist_entry");
  if (entry != content.end()) {
    booking.waitlist_entry = IdFrom<booking::WaitlistEntryId>(*entry);
  }
  booking.former_associates = AssociatesFrom(content, "former_associates");
  booking.more_associates = AssociatesFrom(content, "more_associates");
  booking.resources = ResourcesFrom(content);
  booking.had_resources = content.value("had_resources", false);
}

}  // namespace

// A document tree costs more than all else that is done for an event: each has
// this text.
absl::StatusOr<std::string> BookingToJson(const Booking& booking) {
  absl::StatusOr<std::string> zone = Quoted(booking.time_zone);
  if (!zone.ok()) return zone;
  absl::StatusOr<std::string> tzdata = Quoted(booking.tzdata_version);
  if (!tzdata.ok()) return tzdata;
  absl::StatusOr<std::string> shopper = Quoted(booking.shopper);
  if (!shopper.ok()) return shopper;
  std::string text = absl::StrCat(
      R"({"id":")", booking.id.ToString(), R"(","state":)",
      static_cast<int>(booking.state), R"(,"associate":")",
      booking.associate.ToString(), R"(","store":")", booking.store.ToString(),
      R"(","service":")", booking.service.text(), R"(","channel":)",
      static_cast<int>(booking.channel));
  absl::StrAppend(&text, R"(,"meeting":)", TextOf(booking.meeting),
                  R"(,"occupied":)", TextOf(booking.occupied),
                  R"(,"time_zone":)", *zone, R"(,"local_start":)",
                  absl::ToUnixSeconds(absl::FromCivil(booking.local_start,
                                                      absl::UTCTimeZone())),
                  R"(,"utc_offset_s":)", booking.utc_offset_s,
                  R"(,"tzdata_version":)", *tzdata);
  absl::StrAppend(&text, R"(,"shopper":)", *shopper, R"(,"version":)",
                  booking.version, R"(,"create_time":)",
                  Micros(booking.create_time), R"(,"update_time":)",
                  Micros(booking.update_time));
  if (booking.hold_expire_time != absl::InfiniteFuture()) {
    absl::StrAppend(&text, R"(,"hold_expire_time":)",
                    Micros(booking.hold_expire_time));
  }
  const json content = ContentOf(booking);
  if (content.empty()) return text + "}";
  absl::StatusOr<std::string> rest = DumpJson(content);
  if (!rest.ok()) return rest;
  return absl::StrCat(text, ",", absl::string_view(*rest).substr(1));
}

absl::StatusOr<Booking> BookingFromJson(absl::string_view text) {
  Booking booking;
  try {
    const json object = json::parse(text.begin(), text.end());
    absl::Status status = ReadIds(object, booking);
    if (!status.ok()) return absl::InternalError(status.message());
    ReadRest(object, booking);
    ReadContentOf(object, booking);
  } catch (const json::exception&) {
    return absl::InternalError("a stored booking cannot be read");
  } catch (const NotOurs&) {
    return absl::InternalError("a stored booking cannot be read");
  }
  return booking;
}

std::string BookingContentToJson(const Booking& booking) {
  const json content = ContentOf(booking);
  return content.empty() ? "" : content.dump();
}

absl::Status ReadBookingContent(absl::string_view text, Booking& booking) {
  if (text.empty()) return absl::OkStatus();
  return ReadJson(text, "booking", [&](const json& content) {
    ReadContentOf(content, booking);
  });
}

}  // namespace rapport::db
