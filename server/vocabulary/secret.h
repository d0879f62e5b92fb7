// Words that open something, and what is kept to recognize them.
#ifndef RAPPORT_SERVER_VOCABULARY_SECRET_H_
#define RAPPORT_SERVER_VOCABULARY_SECRET_H_

#include <string>

#include "absl/strings/string_view.h"
#include "server/vocabulary/id.h"

namespace rapport {

// 128 bits that nobody can foresee. Thread-safe.
IdBytes NewSecret();

// The 32 bytes of SHA-256 (FIPS 180-4).
std::string Sha256(absl::string_view bytes);

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_SECRET_H_
