// Messages of methods whose handlers write bytes themselves.
#ifndef RAPPORT_SERVER_TRANSPORT_RAW_MESSAGE_H_
#define RAPPORT_SERVER_TRANSPORT_RAW_MESSAGE_H_

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/byte_buffer.h>

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/vocabulary/error.h"

namespace rapport::transport {

// Reads a request. INVALID_ARGUMENT (MALFORMED) if the bytes are none.
template <typename Message>
absl::Status ParseRaw(const grpc::ByteBuffer& bytes, Message& message) {
  grpc::ByteBuffer read = bytes;  // the same bytes, not a copy
  if (grpc::SerializationTraits<Message>::Deserialize(&read, &message).ok()) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kInvalidArgument, "MALFORMED",
               absl::StrCat("the request is no ", message.GetTypeName(),
                            "; its texts must be UTF-8"));
}

// Gives the bytes of a reply away, without a copy.
inline grpc::ByteBuffer ToRaw(std::string reply) {
  auto* kept = new std::string(std::move(reply));
  const grpc::Slice slice(
      kept->data(), kept->size(),
      [](void* text) { delete static_cast<std::string*>(text); }, kept);
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_RAW_MESSAGE_H_
