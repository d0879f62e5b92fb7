#include "server/vocabulary/secret.h"

#include <openssl/rand.h>
#include <openssl/sha.h>

#include <cstdlib>

namespace rapport {

IdBytes NewSecret() {
  IdBytes bytes;
  // Without random numbers there is nothing that could be answered.
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    std::abort();
  }
  return bytes;
}

std::string Sha256(absl::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

}  // namespace rapport
