// The server program and the `rapport` command over TLS, and what the server
// refuses to do without.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/e2e/server_process.h"
#include "tests/support/certificates.h"
#include "tests/support/private_database.h"

namespace rapport::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class TlsProgram : public testing::Test {
 protected:
  // Ends in time: it is refused before the database is looked for.
  static std::string Refused(std::vector<std::string> flags, int exit_code) {
    flags.insert(flags.end(), {"--database",
                               "mysql://nobody@localhost/none"
                               "?socket=/no/such/socket"});
    const ServerRun run = RunServer(flags);
    EXPECT_EQ(run.exit_code, exit_code) << run.said;
    EXPECT_THAT(run.said, Not(HasSubstr("/no/such/socket")));
    return run.said;
  }

  // What the command prints, with both outputs.
  static std::string Rapport(const std::string& words) {
    std::FILE* const pipe = ::popen(
        absl::StrCat(RAPPORT_CLI_PROGRAM " ", words, " 2>&1").c_str(), "r");
    std::string said;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
      said += static_cast<char>(c);
    }
    ::pclose(pipe);
    return said;
  }

  const TempDir folder_;
  const TestCa ca_{folder_.path()};
  const CertificateFiles own_ = ca_.Issue("own");
};

TEST_F(TlsProgram, IsNotOpenToTheNetworkInPlaintext) {
  for (const char* listen : {"0.0.0.0:0", "[::]:0", "*:0", "10.1.2.3:8910",
                             "localhost.example:8910"}) {
    EXPECT_THAT(
        Refused({"--listen", listen}, 2),
        AllOf(HasSubstr("--tls-certificate"), HasSubstr("--behind-tls-proxy")))
        << listen;
  }
}

TEST_F(TlsProgram, BelievesNobodyOnTheNetworkWithoutACertificate) {
  for (const char* open : {"--behind-tls-proxy", "--no-request-log"}) {
    EXPECT_THAT(
        Refused({"--listen", "0.0.0.0:0", "--tls-certificate", own_.certificate,
                 "--tls-key", own_.key, "--trust-caller-metadata", open},
                2),
        HasSubstr("--tls-client-ca"));
  }
}

TEST_F(TlsProgram, NeedsBothFilesAndSaysWhichIsWrong) {
  EXPECT_THAT(Refused({"--tls-certificate", own_.certificate}, 2),
              HasSubstr("--tls-key"));
  EXPECT_THAT(Refused({"--tls-key", own_.key}, 2),
              HasSubstr("--tls-certificate"));
  EXPECT_THAT(Refused({"--tls-client-ca", ca_.certificate()}, 2),
              HasSubstr("--tls-certificate"));
  EXPECT_THAT(Refused({"--tls-certificate", own_.certificate, "--tls-key",
                       ca_.Issue("other").key},
                      1),
              HasSubstr("is not that of the first certificate"));
}

TEST_F(TlsProgram, ServesTheCommandThatNamesItsCa) {
  TestSchema schema;
  ServerProcess server({"--database", schema.url().ToSecretString(),
                        "--tls-certificate", own_.certificate, "--tls-key",
                        own_.key, "--tls-client-ca", ca_.certificate()});
  const CertificateFiles mine = ca_.Issue("mine");
  const std::string doctor =
      absl::StrCat("doctor --address ", server.address());
  EXPECT_THAT(Rapport(absl::StrCat(doctor, " --tls-ca ", ca_.certificate(),
                                   " --tls-certificate ", mine.certificate,
                                   " --tls-key ", mine.key)),
              AllOf(HasSubstr("TLS to"), HasSubstr("serving;")));
  EXPECT_THAT(Rapport(doctor), HasSubstr("may want TLS"));
  EXPECT_THAT(Rapport(absl::StrCat(doctor, " --tls-ca ", ca_.certificate())),
              HasSubstr("certificate of this client"));
  EXPECT_THAT(
      Rapport(absl::StrCat("services list --address ", server.address())),
      HasSubstr("hint: --tls-ca"));
}

}  // namespace
}  // namespace rapport::test
