// Strong ids: a StoreId never becomes an AssociateId.
//
// Opaque ids (stores, associates, bookings) are 16 bytes, written in resource
// names as 26 characters of RFC 4648 base32hex, lower case, without padding.
// Slugs (brands, services, styles) are words a brand chose, and are kept as
// written.
#ifndef RAPPORT_SERVER_VOCABULARY_ID_H_
#define RAPPORT_SERVER_VOCABULARY_ID_H_

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rapport {

using IdBytes = std::array<uint8_t, 16>;

// The 26 characters that stand for `bytes` in a resource name.
std::string EncodeId(const IdBytes& bytes);

// Returns INVALID_ARGUMENT if `text` is not what EncodeId writes.
absl::StatusOr<IdBytes> DecodeId(absl::string_view text);

// The id that `source` and its own id for the thing always give: the first 16
// bytes of SHA-256 over kind, source and source id, each preceded by its
// length. The same row imported anywhere has the same id.
IdBytes DeriveId(absl::string_view kind, absl::string_view source,
                 absl::string_view source_id);

// 16 bytes that begin with `unix_millis` (48 bits), so that rows of one time
// lie together, and go on with the 80 bits of `random`.
IdBytes TimeOrderedId(int64_t unix_millis, uint64_t random_high,
                      uint16_t random_low);

// An opaque id of what `Tag` names. A value type; ordered by its bytes,
// which is the order of its text too.
template <typename Tag>
class OpaqueId {
 public:
  OpaqueId() = default;
  explicit OpaqueId(const IdBytes& bytes) : bytes_(bytes) {}

  // Returns INVALID_ARGUMENT if `text` is not what ToString writes.
  static absl::StatusOr<OpaqueId> Parse(absl::string_view text) {
    absl::StatusOr<IdBytes> bytes = DecodeId(text);
    if (!bytes.ok()) return bytes.status();
    return OpaqueId(*bytes);
  }

  // From the 16 bytes of a database column. `stored` must have 16.
  static OpaqueId FromBytes(absl::string_view stored) {
    OpaqueId id;
    for (size_t i = 0; i < id.bytes_.size() && i < stored.size(); ++i) {
      id.bytes_[i] = static_cast<uint8_t>(stored[i]);
    }
    return id;
  }

  const IdBytes& bytes() const { return bytes_; }
  absl::string_view stored() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }
  std::string ToString() const { return EncodeId(bytes_); }

  friend auto operator<=>(const OpaqueId&, const OpaqueId&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const OpaqueId& id) {
    return H::combine(std::move(h), id.bytes_);
  }

 private:
  IdBytes bytes_ = {};
};

// Returns OK if `text` is 1 to `length_max` of a-z, 0-9 and -, starting with a
// letter; else INVALID_ARGUMENT saying so.
absl::Status CheckSlug(absl::string_view text, size_t length_max);

// A word that a brand chose for what `Tag` names, at most Tag::kLengthMax
// characters. A value type.
template <typename Tag>
class Slug {
 public:
  Slug() = default;

  // Returns INVALID_ARGUMENT if `text` breaks CheckSlug's rule.
  static absl::StatusOr<Slug> Parse(absl::string_view text) {
    absl::Status ok = CheckSlug(text, Tag::kLengthMax);
    if (!ok.ok()) return ok;
    return Slug(std::string(text));
  }

  // From a database column, which holds only what Parse let through.
  static Slug FromStored(absl::string_view stored) {
    return Slug(std::string(stored));
  }

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }

  friend auto operator<=>(const Slug&, const Slug&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const Slug& slug) {
    return H::combine(std::move(h), slug.text_);
  }

 private:
  explicit Slug(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

struct BrandTag {
  static constexpr size_t kLengthMax = 32;
};
struct ServiceTag {
  static constexpr size_t kLengthMax = 40;
};
struct StyleTag {
  static constexpr size_t kLengthMax = 40;
};
struct StoreTag {};
struct AssociateTag {};

using BrandId = Slug<BrandTag>;
using ServiceId = Slug<ServiceTag>;
using StyleId = Slug<StyleTag>;
using StoreId = OpaqueId<StoreTag>;
using AssociateId = OpaqueId<AssociateTag>;

// The id of the store that `source` calls `source_id`.
inline StoreId StoreIdOf(absl::string_view source,
                         absl::string_view source_id) {
  return StoreId(DeriveId("store", source, source_id));
}

// The id of the associate that `source` calls `source_id`.
inline AssociateId AssociateIdOf(absl::string_view source,
                                 absl::string_view source_id) {
  return AssociateId(DeriveId("associate", source, source_id));
}

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_ID_H_
