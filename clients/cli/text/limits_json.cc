#include "clients/cli/text/limits_json.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace rapport::cli {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr char kBookingsPerDay[] = "bookings_per_day";

absl::Status Wrong(const std::string& where, absl::string_view rule) {
  return absl::InvalidArgumentError(absl::StrCat(where, " ", rule));
}

// A field that is a length of time, and its key.
struct Length {
  const char* key;
  bool (v1::WorkLimits::*is_set)() const;
  const google::protobuf::Duration& (v1::WorkLimits::*get)() const;
  google::protobuf::Duration* (v1::WorkLimits::*set)();
};
constexpr Length kLengths[] = {
    {"booked_per_day_minutes", &v1::WorkLimits::has_booked_per_day,
     &v1::WorkLimits::booked_per_day, &v1::WorkLimits::mutable_booked_per_day},
    {"booked_per_week_minutes", &v1::WorkLimits::has_booked_per_week,
     &v1::WorkLimits::booked_per_week,
     &v1::WorkLimits::mutable_booked_per_week},
    {"break_after_minutes", &v1::WorkLimits::has_break_after,
     &v1::WorkLimits::break_after, &v1::WorkLimits::mutable_break_after},
    {"break_length_minutes", &v1::WorkLimits::has_break_length,
     &v1::WorkLimits::break_length, &v1::WorkLimits::mutable_break_length},
};

}  // namespace

absl::Status ReadLimits(const json& value, const std::string& where,
                        v1::WorkLimits& limits) {
  if (!value.is_object()) return Wrong(where, "is not an object");
  for (const auto& [key, number] : value.items()) {
    const std::string path = absl::StrCat(where, ".", key);
    if (!number.is_number_integer()) {
      return Wrong(path, "is not a whole number");
    }
    const std::string& name = key;
    const auto* const length =
        std::find_if(std::begin(kLengths), std::end(kLengths),
                     [&](const Length& each) { return each.key == name; });
    if (length != std::end(kLengths)) {
      (limits.*length->set)()->set_seconds(60 * number.get<int64_t>());
    } else if (key == kBookingsPerDay) {
      limits.set_bookings_per_day(number.get<int32_t>());
    } else {
      return Wrong(path, "is unknown");
    }
  }
  return absl::OkStatus();
}

ordered_json LimitsToJson(const v1::WorkLimits& limits) {
  ordered_json value = ordered_json::object();
  for (const Length& length : kLengths) {
    if ((limits.*length.is_set)()) {
      value[length.key] = (limits.*length.get)().seconds() / 60;
    }
  }
  if (limits.bookings_per_day() != 0) {
    value[kBookingsPerDay] = limits.bookings_per_day();
  }
  return value;
}

}  // namespace rapport::cli
