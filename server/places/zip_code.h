// ZIP codes of the United States as people and files write them.
#ifndef RAPPORT_SERVER_PLACES_ZIP_CODE_H_
#define RAPPORT_SERVER_PLACES_ZIP_CODE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace rapport::places {

struct ZipCode {
  std::string digits;  // five; empty if it is no ZIP code
  // It had four: a spreadsheet took the leading zero away. Believe it only with
  // other evidence.
  bool lost_zero = false;
};

// Reads "90210", "90210-1234", "902101234" and, their zero lost, "2139" and
// "2139-1234", with white space around them.
ZipCode ReadZipCode(absl::string_view text);

// `text`, as it is being typed, without what follows a whole ZIP code:
// "90210-12" is "90210". Other texts as they are.
absl::string_view WithoutPlusFour(absl::string_view text);

}  // namespace rapport::places

#endif  // RAPPORT_SERVER_PLACES_ZIP_CODE_H_
