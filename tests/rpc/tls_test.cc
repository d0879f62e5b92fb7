// The server over TLS: who gets in, who does not, and what both are told.
#include "server/transport/tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/time/clock.h"
#include "clients/cpp/client.h"
#include "tests/rpc/rpc_world.h"
#include "tests/support/certificates.h"

namespace rapport {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using transport::CheckTlsFiles;

absl::Time Now() { return absl::Now(); }

// A server of its own beside the world's, on the same stores.
class Tls : public RpcTest {
 protected:
  Tls() : ca_(folder_.File("")), server_files_(ca_.Issue("server")) {}

  transport::TlsFiles Files(std::string client_ca = {}) const {
    return {.certificate = server_files_.certificate,
            .key = server_files_.key,
            .client_ca = std::move(client_ca),
            .reload_seconds = 1};
  }

  // Serves at 127.0.0.1, which is in the certificate.
  void Serve(const transport::TlsFiles& files) {
    const auto credentials = transport::TlsCredentials(files, Now());
    ASSERT_TRUE(credentials.ok()) << credentials.status();
    tls_server_ = std::make_unique<RpcServer>(
        search::Stores{catalog_, schedules_, bookings_, waitlist_}, model_,
        share_, callers_, RpcServerOptions{.credentials = *credentials});
    const absl::Status started = tls_server_->Start();
    ASSERT_TRUE(started.ok()) << started;
  }

  // What the server says to a new connection.
  absl::Status Ask(client::TlsFiles files, int attempts = 1) const {
    client::ClientOptions options;
    options.address = tls_server_->address();
    options.caller = {
        .brand = "acme", .role = client::Role::kBrandAdmin, .principal = "ada"};
    options.tls = std::move(files);
    options.timeout = absl::Seconds(30);
    options.retry.attempts_max = attempts;
    const auto client = client::Client::Connect(options);
    if (!client.ok()) return client.status();
    v1::GetBrandRequest request;
    request.set_name("brands/acme");
    return client->GetBrand(request).status();
  }

  const test::TestCa ca_;
  const test::CertificateFiles server_files_;
  std::unique_ptr<RpcServer> tls_server_;
};

TEST_F(Tls, ServesWhoKnowsItsCa) {
  ASSERT_NO_FATAL_FAILURE(Serve(Files()));
  const absl::Status status = Ask({.ca = ca_.certificate()});
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(Tls, TellsAClientThatDoesNotKnowItsCaWhatToSay) {
  ASSERT_NO_FATAL_FAILURE(Serve(Files()));
  const test::TestCa other(folder_.File(""), "other");
  const absl::Status status = Ask({.ca = other.certificate()});
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(status.message(), HasSubstr("is of another CA")) << status;
}

TEST_F(Tls, TellsAPlaintextClientThatThereIsTls) {
  ASSERT_NO_FATAL_FAILURE(Serve(Files()));
  const absl::Status status = Ask({});
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(status.message(), HasSubstr("may want TLS")) << status;
}

TEST_F(Tls, TellsATlsClientThatThereIsNone) {
  tls_server_ = std::make_unique<RpcServer>(
      search::Stores{catalog_, schedules_, bookings_, waitlist_}, model_,
      share_, callers_, RpcServerOptions{});
  ASSERT_TRUE(tls_server_->Start().ok());
  const absl::Status status = Ask({.ca = ca_.certificate()});
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(status.message(), HasSubstr("does not speak TLS")) << status;
}

TEST_F(Tls, LetsInOnlyClientsOfTheCaThatItIsToldOf) {
  const test::TestCa clients(folder_.File(""), "clients");
  ASSERT_NO_FATAL_FAILURE(Serve(Files(clients.certificate())));
  const absl::Status none = Ask({.ca = ca_.certificate()});
  EXPECT_EQ(none.code(), absl::StatusCode::kUnavailable) << none;
  EXPECT_THAT(none.message(), HasSubstr("certificate of this client")) << none;
  const test::CertificateFiles strange = ca_.Issue("strange");
  const absl::Status other = Ask({.ca = ca_.certificate(),
                                  .certificate = strange.certificate,
                                  .key = strange.key});
  EXPECT_EQ(other.code(), absl::StatusCode::kUnavailable) << other;
  const test::CertificateFiles known = clients.Issue("known");
  const absl::Status status = Ask({.ca = ca_.certificate(),
                                   .certificate = known.certificate,
                                   .key = known.key});
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(Tls, ShowsANewCertificateWithoutARestart) {
  ASSERT_NO_FATAL_FAILURE(Serve(Files()));
  const test::TestCa next_ca(folder_.File(""), "next_ca");
  ASSERT_FALSE(Ask({.ca = next_ca.certificate()}).ok());
  const test::CertificateFiles next = next_ca.Issue("next");
  std::filesystem::rename(next.key, server_files_.key);
  std::filesystem::rename(next.certificate, server_files_.certificate);
  const absl::Status status =
      Ask({.ca = next_ca.certificate()}, /*attempts=*/100);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_FALSE(Ask({.ca = ca_.certificate()}).ok());
}

TEST_F(Tls, NamesTheFileThatIsWrong) {
  const auto said = [](const transport::TlsFiles& files) {
    return std::string(CheckTlsFiles(files, Now()).message());
  };
  EXPECT_EQ(said(Files()), "");
  transport::TlsFiles files = Files();
  files.certificate = "/no/such/file";
  EXPECT_EQ(said(files),
            "TLS certificate /no/such/file cannot be read: No such file or "
            "directory");
  files = Files();
  files.key = files.certificate;
  EXPECT_THAT(said(files), HasSubstr("holds no private key in PEM"));
  files = Files();
  files.certificate = files.key;
  EXPECT_THAT(said(files), HasSubstr("holds no certificate in PEM"));
  files = Files();
  files.key = ca_.Issue("another").key;
  EXPECT_THAT(said(files),
              AllOf(HasSubstr(files.key), HasSubstr("is not that of"),
                    HasSubstr(files.certificate)));
  files = Files(folder_.File("no_ca.pem"));
  EXPECT_THAT(said(files), HasSubstr("clients' CA"));
}

TEST_F(Tls, RefusesACertificateThatDoesNotHoldNow) {
  EXPECT_TRUE(CheckTlsFiles(Files(), Now() + absl::Hours(23)).ok());
  EXPECT_THAT(CheckTlsFiles(Files(), Now() + absl::Hours(25)).message(),
              HasSubstr("has ended"));
  EXPECT_THAT(CheckTlsFiles(Files(), Now() - absl::Hours(1)).message(),
              HasSubstr("holds from"));
}

}  // namespace
}  // namespace rapport
