#include "clients/cli/demo/associate_line.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "clients/cli/text/words.h"

namespace rapport::demo {
namespace {

using cli::WordOf;

// Appends a JSON string (RFC 8259, section 7); `text` is UTF-8.
void AppendText(absl::string_view text, std::string& line) {
  line.push_back('"');
  for (char c : text) {
    if (c == '"' || c == '\\') line.push_back('\\');
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x20) {
      absl::StrAppend(&line, "\\u", absl::Hex(code, absl::kZeroPad4));
    } else {
      line.push_back(c);
    }
  }
  line.push_back('"');
}

void AppendMember(absl::string_view key, absl::string_view text,
                  std::string& line) {
  if (line.back() != '{') line.push_back(',');
  AppendText(key, line);
  line.push_back(':');
  AppendText(text, line);
}

// Appends `"key":[...]`; `append` appends one element.
template <typename Elements, typename Append>
void AppendList(absl::string_view key, const Elements& elements, Append append,
                std::string& line) {
  absl::StrAppend(&line, ",\"", key, "\":[");
  bool is_first = true;
  for (const auto& element : elements) {
    if (!is_first) line.push_back(',');
    is_first = false;
    append(element);
  }
  line.push_back(']');
}

void AppendTime(absl::string_view key, const google::type::TimeOfDay& time,
                std::string& line) {
  absl::StrAppend(&line, ",\"", key, "\":\"",
                  absl::Dec(time.hours(), absl::kZeroPad2), ":",
                  absl::Dec(time.minutes(), absl::kZeroPad2), "\"");
}

template <typename Channels>
void AppendChannels(const Channels& channels, std::string& line) {
  AppendList(
      "channels", channels,
      [&](int channel) {
        AppendText(WordOf(static_cast<v1::Channel>(channel)), line);
      },
      line);
}

void AppendPeriod(const v1::WeeklyPeriod& period, std::string& line) {
  line.push_back('{');
  AppendMember("day", WordOf(period.day()), line);
  AppendTime("start", period.start_time(), line);
  AppendTime("end", period.end_time(), line);
  if (!period.store().empty()) AppendMember("store", period.store(), line);
  if (!period.channels().empty()) AppendChannels(period.channels(), line);
  line.push_back('}');
}

}  // namespace

std::string AssociateLine(const Member& member) {
  const v1::Associate& associate = member.associate;
  std::string line = "{";
  const auto append_text = [&](const std::string& text) {
    AppendText(text, line);
  };
  AppendMember("source_id", member.source_id, line);
  AppendMember("display_name", associate.display_name(), line);
  AppendList("stores", associate.stores(), append_text, line);
  AppendList(
      "languages", associate.languages(),
      [&](const v1::SpokenLanguage& language) {
        line.push_back('{');
        AppendMember("language_code", language.language_code(), line);
        AppendMember("level", WordOf(language.level()), line);
        line.push_back('}');
      },
      line);
  AppendList("styles", associate.styles(), append_text, line);
  AppendList("services", associate.services(), append_text, line);
  AppendChannels(associate.channels(), line);
  AppendList(
      "weekly_hours", member.hours,
      [&](const v1::WeeklyPeriod& period) { AppendPeriod(period, line); },
      line);
  line.push_back('}');
  return line;
}

}  // namespace rapport::demo
