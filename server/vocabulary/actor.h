// Who does something, as the audit remembers it.
#ifndef RAPPORT_SERVER_VOCABULARY_ACTOR_H_
#define RAPPORT_SERVER_VOCABULARY_ACTOR_H_

#include <cstdint>
#include <memory>
#include <string>

#include "server/vocabulary/id.h"
#include "server/vocabulary/write_receipt.h"

namespace rapport {

// What a caller may be. The values are those of the database.
enum class Role : uint8_t {
  kShopper = 1,
  kAssociate = 2,
  kStoreManager = 3,
  kBrandAdmin = 4,
  kBrandBackend = 5,  // the brand's own programs, acting for a shopper
  kOperator = 6,      // of the platform; creates brands
};

// The one who acts, within their brand.
struct Actor {
  BrandId brand;
  Role role = Role::kShopper;
  std::string principal;  // as the identity provider knows them
  // Where whoever remembers what they did notes which events that left. Unset:
  // nobody asks.
  std::shared_ptr<WriteReceipt> receipt = nullptr;
};

// Names an attempt at a change, so that repeating it changes nothing.
struct RequestKey {
  std::string request_id;    // 8 to 64 visible ASCII characters
  std::string request_hash;  // 32 bytes: SHA-256 of method and body
};

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_ACTOR_H_
