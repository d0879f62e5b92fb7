// What a client says of the files that it is given for TLS. Whether TLS works
// is tested with the server: tests/rpc/tls_test.cc.
#include "clients/cpp/tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "clients/cpp/client.h"
#include "tests/support/certificates.h"

namespace rapport::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class ClientTls : public testing::Test {
 protected:
  ClientTls() {
    char path[] = "/tmp/rapport-tls-XXXXXX";
    folder_ = mkdtemp(path);
  }
  ~ClientTls() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  static std::string Said(const TlsFiles& files) {
    ClientOptions options;
    options.caller = {.brand = "demo", .principal = "s-1"};
    options.tls = files;
    const absl::Status status = Client::Connect(options).status();
    if (!status.ok()) {
      EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    }
    return std::string(status.message());
  }

  std::string folder_;
};

TEST_F(ClientTls, IsOnIfAnythingIsSaidOfIt) {
  EXPECT_FALSE(TlsFiles{}.IsTls());
  EXPECT_TRUE(TlsFiles{.always = true}.IsTls());
  EXPECT_TRUE(TlsFiles{.ca = "a"}.IsTls());
  EXPECT_TRUE(TlsFiles{.key = "a"}.IsTls());
}

TEST_F(ClientTls, TakesFilesThatBelongTogether) {
  const test::TestCa ca(folder_);
  const test::CertificateFiles own = ca.Issue("own");
  EXPECT_EQ(Said({.ca = ca.certificate(),
                  .certificate = own.certificate,
                  .key = own.key}),
            "");
  EXPECT_EQ(Said({.always = true}), "");
}

TEST_F(ClientTls, NamesTheFileThatIsWrong) {
  const test::TestCa ca(folder_);
  const test::CertificateFiles own = ca.Issue("own"), other = ca.Issue("other");
  EXPECT_EQ(Said({.ca = "/no/such/file"}),
            "CA /no/such/file cannot be read: No such file or directory");
  EXPECT_THAT(Said({.ca = own.key}), HasSubstr("holds no certificate in PEM"));
  EXPECT_THAT(Said({.certificate = own.certificate}), HasSubstr("needs"));
  EXPECT_THAT(Said({.key = own.key}), HasSubstr("needs"));
  EXPECT_THAT(Said({.certificate = own.certificate, .key = other.key}),
              AllOf(HasSubstr(other.key), HasSubstr("is not that of")));
  EXPECT_THAT(Said({.certificate = own.certificate, .key = own.certificate}),
              HasSubstr("holds no private key in PEM"));
}

}  // namespace
}  // namespace rapport::client
