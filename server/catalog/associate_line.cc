// One line of a file of associates: see associate_file.h for the format.

#include <initializer_list>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "nlohmann/json.hpp"
#include "server/catalog/associate_file.h"
#include "server/catalog/field_checks.h"
#include "server/vocabulary/text.h"

namespace rapport::catalog {
namespace {

using nlohmann::json;

constexpr size_t kKeyLengthMax = 40;  // of an unknown one that is repeated
constexpr absl::string_view kDays[] = {"monday",   "tuesday", "wednesday",
                                       "thursday", "friday",  "saturday",
                                       "sunday"};
constexpr absl::string_view kLevels[] = {"basic", "conversational", "fluent",
                                         "native"};

// Minutes after midnight of "HH:MM", 00:00 to 24:00; nothing for other texts.
std::optional<int> MinuteOf(absl::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (size_t i : {0, 1, 3, 4}) {
    if (!absl::ascii_isdigit(text[i])) return std::nullopt;
  }
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  const int total = hour * 60 + minute;
  if (minute > 59 || total > calendar::kMinutesOfDay) return std::nullopt;
  return total;
}

// A key that is repeated to whoever wrote it only if it looks like a key.
std::string ShownKey(const std::string& key) {
  const bool plain =
      key.size() <= kKeyLengthMax && absl::c_all_of(key, [](char c) {
        return absl::ascii_isalnum(c) || c == '_' || c == '-';
      });
  return plain ? key : "";
}

// Reads one line, and remembers the first thing that is wrong with it.
class LineReader {
 public:
  explicit LineReader(const AssociateFileContext& context)
      : context_(context) {}

  AssociateDraft Read(const json& line);
  std::optional<FieldProblem> TakeProblem() { return std::move(problem_); }

 private:
  void Fail(absl::string_view path, absl::string_view reason,
            absl::string_view message) {
    if (problem_.has_value()) return;
    problem_ = {std::string(path), std::string(reason), std::string(message)};
  }
  void AllowKeys(const json& object, absl::string_view path,
                 std::initializer_list<absl::string_view> keys);
  // The text, or "" where it is absent or is none.
  std::string Text(const json& value, absl::string_view path);
  std::string Member(const json& object, const char* key,
                     absl::string_view path);
  std::string SourceId(const json& line);
  // The elements, or none where it is absent or no list.
  const json::array_t& List(const json& object, const char* key,
                            absl::string_view path);
  template <typename Id>
  std::vector<Id> Slugs(const json& line, const char* key);
  std::vector<std::string> Words(const json& line, const char* key);
  ChannelSet Channels(const json& object, absl::string_view path);
  // The index of `word` among `words`, or nothing and a problem.
  std::optional<size_t> IndexOf(absl::Span<const absl::string_view> words,
                                absl::string_view word, absl::string_view path);
  StoreId StoreOf(const std::string& text, absl::string_view path);
  SpokenLanguage ReadLanguage(const json& value, const std::string& path);
  calendar::WeeklyPeriod ReadPeriod(const json& value, const std::string& path);
  int ReadMinute(const json& object, const char* key, absl::string_view path);

  const AssociateFileContext& context_;
  std::string store_source_;
  std::optional<FieldProblem> problem_;
};

void LineReader::AllowKeys(const json& object, absl::string_view path,
                           std::initializer_list<absl::string_view> keys) {
  if (!object.is_object()) {
    Fail(path, reason::kMalformed, "not a JSON object; an object is expected");
    return;
  }
  for (const auto& [key, value] : object.items()) {
    if (absl::c_linear_search(keys, key)) continue;
    const std::string shown = ShownKey(key);
    Fail(path.empty() ? shown : absl::StrCat(path, ".", shown),
         reason::kUnknownKey,
         absl::StrCat("member ", shown.empty() ? "of an odd name" : shown,
                      " is not known; see the format for those that are"));
  }
}

std::string LineReader::Text(const json& value, absl::string_view path) {
  if (value.is_null()) return "";
  if (!value.is_string()) {
    Fail(path, reason::kMalformed, "not a text; a text is expected");
    return "";
  }
  return CollapseSpaces(value.get_ref<const std::string&>());
}

std::string LineReader::Member(const json& object, const char* key,
                               absl::string_view path) {
  if (!object.is_object()) return "";
  const auto found = object.find(key);
  if (found == object.end()) return "";
  return Text(*found, path.empty() ? key : absl::StrCat(path, ".", key));
}

std::string LineReader::SourceId(const json& line) {
  const auto found = line.find("source_id");
  if (found != line.end() && found->is_number_integer()) return found->dump();
  return Member(line, "source_id", "");
}

const json::array_t& LineReader::List(const json& object, const char* key,
                                      absl::string_view path) {
  static const auto& none = *new json::array_t();
  if (!object.is_object()) return none;
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return none;
  if (!found->is_array()) {
    Fail(path, reason::kMalformed, "not a list; a list is expected");
    return none;
  }
  return found->get_ref<const json::array_t&>();
}

template <typename Id>
std::vector<Id> LineReader::Slugs(const json& line, const char* key) {
  std::vector<Id> ids;
  for (const json& value : List(line, key, key)) {
    const std::string path = ElementPath(key, ids.size());
    absl::StatusOr<Id> id = Id::Parse(Text(value, path));
    if (!id.ok()) Fail(path, reason::kMalformed, id.status().message());
    ids.push_back(id.ok() ? *std::move(id) : Id());
  }
  return ids;
}

// Left as they are for CheckAssociate to judge.
std::vector<std::string> LineReader::Words(const json& line, const char* key) {
  std::vector<std::string> words;
  for (const json& value : List(line, key, key)) {
    words.push_back(Text(value, ElementPath(key, words.size())));
  }
  return words;
}

std::optional<size_t> LineReader::IndexOf(
    absl::Span<const absl::string_view> words, absl::string_view word,
    absl::string_view path) {
  const auto found = absl::c_find(words, word);
  if (found != words.end()) return found - words.begin();
  Fail(path, word.empty() ? reason::kRequired : reason::kUnknown,
       absl::StrCat(word.empty() ? "empty" : "a word that is not known",
                    "; it must be one of ", absl::StrJoin(words, ", ")));
  return std::nullopt;
}

ChannelSet LineReader::Channels(const json& object, absl::string_view path) {
  ChannelSet channels;
  size_t index = 0;
  for (const json& value : List(object, "channels", path)) {
    const std::string element = ElementPath(path, index++);
    const std::optional<Channel> channel = ChannelOfWord(Text(value, element));
    if (channel.has_value()) {
      channels.Add(*channel);
    } else {
      Fail(element, reason::kUnknown,
           "a channel that is not known; it must be one of in-store, video, "
           "phone, chat, whatsapp, wechat, sms, email");
    }
  }
  return channels;
}

StoreId LineReader::StoreOf(const std::string& text, absl::string_view path) {
  absl::string_view name = text;
  if (text.empty()) {
    Fail(path, reason::kRequired, "empty; a store is named");
  } else if (!absl::ConsumePrefix(&name, "brands/")) {
    return StoreIdOf(store_source_, text);
  } else if (!absl::ConsumePrefix(
                 &name, absl::StrCat(context_.brand.text(), "/stores/"))) {
    Fail(path, reason::kUnknown, "not a store of the brand; it must be one");
  } else {
    const absl::StatusOr<StoreId> id = StoreId::Parse(name);
    if (id.ok()) return *id;
    Fail(path, reason::kMalformed, id.status().message());
  }
  return StoreId();
}

SpokenLanguage LineReader::ReadLanguage(const json& value,
                                        const std::string& path) {
  AllowKeys(value, path, {"language_code", "level"});
  SpokenLanguage language;
  language.tag = Member(value, "language_code", path);
  const absl::StatusOr<std::string> tag = CanonicalLanguageTag(language.tag);
  // What has no canonical form is left for CheckAssociate to refuse.
  if (tag.ok()) language.tag = *tag;
  const std::optional<size_t> level = IndexOf(
      kLevels, Member(value, "level", path), absl::StrCat(path, ".level"));
  if (level.has_value()) {
    language.level = static_cast<LanguageLevel>(
        static_cast<size_t>(LanguageLevel::kBasic) + *level);
  }
  return language;
}

int LineReader::ReadMinute(const json& object, const char* key,
                           absl::string_view path) {
  const std::string text = Member(object, key, path);
  const std::optional<int> minute = MinuteOf(text);
  if (!minute.has_value()) {
    Fail(absl::StrCat(path, ".", key),
         text.empty() ? reason::kRequired : reason::kMalformed,
         "not a time of day; it must be HH:MM, 00:00 to 24:00");
  }
  return minute.value_or(0);
}

calendar::WeeklyPeriod LineReader::ReadPeriod(const json& value,
                                              const std::string& path) {
  AllowKeys(value, path, {"day", "start", "end", "store", "channels"});
  calendar::WeeklyPeriod weekly;
  const std::optional<size_t> day =
      IndexOf(kDays, Member(value, "day", path), absl::StrCat(path, ".day"));
  if (day.has_value()) {
    weekly.day = static_cast<absl::Weekday>(
        static_cast<size_t>(absl::Weekday::monday) + *day);
  }
  weekly.period.start_minute = ReadMinute(value, "start", path);
  weekly.period.end_minute = ReadMinute(value, "end", path);
  const std::string store = Member(value, "store", path);
  if (!store.empty()) {
    weekly.period.store = StoreOf(store, absl::StrCat(path, ".store"));
  }
  weekly.period.channels = Channels(value, absl::StrCat(path, ".channels"));
  return weekly;
}

AssociateDraft LineReader::Read(const json& line) {
  AllowKeys(line, "",
            {"source_id", "display_name", "stores", "store_source", "languages",
             "styles", "services", "channels", "attributes", "weekly_hours"});
  AssociateDraft draft;
  draft.source_id = SourceId(line);
  draft.content.display_name = Member(line, "display_name", "");
  store_source_ = Member(line, "store_source", "");
  if (store_source_.empty()) store_source_ = context_.source;
  for (const json& value : List(line, "stores", "stores")) {
    const std::string path = ElementPath("stores", draft.content.stores.size());
    draft.content.stores.push_back(StoreOf(Text(value, path), path));
  }
  for (const json& value : List(line, "languages", "languages")) {
    draft.content.languages.push_back(ReadLanguage(
        value, ElementPath("languages", draft.content.languages.size())));
  }
  draft.content.styles = Slugs<StyleId>(line, "styles");
  draft.content.services = Slugs<ServiceId>(line, "services");
  draft.content.channels = Channels(line, "channels");
  draft.content.attributes = Words(line, "attributes");
  if (!line.contains("weekly_hours")) return draft;
  draft.weekly_periods.emplace();
  for (const json& value : List(line, "weekly_hours", "weekly_hours")) {
    draft.weekly_periods->push_back(ReadPeriod(
        value, ElementPath("weekly_hours", draft.weekly_periods->size())));
  }
  return draft;
}

FieldProblem RowProblem(absl::string_view reason, absl::string_view message) {
  return {"", std::string(reason), std::string(message)};
}

}  // namespace

AssociateDraftOrProblem ParseAssociateLine(const AssociateFileContext& context,
                                           absl::string_view line) {
  if (!CountCodePoints(line).has_value()) {
    return RowProblem(reason::kNotUtf8,
                      "bytes that are not UTF-8; files are UTF-8");
  }
  const json parsed =
      json::parse(line, /*cb=*/nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object()) {
    return RowProblem(reason::kMalformed,
                      "not a JSON object; each line is one");
  }
  LineReader reader(context);
  AssociateDraft draft = reader.Read(parsed);
  if (auto problem = reader.TakeProblem()) return *std::move(problem);
  return draft;
}

}  // namespace rapport::catalog
