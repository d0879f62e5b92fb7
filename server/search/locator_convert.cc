#include "server/search/locator_convert.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/transport/convert.h"
#include "server/transport/page.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::search {
namespace {

constexpr size_t kAssociatesUnset = 10;
constexpr size_t kAssociatesMax = 100;
constexpr int kLanguagesMax = 5;
constexpr int kStylesWishedMax = 10;
constexpr size_t kSlotsUnset = 3;
constexpr int kSlotsMax = 20;
constexpr absl::Duration kWindowUnset = absl::Hours(14 * 24);

absl::StatusOr<std::optional<PlaceCursor>> ToCursor(absl::string_view query,
                                                    absl::string_view token) {
  if (token.empty()) return std::optional<PlaceCursor>();
  absl::StatusOr<std::string> position =
      transport::DecodePageToken(query, token);
  if (!position.ok()) return position.status();
  const absl::string_view bytes = *position;
  if (bytes.size() != transport::kPackedBytes + IdBytes().size()) {
    return transport::InvalidPageToken();
  }
  absl::StatusOr<geo::Meters> distance =
      transport::UnpackDistance(bytes.substr(0, transport::kPackedBytes));
  if (!distance.ok()) return distance.status();
  return std::optional<PlaceCursor>(PlaceCursor{
      *distance, std::string(bytes.substr(transport::kPackedBytes))});
}

// Where to look and how far.
absl::Status SetPlace(const Caller& caller,
                      const v1::SearchAssociatesRequest& in,
                      absl::string_view query, AssociateQuery& out) {
  absl::Status parent =
      transport::CheckBrandName(caller, "parent", in.parent());
  if (!parent.ok()) return parent;
  if (!in.has_near()) {
    return InvalidField("near", "REQUIRED", "is unset; it is required");
  }
  absl::StatusOr<geo::Point> near = transport::ToPoint("near", in.near());
  if (!near.ok()) return near.status();
  out.near = *near;
  absl::StatusOr<geo::Meters> radius =
      transport::ToRadius("radius_m", in.radius_m());
  if (!radius.ok()) return radius.status();
  out.radius = *radius;
  absl::StatusOr<std::optional<PlaceCursor>> after =
      ToCursor(query, in.page_token());
  if (!after.ok()) return after.status();
  out.after = *std::move(after);
  return absl::OkStatus();
}

// The service of that name; null for no name.
absl::StatusOr<const catalog::Service*> ToKnownService(
    const Caller& caller, const BrandIndex& index, const std::string& name) {
  if (name.empty()) return nullptr;
  absl::StatusOr<ServiceId> id =
      transport::ParseServiceName(caller, "service", name);
  if (!id.ok()) return id.status();
  const catalog::Service* service = index.FindService(*id);
  if (service == nullptr) return transport::NotFound("service", name);
  return service;
}

absl::Status TooMany(absl::string_view field, int seen, int max) {
  return InvalidField(field, "TOO_MANY",
                      absl::StrCat("has ", seen, "; it may have ", max));
}

absl::Status SetLanguages(const v1::SearchAssociatesRequest& in,
                          AssociateQuery& out) {
  if (in.languages_size() > kLanguagesMax) {
    return TooMany("languages", in.languages_size(), kLanguagesMax);
  }
  for (int i = 0; i < in.languages_size(); ++i) {
    const v1::SpokenLanguage& language = in.languages(i);
    const std::string field = absl::StrCat("languages[", i, "]");
    absl::StatusOr<std::string> tag = transport::ToLanguageTag(
        absl::StrCat(field, ".language_code"), language.language_code());
    if (!tag.ok()) return tag.status();
    if (!v1::LanguageLevel_IsValid(language.level())) {
      return InvalidField(absl::StrCat(field, ".level"), "UNKNOWN",
                          "is no level");
    }
    out.languages.push_back(
        {LanguageKey(*tag), static_cast<LanguageLevel>(language.level())});
  }
  return absl::OkStatus();
}

absl::Status SetStyles(const BrandIndex& index,
                       const v1::SearchAssociatesRequest& in,
                       AssociateQuery& out) {
  if (in.styles_size() > kStylesWishedMax) {
    return TooMany("styles", in.styles_size(), kStylesWishedMax);
  }
  for (int i = 0; i < in.styles_size(); ++i) {
    absl::StatusOr<StyleId> style = StyleId::Parse(in.styles(i));
    if (!style.ok() || !index.HasStyle(*style)) {
      return InvalidField(absl::StrCat("styles[", i, "]"), "UNKNOWN",
                          "is none of the brand's styles");
    }
    out.styles.push_back(*style);
  }
  return absl::OkStatus();
}

absl::Status SetChannels(const v1::SearchAssociatesRequest& in,
                         AssociateQuery& out) {
  ChannelSet seen;
  for (int i = 0; i < in.channels_size(); ++i) {
    absl::StatusOr<Channel> channel =
        transport::ToChannel(absl::StrCat("channels[", i, "]"), in.channels(i));
    if (!channel.ok()) return channel.status();
    if (seen.Has(*channel)) continue;
    seen.Add(*channel);
    out.channels.push_back(*channel);
  }
  return absl::OkStatus();
}

absl::Status SetWindow(const v1::SearchAssociatesRequest& in, absl::Time now,
                       AssociateQuery& out) {
  out.now = now;
  out.window = {now, now + kWindowUnset};
  out.include_unavailable = in.include_unavailable();
  out.slots_max = kSlotsUnset;
  if (in.has_slots_per_associate()) {
    const int slots = in.slots_per_associate();
    if (slots < 0 || slots > kSlotsMax) {
      return InvalidField(
          "slots_per_associate", "OUT_OF_RANGE",
          absl::StrCat("is ", slots, "; it must be 0 to ", kSlotsMax));
    }
    out.slots_max = static_cast<size_t>(slots);
  }
  if (!in.has_window()) return absl::OkStatus();
  if (out.service == nullptr) {
    return InvalidField("window", "NEEDS_SERVICE",
                        "needs a service, which says how long a slot is");
  }
  absl::StatusOr<Interval> window =
      transport::ToWindow("window", in.window(), transport::kWindowMax);
  if (!window.ok()) return window.status();
  if (window->end <= now) {
    return InvalidField("window.end_time", "IN_PAST",
                        "is in the past; no slot can lie there");
  }
  out.window = *window;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<AssociateQuery> ToAssociateQuery(
    const Caller& caller, const BrandIndex& index,
    const v1::SearchAssociatesRequest& in, absl::string_view query,
    absl::Time now) {
  AssociateQuery out;
  absl::Status status = SetPlace(caller, in, query, out);
  if (!status.ok()) return status;
  absl::StatusOr<const catalog::Service*> service =
      ToKnownService(caller, index, in.service());
  if (!service.ok()) return service.status();
  out.service = *service;
  for (absl::Status set : {SetLanguages(in, out), SetStyles(index, in, out),
                           SetChannels(in, out), SetWindow(in, now, out)}) {
    if (!set.ok()) return set;
  }
  absl::StatusOr<size_t> size =
      transport::PageSize(in.page_size(), kAssociatesUnset, kAssociatesMax);
  if (!size.ok()) return size.status();
  out.limit = *size;
  return out;
}

std::string TokenBehind(absl::string_view query, geo::Meters distance,
                        absl::string_view id) {
  return transport::EncodePageToken(
      query, absl::StrCat(transport::PackDistance(distance), id));
}

}  // namespace rapport::search
