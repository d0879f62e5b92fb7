#include "clients/cli/text/store_page_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/opening_text.h"
#include "clients/cli/text/place_text.h"
#include "clients/cli/text/resource_text.h"
#include "clients/cli/text/slot_text.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/text_width.h"
#include "clients/cli/text/words.h"

namespace rapport::cli {
namespace {

std::string LocationOf(const v1::Store& store) {
  const std::string location = FormatLocation(store.location());
  switch (store.location_precision()) {
    case v1::LOCATION_PRECISION_POSTAL_AREA:
      return absl::StrCat(location, " (the middle of its postal area)");
    case v1::LOCATION_PRECISION_LOCALITY:
      return absl::StrCat(location, " (the middle of its town)");
    default:
      return location;
  }
}

// What was made of the hours, where it says more than their text.
std::string ReadAs(const v1::Store& store) {
  if (!store.has_hours_reading() || store.opening_hours_text().empty()) {
    return "";
  }
  const v1::HoursReading& reading = store.hours_reading();
  if (!reading.is_read()) return "not understood";
  return reading.canonical_text() == store.opening_hours_text()
             ? ""
             : reading.canonical_text();
}

Facts FactsOf(const v1::StorePage& page, absl::Time at) {
  const v1::Store& store = page.store();
  Facts facts = {
      {"store", store.display_name()},
      {"id", ShortId(store.name())},
      {"now", FormatOpening(page, at)},
      {"address", FormatAddress(store.address())},
      {"location", LocationOf(store)},
      {"zone", store.time_zone()},
      {"phone", store.phone_number()},
      {"website", store.website_uri()},
      {"channels", FormatChannels(page.channels())},
      {"languages", absl::StrJoin(store.language_codes(), ", ")},
      {"attributes", absl::StrJoin(store.attributes(), ", ")},
      {"market", store.market()},
      {"source", absl::StrCat(store.source(), " ", store.source_id())},
      {"opening hours", store.opening_hours_text()},
      {"read as", ReadAs(store)}};
  for (const v1::Remark& remark : store.hours_reading().remarks()) {
    facts.emplace_back("remark",
                       absl::StrCat(remark.reason(), ": ", remark.message()));
  }
  for (const v1::LocalizedText& text : store.descriptions()) {
    facts.emplace_back("description", text.text());
  }
  return facts;
}

void WriteHours(const v1::StorePage& page, std::ostream& out) {
  if (page.days().empty()) {
    // Hours that were read have no days only where none were asked for.
    const bool is_known = page.store().hours_reading().is_read();
    if (!is_known) out << "\nhours: unknown\n";
    return;
  }
  Table table({{"DAY"}, {"HOURS"}, {"SPECIAL"}});
  for (const v1::OpeningDay& day : page.days()) {
    table.AddRow({FormatDay(day.date()), FormatHours(day), day.comment()});
  }
  out << "\nhours, " << Printable(page.store().time_zone()) << "\n";
  table.Write(out);
}

absl::CivilDay CivilDayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

void WriteSpecialDays(const v1::StorePage& page, std::ostream& out) {
  Table table({{"SPECIAL DAY"}, {"HOURS"}, {"WHY"}});
  int hidden = 0;
  int shown = 0;
  for (const v1::SpecialDay& day : page.store().special_days()) {
    const absl::CivilDay date = CivilDayOf(day.date());
    if (!page.days().empty() && date < CivilDayOf(page.days(0).date())) {
      continue;
    }
    if (++shown > kSpecialDaysShownMax) {
      ++hidden;
      continue;
    }
    table.AddRow({absl::StrCat(FormatDay(day.date()), " ", date.year()),
                  day.text(), day.comment()});
  }
  if (table.empty()) return;
  out << '\n';
  table.Write(out);
  if (hidden > 0) out << "... and " << hidden << " more; --json lists all\n";
}

void WriteSecondary(const v1::StorePage& page, absl::Time at,
                    std::ostream& out) {
  Table table({{"ALSO"}, {"NOW"}, {"HOURS"}});
  for (const v1::SecondaryOpening& secondary : page.secondary_openings()) {
    std::string text;
    for (const v1::SecondaryHours& hours : page.store().secondary_hours()) {
      if (hours.kind() == secondary.kind()) text = hours.text();
    }
    table.AddRow(
        {secondary.kind(), FormatOpening(secondary.opening(), at), text});
  }
  if (table.empty()) return;
  out << '\n';
  table.Write(out);
}

void WriteServices(const v1::StorePage& page, std::ostream& out) {
  Table table({{"SERVICE"}, {"LENGTH"}, {"CHANNELS"}, {"ID"}});
  for (const v1::Service& service : page.services()) {
    table.AddRow({service.display_name(), FormatDuration(service.duration()),
                  FormatChannels(service.channels()), ShortId(service.name())});
  }
  if (table.empty()) return;
  out << '\n';
  table.Write(out);
}

void WriteAssociates(const v1::StorePage& page, std::ostream& out) {
  Table table({{"ASSOCIATE"},
               {"NOW"},
               {"LANGUAGES"},
               {"FIRST FREE"},
               {"THEN"},
               {"ID"}});
  const v1::Slot* first = nullptr;
  for (const v1::StoreAssociate& who : page.associates()) {
    table.AddRow({who.associate().display_name(),
                  who.on_the_floor() ? "on the floor" : "",
                  FormatLanguages(who.associate().languages()),
                  who.slots().empty() ? "" : FormatStart(who.slots(0)),
                  FormatLaterStarts(who.slots()),
                  ShortId(who.associate().name())});
    if (first == nullptr && !who.slots().empty()) first = &who.slots(0);
  }
  if (table.empty()) return;
  out << '\n';
  table.Write(out);
  if (first != nullptr) {
    out << "\nto hold the first: " << HoldCommand(*first) << '\n';
  }
}

}  // namespace

void WriteStorePage(const v1::StorePage& page, absl::Time at,
                    std::ostream& out) {
  WriteFacts(FactsOf(page, at), out);
  WriteHours(page, out);
  WriteSpecialDays(page, out);
  WriteSecondary(page, at, out);
  WriteServices(page, out);
  WriteAssociates(page, out);
}

}  // namespace rapport::cli
