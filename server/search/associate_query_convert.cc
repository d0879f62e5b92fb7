#include "server/search/associate_query_convert.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/calendar/time_zone.h"
#include "server/search/lot.h"
#include "server/search/query_fields.h"
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
constexpr int kAttributesWishedMax = 10;
constexpr int kWindowsMax = 10;
constexpr int kStoresWishedMax = 100;
constexpr int kPeopleWishedMax = 20;
constexpr size_t kSlotsUnset = 3;
constexpr int kSlotsMax = 20;
constexpr absl::Duration kWindowUnset = absl::Hours(14 * 24);

// Where a page begins: when its first was asked for, and the last hit's rank
// and id.
struct PageBegin {
  absl::Time asked;
  AssociateCursor after;
};

absl::StatusOr<PageBegin> ToPageBegin(absl::string_view query,
                                      absl::string_view token) {
  using transport::kPackedBytes;
  absl::StatusOr<std::string> position =
      transport::DecodePageToken(query, token);
  if (!position.ok()) return position.status();
  const absl::string_view bytes = *position;
  if (bytes.size() != 3 * kPackedBytes + IdBytes().size()) {
    return transport::InvalidPageToken();
  }
  const auto part = [&](size_t i) {
    return bytes.substr(i * kPackedBytes, kPackedBytes);
  };
  absl::StatusOr<absl::Time> asked = transport::UnpackTime(part(0));
  if (!asked.ok()) return asked.status();
  absl::StatusOr<double> first = transport::UnpackNumber(part(1));
  if (!first.ok()) return first.status();
  absl::StatusOr<double> second = transport::UnpackNumber(part(2));
  if (!second.ok()) return second.status();
  return PageBegin{*asked,
                   {*first, *second,
                    AssociateId::FromBytes(bytes.substr(3 * kPackedBytes))}};
}

// One query on its way from rapport.v1. Each Set is of one condition.
class Conversion {
 public:
  Conversion(const Caller& caller, const BrandIndex& index,
             const v1::SearchAssociatesRequest& in, absl::Time now)
      : caller_(caller), index_(index), in_(in) {
    out_.now = now;
    out_.holder = HolderOf(caller);
    out_.weights = index.brand().ranking_weights;
  }

  absl::StatusOr<AssociateQuery> Run(absl::string_view query,
                                     std::optional<absl::Time> asked) {
    out_.asked =
        absl::FromUnixMicros(absl::ToUnixMicros(asked.value_or(out_.now)));
    if (!in_.page_token().empty()) {
      absl::StatusOr<PageBegin> begin = ToPageBegin(query, in_.page_token());
      if (!begin.ok()) return begin.status();
      out_.asked = begin->asked;
      out_.after = begin->after;
    }
    using Set = absl::Status (Conversion::*)();
    for (Set set : {&Conversion::SetPlace, &Conversion::SetService,
                    &Conversion::SetLanguages, &Conversion::SetStyles,
                    &Conversion::SetAttributes, &Conversion::SetChannels,
                    &Conversion::SetPeople, &Conversion::SetWindows,
                    &Conversion::SetOrder, &Conversion::SetSizes}) {
      absl::Status status = (this->*set)();
      if (!status.ok()) return status;
    }
    out_.seed = SeedOf(*out_.asked);
    return std::move(out_);
  }

 private:
  absl::Status SetPlace() {
    absl::Status status =
        transport::CheckBrandName(caller_, "parent", in_.parent());
    if (!status.ok()) return status;
    absl::StatusOr<geo::Meters> radius =
        transport::ToRadius("radius_m", in_.radius_m());
    if (!radius.ok()) return radius.status();
    out_.radius = *radius;
    status = SetMarket(caller_, in_.market(), out_.market);
    if (!status.ok()) return status;
    status = SetStores();
    if (!status.ok()) return status;
    if (in_.has_near()) {
      absl::StatusOr<geo::Point> near = transport::ToPoint("near", in_.near());
      if (near.ok()) out_.near = *near;
      return near.status();
    }
    const bool is_elsewhere_said = in_.stores_size() > 0 ||
                                   in_.associates_size() > 0 ||
                                   !in_.market().empty();
    if (out_.radius < geo::kNoDistanceLimit || !is_elsewhere_said) {
      return InvalidField("near", "REQUIRED", "is unset; it is required");
    }
    return absl::OkStatus();
  }

  absl::Status SetStores() {
    absl::Status count =
        CheckCount("stores", in_.stores_size(), kStoresWishedMax);
    if (!count.ok()) return count;
    for (int i = 0; i < in_.stores_size(); ++i) {
      absl::StatusOr<StoreId> id = transport::ParseStoreName(
          caller_, Element("stores", i), in_.stores(i));
      if (!id.ok()) return id.status();
      if (index_.FindStore(*id) == nullptr) {
        return transport::NotFound(Element("stores", i), in_.stores(i));
      }
      out_.stores.push_back(*id);
    }
    return absl::OkStatus();
  }

  absl::Status SetService() {
    if (!in_.service().empty()) {
      absl::StatusOr<ServiceId> id =
          transport::ParseServiceName(caller_, "service", in_.service());
      if (!id.ok()) return id.status();
      out_.service = index_.FindService(*id);
      if (out_.service == nullptr) {
        return transport::NotFound("service", in_.service());
      }
      absl::Status no_class = CheckNoClass(*out_.service);
      if (!no_class.ok()) return no_class;
    }
    return SetDuration(in_, out_.service, out_.duration);
  }

  absl::Status SetLanguages() {
    absl::Status count =
        CheckCount("languages", in_.languages_size(), kLanguagesMax);
    if (!count.ok()) return count;
    for (int i = 0; i < in_.languages_size(); ++i) {
      const v1::SpokenLanguage& language = in_.languages(i);
      const std::string field = Element("languages", i);
      absl::StatusOr<std::string> tag = transport::ToLanguageTag(
          absl::StrCat(field, ".language_code"), language.language_code());
      if (!tag.ok()) return tag.status();
      if (!v1::LanguageLevel_IsValid(language.level())) {
        return InvalidField(absl::StrCat(field, ".level"), "UNKNOWN",
                            "is no level");
      }
      // Unset: any, which is basic or better.
      const auto level = static_cast<LanguageLevel>(std::max<int>(
          language.level(), static_cast<int>(LanguageLevel::kBasic)));
      out_.languages.push_back({LanguageKey(*tag), level, *tag});
    }
    return absl::OkStatus();
  }

  absl::Status AddStyles(
      absl::string_view field,
      const google::protobuf::RepeatedPtrField<std::string>& in,
      std::vector<StyleId>& out) {
    absl::Status count = CheckCount(field, in.size(), kStylesWishedMax);
    if (!count.ok()) return count;
    for (int i = 0; i < in.size(); ++i) {
      absl::StatusOr<StyleId> style = StyleId::Parse(in[i]);
      if (!style.ok() || !index_.HasStyle(*style)) {
        return InvalidField(Element(field, i), "UNKNOWN",
                            "is none of the brand's styles");
      }
      // Said twice, it would count twice.
      if (std::find(out.begin(), out.end(), *style) == out.end()) {
        out.push_back(*style);
      }
    }
    return absl::OkStatus();
  }

  absl::Status SetStyles() {
    absl::Status status = AddStyles("styles", in_.styles(), out_.styles);
    if (!status.ok()) return status;
    return AddStyles("any_styles", in_.any_styles(), out_.any_styles);
  }

  absl::Status SetAttributes() {
    absl::Status count =
        CheckCount("attributes", in_.attributes_size(), kAttributesWishedMax);
    if (!count.ok()) return count;
    const auto& known = index_.brand().searchable_attributes;
    for (int i = 0; i < in_.attributes_size(); ++i) {
      const std::string& word = in_.attributes(i);
      if (std::find(known.begin(), known.end(), word) == known.end()) {
        return InvalidField(Element("attributes", i), "UNKNOWN",
                            "is none of those that the brand lets be searched "
                            "for");
      }
      out_.attributes.push_back(word);
    }
    return absl::OkStatus();
  }

  absl::Status SetChannels() {
    ChannelSet seen;
    for (int i = 0; i < in_.channels_size(); ++i) {
      absl::StatusOr<Channel> channel =
          transport::ToChannel(Element("channels", i), in_.channels(i));
      if (!channel.ok()) return channel.status();
      if (seen.Has(*channel)) continue;
      seen.Add(*channel);
      out_.channels.push_back(*channel);
    }
    return absl::OkStatus();
  }

  absl::Status AddPeople(
      absl::string_view field,
      const google::protobuf::RepeatedPtrField<std::string>& in,
      bool must_be_there, std::vector<AssociateId>& out) {
    absl::Status count = CheckCount(field, in.size(), kPeopleWishedMax);
    if (!count.ok()) return count;
    for (int i = 0; i < in.size(); ++i) {
      absl::StatusOr<AssociateId> id =
          transport::ParseAssociateName(caller_, Element(field, i), in[i]);
      if (!id.ok()) return id.status();
      if (must_be_there && index_.FindAssociate(*id) == nullptr) {
        return transport::NotFound(Element(field, i), in[i]);
      }
      out.push_back(*id);
    }
    return absl::OkStatus();
  }

  absl::Status SetPeople() {
    absl::Status status =
        AddPeople("associates", in_.associates(), true, out_.associates);
    if (!status.ok()) return status;
    // Whom a shopper knew may have left.
    return AddPeople("familiar_associates", in_.familiar_associates(), false,
                     out_.familiar);
  }

  absl::Status AddWindow(const std::string& field, const v1::TimeWindow& in) {
    absl::StatusOr<Interval> window =
        transport::ToWindow(field, in, transport::kWindowMax);
    if (!window.ok()) return window.status();
    if (window->end <= *out_.asked) {
      return InvalidField(absl::StrCat(field, ".end_time"), "IN_PAST",
                          "is in the past; no slot can lie there");
    }
    out_.windows.push_back(*window);
    return absl::OkStatus();
  }

  absl::Status AddLocalWindow(const std::string& field,
                              const v1::LocalWindow& in);

  absl::Status SetWindows() {
    const int count = (in_.has_window() ? 1 : 0) + in_.windows_size() +
                      in_.local_windows_size();
    if (in_.windows_size() > 0) out_.window_field = "windows";
    if (in_.local_windows_size() > 0) out_.window_field = "local_windows";
    if (in_.has_window()) out_.window_field = "window";
    if (count == 0) {
      if (out_.service != nullptr) {
        out_.windows = {{*out_.asked, *out_.asked + kWindowUnset}};
      }
      return absl::OkStatus();
    }
    if (out_.service == nullptr) {
      return InvalidField(out_.window_field, "NEEDS_SERVICE",
                          "needs a service, which says how long a slot is");
    }
    absl::Status status = CheckCount(out_.window_field, count, kWindowsMax);
    if (status.ok() && in_.has_window()) {
      status = AddWindow("window", in_.window());
    }
    for (int i = 0; i < in_.windows_size() && status.ok(); ++i) {
      status = AddWindow(Element("windows", i), in_.windows(i));
    }
    for (int i = 0; i < in_.local_windows_size() && status.ok(); ++i) {
      status =
          AddLocalWindow(Element("local_windows", i), in_.local_windows(i));
    }
    return status;
  }

  absl::Status SetOrder() {
    switch (in_.order()) {
      case v1::ASSOCIATE_ORDER_UNSPECIFIED:
      case v1::ASSOCIATE_ORDER_SCORE:
        return absl::OkStatus();
      case v1::ASSOCIATE_ORDER_DISTANCE:
        out_.order = AssociateOrder::kDistance;
        if (out_.near.has_value()) return absl::OkStatus();
        return InvalidField("order", "NEEDS_NEAR",
                            "needs near, from which distances are");
      case v1::ASSOCIATE_ORDER_EARLIEST:
        out_.order = AssociateOrder::kEarliest;
        if (out_.service != nullptr) return absl::OkStatus();
        return InvalidField("order", "NEEDS_SERVICE",
                            "needs a service, which says how long a slot is");
      default:
        return InvalidField("order", "UNKNOWN", "is no order");
    }
  }

  absl::Status SetSizes() {
    out_.include_unavailable = in_.include_unavailable();
    out_.slots_max = kSlotsUnset;
    if (in_.has_slots_per_associate()) {
      const int slots = in_.slots_per_associate();
      if (slots < 0 || slots > kSlotsMax) {
        return InvalidField(
            "slots_per_associate", "OUT_OF_RANGE",
            absl::StrCat("is ", slots, "; it must be 0 to ", kSlotsMax));
      }
      out_.slots_max = static_cast<size_t>(slots);
    }
    absl::StatusOr<size_t> size =
        transport::PageSize(in_.page_size(), kAssociatesUnset, kAssociatesMax);
    if (size.ok()) out_.limit = *size;
    return size.status();
  }

  const Caller& caller_;
  const BrandIndex& index_;
  const v1::SearchAssociatesRequest& in_;
  AssociateQuery out_;
};

absl::Status Conversion::AddLocalWindow(const std::string& field,
                                        const v1::LocalWindow& in) {
  calendar::LocalWindow window;
  absl::StatusOr<absl::CivilDay> first =
      transport::ToDate(absl::StrCat(field, ".first_date"), in.first_date());
  if (!first.ok()) return first.status();
  window.first = window.last = *first;
  if (in.has_last_date()) {
    absl::StatusOr<absl::CivilDay> last =
        transport::ToDate(absl::StrCat(field, ".last_date"), in.last_date());
    if (!last.ok()) return last.status();
    window.last = *last;
  }
  const auto days = window.last - window.first + 1;
  if (days < 1 || days > calendar::kLocalWindowDaysMax) {
    return InvalidField(
        absl::StrCat(field, ".last_date"), "OUT_OF_RANGE",
        absl::StrCat("makes ", days, " days; it must make 1 to ",
                     calendar::kLocalWindowDaysMax));
  }
  if (in.has_start_time()) {
    absl::StatusOr<int> start = transport::ToMinuteOfDay(
        absl::StrCat(field, ".start_time"), in.start_time());
    if (!start.ok()) return start.status();
    window.start_minute = *start;
  }
  const std::string end_field = absl::StrCat(field, ".end_time");
  if (in.has_end_time()) {
    absl::StatusOr<int> end =
        transport::ToMinuteOfDay(end_field, in.end_time());
    if (!end.ok()) return end.status();
    window.end_minute = *end;
  }
  if (window.end_minute <= window.start_minute) {
    return InvalidField(end_field, "OUT_OF_RANGE",
                        "is not after the start; it must be");
  }
  if (in.time_zone().empty()) {
    out_.store_windows.push_back(window);
    return absl::OkStatus();
  }
  absl::StatusOr<absl::TimeZone> zone = calendar::LoadZone(in.time_zone());
  if (!zone.ok()) {
    return InvalidField(absl::StrCat(field, ".time_zone"), "UNKNOWN",
                        zone.status().message());
  }
  calendar::AppendIntervals(window, *zone, out_.windows);
  // Hours that are skipped there are a condition that nobody meets, not none.
  if (out_.windows.empty()) out_.windows.push_back({out_.now, out_.now});
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<AssociateQuery> ToAssociateQuery(
    const Caller& caller, const BrandIndex& index,
    const v1::SearchAssociatesRequest& in, absl::string_view query,
    absl::Time now, std::optional<absl::Time> asked) {
  return Conversion(caller, index, in, now).Run(query, asked);
}

std::string TokenBehind(absl::string_view fingerprint,
                        const AssociateQuery& query,
                        const AssociateCursor& last) {
  return transport::EncodePageToken(
      fingerprint,
      absl::StrCat(transport::PackTime(query.asked_time()),
                   transport::PackNumber(last.first),
                   transport::PackNumber(last.second), last.id.stored()));
}

}  // namespace rapport::search
