#include "clients/cli/text/words.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace rapport::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

std::string ToWord(absl::string_view name, absl::string_view prefix) {
  return absl::StrReplaceAll(
      absl::AsciiStrToLower(absl::StripPrefix(name, prefix)), {{"_", "-"}});
}

// The words of the numbers 0 to the largest; a number without a value has
// itself.
std::vector<std::string> MakeWords(const EnumDescriptor& enumeration,
                                   absl::string_view prefix) {
  std::vector<std::string> words;
  for (int i = 0; i < enumeration.value_count(); ++i) {
    const EnumValueDescriptor& value = *enumeration.value(i);
    while (words.size() <= static_cast<size_t>(value.number())) {
      words.push_back(absl::StrCat(words.size()));
    }
    words[value.number()] = ToWord(value.name(), prefix);
  }
  return words;
}

template <typename Enum>
std::string Word(Enum value, absl::string_view prefix) {
  static const auto* const words = new std::vector<std::string>(
      MakeWords(*google::protobuf::GetEnumDescriptor<Enum>(), prefix));
  const auto number = static_cast<size_t>(value);
  return number < words->size() ? (*words)[number]
                                : absl::StrCat(static_cast<int>(value));
}

// The words of an enumeration, without the one for "not said".
std::vector<std::pair<std::string, int>> WordsOf(
    const EnumDescriptor& enumeration, absl::string_view prefix) {
  std::vector<std::pair<std::string, int>> words;
  for (int i = 0; i < enumeration.value_count(); ++i) {
    const EnumValueDescriptor& value = *enumeration.value(i);
    if (value.number() == 0) continue;
    words.emplace_back(ToWord(value.name(), prefix), value.number());
  }
  return words;
}

template <typename Enum>
absl::StatusOr<Enum> Parse(absl::string_view word, absl::string_view what,
                           absl::string_view prefix) {
  const auto words =
      WordsOf(*google::protobuf::GetEnumDescriptor<Enum>(), prefix);
  const std::string wanted = absl::AsciiStrToLower(word);
  for (const auto& [name, number] : words) {
    if (name == wanted) return static_cast<Enum>(number);
  }
  const auto append_name = [](std::string* out, const auto& entry) {
    absl::StrAppend(out, entry.first);
  };
  return absl::InvalidArgumentError(
      absl::StrCat(what, " is '", word, "'; it is one of ",
                   absl::StrJoin(words, ", ", append_name)));
}

constexpr char kChannelPrefix[] = "CHANNEL_";
constexpr char kLevelPrefix[] = "LANGUAGE_LEVEL_";
constexpr char kStatePrefix[] = "BOOKING_STATE_";
constexpr char kWaitPrefix[] = "WAITLIST_STATE_";
constexpr char kOutcomePrefix[] = "IMPORT_OUTCOME_";
constexpr char kFormatPrefix[] = "IMPORT_FORMAT_";
constexpr char kOpenPrefix[] = "OPEN_STATUS_";
constexpr char kPlaceKindPrefix[] = "PLACE_KIND_";
constexpr char kPrecisionPrefix[] = "LOCATION_PRECISION_";
constexpr char kOrderPrefix[] = "STORE_ORDER_";
constexpr char kAssociateOrderPrefix[] = "ASSOCIATE_ORDER_";
constexpr char kTimeOffPrefix[] = "TIME_OFF_STATE_";
constexpr char kUncoveredPrefix[] = "UNCOVERED_REASON_";
constexpr size_t kLanguageTagLengthMax = 35;

bool CouldBeTag(absl::string_view tag) {
  for (char c : tag) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '-') {
      return false;
    }
  }
  return !tag.empty() && tag.size() <= kLanguageTagLengthMax;
}

}  // namespace

std::string WordOf(v1::Channel channel) {
  return Word(channel, kChannelPrefix);
}

std::string WordOf(v1::LanguageLevel level) {
  return Word(level, kLevelPrefix);
}

std::string WordOf(v1::BookingState state) { return Word(state, kStatePrefix); }

std::string WordOf(v1::WaitlistState state) { return Word(state, kWaitPrefix); }

std::string WordOf(v1::ImportOutcome outcome) {
  return Word(outcome, kOutcomePrefix);
}

std::string WordOf(v1::ImportFormat format) {
  return Word(format, kFormatPrefix);
}

std::string WordOf(v1::OpenStatus status) { return Word(status, kOpenPrefix); }

std::string WordOf(v1::PlaceKind kind) { return Word(kind, kPlaceKindPrefix); }

std::string WordOf(v1::LocationPrecision precision) {
  return Word(precision, kPrecisionPrefix);
}

std::string WordOf(v1::TimeOffState state) {
  return Word(state, kTimeOffPrefix);
}

std::string WordOf(v1::UncoveredReason reason) {
  return Word(reason, kUncoveredPrefix);
}

std::string WordOf(google::type::DayOfWeek day) { return Word(day, ""); }

absl::StatusOr<v1::Channel> ParseChannel(absl::string_view word) {
  return Parse<v1::Channel>(word, "channel", kChannelPrefix);
}

absl::StatusOr<v1::LanguageLevel> ParseLevel(absl::string_view word) {
  return Parse<v1::LanguageLevel>(word, "language level", kLevelPrefix);
}

absl::StatusOr<v1::BookingState> ParseBookingState(absl::string_view word) {
  return Parse<v1::BookingState>(word, "state", kStatePrefix);
}

absl::StatusOr<v1::WaitlistState> ParseWaitlistState(absl::string_view word) {
  return Parse<v1::WaitlistState>(word, "state", kWaitPrefix);
}

absl::StatusOr<v1::TimeOffState> ParseTimeOffState(absl::string_view word) {
  return Parse<v1::TimeOffState>(word, "state", kTimeOffPrefix);
}

absl::StatusOr<google::type::DayOfWeek> ParseDay(absl::string_view word) {
  return Parse<google::type::DayOfWeek>(word, "day", "");
}

absl::StatusOr<v1::ImportFormat> ParseFormat(absl::string_view word) {
  return Parse<v1::ImportFormat>(word, "format", kFormatPrefix);
}

absl::StatusOr<v1::StoreOrder> ParseOrder(absl::string_view word) {
  return Parse<v1::StoreOrder>(word, "order", kOrderPrefix);
}

absl::StatusOr<v1::AssociateOrder> ParseAssociateOrder(absl::string_view word) {
  return Parse<v1::AssociateOrder>(word, "order", kAssociateOrderPrefix);
}

absl::StatusOr<v1::SpokenLanguage> ParseLanguage(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits(':', 1));
  if (!CouldBeTag(parts.first)) {
    return absl::InvalidArgumentError(
        absl::StrCat("language is '", text,
                     "'; it is a BCP 47 tag, or tag:level: es, es:fluent"));
  }
  v1::SpokenLanguage language;
  language.set_language_code(std::string(parts.first));
  if (parts.first.size() == text.size()) return language;
  const auto level = ParseLevel(parts.second);
  if (!level.ok()) return level.status();
  language.set_level(*level);
  return language;
}

std::string FormatLanguage(const v1::SpokenLanguage& language) {
  if (language.level() == v1::LANGUAGE_LEVEL_UNSPECIFIED) {
    return language.language_code();
  }
  return absl::StrCat(language.language_code(), " ", WordOf(language.level()));
}

}  // namespace rapport::cli
