// What shoppers say when they book, against what the service asks.
//
// Answers are a person's words: no error repeats them.
#ifndef RAPPORT_SERVER_BOOKING_ANSWER_DESK_H_
#define RAPPORT_SERVER_BOOKING_ANSWER_DESK_H_

#include <vector>

#include "absl/status/status.h"
#include "server/booking/booking.h"
#include "server/catalog/service.h"

namespace rapport::booking {

// OK if `answers` answer questions of `service`, each at most once, and every
// one that is required. Returns INVALID_ARGUMENT: (TOO_MANY) or
// (ANSWER_REQUIRED) of `answers`, (REQUIRED), (UNKNOWN) or (DUPLICATE) of
// `answers[i].question`, those of CheckAnswer of `answers[i].text`.
absl::Status CheckAnswers(const catalog::Service& service,
                          const std::vector<Answer>& answers);

// OK if so many shoppers may come together, else INVALID_ARGUMENT
// (OUT_OF_RANGE) of `party_size`.
absl::Status CheckParty(const catalog::Service& service, int party_size);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_ANSWER_DESK_H_
