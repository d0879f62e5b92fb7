// What all borders turn from protos into values and back. What comes in is
// checked on the way; errors are INVALID_ARGUMENT naming `field`.
#ifndef RAPPORT_SERVER_TRANSPORT_CONVERT_H_
#define RAPPORT_SERVER_TRANSPORT_CONVERT_H_

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "geo/point.h"
#include "google/type/date.pb.h"
#include "google/type/datetime.pb.h"
#include "google/type/latlng.pb.h"
#include "google/type/timeofday.pb.h"
#include "rapport/v1/common.pb.h"
#include "server/vocabulary/actor.h"
#include "server/vocabulary/caller.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/interval.h"

namespace rapport::transport {

// How long a window may be.
inline constexpr absl::Duration kWindowMax = absl::Hours(62 * 24);

void FromTime(absl::Time time, google::protobuf::Timestamp* out);
absl::StatusOr<absl::Time> ToTime(absl::string_view field,
                                  const google::protobuf::Timestamp& in);

void FromDuration(absl::Duration duration, google::protobuf::Duration* out);
absl::StatusOr<absl::Duration> ToDuration(absl::string_view field,
                                          const google::protobuf::Duration& in);

absl::StatusOr<geo::Point> ToPoint(absl::string_view field,
                                   const google::type::LatLng& in);
// A radius in metres over 0 to half the globe; unset (0): no limit.
absl::StatusOr<geo::Meters> ToRadius(absl::string_view field, double radius_m);

// Both ends, the later after the earlier, at most `max` long.
absl::StatusOr<Interval> ToWindow(absl::string_view field,
                                  const v1::TimeWindow& in, absl::Duration max);

v1::Channel FromChannel(Channel channel);
// A channel that must be set.
absl::StatusOr<Channel> ToChannel(absl::string_view field, int in);

// A language tag in canonical case: REQUIRED, MALFORMED, or UNKNOWN if it is of
// no language.
absl::StatusOr<std::string> ToLanguageTag(absl::string_view field,
                                          absl::string_view in);

// A whole date: OUT_OF_RANGE where a part is missing or there is no such day.
absl::StatusOr<absl::CivilDay> ToDate(absl::string_view field,
                                      const google::type::Date& in);
void FromDate(absl::CivilDay date, google::type::Date* out);

// Whole minutes after midnight, 0 to 1440: OUT_OF_RANGE for anything else.
absl::StatusOr<int> ToMinuteOfDay(absl::string_view field,
                                  const google::type::TimeOfDay& in);

// The wall time `reading` with its offset and zone.
void FromLocalTime(absl::CivilSecond reading, int utc_offset_s,
                   google::type::DateTime* out);

// The etag of a version, and back. Unset: any. Returns INVALID_ARGUMENT if it
// is none of ours.
std::string FromVersion(int64_t version);
absl::StatusOr<std::optional<int64_t>> ToVersion(absl::string_view field,
                                                 absl::string_view etag);

// 8 to 64 visible ASCII characters, with the hash of `request` made by `method`
// for the caller's shopper: an answer for one is none for another.
absl::StatusOr<RequestKey> ToRequestKey(
    const Caller& caller, absl::string_view request_id,
    absl::string_view method, const google::protobuf::Message& request);

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_CONVERT_H_
