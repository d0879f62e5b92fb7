// Waiting lists between rapport.v1 and values.
#ifndef RAPPORT_SERVER_BOOKING_WAITLIST_CONVERT_H_
#define RAPPORT_SERVER_BOOKING_WAITLIST_CONVERT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rapport/v1/waitlist_service.pb.h"
#include "server/booking/waitlist_desk.h"
#include "server/vocabulary/caller.h"

namespace rapport::booking {

void FromEntry(const BrandId& brand, const WaitlistEntry& entry,
               v1::WaitlistEntry* out);

// These return INVALID_ARGUMENT or NOT_FOUND, naming the field.
absl::StatusOr<WaitlistEntry> ToEntry(const Caller& caller,
                                      const v1::JoinWaitlistRequest& in);
absl::StatusOr<WaitlistWish> ToWaitlistWish(
    const Caller& caller, const v1::ListWaitlistEntriesRequest& in);
absl::StatusOr<WaitlistEntryId> ToEntryId(const Caller& caller,
                                          const std::string& name);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_WAITLIST_CONVERT_H_
