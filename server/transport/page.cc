#include "server/transport/page.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/sha.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/vocabulary/error.h"

namespace rapport::transport {
namespace {

// Enough to tell queries apart; tokens stay short.
constexpr size_t kTokenFingerprintBytes = 8;
constexpr size_t kTokenLengthMax = 512;
// Enough to notice damage.
constexpr size_t kCheckBytes = 4;
// 9999-12-31T23:59:59.999999Z.
constexpr int64_t kMicrosMax = 253'402'300'799'999'999;

std::string Deterministic(const google::protobuf::Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return bytes;
}

std::string Sha256(absl::string_view text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

std::string CheckOf(absl::string_view content) {
  return Sha256(content).substr(0, kCheckBytes);
}

template <typename T>
std::string Pack(T value) {
  static_assert(sizeof(value) == kPackedBytes);
  std::string bytes(sizeof(value), '\0');
  std::memcpy(bytes.data(), &value, sizeof(value));
  return bytes;
}

template <typename T>
std::optional<T> Unpack(absl::string_view bytes) {
  T value;
  if (bytes.size() != sizeof(value)) return std::nullopt;
  std::memcpy(&value, bytes.data(), sizeof(value));
  return value;
}

}  // namespace

absl::StatusOr<size_t> PageSize(int asked, size_t unset, size_t max) {
  if (asked < 0 || static_cast<size_t>(asked) > max) {
    return InvalidField("page_size", "OUT_OF_RANGE",
                        absl::StrCat("is ", asked, "; it must be 0 to ", max));
  }
  return asked == 0 ? unset : static_cast<size_t>(asked);
}

std::string Fingerprint(absl::string_view method,
                        const google::protobuf::Message& request) {
  return Sha256(absl::StrCat(method, "\n", Deterministic(request)));
}

std::string QueryFingerprint(absl::string_view method,
                             const google::protobuf::Message& request) {
  std::unique_ptr<google::protobuf::Message> query;
  for (const char* name : {"page_size", "page_token"}) {
    const auto* field = request.GetDescriptor()->FindFieldByName(name);
    if (field == nullptr) continue;
    // Most requests set neither, and need no copy.
    if (!request.GetReflection()->HasField(request, field)) continue;
    if (query == nullptr) {
      query.reset(request.New());
      query->CopyFrom(request);
    }
    query->GetReflection()->ClearField(query.get(), field);
  }
  return Fingerprint(method, query == nullptr ? request : *query);
}

absl::Status InvalidPageToken() {
  return InvalidField("page_token", "PAGE_TOKEN_INVALID",
                      "is none of this server; pass one on as it came");
}

std::string EncodePageToken(absl::string_view query_fingerprint,
                            absl::string_view position) {
  const std::string content = absl::StrCat(
      query_fingerprint.substr(0, kTokenFingerprintBytes), position);
  return absl::WebSafeBase64Escape(absl::StrCat(CheckOf(content), content));
}

absl::StatusOr<std::string> DecodePageToken(absl::string_view query_fingerprint,
                                            absl::string_view token) {
  std::string bytes;
  if (token.size() > kTokenLengthMax ||
      !absl::WebSafeBase64Unescape(token, &bytes) ||
      bytes.size() < kCheckBytes + kTokenFingerprintBytes) {
    return InvalidPageToken();
  }
  absl::string_view content = bytes;
  content.remove_prefix(kCheckBytes);
  if (CheckOf(content) != absl::string_view(bytes).substr(0, kCheckBytes)) {
    return InvalidPageToken();
  }
  if (content.substr(0, kTokenFingerprintBytes) !=
      query_fingerprint.substr(0, kTokenFingerprintBytes)) {
    return InvalidField("page_token", "PAGE_TOKEN_OF_ANOTHER_QUERY",
                        "is of another query; all but page_size must stay as "
                        "it was");
  }
  return std::string(content.substr(kTokenFingerprintBytes));
}

std::string PackTime(absl::Time time) {
  return Pack<int64_t>(absl::ToUnixMicros(time));
}

absl::StatusOr<absl::Time> UnpackTime(absl::string_view bytes) {
  const std::optional<int64_t> micros = Unpack<int64_t>(bytes);
  if (!micros.has_value() || *micros < 0 || *micros > kMicrosMax) {
    return InvalidPageToken();
  }
  return absl::FromUnixMicros(*micros);
}

std::string PackNumber(double number) { return Pack<double>(number); }

absl::StatusOr<double> UnpackNumber(absl::string_view bytes) {
  const std::optional<double> number = Unpack<double>(bytes);
  if (!number.has_value() || !std::isfinite(*number)) return InvalidPageToken();
  return *number;
}

std::string PackDistance(geo::Meters distance) {
  return PackNumber(distance.value);
}

absl::StatusOr<geo::Meters> UnpackDistance(absl::string_view bytes) {
  absl::StatusOr<double> distance = UnpackNumber(bytes);
  if (!distance.ok()) return distance.status();
  if (*distance < 0) return InvalidPageToken();
  return geo::Meters{*distance};
}

std::string PackTimedId(const TimedId& place) {
  std::string bytes = PackTime(place.time);
  bytes.append(place.id.begin(), place.id.end());
  return bytes;
}

absl::StatusOr<TimedId> UnpackTimedId(absl::string_view bytes) {
  TimedId place;
  if (bytes.size() != kPackedBytes + place.id.size()) return InvalidPageToken();
  absl::StatusOr<absl::Time> time = UnpackTime(bytes.substr(0, kPackedBytes));
  if (!time.ok()) return time.status();
  place.time = *time;
  std::copy_n(bytes.begin() + kPackedBytes, place.id.size(), place.id.begin());
  return place;
}

}  // namespace rapport::transport
