#include "server/search/store_query_convert.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "geo/polygon.h"
#include "server/catalog/store_details.h"
#include "server/search/query_fields.h"
#include "server/search/store_text.h"
#include "server/transport/convert.h"
#include "server/transport/page.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"
#include "server/vocabulary/language.h"
#include "server/vocabulary/text.h"

namespace rapport::search {
namespace {

constexpr size_t kStoresUnset = 10;
constexpr size_t kStoresMax = 1000;
constexpr int kServicesMax = 10;
constexpr int kLanguagesMax = 5;
constexpr int kAttributesMax = 10;

absl::Status SetNear(const v1::SearchStoresRequest& in, StoreQuery& out) {
  absl::StatusOr<geo::Meters> radius =
      transport::ToRadius("radius_m", in.radius_m());
  if (!radius.ok()) return radius.status();
  out.radius = *radius;
  if (!in.has_near()) {
    if (out.radius == geo::kNoDistanceLimit) return absl::OkStatus();
    return InvalidField("near", "REQUIRED", "is unset; a radius is around it");
  }
  absl::StatusOr<geo::Point> near = transport::ToPoint("near", in.near());
  if (!near.ok()) return near.status();
  out.near = *near;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<geo::Point>> ToPoints(
    absl::string_view field,
    const google::protobuf::RepeatedPtrField<google::type::LatLng>& in) {
  std::vector<geo::Point> points;
  for (int i = 0; i < in.size(); ++i) {
    absl::StatusOr<geo::Point> point =
        transport::ToPoint(Element(field, i), in[i]);
    if (!point.ok()) return point.status();
    points.push_back(*point);
  }
  return points;
}

// The area, or what is wrong with it as a whole.
template <typename Region>
absl::StatusOr<StoreArea> AreaOf(absl::string_view field,
                                 absl::StatusOr<Region> region) {
  if (!region.ok()) {
    return InvalidField(field, "MALFORMED", region.status().message());
  }
  return StoreArea{field, std::make_shared<const Region>(*std::move(region)),
                   nullptr};
}

absl::StatusOr<StoreArea> ToBox(const v1::Box& in) {
  absl::StatusOr<geo::Point> southwest =
      transport::ToPoint("box.southwest", in.southwest());
  if (!southwest.ok()) return southwest.status();
  absl::StatusOr<geo::Point> northeast =
      transport::ToPoint("box.northeast", in.northeast());
  if (!northeast.ok()) return northeast.status();
  return AreaOf("box", geo::Box::Make(*southwest, *northeast));
}

absl::StatusOr<StoreArea> ToPolygon(const v1::Polygon& in) {
  absl::StatusOr<std::vector<geo::Point>> corners =
      ToPoints("polygon.corners", in.corners());
  if (!corners.ok()) return corners.status();
  return AreaOf("polygon", geo::Polygon::Make(*corners));
}

absl::StatusOr<StoreArea> ToRoute(const v1::Route& in) {
  absl::StatusOr<std::vector<geo::Point>> points =
      ToPoints("route.points", in.points());
  if (!points.ok()) return points.status();
  absl::StatusOr<geo::Route> route =
      geo::Route::Make(*points, geo::Meters{in.corridor_m()});
  if (!route.ok()) {
    return InvalidField("route", "MALFORMED", route.status().message());
  }
  auto region = std::make_shared<const geo::Route>(*std::move(route));
  return StoreArea{"route", region, region.get()};
}

absl::Status SetArea(const v1::SearchStoresRequest& in, StoreQuery& out) {
  if (in.has_box() + in.has_polygon() + in.has_route() > 1) {
    return InvalidField(in.has_box() ? "box" : "polygon", "CONFLICT",
                        "is set beside another area; at most one of box, "
                        "polygon and route may be");
  }
  absl::StatusOr<StoreArea> area = StoreArea();
  if (in.has_box()) area = ToBox(in.box());
  if (in.has_polygon()) area = ToPolygon(in.polygon());
  if (in.has_route()) area = ToRoute(in.route());
  if (!area.ok()) return area.status();
  if (area->region != nullptr) out.area = *std::move(area);
  return absl::OkStatus();
}

absl::Status SetText(const v1::SearchStoresRequest& in, StoreQuery& out) {
  if (in.text().empty()) return absl::OkStatus();
  const std::optional<size_t> length = CountCodePoints(in.text());
  if (!length.has_value() || *length > kTypedLengthMax) {
    return InvalidField("text", "TOO_LONG",
                        absl::StrCat("is longer than ", kTypedLengthMax,
                                     " characters of UTF-8"));
  }
  out.words = StoreText::WordsOf(in.text());
  if (out.words.empty()) {
    return InvalidField("text", "MALFORMED",
                        "has no letter or digit to look for");
  }
  return CheckCount("text", static_cast<int>(out.words.size()),
                    static_cast<int>(kTypedWordsMax));
}

absl::Status SetOpen(const v1::SearchStoresRequest& in, absl::Time now,
                     StoreQuery& out) {
  if (in.open_now() && in.has_open_at()) {
    return InvalidField("open_now", "CONFLICT",
                        "is set beside open_at; one of them may be");
  }
  if (in.open_now()) {
    out.open_at = now;
    out.open_field = "open_now";
  }
  if (!in.has_open_at()) return absl::OkStatus();
  absl::StatusOr<absl::Time> at = transport::ToTime("open_at", in.open_at());
  if (!at.ok()) return at.status();
  out.open_at = *at;
  return absl::OkStatus();
}

absl::Status AddService(const Caller& caller, const BrandIndex& index,
                        absl::string_view field, const std::string& name,
                        StoreQuery& out) {
  absl::StatusOr<ServiceId> id =
      transport::ParseServiceName(caller, field, name);
  if (!id.ok()) return id.status();
  if (index.FindService(*id) == nullptr) {
    return transport::NotFound(field, name);
  }
  out.services.push_back(*id);
  return absl::OkStatus();
}

absl::Status SetServices(const Caller& caller, const BrandIndex& index,
                         const v1::SearchStoresRequest& in, StoreQuery& out) {
  absl::Status count = CheckCount("services", in.services_size(), kServicesMax);
  if (!count.ok()) return count;
  for (int i = 0; i < in.services_size(); ++i) {
    absl::Status added =
        AddService(caller, index, Element("services", i), in.services(i), out);
    if (!added.ok()) return added;
  }
  if (in.service().empty()) return absl::OkStatus();
  return AddService(caller, index, "service", in.service(), out);
}

absl::Status SetWishes(const v1::SearchStoresRequest& in, StoreQuery& out) {
  for (int i = 0; i < in.channels_size(); ++i) {
    absl::StatusOr<Channel> channel =
        transport::ToChannel(Element("channels", i), in.channels(i));
    if (!channel.ok()) return channel.status();
    out.channels.Add(*channel);
  }
  absl::Status count =
      CheckCount("language_codes", in.language_codes_size(), kLanguagesMax);
  if (!count.ok()) return count;
  for (int i = 0; i < in.language_codes_size(); ++i) {
    absl::StatusOr<std::string> tag = transport::ToLanguageTag(
        Element("language_codes", i), in.language_codes(i));
    if (!tag.ok()) return tag.status();
    out.languages.push_back(LanguageKey(*tag));
  }
  count = CheckCount("attributes", in.attributes_size(), kAttributesMax);
  if (!count.ok()) return count;
  for (int i = 0; i < in.attributes_size(); ++i) {
    if (!catalog::IsStoreWord(in.attributes(i))) {
      return InvalidField(Element("attributes", i), "MALFORMED",
                          "must be 1 to 40 of a-z, 0-9, - and _, starting with "
                          "a letter");
    }
    out.attributes.push_back(in.attributes(i));
  }
  return absl::OkStatus();
}

absl::Status CheckOrder(bool is_possible, absl::string_view needed) {
  if (is_possible) return absl::OkStatus();
  return InvalidField("order", "CONFLICT",
                      absl::StrCat("needs ", needed, ", which is unset"));
}

absl::Status SetOrder(const v1::SearchStoresRequest& in, StoreQuery& out) {
  const bool has_route = out.area.has_value() && out.area->route != nullptr;
  const bool has_text = !out.words.empty();
  switch (in.order()) {
    case v1::STORE_ORDER_UNSPECIFIED:
      out.order = out.near.has_value() ? StoreOrder::kDistance
                  : has_route          ? StoreOrder::kAlongRoute
                  : has_text           ? StoreOrder::kRelevance
                                       : StoreOrder::kName;
      return absl::OkStatus();
    case v1::STORE_ORDER_DISTANCE:
      out.order = StoreOrder::kDistance;
      return CheckOrder(out.near.has_value(), "near");
    case v1::STORE_ORDER_RELEVANCE:
      out.order = StoreOrder::kRelevance;
      return CheckOrder(has_text, "text");
    case v1::STORE_ORDER_ALONG_ROUTE:
      out.order = StoreOrder::kAlongRoute;
      return CheckOrder(has_route, "route");
    case v1::STORE_ORDER_NAME:
      out.order = StoreOrder::kName;
      return absl::OkStatus();
    default:
      return InvalidField(
          "order", "UNKNOWN",
          absl::StrCat("is ", in.order(), "; no order has that number"));
  }
}

absl::Status SetPage(const v1::SearchStoresRequest& in, absl::string_view query,
                     StoreQuery& out) {
  absl::StatusOr<size_t> size =
      transport::PageSize(in.page_size(), kStoresUnset, kStoresMax);
  if (!size.ok()) return size.status();
  out.limit = *size;
  if (in.page_token().empty()) return absl::OkStatus();
  absl::StatusOr<std::string> position =
      transport::DecodePageToken(query, in.page_token());
  if (!position.ok()) return position.status();
  constexpr size_t kNumbers = 2 * transport::kPackedBytes;
  if (position->size() != kNumbers + IdBytes().size()) {
    return transport::InvalidPageToken();
  }
  const absl::string_view bytes = *position;
  absl::StatusOr<double> rank =
      transport::UnpackNumber(bytes.substr(0, transport::kPackedBytes));
  absl::StatusOr<geo::Meters> distance = transport::UnpackDistance(
      bytes.substr(transport::kPackedBytes, transport::kPackedBytes));
  if (!rank.ok()) return rank.status();
  if (!distance.ok()) return distance.status();
  out.after = {*rank, distance->value, std::string(bytes.substr(kNumbers))};
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<StoreQuery> ToStoreQuery(const Caller& caller,
                                        const BrandIndex& index,
                                        const v1::SearchStoresRequest& in,
                                        absl::string_view query,
                                        absl::Time now) {
  absl::Status status =
      transport::CheckBrandName(caller, "parent", in.parent());
  StoreQuery out;
  if (status.ok()) status = SetNear(in, out);
  if (status.ok()) status = SetArea(in, out);
  if (status.ok()) status = SetMarket(caller, in.market(), out.market);
  if (status.ok()) status = SetText(in, out);
  if (status.ok()) status = SetOpen(in, now, out);
  if (status.ok()) status = SetServices(caller, index, in, out);
  if (status.ok()) status = SetWishes(in, out);
  if (status.ok()) status = SetOrder(in, out);
  if (status.ok()) status = SetPage(in, query, out);
  if (!status.ok()) return status;
  return out;
}

std::string TokenBehind(absl::string_view query, const StoreCursor& last) {
  return transport::EncodePageToken(
      query, absl::StrCat(transport::PackNumber(last.rank),
                          transport::PackDistance({last.distance_m}), last.id));
}

}  // namespace rapport::search
