#include "server/transport/page.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/sha.h>

#include <cstring>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/vocabulary/error.h"

namespace rapport::transport {
namespace {

// Enough to tell queries apart; tokens stay short.
constexpr size_t kTokenFingerprintBytes = 8;
constexpr size_t kTokenLengthMax = 512;

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

absl::Status InvalidToken() {
  return InvalidField("page_token", "PAGE_TOKEN_INVALID",
                      "is none of this server; pass one on as it came");
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
  const std::string text = absl::StrCat(method, "\n", Deterministic(request));
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

std::string QueryFingerprint(absl::string_view method,
                             const google::protobuf::Message& request) {
  std::unique_ptr<google::protobuf::Message> query(request.New());
  query->CopyFrom(request);
  for (const char* name : {"page_size", "page_token"}) {
    const auto* field = query->GetDescriptor()->FindFieldByName(name);
    if (field != nullptr)
      query->GetReflection()->ClearField(query.get(), field);
  }
  return Fingerprint(method, *query);
}

std::string EncodePageToken(absl::string_view query_fingerprint,
                            absl::string_view position) {
  return absl::WebSafeBase64Escape(absl::StrCat(
      query_fingerprint.substr(0, kTokenFingerprintBytes), position));
}

absl::StatusOr<std::string> DecodePageToken(absl::string_view query_fingerprint,
                                            absl::string_view token) {
  std::string bytes;
  if (token.size() > kTokenLengthMax ||
      !absl::WebSafeBase64Unescape(token, &bytes) ||
      bytes.size() < kTokenFingerprintBytes) {
    return InvalidToken();
  }
  const absl::string_view view = bytes;
  if (view.substr(0, kTokenFingerprintBytes) !=
      query_fingerprint.substr(0, kTokenFingerprintBytes)) {
    return InvalidField("page_token", "PAGE_TOKEN_OF_ANOTHER_QUERY",
                        "is of another query; all but page_size must stay as "
                        "it was");
  }
  return std::string(view.substr(kTokenFingerprintBytes));
}

std::string PackDouble(double value) {
  std::string bytes(sizeof(value), '\0');
  std::memcpy(bytes.data(), &value, sizeof(value));
  return bytes;
}

double UnpackDouble(absl::string_view bytes) {
  double value = 0;
  if (bytes.size() == sizeof(value)) {
    std::memcpy(&value, bytes.data(), sizeof(value));
  }
  return value;
}

}  // namespace rapport::transport
