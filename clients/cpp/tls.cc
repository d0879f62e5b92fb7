#include "clients/cpp/tls.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace rapport::client {
namespace {

template <auto kFree>
struct Freed {
  template <typename T>
  void operator()(T* it) const {
    kFree(it);
  }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;

absl::Status Refuse(absl::string_view what, absl::string_view path,
                    absl::string_view why) {
  ERR_clear_error();
  return absl::InvalidArgumentError(absl::StrCat(what, " ", path, " ", why));
}

absl::StatusOr<std::string> Read(absl::string_view what,
                                 const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) {
    return Refuse(what, path,
                  absl::StrCat("cannot be read: ", std::strerror(errno)));
  }
  return text.str();
}

Certificate CertificateIn(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return Certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

// Nobody is there to type one.
int NoPassphrase(char*, int, int, void*) { return -1; }

Key KeyIn(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return Key(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassphrase, nullptr));
}

absl::Status CheckPair(const TlsFiles& files, const std::string& chain,
                       const std::string& key) {
  const Certificate certificate = CertificateIn(chain);
  if (certificate == nullptr) {
    return Refuse("certificate", files.certificate,
                  "holds no certificate in PEM");
  }
  const Key private_key = KeyIn(key);
  if (private_key == nullptr) {
    return Refuse("key", files.key,
                  "holds no private key in PEM, or one with a passphrase");
  }
  if (X509_check_private_key(certificate.get(), private_key.get()) != 1) {
    return Refuse("key", files.key,
                  absl::StrCat("is not that of the first certificate in ",
                               files.certificate));
  }
  return absl::OkStatus();
}

absl::Status ReadPair(const TlsFiles& files,
                      grpc::SslCredentialsOptions& options) {
  if (files.certificate.empty() || files.key.empty()) {
    return absl::InvalidArgumentError(
        "a certificate needs its key, and a key its certificate");
  }
  auto chain = Read("certificate", files.certificate);
  if (!chain.ok()) return chain.status();
  auto key = Read("key", files.key);
  if (!key.ok()) return key.status();
  const absl::Status pair = CheckPair(files, *chain, *key);
  options.pem_cert_chain = *std::move(chain);
  options.pem_private_key = *std::move(key);
  return pair;
}

// gRPC's words of how a connection did not come about (1.51).
absl::string_view AdviceOf(absl::string_view message, bool is_tls) {
  if (!absl::StrContains(message, "failed to connect")) return "";
  if (absl::StrContains(message, "certificate verify failed")) {
    return "; the server's certificate is of another CA than this client "
           "believes, or has ended";
  }
  if (absl::StrContains(message, "wrong version number")) {
    return "; the server does not speak TLS there";
  }
  if (!absl::StrContains(message, "Socket closed") &&
      !absl::StrContains(message, "Connection reset")) {
    return "";
  }
  return is_tls ? "; the server may want a TLS certificate of this client, of "
                  "a CA that it knows"
                : "; the server may want TLS";
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> CredentialsOf(
    const TlsFiles& files) {
  if (!files.IsTls()) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  if (!files.ca.empty()) {
    auto ca = Read("CA", files.ca);
    if (!ca.ok()) return ca.status();
    if (CertificateIn(*ca) == nullptr) {
      return Refuse("CA", files.ca, "holds no certificate in PEM");
    }
    options.pem_root_certs = *std::move(ca);
  }
  if (!files.certificate.empty() || !files.key.empty()) {
    const absl::Status pair = ReadPair(files, options);
    if (!pair.ok()) return pair;
  }
  return grpc::SslCredentials(options);
}

absl::Status WithTlsAdvice(const absl::Status& status, bool is_tls) {
  if (!absl::IsUnavailable(status)) return status;
  const absl::string_view advice = AdviceOf(status.message(), is_tls);
  if (advice.empty()) return status;
  absl::Status advised(status.code(), absl::StrCat(status.message(), advice));
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    advised.SetPayload(url, payload);
  });
  return advised;
}

}  // namespace rapport::client
