#include "server/calendar/ics_writer.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace rapport::calendar {
namespace {

constexpr size_t kLineBytesMax = 75;
// How often a program need look again.
constexpr char kRefresh[] = "PT15M";
// A VTIMEZONE tells of the clock so long before and after its entries.
constexpr absl::Duration kTellAround = absl::Hours(366 * 24);

bool IsInsideCharacter(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// Lines, folded where they are too long but never inside a character.
class Lines {
 public:
  void Add(absl::string_view line) {
    size_t most = kLineBytesMax;
    while (line.size() > most) {
      size_t cut = most;
      while (cut > 1 && IsInsideCharacter(line[cut])) --cut;
      absl::StrAppend(&text_, line.substr(0, cut), "\r\n ");
      line.remove_prefix(cut);
      most = kLineBytesMax - 1;  // after the space
    }
    absl::StrAppend(&text_, line, "\r\n");
  }

  // Left out if there is no text.
  void AddText(absl::string_view name, absl::string_view text) {
    if (!text.empty()) Add(absl::StrCat(name, ":", Escaped(text)));
  }

  std::string Take() { return std::move(text_); }

 private:
  // RFC 5545 §3.3.11; other control characters are left out.
  static std::string Escaped(absl::string_view text) {
    std::string escaped;
    for (char c : text) {
      if (c == '\n') {
        escaped += "\\n";
      } else if (c == '\\' || c == ';' || c == ',') {
        escaped += {'\\', c};
      } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) {
        escaped += c;
      }
    }
    return escaped;
  }

  std::string text_;
};

std::string Local(absl::CivilSecond reading) {
  return absl::StrFormat("%04d%02d%02dT%02d%02d%02d", reading.year(),
                         reading.month(), reading.day(), reading.hour(),
                         reading.minute(), reading.second());
}

std::string Utc(absl::Time time) {
  return absl::StrCat(Local(absl::ToCivilSecond(time, absl::UTCTimeZone())),
                      "Z");
}

std::string Offset(int64_t seconds) {
  const int64_t size = std::abs(seconds);
  std::string text = absl::StrFormat("%c%02d%02d", seconds < 0 ? '-' : '+',
                                     size / 3600, size / 60 % 60);
  if (size % 60 != 0) absl::StrAppendFormat(&text, "%02d", size % 60);
  return text;
}

bool IsUtc(const absl::TimeZone& zone) {
  return zone == absl::UTCTimeZone() || zone.name() == "UTC";
}

// `DTSTART;TZID=Europe/Oslo:20261124T105000`.
std::string ZonedTime(absl::string_view name, absl::Time time,
                      const absl::TimeZone& zone) {
  const absl::CivilSecond reading = absl::ToCivilSecond(time, zone);
  if (IsUtc(zone) ||
      zone.At(reading).kind == absl::TimeZone::TimeInfo::REPEATED) {
    return absl::StrCat(name, ":", Utc(time));
  }
  return absl::StrCat(name, ";TZID=", zone.name(), ":", Local(reading));
}

// One offset, from when the clock before it reads `start`.
void AddObservance(absl::CivilSecond start, int64_t from_s, int64_t to_s,
                   Lines& lines) {
  const char* const kind = to_s > from_s ? "DAYLIGHT" : "STANDARD";
  lines.Add(absl::StrCat("BEGIN:", kind));
  lines.Add(absl::StrCat("DTSTART:", Local(start)));
  lines.Add(absl::StrCat("TZOFFSETFROM:", Offset(from_s)));
  lines.Add(absl::StrCat("TZOFFSETTO:", Offset(to_s)));
  lines.Add(absl::StrCat("END:", kind));
}

void AddZone(const absl::TimeZone& zone, const Interval& used, Lines& lines) {
  lines.Add("BEGIN:VTIMEZONE");
  lines.Add(absl::StrCat("TZID:", zone.name()));
  absl::Time at = used.start - kTellAround;
  int64_t offset_s = zone.At(at).offset;
  AddObservance(absl::ToCivilSecond(at, zone), offset_s, offset_s, lines);
  absl::TimeZone::CivilTransition change;
  while (zone.NextTransition(at, &change)) {
    at = zone.At(change.to).trans;
    if (at > used.end + kTellAround) break;
    const int64_t before_s = offset_s;
    offset_s = zone.At(at).offset;
    if (offset_s == before_s) continue;
    AddObservance(change.from, before_s, offset_s, lines);
  }
  lines.Add("END:VTIMEZONE");
}

absl::string_view StatusWord(CalendarEntry::Status status) {
  switch (status) {
    case CalendarEntry::Status::kTentative:
      return "TENTATIVE";
    case CalendarEntry::Status::kConfirmed:
      return "CONFIRMED";
    case CalendarEntry::Status::kCancelled:
      return "CANCELLED";
  }
  return "";
}

void AddEntry(const CalendarEntry& entry, Lines& lines) {
  const bool cancelled = entry.status == CalendarEntry::Status::kCancelled;
  lines.Add("BEGIN:VEVENT");
  lines.AddText("UID", entry.uid);
  lines.Add(absl::StrCat("DTSTAMP:", Utc(entry.update_time)));
  lines.Add(absl::StrCat("CREATED:", Utc(entry.create_time)));
  lines.Add(absl::StrCat("LAST-MODIFIED:", Utc(entry.update_time)));
  lines.Add(absl::StrCat("SEQUENCE:", entry.sequence));
  lines.Add(ZonedTime("DTSTART", entry.interval.start, entry.zone));
  lines.Add(ZonedTime("DTEND", entry.interval.end, entry.zone));
  lines.Add(absl::StrCat("STATUS:", StatusWord(entry.status)));
  lines.Add(absl::StrCat("TRANSP:", cancelled ? "TRANSPARENT" : "OPAQUE"));
  lines.AddText("SUMMARY", entry.summary);
  lines.AddText("DESCRIPTION", entry.description);
  lines.AddText("LOCATION", entry.location);
  lines.Add("END:VEVENT");
}

}  // namespace

std::string WriteCalendar(absl::string_view name,
                          absl::Span<const CalendarEntry> entries) {
  Lines lines;
  lines.Add("BEGIN:VCALENDAR");
  lines.Add("VERSION:2.0");
  lines.Add("PRODID:-//Rapport//Bookings//EN");
  lines.Add("CALSCALE:GREGORIAN");
  lines.AddText("X-WR-CALNAME", name);
  lines.Add(absl::StrCat("REFRESH-INTERVAL;VALUE=DURATION:", kRefresh));
  lines.Add(absl::StrCat("X-PUBLISHED-TTL:", kRefresh));
  std::map<std::string, std::pair<absl::TimeZone, Interval>> zones;
  for (const CalendarEntry& entry : entries) {
    if (IsUtc(entry.zone)) continue;
    Interval& used =
        zones.try_emplace(entry.zone.name(), entry.zone, entry.interval)
            .first->second.second;
    used = {std::min(used.start, entry.interval.start),
            std::max(used.end, entry.interval.end)};
  }
  for (const auto& [unused, zone] : zones) {
    AddZone(zone.first, zone.second, lines);
  }
  for (const CalendarEntry& entry : entries) AddEntry(entry, lines);
  lines.Add("END:VCALENDAR");
  return lines.Take();
}

}  // namespace rapport::calendar
