#include "server/transport/tls.h"

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace rapport::transport {
namespace {

template <auto kFree>
struct Freed {
  template <typename T>
  void operator()(T* it) const {
    kFree(it);
  }
};
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using File = std::unique_ptr<std::FILE, Freed<std::fclose>>;

absl::Status Refuse(absl::string_view what, absl::string_view path,
                    absl::string_view why) {
  ERR_clear_error();
  return absl::FailedPreconditionError(absl::StrCat(what, " ", path, " ", why));
}

absl::StatusOr<File> Open(absl::string_view what, const std::string& path) {
  File file(std::fopen(path.c_str(), "re"));
  if (file == nullptr) {
    return Refuse(what, path,
                  absl::StrCat("cannot be read: ", std::strerror(errno)));
  }
  return file;
}

absl::StatusOr<Certificate> ReadCertificate(absl::string_view what,
                                            const std::string& path) {
  const absl::StatusOr<File> file = Open(what, path);
  if (!file.ok()) return file.status();
  Certificate read(PEM_read_X509(file->get(), nullptr, nullptr, nullptr));
  if (read == nullptr) return Refuse(what, path, "holds no certificate in PEM");
  return read;
}

// Nobody is there to type one.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::StatusOr<Key> ReadKey(const std::string& path) {
  const absl::StatusOr<File> file = Open("TLS key", path);
  if (!file.ok()) return file.status();
  Key read(PEM_read_PrivateKey(file->get(), nullptr, NoPassphrase, nullptr));
  if (read == nullptr) {
    return Refuse("TLS key", path,
                  "holds no private key in PEM, or one with a passphrase");
  }
  return read;
}

absl::Status CheckTimes(const std::string& path, X509& certificate,
                        absl::Time now) {
  std::time_t seconds = absl::ToTimeT(now);
  const auto date = [](const ASN1_TIME* time) {
    std::tm utc = {};
    return ASN1_TIME_to_tm(time, &utc) == 1
               ? absl::FormatTime(absl::FromTM(utc, absl::UTCTimeZone()),
                                  absl::UTCTimeZone())
               : std::string("a time that cannot be read");
  };
  const ASN1_TIME* const begin = X509_get0_notBefore(&certificate);
  const ASN1_TIME* const end = X509_get0_notAfter(&certificate);
  if (X509_cmp_time(begin, &seconds) >= 0) {
    return Refuse("TLS certificate", path,
                  absl::StrCat("holds from ", date(begin), " only"));
  }
  if (X509_cmp_time(end, &seconds) <= 0) {
    return Refuse("TLS certificate", path,
                  absl::StrCat("has ended, at ", date(end)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckTlsFiles(const TlsFiles& files, absl::Time now) {
  const absl::StatusOr<Certificate> certificate =
      ReadCertificate("TLS certificate", files.certificate);
  if (!certificate.ok()) return certificate.status();
  const absl::StatusOr<Key> key = ReadKey(files.key);
  if (!key.ok()) return key.status();
  if (X509_check_private_key(certificate->get(), key->get()) != 1) {
    return Refuse(
        "TLS key", files.key,
        absl::StrCat("is not that of the first certificate in ",
                     files.certificate,
                     "; a chain begins with the server's own certificate"));
  }
  if (!files.client_ca.empty()) {
    const absl::StatusOr<Certificate> ca =
        ReadCertificate("clients' CA", files.client_ca);
    if (!ca.ok()) return ca.status();
  }
  return CheckTimes(files.certificate, **certificate, now);
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> TlsCredentials(
    const TlsFiles& files, absl::Time now) {
  const absl::Status checked = CheckTlsFiles(files, now);
  if (!checked.ok()) return checked;
  namespace tls = grpc::experimental;
  tls::TlsServerCredentialsOptions options(
      std::make_shared<tls::FileWatcherCertificateProvider>(
          files.key, files.certificate, files.client_ca,
          static_cast<unsigned>(files.reload_seconds)));
  options.watch_identity_key_cert_pairs();
  if (files.client_ca.empty()) {
    options.set_cert_request_type(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  } else {
    options.watch_root_certs();
    options.set_cert_request_type(
        GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  return tls::TlsServerCredentials(options);
}

}  // namespace rapport::transport
