// TLS to a server: whom to believe, and who one is.

#ifndef RAPPORT_CLIENTS_CPP_TLS_H_
#define RAPPORT_CLIENTS_CPP_TLS_H_

#include <grpcpp/security/credentials.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace rapport::client {

// Paths of PEM files. All empty, and not `always`: plaintext.
struct TlsFiles {
  std::string ca = {};  // who vouches for the server
  std::string certificate =
      {};                // one's own chain, where the server asks for it
  std::string key = {};  // of its first certificate; without a passphrase
  // TLS also without any file: the system's CAs vouch for the server.
  bool always = false;

  bool IsTls() const {
    return always || !ca.empty() || !certificate.empty() || !key.empty();
  }
};

// What a channel is made with. Returns INVALID_ARGUMENT, naming the file, if
// one cannot be read or is not what it should be, if there is a certificate
// without a key or the reverse, or if the two do not belong together.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> CredentialsOf(
    const TlsFiles& files);

// `status` of a call; with an advice if it is that the server and this client
// do not agree whether there is TLS, or whom to believe.
absl::Status WithTlsAdvice(const absl::Status& status, bool is_tls);

}  // namespace rapport::client

#endif  // RAPPORT_CLIENTS_CPP_TLS_H_
