// Something that can be booked.
#ifndef RAPPORT_SERVER_CATALOG_SERVICE_H_
#define RAPPORT_SERVER_CATALOG_SERVICE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/catalog/brand.h"
#include "server/catalog/question.h"
#include "server/catalog/resource_need.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/field_problem.h"
#include "server/vocabulary/id.h"

namespace rapport::catalog {

inline constexpr size_t kServicesMax = 256;  // of a brand; a bit each in search
inline constexpr absl::Duration kServiceDurationMax = absl::Hours(12);
inline constexpr size_t kDurationChoicesMax = 12;
inline constexpr absl::Duration kBufferMax = absl::Hours(4);
inline constexpr absl::Duration kMinimumNoticeMax = absl::Hours(60 * 24);
inline constexpr absl::Duration kBookingHorizonMax = absl::Hours(365 * 24);
inline constexpr absl::Duration kSlotIntervalMax = absl::Hours(4);
inline constexpr absl::Duration kHoldDurationMin = absl::Minutes(1);
inline constexpr absl::Duration kHoldDurationMax = absl::Minutes(60);
inline constexpr absl::Duration kChangeNoticeMax = absl::Hours(60 * 24);
inline constexpr int kPartyMax = 1000;
inline constexpr int kSeatsMax = 200;  // each is written with its session
inline constexpr int kShopperLimitMax = 1000;
inline constexpr absl::Duration kLimitPeriodMax = absl::Hours(366 * 24);

// How much of a service one shopper may have; see rapport.v1.ShopperLimit. 0:
// any number.
struct ShopperLimit {
  int live_max = 0;
  int count_max = 0;
  absl::Duration period = {};

  bool limits() const { return live_max != 0 || count_max != 0; }
  friend bool operator==(const ShopperLimit&, const ShopperLimit&) = default;
};

struct Service {
  ServiceId id;
  std::string display_name;
  absl::Duration duration = absl::Hours(1);
  absl::Duration buffer_before;
  absl::Duration buffer_after;
  absl::Duration minimum_notice;
  absl::Duration booking_horizon = absl::Hours(60 * 24);
  absl::Duration slot_interval = absl::Minutes(30);
  absl::Duration hold_duration = absl::Minutes(10);
  ChannelSet channels;
  Revision revision;
  // What it takes besides the associate.
  std::vector<ResourceNeed> needs = {};
  // What a shopper may choose instead of `duration`.
  std::vector<absl::Duration> duration_choices = {};
  // Until so long before it starts a shopper may still cancel or move it.
  absl::Duration cancel_notice = {};
  absl::Duration move_notice = {};
  // What shoppers are asked.
  std::vector<Question> questions = {};
  ShopperLimit shopper_limit = {};
  int party_max = 1;  // shoppers who may come together
  // Of a session, unless it says otherwise. 0: it is no class.
  int seats = 0;

  // Whether it is had by seats of sessions, and never by a slot of one's own.
  bool is_class() const { return seats != 0; }
  // Whether a meeting may be so long.
  bool CanLast(absl::Duration length) const;
};

// Everything wrong with `service` by the bounds of rapport.v1.Service; empty if
// nothing is.
FieldProblems CheckService(const Service& service);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_SERVICE_H_
