// What stores, associates and services have in common at the border.
#ifndef RAPPORT_SERVER_CATALOG_PARTS_CONVERT_H_
#define RAPPORT_SERVER_CATALOG_PARTS_CONVERT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "rapport/v1/catalog_resources.pb.h"
#include "server/catalog/brand.h"
#include "server/transport/convert.h"
#include "server/vocabulary/caller.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {

template <typename Proto>
void FromRevision(const Revision& revision, Proto* out) {
  out->set_etag(transport::FromVersion(revision.version));
  transport::FromTime(revision.create_time, out->mutable_create_time());
  transport::FromTime(revision.update_time, out->mutable_update_time());
}

// An id that a name, where there is one, must agree with.
template <typename Id>
absl::Status CheckDerived(absl::string_view field, const Id& named,
                          const Id& derived) {
  if (named == derived) return absl::OkStatus();
  return InvalidField(field, "IMMUTABLE",
                      "is not the name that source and source_id give; they "
                      "cannot be changed");
}

template <typename Proto>
void FromChannels(ChannelSet channels, Proto* out) {
  for (Channel channel : kAllChannels) {
    if (channels.Has(channel))
      out->add_channels(transport::FromChannel(channel));
  }
}

// Each returns INVALID_ARGUMENT or NOT_FOUND, naming the element below
// `prefix`.
absl::Status AddServices(
    const Caller& caller, absl::string_view prefix,
    const google::protobuf::RepeatedPtrField<std::string>& in,
    std::vector<ServiceId>& out);
absl::Status AddChannels(absl::string_view prefix,
                         const google::protobuf::RepeatedField<int>& in,
                         ChannelSet& out);
// `field` is the path of the list.
absl::Status AddTexts(
    absl::string_view field,
    const google::protobuf::RepeatedPtrField<v1::LocalizedText>& in,
    std::vector<LocalizedName>& out);
void FromTexts(const std::vector<LocalizedName>& texts,
               google::protobuf::RepeatedPtrField<v1::LocalizedText>* out);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_PARTS_CONVERT_H_
