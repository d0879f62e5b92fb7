#include "clients/cli/text/resource_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/text_width.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/text/words.h"

namespace rapport::cli {
namespace {

void AppendPart(std::string& text, absl::string_view separator,
                absl::string_view part) {
  if (part.empty()) return;
  absl::StrAppend(&text, text.empty() ? "" : separator, part);
}

}  // namespace

void WriteFacts(const Facts& facts, std::ostream& out) {
  size_t width = 0;
  for (const auto& [name, value] : facts) {
    if (!value.empty()) width = std::max(width, TextWidth(name));
  }
  for (const auto& [name, value] : facts) {
    if (value.empty()) continue;
    out << name << std::string(width - TextWidth(name) + 2, ' ')
        << Printable(value) << '\n';
  }
}

std::string FormatAddress(const v1::StoreAddress& address) {
  std::string town;
  AppendPart(town, " ", address.locality());
  AppendPart(town, " ", address.administrative_area());
  AppendPart(town, " ", address.postal_code());
  std::string text = absl::StrJoin(address.address_lines(), ", ");
  AppendPart(text, ", ", town);
  AppendPart(text, ", ", address.region_code());
  return text;
}

std::string FormatLanguages(
    const google::protobuf::RepeatedPtrField<v1::SpokenLanguage>& languages) {
  return absl::StrJoin(languages, ", ",
                       [](std::string* out, const v1::SpokenLanguage& spoken) {
                         absl::StrAppend(out, FormatLanguage(spoken));
                       });
}

std::string FormatChannels(
    const google::protobuf::RepeatedField<int>& channels) {
  return absl::StrJoin(channels, ", ", [](std::string* out, int channel) {
    absl::StrAppend(out, WordOf(static_cast<v1::Channel>(channel)));
  });
}

std::string FormatIds(
    const google::protobuf::RepeatedPtrField<std::string>& names) {
  return absl::StrJoin(names, ", ",
                       [](std::string* out, const std::string& name) {
                         absl::StrAppend(out, ShortId(name));
                       });
}

std::string FormatDuration(const google::protobuf::Duration& duration) {
  if (duration.seconds() == 0 && duration.nanos() == 0) return "";
  return absl::FormatDuration(absl::Seconds(duration.seconds()) +
                              absl::Nanoseconds(duration.nanos()));
}

std::string FormatBusyState(const v1::BusySource& source) {
  std::vector<std::string> parts;
  if (source.has_reach_time()) {
    parts.push_back(
        absl::StrCat("known until ", FormatUtc(source.reach_time())));
  } else {
    parts.push_back("not read yet");
  }
  if (!source.error().empty()) {
    parts.push_back(absl::StrCat(source.error(), " since ",
                                 FormatUtc(source.fetch_time())));
  }
  if (!source.uri().empty()) {
    parts.push_back(absl::StrCat("from ", source.uri()));
  }
  return absl::StrJoin(parts, ", ");
}

std::string FormatStart(const v1::Slot& slot) {
  return FormatLocal(slot.local_start_time(), slot.time_zone());
}

}  // namespace rapport::cli
