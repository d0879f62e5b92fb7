#include "tests/support/tls_server.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace rapport::test {

TlsServer::TlsServer(const CertificateFiles& files, std::string answer)
    : answer_(std::move(answer)),
      context_(SSL_CTX_new(TLS_server_method())),
      socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  // A client that distrusts it goes while it writes.
  std::signal(SIGPIPE, SIG_IGN);
  EXPECT_EQ(
      SSL_CTX_use_certificate_chain_file(context_, files.certificate.c_str()),
      1);
  EXPECT_EQ(SSL_CTX_use_PrivateKey_file(context_, files.key.c_str(),
                                        SSL_FILETYPE_PEM),
            1);
  sockaddr_in at = {};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(at);
  EXPECT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&at), size), 0);
  EXPECT_EQ(listen(socket_, 8), 0);
  EXPECT_EQ(getsockname(socket_, reinterpret_cast<sockaddr*>(&at), &size), 0);
  uri_ = absl::StrCat("https://127.0.0.1:", ntohs(at.sin_port));
  thread_ = std::thread([this] { Serve(); });
}

TlsServer::~TlsServer() {
  shutdown(socket_, SHUT_RDWR);  // ends accept
  thread_.join();
  close(socket_);
  SSL_CTX_free(context_);
}

void TlsServer::Serve() {
  for (;;) {
    const int connection = accept(socket_, nullptr, nullptr);
    if (connection < 0) return;
    SSL* const tls = SSL_new(context_);
    SSL_set_fd(tls, connection);
    if (SSL_accept(tls) == 1) Answer(tls);
    SSL_free(tls);
    close(connection);
  }
}

void TlsServer::Answer(SSL* tls) const {
  std::string request;
  std::array<char, 1024> piece;
  while (request.find("\r\n\r\n") == std::string::npos) {
    const int size = SSL_read(tls, piece.data(), piece.size());
    if (size <= 0) return;
    request.append(piece.data(), static_cast<size_t>(size));
  }
  SSL_write(tls, answer_.data(), static_cast<int>(answer_.size()));
  SSL_shutdown(tls);
}

}  // namespace rapport::test
