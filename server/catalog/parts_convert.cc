#include "server/catalog/parts_convert.h"

#include "absl/strings/str_cat.h"
#include "server/transport/resource_name.h"

namespace rapport::catalog {

absl::Status AddServices(
    const Caller& caller, absl::string_view prefix,
    const google::protobuf::RepeatedPtrField<std::string>& in,
    std::vector<ServiceId>& out) {
  for (int i = 0; i < in.size(); ++i) {
    absl::StatusOr<ServiceId> service = transport::ParseServiceName(
        caller, absl::StrCat(prefix, ".services[", i, "]"), in[i]);
    if (!service.ok()) return service.status();
    out.push_back(*service);
  }
  return absl::OkStatus();
}

absl::Status AddChannels(absl::string_view prefix,
                         const google::protobuf::RepeatedField<int>& in,
                         ChannelSet& out) {
  for (int i = 0; i < in.size(); ++i) {
    absl::StatusOr<Channel> channel =
        transport::ToChannel(absl::StrCat(prefix, ".channels[", i, "]"), in[i]);
    if (!channel.ok()) return channel.status();
    out.Add(*channel);
  }
  return absl::OkStatus();
}

absl::Status AddTexts(
    absl::string_view field,
    const google::protobuf::RepeatedPtrField<v1::LocalizedText>& in,
    std::vector<LocalizedName>& out) {
  for (int i = 0; i < in.size(); ++i) {
    absl::StatusOr<std::string> tag = transport::ToLanguageTag(
        absl::StrCat(field, "[", i, "].language_code"), in[i].language_code());
    if (!tag.ok()) return tag.status();
    out.push_back({*std::move(tag), in[i].text()});
  }
  return absl::OkStatus();
}

void FromTexts(const std::vector<LocalizedName>& texts,
               google::protobuf::RepeatedPtrField<v1::LocalizedText>* out) {
  for (const LocalizedName& text : texts) {
    v1::LocalizedText* added = out->Add();
    added->set_language_code(text.language_tag);
    added->set_text(text.text);
  }
}

}  // namespace rapport::catalog
