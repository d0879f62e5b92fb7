// Answers every request over TLS alike, on loopback. Debian's civetweb has no
// TLS that works.
#ifndef RAPPORT_TESTS_SUPPORT_TLS_SERVER_H_
#define RAPPORT_TESTS_SUPPORT_TLS_SERVER_H_

#include <openssl/ssl.h>

#include <string>
#include <thread>

#include "tests/support/certificates.h"

namespace rapport::test {

// One connection at a time, in a thread of its own.
class TlsServer {
 public:
  // `answer` is whole, from `HTTP/1.1` on.
  TlsServer(const CertificateFiles& files, std::string answer);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  // `https://127.0.0.1:PORT`.
  const std::string& uri() const { return uri_; }

 private:
  void Serve();
  void Answer(SSL* tls) const;

  const std::string answer_;
  SSL_CTX* const context_;
  const int socket_;
  std::string uri_;
  std::thread thread_;
};

}  // namespace rapport::test

#endif  // RAPPORT_TESTS_SUPPORT_TLS_SERVER_H_
