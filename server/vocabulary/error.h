// Errors that say a stable reason, beside their code and text.
//
// A reason is a word in capitals that programs may rely on: `SLOT_TAKEN`. It
// travels in the status as a payload, so that rules need no proto, and becomes
// google.rpc.ErrorInfo at the border.
#ifndef RAPPORT_SERVER_VOCABULARY_ERROR_H_
#define RAPPORT_SERVER_VOCABULARY_ERROR_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/vocabulary/field_problem.h"

namespace rapport {

// A status with a reason.
absl::Status Error(absl::StatusCode code, absl::string_view reason,
                   absl::string_view message);

// The reason `status` carries; empty if none.
std::string ReasonOf(const absl::Status& status);

// Values that programs may rely on beside the reason, by stable names. Becomes
// the metadata of google.rpc.ErrorInfo.
using ErrorValues = std::vector<std::pair<std::string, std::string>>;

// `status` with these values; OK stays OK.
absl::Status WithValues(absl::Status status, const ErrorValues& values);

// What WithValues put into `status`; empty if nothing did.
ErrorValues ValuesOf(const absl::Status& status);

// INVALID_ARGUMENT with the fields at fault; the reason is that of the first.
// `problems` has at least one.
absl::Status InvalidFields(const FieldProblems& problems);

// The same for one field.
absl::Status InvalidField(absl::string_view field, absl::string_view reason,
                          absl::string_view message);

// What InvalidFields put into `status`; empty if it was made otherwise.
FieldProblems FieldProblemsOf(const absl::Status& status);

// `status` of a message that is itself in `field`: what it calls `near` becomes
// `search.near`. One that names no fields stays as it is.
absl::Status InField(absl::string_view field, const absl::Status& status);

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_ERROR_H_
