// The API's enumerations as words, and languages as people write them.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_WORDS_H_
#define RAPPORT_CLIENTS_CLI_TEXT_WORDS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/type/dayofweek.pb.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/catalog_service.pb.h"
#include "rapport/v1/common.pb.h"
#include "rapport/v1/locator_service.pb.h"

namespace rapport::cli {

// An enumerator's word: its name less the enumeration's prefix, in lower case
// with dashes: CHANNEL_IN_STORE is `in-store`. A value this program does not
// know yet is its number.
std::string WordOf(v1::Channel channel);
std::string WordOf(v1::LanguageLevel level);
std::string WordOf(v1::BookingState state);
std::string WordOf(v1::WaitlistState state);
std::string WordOf(v1::ImportOutcome outcome);
std::string WordOf(v1::ImportFormat format);
std::string WordOf(v1::OpenStatus status);
std::string WordOf(v1::PlaceKind kind);
std::string WordOf(v1::LocationPrecision precision);
std::string WordOf(v1::TimeOffState state);
std::string WordOf(v1::UncoveredReason reason);
std::string WordOf(google::type::DayOfWeek day);

// The enumerator of a word. Returns INVALID_ARGUMENT, naming the words there
// are, if there is none.
absl::StatusOr<v1::Channel> ParseChannel(absl::string_view word);
absl::StatusOr<v1::LanguageLevel> ParseLevel(absl::string_view word);
absl::StatusOr<v1::BookingState> ParseBookingState(absl::string_view word);
absl::StatusOr<v1::WaitlistState> ParseWaitlistState(absl::string_view word);
absl::StatusOr<v1::TimeOffState> ParseTimeOffState(absl::string_view word);
absl::StatusOr<google::type::DayOfWeek> ParseDay(absl::string_view word);
absl::StatusOr<v1::ImportFormat> ParseFormat(absl::string_view word);
absl::StatusOr<v1::StoreOrder> ParseOrder(absl::string_view word);
absl::StatusOr<v1::AssociateOrder> ParseAssociateOrder(absl::string_view word);

// Reads `TAG` or `TAG:LEVEL`, `es:fluent`. Whether the tag is a language the
// server judges. Returns INVALID_ARGUMENT if the level is unknown or the tag
// has characters that no BCP 47 tag has.
absl::StatusOr<v1::SpokenLanguage> ParseLanguage(absl::string_view text);

// `es fluent`.
std::string FormatLanguage(const v1::SpokenLanguage& language);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_WORDS_H_
