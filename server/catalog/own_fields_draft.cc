#include "server/catalog/own_fields_draft.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "server/catalog/field_checks.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/text.h"

namespace rapport::catalog {
namespace {

std::vector<std::string> WordsOf(const std::string& text) {
  return absl::StrSplit(CollapseSpaces(text), absl::ByAnyChar(", "),
                        absl::SkipEmpty());
}

FieldProblem Problem(const StoreRecord& record, StoreField field,
                     absl::string_view reason, absl::string_view message) {
  return {record.name(field), std::string(reason), std::string(message)};
}

std::optional<FieldProblem> FillServices(const StoreRecord& record,
                                         StoreDraft& draft) {
  for (const std::string& word : WordsOf(record.text(StoreField::kServices))) {
    absl::StatusOr<ServiceId> service = ServiceId::Parse(word);
    if (!service.ok()) {
      return Problem(record, StoreField::kServices, reason::kMalformed,
                     "not the id of a service; ids are a-z, 0-9 and -");
    }
    draft.content.services.push_back(*std::move(service));
  }
  return std::nullopt;
}

std::optional<FieldProblem> FillChannels(const StoreRecord& record,
                                         StoreDraft& draft) {
  for (const std::string& word : WordsOf(record.text(StoreField::kChannels))) {
    const std::optional<Channel> channel = ChannelOfWord(word);
    if (!channel.has_value()) {
      return Problem(record, StoreField::kChannels, reason::kUnknown,
                     "not a channel; channels are in-store, video, phone, "
                     "chat, whatsapp, wechat, sms and email");
    }
    draft.content.details.channels.Add(*channel);
  }
  return std::nullopt;
}

std::optional<FieldProblem> FillPrecision(const StoreRecord& record,
                                          StoreDraft& draft) {
  const std::string word = CollapseSpaces(record.text(StoreField::kPrecision));
  if (word.empty()) return std::nullopt;
  const std::optional<LocationPrecision> precision = PrecisionOfWord(word);
  if (!precision.has_value()) {
    return Problem(record, StoreField::kPrecision, reason::kUnknown,
                   "not a precision; it is point, postal_area or locality");
  }
  draft.content.details.location_precision = *precision;
  return std::nullopt;
}

// The day of a key, which IsKeyOf has looked at.
SpecialDay& DayOf(const std::string& key, StoreDetails& details) {
  absl::CivilDay date;
  absl::ParseCivilTime(key, &date);
  for (SpecialDay& day : details.special_days) {
    if (day.date == date) return day;
  }
  return details.special_days.emplace_back(SpecialDay{date, "", ""});
}

void FillSpecialDays(const StoreRecord& record, StoreDraft& draft) {
  StoreDetails& details = draft.content.details;
  for (const StoreRecord::Keyed& keyed : record.keyed()) {
    const std::string text = CollapseSpaces(keyed.text);
    if (text.empty()) continue;
    if (keyed.field.field == StoreField::kSpecialDay) {
      DayOf(keyed.field.key, details).text = text;
    } else if (keyed.field.field == StoreField::kSpecialDayComment) {
      DayOf(keyed.field.key, details).comment = text;
    }
  }
}

}  // namespace

absl::string_view PrecisionWord(LocationPrecision precision) {
  switch (precision) {
    case LocationPrecision::kPostalArea:
      return "postal_area";
    case LocationPrecision::kLocality:
      return "locality";
    case LocationPrecision::kPoint:
      break;
  }
  return "point";
}

std::optional<LocationPrecision> PrecisionOfWord(absl::string_view word) {
  for (LocationPrecision each :
       {LocationPrecision::kPoint, LocationPrecision::kPostalArea,
        LocationPrecision::kLocality}) {
    if (word == PrecisionWord(each)) return each;
  }
  return std::nullopt;
}

std::optional<FieldProblem> FillOwnFields(const StoreRecord& record,
                                          StoreDraft& draft) {
  for (std::optional<FieldProblem> problem :
       {FillServices(record, draft), FillChannels(record, draft),
        FillPrecision(record, draft)}) {
    if (problem.has_value()) return problem;
  }
  draft.content.market = CollapseSpaces(record.text(StoreField::kMarket));
  for (std::string& word : WordsOf(record.text(StoreField::kAttributes))) {
    std::vector<std::string>& words = draft.content.details.attributes;
    if (!absl::c_linear_search(words, word)) words.push_back(std::move(word));
  }
  FillSpecialDays(record, draft);
  SaidDetails& said = draft.said;
  said.services = record.Has(StoreField::kServices);
  said.market = record.Has(StoreField::kMarket);
  said.channels = record.Has(StoreField::kChannels);
  said.attributes = said.attributes || record.Has(StoreField::kAttributes);
  said.special_days = said.special_days || record.Has(StoreField::kSpecialDay);
  return std::nullopt;
}

}  // namespace rapport::catalog
