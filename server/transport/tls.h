// How a server shows who it is and lets nobody listen in: TLS, from PEM files.
#ifndef RAPPORT_SERVER_TRANSPORT_TLS_H_
#define RAPPORT_SERVER_TRANSPORT_TLS_H_

#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace rapport::transport {

// New files are in use within so long; certificates are renewed days before
// they end.
inline constexpr int kTlsReloadSeconds = 10;

// Paths of PEM files.
struct TlsFiles {
  std::string certificate;  // the server's own, then those that lead to the CA
  std::string key;          // of the first; without a passphrase
  // Of whose CA clients must show a certificate; empty: they need none.
  std::string client_ca = {};
  int reload_seconds = kTlsReloadSeconds;
};

// Whether TLS could be served from the files at `now`. Returns
// FAILED_PRECONDITION, naming the file, if one cannot be read or is not what it
// should be, if key and certificate do not belong together, or if the
// certificate does not hold at `now`.
absl::Status CheckTlsFiles(const TlsFiles& files, absl::Time now);

// Credentials that follow the files: what takes their place is shown to whoever
// connects from then on, without a restart. Key and certificate are read
// together only if they change together (one rename of a folder or a symbolic
// link); for as long as they do not match nobody new can connect. Returns the
// codes of CheckTlsFiles.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> TlsCredentials(
    const TlsFiles& files, absl::Time now);

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_TLS_H_
