// Tells who calls, from a call's credentials.
#ifndef RAPPORT_SERVER_TRANSPORT_CALLER_READER_H_
#define RAPPORT_SERVER_TRANSPORT_CALLER_READER_H_

#include <grpcpp/server_context.h>

#include "absl/status/statusor.h"
#include "server/vocabulary/caller.h"

namespace rapport::transport {

// Thread-safe.
class CallerReader {
 public:
  virtual ~CallerReader() = default;

  // Returns UNAUTHENTICATED if the call does not say, in a way to be believed,
  // who makes it.
  virtual absl::StatusOr<Caller> Read(
      const grpc::ServerContextBase& context) const = 0;
};

// Believes nobody: what a server does that was told of no way to tell callers.
class NobodyReader final : public CallerReader {
 public:
  absl::StatusOr<Caller> Read(
      const grpc::ServerContextBase& context) const override;
};

// Believes the call's metadata as they are. For development, and behind a proxy
// that sets them; the server accepts it only on loopback and Unix sockets, or
// where clients must show a certificate. Each key may be there once.
//
//   x-rapport-brand      the brand's id; required but for operators
//   x-rapport-role       a word of RoleWord; required
//   x-rapport-principal  1 to 128 characters; required; an associate's own id
//                        where the role is associate
//   x-rapport-stores     ids of stores, separated by commas; of managers
//   x-rapport-shopper    for whom the caller acts; of all but shoppers
class MetadataReader final : public CallerReader {
 public:
  absl::StatusOr<Caller> Read(
      const grpc::ServerContextBase& context) const override;
};

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_CALLER_READER_H_
